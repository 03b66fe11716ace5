"""The rules of a catalog: the shape of each record, and how records refer to each other.

Each fault names its place so that a person can find it: the record, by number and id, and the path inside it.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, get_args
from urllib.parse import urlsplit

import msgspec

from store.catalog.step_wording import slots_of
from store.core.choices import explained
from store.core.models import Cause, Edition, Entry, Message, ProtocolCode, Source, Vendor
from store.core.text import is_clean, is_safe, squashed

_VENDOR_ID = re.compile(r"[a-z0-9][a-z0-9-]*")

_PLACEHOLDER = re.compile(r"\bTODO[:-]")
"""What marks a text of `make entry` (docs/skeleton.py) that is not filled in yet."""

SCHEMA = 1
"""The catalog schema that this release reads."""

TABLES = ("meta", "vendors", "entries", "codes")
_OPTIONAL = ("codes",)
"""Tables that catalogs of sisdex 0.1 lack."""

_STATUS = re.compile(r"[45]\d\d")
_LONGEST = {"says": 200, "first": 140}
"""Characters of the texts of a protocol code, which are shown above the results."""

Records = dict[str, list[Any]]
"""Table name to its records, which are TinyDB documents in the file's order."""


class Fault(NamedTuple):
    """Something wrong in a catalog."""

    place: str
    problem: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


class Parts(NamedTuple):
    """The parts of a catalog."""

    edition: Edition
    vendors: tuple[Vendor, ...]
    entries: tuple[Entry, ...]
    codes: tuple[ProtocolCode, ...]


def examine(records: Records) -> tuple[Parts | None, list[Fault]]:
    """Decode a catalog and check it.

    Returns:
        Its parts, or None if it has faults; and the faults, in the file's order.
    """
    faults = [*_edition_faults(records["meta"]), *_table_faults(records)]
    parts = None
    try:
        parts = _decode(records)
    except msgspec.ValidationError:
        faults += _shape_faults(records)
    if not faults and parts is not None:  # references between records can only be checked on whole records
        faults = [*_vendor_faults(records, parts), *_entry_faults(records, parts), *_code_faults(records, parts)]
    return (None if faults else parts), faults


def _decode(records: Records) -> Parts:
    return Parts(
        msgspec.convert(next(iter(records["meta"]), None), Edition),
        msgspec.convert(records["vendors"], tuple[Vendor, ...]),
        msgspec.convert(records["entries"], tuple[Entry, ...]),
        msgspec.convert(records["codes"], tuple[ProtocolCode, ...]),
    )


def _edition_faults(meta: list[Any]) -> Iterator[Fault]:
    if len(meta) != 1:
        yield Fault("meta", f"expected one record, found {len(meta)}; is this a sisdex catalog?")
    elif isinstance(schema := meta[0].get("schema"), int) and schema != SCHEMA:
        problem = "made for a newer sisdex" if schema > SCHEMA else "not a schema of a catalog"
        yield Fault("meta 1.schema", f"{problem} (schema {schema}; this one reads {SCHEMA})")


def _table_faults(records: Records) -> Iterator[Fault]:
    for table, table_records in records.items():
        if not table_records and table != "meta" and table not in _OPTIONAL:
            yield Fault(table, "is missing or empty")
        for record in table_records:
            yield from _bad_texts(record, table, record)


def _shape_faults(records: Records) -> Iterator[Fault]:
    for table, kind in (("meta", Edition), ("vendors", Vendor), ("entries", Entry), ("codes", ProtocolCode)):
        for record in records[table]:
            try:
                msgspec.convert(record, kind)
            except msgspec.ValidationError:
                yield from _faults_within(record, kind, _place(table, record))


def _place(table: str, record: Any) -> str:
    name = record.get("id")
    return f"{table} {record.doc_id}" + (f" ({name})" if isinstance(name, str) else "")


def _faults_within(value: Any, kind: Any, place: str, field: str = "") -> Iterator[Fault]:
    """Yield all faulty fields of a value that cannot be converted, not only the first that the decoder met.

    Args:
        value: What the file has.
        kind: The type that it should have.
        place: Where it is in the file.
        field: The name of the field that it is in.
    """
    struct = next((member for member in (kind, *get_args(kind)) if _is_struct(member)), None)
    if struct is not None and isinstance(value, dict):
        known = {known.name: known for known in msgspec.structs.fields(struct)}
        yield from (Fault(f"{place}.{name}", "unknown field") for name in value if name not in known)
        for name, info in known.items():
            if name in value:
                yield from _faults_within(value[name], info.type, f"{place}.{name}", name)
            elif info.required:
                yield Fault(f"{place}.{name}", "is missing")
        return
    sequence = _item_kind(kind)
    if sequence is not None and isinstance(value, list) and value:
        for number, item in enumerate(value):
            yield from _faults_within(item, sequence, f"{place}[{number}]", field)
        return
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        problem, _, inside = explained(error, field).partition(" - at `$")
        yield Fault(place + inside.rstrip("`"), problem[0].lower() + problem[1:])


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _item_kind(kind: Any) -> Any:
    """Return `X` of `tuple[X, ...]`, annotated or not, or None for any other type."""
    for member in (kind, *get_args(kind)):
        arguments = get_args(member)
        if getattr(member, "__origin__", None) is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
            return arguments[0]
    return None


