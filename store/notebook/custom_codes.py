"""Own codes: errors that the dictionary lacks, written down by the agent and found like the others."""

import re
import uuid
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any, TypeGuard, get_args

import msgspec

from store.catalog.opening import Catalog
from store.core.errors import BadInput
from store.core.models import Cause, CustomCode, CustomVendor, Entry, Message, Vendor, Who
from store.core.text import clean, fold, folded_words, one_line
from store.core.wording import shortened
from store.notebook.notebook import Notebook, Snapshot, put, take_out

MAX_TEXT, MAX_LINE = 20_000, 200
"""Characters of a message, a meaning or a step; of a title, or the name of a vendor or a slot."""
MAX_SLOTS, MAX_STEPS = 100, 50
WHO: tuple[Who, ...] = get_args(Who)
NO_VENDOR = "Any SIS"
"""The vendor of a code for which none was named."""

_TITLE, _SHORT, _SLUG = 60, 12, 40
"""Characters of a title made from a message, of a vendor's short name, and of the readable part of an id."""
_BRACKETS = re.compile(r"\[[^\[\]\n]+\]")
_NUMBERING = re.compile(r"\s*(?:\d{1,2}[.)]|[-*•])\s+")


class CustomCodeFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an agent fills in."""

    message: str = ""
    """The error text; each part of it that varies stands in brackets."""
    vendor: str = ""
    """A name, known or new."""
    title: str = ""
    """Empty for the message's first line."""
    slots: tuple[str, ...] = ()
    """Names of what stands in brackets, in order; an empty or missing one follows from the text in the brackets."""
    meaning: str = ""
    who: Who = "sis_admin"
    steps: tuple[str, ...] = ()


def is_custom(entry: Entry) -> TypeGuard[CustomCode]:
    """Tell whether an entry is the agent's, rather than the dictionary's."""
    return isinstance(entry, CustomCode)


def slots_of(message: str, names: Sequence[str] = ()) -> dict[str, str]:
    """Find what varies in a message.

    Args:
        message: Its text.
        names: Names in the order of the text, as in `CustomCodeFields.slots`.

    Returns:
        Name of each slot, unique in the message, to the part of the text in brackets that it stands for.

    Raises:
        BadInput: There are more names than brackets, or too many brackets.
    """
    found = [brackets for brackets in _BRACKETS.findall(message) if brackets[1:-1].strip()]
    if len(found) > MAX_SLOTS:
        raise BadInput(f"The message has {len(found)} parts in brackets; no more than {MAX_SLOTS} can vary.")
    if len(names) > len(found):
        count = "one part" if len(found) == 1 else f"{len(found) or 'no'} parts"
        raise BadInput(f"The message has {count} in [brackets], and {len(names)} names were given for slots.")
    slots: dict[str, str] = {}
    for number, (brackets, name) in enumerate(zip_longest(found, names, fillvalue=""), 1):
        wanted = one_line(name.replace(",", " ")) or _words_in(brackets) or f"value {number}"
        _require_room("name of a slot", wanted, MAX_LINE)
        name, again = wanted, 2
        while name in slots:
            name, again = f"{wanted} {again}", again + 1
        slots[name] = brackets
    return slots


def fields_of(catalog: Catalog, own: CustomCode) -> CustomCodeFields:
    """Return what was filled in.

    Args:
        catalog: Knows the code's vendor.
        own: The code.
    """
    [message, *_] = own.messages
    [cause, *_] = message.causes
    names = tuple(message.slots)
    return CustomCodeFields(
        message=message.text,
        vendor=catalog.vendor(own.vendor).name,
        title=own.title,
        slots=names if names != tuple(slots_of(message.text)) else (),
        meaning=cause.meaning or "",
        who=cause.who,
        steps=cause.fix,
    )


def save_custom_code(
    notebook: Notebook, dictionary: Catalog, fields: CustomCodeFields, editing: CustomCode | None = None
) -> CustomCode:
    """Keep a code, or change one.

    Args:
        notebook: Where it is kept.
        dictionary: Knows the vendors that are not the agent's own.
        fields: What the agent filled in.
        editing: The code as it was when its editing began, or None for a new one. Where another terminal changed or
            removed it since, both are kept.

    Returns:
        The code as kept.

    Raises:
        BadInput: The message is missing, or something is too long; nothing is changed.
        CannotSave: The change could not be made durable.
    """
    message, meaning = clean(fields.message).strip(), clean(fields.meaning).strip()
    vendor, title = one_line(clean(fields.vendor)), one_line(clean(fields.title))
    steps = [_NUMBERING.sub("", clean(step), count=1).strip() for step in fields.steps]  # the steps are numbered anyway
    if not message:
        raise BadInput("The code has no message: fill in the error text.")
    for name, text, room in (
        ("message", message, MAX_TEXT),
        ("meaning", meaning, MAX_TEXT),
        *(("step", step, MAX_TEXT) for step in steps),
        ("title", title, MAX_LINE),
        ("name of the vendor", vendor, MAX_LINE),
    ):
        _require_room(name, text, room)
    if len(steps) > MAX_STEPS:
        raise BadInput(f"The code has {len(steps)} steps, and at most {MAX_STEPS} are kept.")
    slots = slots_of(message, [clean(name) for name in fields.slots])
    title = title or shortened(one_line(message.partition("\n")[0]), _TITLE)
    uid, now = str(uuid.uuid4()), notebook.now()
    cause = Cause(meaning or None, (), None, fields.who, tuple(filter(None, steps)), "derived", ())
    own = CustomCode(
        id=_readable_id(title, uid),
        vendor=_vendor_id(notebook, dictionary, vendor or NO_VENDOR, editing),
        title=title,
        http_status=None,
        messages=(Message(message, slots, None, (), (cause,)),),
        says=(),
        prevention=None,
        related=(),
        uid=uid,
        created=now,
        changed=now,
        rev=uuid.uuid4().hex,
        was=(),
    )
    with notebook.transaction(f"own code {'changed' if editing else 'added'}: {own.title}") as database:
        return put(database.table("entries"), own, editing)


