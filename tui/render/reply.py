"""The reply to a ticket, from a template: full sentences for a teacher, or a summary for an admin."""

from collections.abc import Iterator, Mapping
from string import Formatter

from store.catalog.opening import Catalog
from store.catalog.step_wording import steps_of
from store.core.models import Cause, Entry, Hit, Who
from store.core.text import one_line
from store.core.wording import shortened
from store.notebook.custom_codes import NO_VENDOR
from tui.render.outline import sources_of, who_acts

TEMPLATES = {
    "teacher": "Hello,\n\n{happened}\n\n{causes}\n\nIf the error comes back, please send us the new message.",
    "admin": "{vendor}: {title}\n\n{message}\n\n{values}\n\n{causes}\n\n{sources}",
}
"""Audience to its template. A paragraph is left out when all the placeholders in it are empty."""

NAMES = ("vendor", "title", "message", "happened", "values", "causes", "sources")
"""The placeholders that a template may have, in braces."""

_READING = "Our reading, not in the dictionary: "

MAX_QUOTED = 500
"""The most characters of a pasted message that a reply quotes."""

_NUMBERS = {2: "two", 3: "three", 4: "four"}

_SELF = {
    "documented": "You can fix this yourself:",
    "community": "You can probably fix this yourself. These steps helped other schools:",
    "derived": "We suggest that you try these steps:",
}
_OTHERS = {
    "documented": "{who} has to fix this, with these steps:",
    "community": "{who} has to look into this. These steps helped other schools:",
    "derived": "{who} has to look into this. We suggest these steps:",
}
_ADMIN = {
    "documented": "{who} acts; the steps are documented:",
    "community": "{who} acts; the steps come from other schools:",
    "derived": "{who} acts; these steps are our suggestion and are not documented:",
}


def template_problem(template: str) -> str:
    """Say what is wrong with a template, to follow its name in a sentence; return nothing when it is fine."""
    try:
        names = _placeholders(template)
    except ValueError:
        return "has an unmatched brace (write {{ for a literal brace)"
    for name in names:
        if name not in NAMES:
            from rapidfuzz import process  # slow to import, and needed only when a template is wrong

            nearest = process.extractOne(name, NAMES)
            return f"uses the unknown placeholder {name!r} (did you mean {nearest[0]!r}?)"
    return ""


def reply(
    catalog: Catalog,
    entry: Entry,
    hit: Hit | None,
    contacts: Mapping[Who, str],
    audience: str,
    templates: Mapping[str, str],
) -> str:
    """Write a reply about an entry.

    Args:
        catalog: The catalog that the entry is from.
        entry: The entry.
        hit: How the entry answers the query, or None. If the query contains its message, the reply quotes it.
        contacts: Whom to call, by who acts.
        audience: `teacher` or `admin`.
        templates: The desk's own templates, by audience; invalid ones are ignored.
    """
    template = templates.get(audience, "")
    if not template or template_problem(template):
        template = TEMPLATES[audience]
    matched = hit if hit is not None and hit.recognized else None
    quoted = shortened(one_line(matched.recognized), MAX_QUOTED) if matched is not None else ""
    vendor = catalog.vendor(entry.vendor)
    texts = {
        "vendor": vendor.name,
        "title": entry.title,
        "message": quoted,
        "happened": _happened("your SIS" if vendor.name == NO_VENDOR else vendor.name, entry.title, quoted),
        "values": "\n".join(
            f"{name}: {one_line(value)}" for name, value in (matched.values if matched else {}).items()
        ),
        "causes": "\n\n".join(_causes(catalog, entry, matched, contacts, audience)),
        "sources": "\n".join(f"{source.title}: {source.url}" for source in sources_of(entry)),
    }
    return filled_template(template, texts)


def filled_template(template: str, texts: Mapping[str, str]) -> str:
    """Fill in a valid template, without the paragraphs whose placeholders are all empty.

    Args:
        template: The template.
        texts: The text for each of `NAMES`.
    """
    return "\n\n".join(filter(None, (_filled(paragraph, texts) for paragraph in template.split("\n\n"))))


def person(catalog: Catalog, entry: Entry, who: Who, contacts: Mapping[Who, str]) -> str:
    """Name who acts, in a teacher's words and with the desk's contact: "Your Skyward admin (Jane, x4411)"."""
    acts = who_acts(catalog, entry, who)
    role = {"teacher": "The teacher", "vendor_support": acts}.get(who, f"Your {acts}")
    return f"{role} ({contacts[who]})" if contacts.get(who) else role


def _placeholders(template: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(template) if name is not None]


def _filled(paragraph: str, texts: Mapping[str, str]) -> str:
    """Fill in a paragraph; return nothing when all its placeholders are empty."""
    names = _placeholders(paragraph)
    if names and not any(texts[name] for name in names):
        return ""
    return "".join(
        text + (texts[name] if name is not None else "") for text, name, _, _ in Formatter().parse(paragraph)
    ).strip("\n")


def _happened(vendor: str, title: str, quoted: str) -> str:
    if quoted:
        return f"When Canvas sent your grades to {vendor}, this message came back:\n“{quoted}”"
    return f"When Canvas sent your grades to {vendor}, it reported the error “{title}”."


def _causes(
    catalog: Catalog, entry: Entry, hit: Hit | None, contacts: Mapping[Who, str], audience: str
) -> Iterator[str]:
    """Yield one or two paragraphs for each cause of the pasted message, or of all messages if none was pasted."""
    messages = entry.messages if hit is None or hit.message is None else (entry.messages[hit.message],)
    values = hit.values if hit is not None else {}
    causes = [cause for message in messages for cause in message.causes]
    if len(causes) > 1:
        yield f"There are {_NUMBERS.get(len(causes), len(causes))} possible reasons."
    for number, cause in enumerate(causes, 1):
        mark = f"Reason {number}: " if len(causes) > 1 else "What it means: " if cause.meaning is not None else ""
        steps = "\n".join(f"{count}. {step}" for count, step in enumerate(steps_of(cause, values), 1))
        yield mark + " ".join(_meaning(cause))
        if steps:
            yield f"{_lead(catalog, entry, cause, contacts, audience)}\n{steps}"
        elif cause.who != "teacher":
            yield f"{person(catalog, entry, cause.who, contacts)} has to look into this."


def _meaning(cause: Cause) -> Iterator[str]:
    """Yield sentences: what the error means, remarks, and whether grades still sync."""
    notes = [note for note in cause.notes if not note.startswith(_READING)]
    if cause.meaning is not None:
        yield cause.meaning
    else:
        notes = [note.removeprefix(_READING) for note in cause.notes]
        notes = [note[0].upper() + note[1:] for note in notes]
        yield "The meaning of this error is not documented."
    yield from notes
    if cause.syncs_anyway is False:
        yield "Grades do not sync until this is fixed."
    elif cause.syncs_anyway and not notes:
        yield "Grades still sync despite this error."


def _lead(catalog: Catalog, entry: Entry, cause: Cause, contacts: Mapping[Who, str], audience: str) -> str:
    if audience == "teacher" and cause.who == "teacher":
        return _SELF[cause.basis]
    leads = _OTHERS if audience == "teacher" else _ADMIN
    return leads[cause.basis].replace("{who}", person(catalog, entry, cause.who, contacts))