def _bad_texts(value: Any, table: str, record: Any, path: str = "") -> Iterator[Fault]:
    if isinstance(value, str):
        if not is_safe(value) or "\n" in value or "\t" in value:
            yield Fault(_place(table, record) + path, "has a control or invisible character")
        elif not is_clean(value):
            yield Fault(
                _place(table, record) + path, "has an accent apart from its letter (it is not in Unicode's NFC)"
            )
        elif "TODO" in value and _PLACEHOLDER.search(value):
            yield Fault(_place(table, record) + path, f"still has the placeholder {value!r}; replace it")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _bad_texts(key, table, record, f"{path}.{key}")
            yield from _bad_texts(item, table, record, f"{path}.{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _bad_texts(item, table, record, f"{path}[{number}]")


def _vendor_faults(records: Records, parts: Parts) -> Iterator[Fault]:
    taken: dict[str, str] = {}
    ids = _Repeats("vendor id")
    for record, vendor in zip(records["vendors"], parts.vendors, strict=True):
        place = _place("vendors", record)
        yield from ids.check(vendor.id, f"{place}.id")
        if not _VENDOR_ID.fullmatch(vendor.id):
            yield Fault(f"{place}.id", f"may only have lowercase letters, digits and hyphens: {vendor.id!r}")
        for name in {name.casefold() for name in (vendor.id, vendor.name, vendor.short, *vendor.aliases)}:
            if taken.setdefault(name, vendor.id) != vendor.id:
                yield Fault(place, f"the name or alias {name!r} already belongs to {taken[name]!r}")


def _entry_faults(records: Records, parts: Parts) -> Iterator[Fault]:
    vendors = {vendor.id for vendor in parts.vendors}
    known = {entry.id for entry in parts.entries}
    ids = _Repeats("entry id")
    for record, entry in zip(records["entries"], parts.entries, strict=True):
        place = _place("entries", record)
        yield from ids.check(entry.id, f"{place}.id")
        if entry.vendor not in vendors:
            yield Fault(f"{place}.vendor", f"unknown vendor {entry.vendor!r}")
        for number, other in enumerate(entry.related):
            if other not in known:
                yield Fault(f"{place}.related[{number}]", f"unknown entry {other!r}")
            elif other == entry.id:
                yield Fault(f"{place}.related[{number}]", "an entry cannot be related to itself")
        for number, message in enumerate(entry.messages):
            yield from _message_faults(message, f"{place}.messages[{number}]")


def _code_faults(records: Records, parts: Parts) -> Iterator[Fault]:
    ids = _Repeats("code's id")
    spellings = {"http": _Repeats("spelling"), "oneroster": _Repeats("spelling")}
    for record, code in zip(records["codes"], parts.codes, strict=True):
        place = _place("codes", record)
        yield from ids.check(code.id, f"{place}.id")
        if code.id != f"{code.kind}/{code.code}":
            yield Fault(f"{place}.id", f"expected {f'{code.kind}/{code.code}'!r}")
        if code.kind == "http" and not _STATUS.fullmatch(code.code):
            yield Fault(f"{place}.code", f"not an HTTP status from 400 to 599: {code.code!r}")
        yield from spellings[code.kind].check(squashed(code.code), f"{place}.code")
        for number, spelling in enumerate(code.spellings):
            yield from spellings[code.kind].check(squashed(spelling), f"{place}.spellings[{number}]")
        for name, longest in _LONGEST.items():
            text: str = getattr(code, name)
            if len(text) > longest:
                yield Fault(f"{place}.{name}", f"has {len(text)} characters; at most {longest} fit on the screen")
            if not text.endswith("."):
                yield Fault(f"{place}.{name}", "does not end with a period")
        yield from _link_faults(code.source, f"{place}.source")


def _message_faults(message: Message, place: str) -> Iterator[Fault]:
    at = 0
    for name, placeholder in message.slots.items():
        start = message.text.find(placeholder, at)
        if start < 0:
            yield Fault(f"{place}.slots.{name}", f"{placeholder!r} is not in the text after the slot before it")
        else:
            at = start + len(placeholder)
    if message.complete_text is not None:
        yield from _link_faults(message.complete_text.source, f"{place}.complete_text.source")
    for number, cause in enumerate(message.causes):
        if not cause.fix:
            yield Fault(f"{place}.causes[{number}].fix", "a cause needs at least one step")
        for step, wording in cause.filled.items():
            yield from _wording_faults(step, wording, cause, message, f"{place}.causes[{number}].filled.{step}")
        for index, source in enumerate(cause.sources):
            yield from _link_faults(source, f"{place}.causes[{number}].sources[{index}]")


def _wording_faults(step: str, wording: str, cause: Cause, message: Message, place: str) -> Iterator[Fault]:
    if step not in {str(number) for number in range(1, len(cause.fix) + 1)}:
        yield Fault(place, f"there is no step {step!r}")
    names = slots_of(wording)
    if not names:
        yield Fault(place, "does not name a slot")
    for name in names:
        if name not in message.slots:
            yield Fault(place, f"the message has no slot {name!r}")


def _link_faults(source: Source, place: str) -> Iterator[Fault]:
    try:
        parts = urlsplit(source.url)
        sound = parts.scheme == "https" and bool(parts.hostname) and parts.username is None
    except ValueError:
        sound = False
    if not sound or any(character.isspace() for character in source.url):
        yield Fault(f"{place}.url", f"not a plain https address: {source.url!r}")


class _Repeats:
    """Remembers where each name was first used."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._first: dict[str, str] = {}

    def check(self, name: str, place: str) -> Iterator[Fault]:
        first = self._first.setdefault(name, place)
        if first != place:
            yield Fault(place, f"the {self._what} {name!r} is already used at {first}")