def remove_custom_code(notebook: Notebook, own: CustomCode) -> bool:
    """Remove a code; tell whether it was removed. One that another terminal changed since is kept."""
    with notebook.transaction(f"own code removed: {own.title}") as database:
        return take_out(database.table("entries"), own)


def with_custom_codes(catalog: Catalog, snapshot: Snapshot) -> Catalog:
    """Return the catalog with the agent's codes, and their vendors, behind its own.

    An own vendor that is called like another one is that one; a vendor that nobody knows any more goes by its id.

    Args:
        catalog: The dictionary.
        snapshot: The notebook.
    """
    if not snapshot.custom_codes:
        return catalog
    known = {vendor.id: vendor for vendor in catalog.vendors}
    by_name: dict[str, Vendor] = {}
    for each in snapshot.custom_vendors:
        known.setdefault(each.id, catalog.find_vendor(each.name) or by_name.setdefault(fold(each.name), each))
    entries: dict[str, Entry] = {entry.id: entry for entry in catalog.entries}
    used: dict[str, Vendor] = {}
    for own in snapshot.custom_codes:
        vendor = known.get(own.vendor) or Vendor(own.vendor, own.vendor, shortened(own.vendor, _SHORT), ())
        used[vendor.id] = vendor
        entry_id = own.id if own.id not in entries else f"own/{own.uid}"  # two notebooks that were merged
        entries[entry_id] = _fitting(own, entry_id, vendor.id)
    held = {vendor.id for vendor in catalog.vendors}
    added = [vendor for vendor in used.values() if vendor.id not in held]
    return Catalog(catalog.edition, (*catalog.vendors, *added), tuple(entries.values()))


def _fitting(own: CustomCode, entry_id: str, vendor_id: str) -> CustomCode:
    """Return a code as the catalog takes it, whatever wrote it into the notebook: each slot stands in its message."""
    messages = tuple(
        message if _stand_in(message.text, message.slots) else msgspec.structs.replace(message, slots={})
        for message in own.messages
    )
    changes: dict[str, Any] = {"id": entry_id, "vendor": vendor_id, "messages": messages}
    if all(getattr(own, name) == value for name, value in changes.items()):
        return own  # the same object, by which hits are known again
    return msgspec.structs.replace(own, **changes)


def _stand_in(text: str, slots: Mapping[str, str]) -> bool:
    at = 0
    for brackets in slots.values():
        at = text.find(brackets, at) + len(brackets)
        if at < len(brackets):
            return False
    return True


def _vendor_id(notebook: Notebook, dictionary: Catalog, name: str, editing: CustomCode | None) -> str:
    """Return the id of the vendor that is called so; where there is none, it is made.

    That is no step for undo, and may have come to nothing: another code may hang on the vendor by then, and a vendor
    without a code is not shown.
    """
    if editing is not None and fold(name) == fold(editing.vendor):
        return editing.vendor  # one that goes by its id
    known = dictionary.find_vendor(name)
    if known is not None:
        return known.id
    with notebook.transaction() as database:
        table = database.table("vendors")
        for record in table:
            if fold(name) in {fold(each) for each in (record["name"], record["id"], *record["aliases"])}:
                return str(record["id"])
        uid, now, slug = str(uuid.uuid4()), notebook.now(), _slug(name)
        vendor = CustomVendor(
            id=_readable_id(name, uid),
            name=name,
            short=shortened(name, _SHORT),
            aliases=(slug,) if slug and slug != fold(name) else (),  # @own-system: an operator is one word
            uid=uid,
            created=now,
            changed=now,
            rev=uuid.uuid4().hex,
            was=(),
        )
        table.insert(msgspec.to_builtins(vendor))
    return vendor.id


def _readable_id(text: str, uid: str) -> str:
    return f"own/{_slug(text) or 'code'}-{uid[:8]}"


def _slug(text: str) -> str:
    return "-".join(folded_words(text))[:_SLUG].rstrip("-")


def _words_in(brackets: str) -> str:
    """Return what stands in brackets where it is words that name it: no number, no path, no row of x."""
    name = one_line(brackets[1:-1])
    letters = name.replace(" ", "").replace("-", "")
    return name if letters.isalpha() and set(fold(letters)) != {"x"} and len(name) <= MAX_LINE else ""


def _require_room(name: str, text: str, room: int) -> None:
    if len(text) > room:
        raise BadInput(f"The {name} has {len(text):,} characters, and at most {room:,} are kept.")
