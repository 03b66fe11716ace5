"""Custom codes: errors that the agent added because the dictionary lacks them; found like any other entry."""

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any, TypeGuard, get_args

import msgspec

from store.catalog.opening import Catalog
from store.core.errors import BadInput
from store.core.models import Cause, CustomCode, CustomVendor, Entry, Message, Vendor, Who
from store.core.text import clean, fold, folded_words, one_line
from store.core.wording import counted, shortened
from store.notebook.notebook import Notebook, Snapshot, put, take_out

MAX_TEXT, MAX_LINE = 20_000, 200
"""Most characters of a message, meaning or step, and of a title or the name of a vendor or slot."""
MAX_SLOTS, MAX_STEPS = 100, 50
WHO: tuple[Who, ...] = get_args(Who)
NO_VENDOR = "Any SIS"
"""The vendor of a custom code if the agent named none."""

_TITLE, _SHORT, _SLUG = 60, 12, 40
"""Most characters of a title made from a message, of a vendor's short name, and of the readable part of an id."""
_BRACKETS = re.compile(r"\[[^\[\]\n]+\]")
_NUMBERING = re.compile(r"\s*(?:\d{1,2}[.)]|[-*•])\s+")


class CustomCodeFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an agent types into a custom code."""

    message: str = ""
    """The error text, with brackets around the parts that vary."""
    vendor: str = ""
    """The name of a known vendor or of a new one."""
    title: str = ""
    """Empty for the message's first line."""
    slots: tuple[str, ...] = ()
    """Names for the parts in brackets, in order. An empty or missing one is made from the text in the brackets."""
    meaning: str = ""
    who: Who = "sis_admin"
    steps: tuple[str, ...] = ()


def is_custom(entry: Entry) -> TypeGuard[CustomCode]:
    """Return whether an entry is a custom code rather than one of the dictionary."""
    return isinstance(entry, CustomCode)


def slots_of(message: str, names: Sequence[str] = ()) -> dict[str, str]:
    """Find the slots of a message: its parts in brackets.

    Args:
        message: The text.
        names: Names for the slots; see `CustomCodeFields.slots`.

    Returns:
        Slot name, unique in the message, to the part of the text with its brackets.

    Raises:
        BadInput: There are more names than brackets, or too many brackets.
    """
    parts = [brackets for brackets in _BRACKETS.findall(message) if brackets[1:-1].strip()]
    if len(parts) > MAX_SLOTS:
        raise BadInput(f"The message has {len(parts)} parts in brackets; the limit is {MAX_SLOTS}.")
    if len(names) > len(parts):
        in_brackets, named = counted(len(parts), "part"), counted(len(names), "name")
        raise BadInput(f"The message has {in_brackets} in [brackets], but {named} for slots.")
    slots: dict[str, str] = {}
    for number, (brackets, name) in enumerate(zip_longest(parts, names, fillvalue=""), 1):
        base_name = one_line(name.replace(",", " ")) or _words_in(brackets) or f"value {number}"
        _require_room("name of a slot", base_name, MAX_LINE)
        name, repeat = base_name, 2
        while name in slots:
            name, repeat = f"{base_name} {repeat}", repeat + 1
        slots[name] = brackets
    return slots


def fields_of(catalog: Catalog, code: CustomCode) -> CustomCodeFields:
    """Return the fields of a saved custom code.

    Args:
        catalog: A catalog with the code's vendor.
        code: The custom code.
    """
    [message, *_] = code.messages
    [cause, *_] = message.causes
    names = tuple(message.slots)
    return CustomCodeFields(
        message=message.text,
        vendor=catalog.vendor(code.vendor).name,
        title=code.title,
        slots=names if names != tuple(slots_of(message.text)) else (),
        meaning=cause.meaning or "",
        who=cause.who,
        steps=cause.fix,
    )


def save_custom_code(
    notebook: Notebook, dictionary: Catalog, fields: CustomCodeFields, editing: CustomCode | None = None
) -> CustomCode:
    """Add a custom code, or change one.

    Args:
        notebook: The notebook to save it in.
        dictionary: The dictionary, without custom codes; its vendors are found by name.
        fields: What the agent typed.
        editing: The code as it was when editing began, or None for a new one. If another terminal has changed or
            removed it since, both are kept.

    Returns:
        The custom code as saved.

    Raises:
        BadInput: The message is missing, or something is too long; nothing was changed.
        CannotSave: The code could not be saved; nothing was changed.
    """
    fields = _cleaned(fields)
    slots = slots_of(fields.message, fields.slots)
    vendor_id = _vendor_id(notebook, dictionary, fields.vendor or NO_VENDOR, editing)
    code = _code_of(fields, slots, vendor_id, notebook.now())
    with notebook.transaction(f"custom code {'changed' if editing else 'added'}: {code.title}") as database:
        return put(database.table("entries"), code, editing)


def _code_of(fields: CustomCodeFields, slots: dict[str, str], vendor_id: str, now: datetime) -> CustomCode:
    uid = str(uuid.uuid4())
    title = fields.title or shortened(one_line(fields.message.partition("\n")[0]), _TITLE)
    cause = Cause(
        meaning=fields.meaning or None,
        notes=(),
        syncs_anyway=None,
        who=fields.who,
        fix=fields.steps,
        basis="derived",
        sources=(),
    )
    return CustomCode(
        id=_readable_id(title, uid),
        vendor=vendor_id,
        title=title,
        http_status=None,
        messages=(Message(text=fields.message, slots=slots, complete_text=None, also=(), causes=(cause,)),),
        says=(),
        prevention=None,
        related=(),
        uid=uid,
        created=now,
        changed=now,
        rev=uuid.uuid4().hex,
        was=(),
    )


