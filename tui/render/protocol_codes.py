"""What a text says by itself where the dictionary does not know the error: for the screen, for pipes, as a reply."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from store.core.models import ProtocolCode, Who
from store.core.text import clean, one_line
from store.core.wording import shortened
from tui.desk.listing import BY_ITSELF
from tui.render.outline import Block, Role
from tui.render.reply import MAX_QUOTED, TEMPLATES, filled_template, template_problem

HEADING = BY_ITSELF
NEAREST = "The nearest entry, which may be another error"

_WHO: Mapping[Who, str] = {
    "teacher": "Teacher",
    "canvas_admin": "Canvas admin",
    "sis_admin": "SIS admin",
    "vendor_support": "SIS support",
}
_UNKNOWN = (
    "The SIS Error Code Dictionary does not list this error, so we do not know its cause yet."
    " What the text says by itself:"
)


def code_blocks(codes: Sequence[ProtocolCode], contacts: Mapping[Who, str]) -> list[Block]:
    """Arrange codes for reading: what each says, who usually acts, what to do first, and the source.

    Args:
        codes: The codes.
        contacts: Whom to call, by who acts.
    """
    blocks = [Block(Role.HEADING, HEADING)] if codes else []
    for code in codes:
        contact = contacts.get(code.who)
        blocks += [
            Block(Role.MEANING, code_line(code)),
            Block(Role.WHO, f"{_WHO[code.who]} usually acts{f': {contact}' if contact else ''}"),
            Block(Role.STEP, code.first, "First: "),
            Block(Role.BASIS, f"Not in the dictionary; the code is from {code.source.title}"),
        ]
    return blocks


def code_line(code: ProtocolCode) -> str:
    """Return a code with what it says, on one line."""
    return f"{code.name}: {code.says}"


def advice_line(code: ProtocolCode) -> str:
    """Return who usually acts on a code and what to do first, on one line."""
    return f"{_WHO[code.who]} usually acts. First: {code.first}"


def code_lines(codes: Sequence[ProtocolCode]) -> Iterator[str]:
    """Write codes as plain text, with a heading; nothing if there are none."""
    if codes:
        yield f"{HEADING}:"
    for code in codes:
        yield clean(f"  {code_line(code)}")
        yield clean(f"    {advice_line(code)}")
        yield clean(f"    {code.source.title}: {code.source.url}")


def codes_json(codes: Sequence[ProtocolCode]) -> list[dict[str, Any]]:
    """Return codes for a JSON answer."""
    return [
        {
            "code": code.code,
            "says": code.says,
            "who": code.who,
            "first": code.first,
            "source": {"title": code.source.title, "url": code.source.url},
        }
        for code in codes
    ]


class Notes:
    """Writes the codes of many texts, the explanation of each only once."""

    def __init__(self) -> None:
        """Begin with no code explained."""
        self._explained: set[str] = set()

    def lines(self, codes: Sequence[ProtocolCode]) -> Iterator[str]:
        """Yield a line for each code: in full the first time, later only its name."""
        for code in codes:
            yield f"{code.name} (see above)" if code.id in self._explained else f"{code_line(code)} {advice_line(code)}"
            self._explained.add(code.id)


def codes_reply(
    codes: Sequence[ProtocolCode],
    quoted: str,
    contacts: Mapping[Who, str],
    audience: str,
    templates: Mapping[str, str],
) -> str:
    """Write a reply about an error that the dictionary does not know, from the codes in its text.

    Args:
        codes: What the text says, at least one.
        quoted: The text, if it was pasted; else empty.
        contacts: Whom to call, by who acts.
        audience: `teacher` or `admin`.
        templates: The desk's own templates, by audience; those that are invalid or leave out the causes are ignored.
    """
    template = templates.get(audience, "")
    if "{causes}" not in template or template_problem(template):
        template = TEMPLATES[audience]
    names = ", ".join(code.name for code in codes)
    quote = shortened(one_line(quoted), MAX_QUOTED)
    happened = "When Canvas sent your grades to your SIS, "
    causes = [_UNKNOWN, *(_paragraph(code, contacts, audience) for code in codes)]
    texts = {
        "vendor": "SIS",
        "title": f"an error that the dictionary does not list ({names})",
        "message": quote,
        "happened": happened + (f"this message came back:\n“{quote}”" if quote else f"it reported {names}."),
        "values": "",
        "causes": "\n\n".join(causes),
        "sources": "\n".join(f"{source.title}: {source.url}" for source in dict.fromkeys(c.source for c in codes)),
    }
    return filled_template(template, texts)


def _paragraph(code: ProtocolCode, contacts: Mapping[Who, str], audience: str) -> str:
    contact = f" ({contacts[code.who]})" if contacts.get(code.who) else ""
    if code.who == "teacher":
        lead = f"First step{contact}:" if audience == "teacher" else f"The teacher{contact} usually acts first:"
    else:
        lead = f"Your {_WHO[code.who]}{contact} usually acts first:"
    return f"{code_line(code)}\n{lead} {code.first}"