def _cleaned(fields: CustomCodeFields) -> CustomCodeFields:
    """Return the fields cleaned, and steps without numbers of their own, as the app numbers them.

    Raises:
        BadInput: The message is missing, or something is too long.
    """
    message, meaning = clean(fields.message).strip(), clean(fields.meaning).strip()
    vendor, title = one_line(clean(fields.vendor)), one_line(clean(fields.title))
    steps = [_NUMBERING.sub("", clean(step), count=1).strip() for step in fields.steps]
    if not message:
        raise BadInput("The custom code has no message: fill in the error text.")
    for name, text, room in (
        ("message", message, MAX_TEXT),
        ("meaning", meaning, MAX_TEXT),
        *(("step", step, MAX_TEXT) for step in steps),
        ("title", title, MAX_LINE),
        ("name of the vendor", vendor, MAX_LINE),
    ):
        _require_room(name, text, room)
    if len(steps) > MAX_STEPS:
        raise BadInput(f"The custom code has {len(steps)} steps; the limit is {MAX_STEPS}.")
    return CustomCodeFields(
        message=message,
        vendor=vendor,
        title=title,
        slots=tuple(clean(name) for name in fields.slots),
        meaning=meaning,
        who=fields.who,
        steps=tuple(filter(None, steps)),
    )


def remove_custom_code(notebook: Notebook, code: CustomCode) -> bool:
    """Remove a custom code unless another terminal has changed it since; return whether it was removed."""
    with notebook.transaction(f"custom code removed: {code.title}") as database:
        return take_out(database.table("entries"), code)


def with_custom_codes(catalog: Catalog, snapshot: Snapshot) -> Catalog:
    """Return the catalog with the custom codes and their vendors after its own.

    A custom vendor with the name of another vendor is treated as that one. A vendor that is gone is named by its id.

    Args:
        catalog: The dictionary.
        snapshot: The notebook.
    """
    if not snapshot.custom_codes:
        return catalog
    known = {vendor.id: vendor for vendor in catalog.vendors}
    by_name: dict[str, Vendor] = {}
    for vendor in snapshot.custom_vendors:
        known.setdefault(vendor.id, catalog.find_vendor(vendor.name) or by_name.setdefault(fold(vendor.name), vendor))
    entries: dict[str, Entry] = {entry.id: entry for entry in catalog.entries}
    used: dict[str, Vendor] = {}
    for code in snapshot.custom_codes:
        its_vendor = known.get(code.vendor) or Vendor(
            id=code.vendor, name=code.vendor, short=shortened(code.vendor, _SHORT), aliases=()
        )
        used[its_vendor.id] = its_vendor
        entry_id = code.id if code.id not in entries else f"own/{code.uid}"  # after a merge of two notebooks
        entries[entry_id] = _fitting(code, entry_id, its_vendor.id)
    catalog_ids = {vendor.id for vendor in catalog.vendors}
    added = [vendor for vendor in used.values() if vendor.id not in catalog_ids]
    return Catalog(catalog.edition, (*catalog.vendors, *added), tuple(entries.values()), catalog.codes)


def _fitting(code: CustomCode, entry_id: str, vendor_id: str) -> CustomCode:
    """Return a custom code that keeps the catalog's rules, whatever program wrote it: all slots are in the message."""
    messages = tuple(
        message if _are_in(message.text, message.slots) else msgspec.structs.replace(message, slots={})
        for message in code.messages
    )
    changes: dict[str, Any] = {"id": entry_id, "vendor": vendor_id, "messages": messages}
    if all(getattr(code, name) == value for name, value in changes.items()):
        return code  # the same object, by which the search recognizes it
    return msgspec.structs.replace(code, **changes)


def _are_in(text: str, slots: Mapping[str, str]) -> bool:
    end = 0
    for brackets in slots.values():
        end = text.find(brackets, end) + len(brackets)
        if end < len(brackets):
            return False
    return True


def _vendor_id(notebook: Notebook, dictionary: Catalog, name: str, editing: CustomCode | None) -> str:
    """Return the id of the vendor with this name; make one if there is none.

    Making it is not part of the step that undo takes back, because another custom code may use the vendor by then. A
    vendor without a custom code is not shown.
    """
    if editing is not None and fold(name) == fold(editing.vendor):
        return editing.vendor  # a vendor that is gone and named by its id
    known = dictionary.find_vendor(name)
    if known is not None:
        return known.id
    with notebook.transaction() as database:
        table = database.table("vendors")
        for record in table:
            if fold(name) in map(fold, (record["name"], record["id"], *record["aliases"])):
                return str(record["id"])
        uid, now, slug = str(uuid.uuid4()), notebook.now(), _slug(name)
        vendor = CustomVendor(
            id=_readable_id(name, uid),
            name=name,
            short=shortened(name, _SHORT),
            aliases=(slug,) if slug and slug != fold(name) else (),  # a filter is one word, such as @my-system
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
    """Return the text in brackets if it can name a slot: letters only, and not just a row of x; else nothing."""
    name = one_line(brackets[1:-1])
    letters = name.replace(" ", "").replace("-", "")
    return name if letters.isalpha() and set(fold(letters)) != {"x"} and len(name) <= MAX_LINE else ""


def _require_room(name: str, text: str, room: int) -> None:
    if len(text) > room:
        raise BadInput(f"The {name} has {len(text):,} characters; the limit is {room:,}.")
