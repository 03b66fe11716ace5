"""Editions of the dictionary: comparing two catalogs, installing one and going back."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

import msgspec

from store.catalog.opening import Catalog
from store.core.models import Entry, Record
from store.files import atomic, tinydb_file

_MOST_PAIRS = 1_000_000
"""Texts with more pairs of words than this are shown whole: comparing them would take minutes."""

Kind = Literal["added", "changed", "dropped", "renamed"]

Table = Literal["meta", "vendors", "entries", "codes"]

Words = tuple[Literal["=", "-", "+"], str]
"""Words that are in both texts, only in the old one or only in the new one."""


class Field(Record, frozen=True, kw_only=True):
    """A text that differs."""

    place: str
    """Where in the record, as `sisdex catalog check` names it; all items of a list of texts have the same place."""
    old: str | None
    """None if the text was added."""
    new: str | None
    """None if the text was dropped."""
    words: tuple[Words, ...]
    """Both texts, word by word, to be joined by blanks: without the `+` ones it is the old text."""


class Change(Record, frozen=True, kw_only=True):
    """A record that differs."""

    kind: Kind
    table: Table
    id: str
    was: str | None
    """The old id of a renamed entry."""
    title: str
    fields: tuple[Field, ...]


class Difference(Record, frozen=True, kw_only=True):
    """What is different in a new catalog."""

    old_edition: str
    new_edition: str
    changes: tuple[Change, ...]
    """In the order of the new catalog, dropped records last."""
    reordered: bool
    """Whether vendors, entries or codes of both catalogs are in another order."""

    @property
    def is_none(self) -> bool:
        """Whether both catalogs have the same content."""
        return not (self.changes or self.reordered)


def compare(old: Catalog, new: Catalog) -> Difference:
    """Return what a new catalog adds, changes and drops."""
    renamed = probably_renamed(old, new)
    old_vendors, new_vendors = ({vendor.id: vendor for vendor in catalog.vendors} for catalog in (old, new))
    old_entries, new_entries = ({entry.id: entry for entry in catalog.entries} for catalog in (old, new))
    old_codes, new_codes = ({code.id: code for code in catalog.codes} for catalog in (old, new))
    changes = [
        *_changes("meta", {"edition": old.edition}, {"edition": new.edition}, {}),
        *_changes("vendors", old_vendors, new_vendors, {}),
        *_changes("entries", _related_as_in(new, old_entries, renamed), new_entries, renamed),
        *_changes("codes", old_codes, new_codes, {}),
    ]
    pairs = ((old_vendors, new_vendors), (old_entries, new_entries), (old_codes, new_codes))
    reordered = any(_reordered(*pair) for pair in pairs)
    return Difference(
        old_edition=old.edition.edition,
        new_edition=new.edition.edition,
        changes=tuple(changes),
        reordered=reordered,
    )


def probably_renamed(old: Catalog, new: Catalog) -> dict[str, str]:
    """Find entries that are probably old ones under a new id: same vendor, and at least one message in common.

    Returns:
        New id to old id, one to one. If several fit, the one with the same title wins, then the one with the most
        messages in common.
    """
    gone: dict[tuple[str, str], list[Entry]] = {}
    for entry in old.entries:
        if new.entry(entry.id) is None:
            for text in dict.fromkeys(message.text for message in entry.messages):
                gone.setdefault((entry.vendor, text), []).append(entry)
    shared: dict[tuple[str, str], tuple[bool, int]] = {}
    for entry in new.entries:
        if old.entry(entry.id) is None:
            for text in dict.fromkeys(message.text for message in entry.messages):
                for was in gone.get((entry.vendor, text), ()):
                    messages = shared.get((entry.id, was.id), (False, 0))[1] + 1
                    shared[entry.id, was.id] = (entry.title == was.title, messages)
    renamed: dict[str, str] = {}
    taken: set[str] = set()
    for new_id, old_id in sorted(shared, key=lambda pair: shared[pair], reverse=True):
        if new_id not in renamed and old_id not in taken:
            renamed[new_id] = old_id
            taken.add(old_id)
    return renamed


def with_ids(catalog: Catalog, ids: Mapping[str, str]) -> Catalog:
    """Return the catalog with other entry ids.

    Args:
        catalog: The catalog.
        ids: Present id to the new one, such as `probably_renamed` returns.
    """
    if not ids:
        return catalog
    entries = tuple(
        msgspec.structs.replace(
            entry, id=ids.get(entry.id, entry.id), related=tuple(ids.get(other, other) for other in entry.related)
        )
        for entry in catalog.entries
    )
    return Catalog(catalog.edition, catalog.vendors, entries, catalog.codes)


def install(path: Path, catalog: Catalog) -> None:
    """Install a catalog. The one that was installed before is kept next to it.

    Args:
        path: See `store.catalog.opening.installed_path`; a symbolic link stays one.
        catalog: The catalog. Other tables of the file it was read from are not written.

    Raises:
        CannotSave: The disk refuses; the file is as it was.
    """
    real = path.resolve()
    tables: dict[str, Sequence[Record]] = {
        "meta": (catalog.edition,),
        "vendors": catalog.vendors,
        "entries": catalog.entries,
        "codes": catalog.codes,
    }
    data = tinydb_file.encode(
        {
            table: {str(number): msgspec.to_builtins(record) for number, record in enumerate(records, 1)}
            for table, records in tables.items()
            if records
        }
    )
    with atomic.locked(real):
        atomic.sweep(real)
        atomic.replace(real, data, before(real), must_keep=True)


def reset(path: Path) -> bool:
    """Uninstall the installed catalog, even a damaged one, and keep it next to its place.

    Returns:
        Whether there was one.

    Raises:
        CannotSave: The disk refuses; the file is as it was.
    """
    try:
        path.lstat()
    except OSError:
        return False
    with atomic.locked(path):
        atomic.set_aside(path, before(path))
    return True


def before(path: Path) -> Path:
    """Return where the previously installed catalog is kept."""
    return path.with_name(f"{path.name}.prev")


def _changes(
    table: Table,
    old: Mapping[str, Record],
    new: Mapping[str, Record],
    renamed: Mapping[str, str],
) -> Iterator[Change]:
    for record_id, record in new.items():
        was = renamed.get(record_id)
        old_record = old.get(was or record_id)
        fields = tuple(_fields(old_record, record))
        if old_record is None or was or fields:
            kind: Kind = "added" if old_record is None else "renamed" if was else "changed"
            yield Change(kind=kind, table=table, id=record_id, was=was, title=_title(record), fields=fields)
    for record_id, record in old.items():
        if record_id not in new and record_id not in renamed.values():
            fields = tuple(_fields(record, None))
            yield Change(kind="dropped", table=table, id=record_id, was=None, title=_title(record), fields=fields)


def _related_as_in(new: Catalog, old: Mapping[str, Entry], renamed: Mapping[str, str]) -> dict[str, Entry]:
    """Return the old entries with `related` adapted to the new catalog: new ids for renamed entries, no dropped ones.

    Otherwise each renamed or dropped entry would make all entries that are related to it differ.
    """
    new_ids = {was: entry_id for entry_id, was in renamed.items()}
    adapted = {}
    for entry_id, entry in old.items():
        current = [new_ids.get(other, other) for other in entry.related]
        related = tuple(other for other in current if new.entry(other) is not None)
        adapted[entry_id] = msgspec.structs.replace(entry, related=related)
    return adapted


def _reordered(old: Mapping[str, Record], new: Mapping[str, Record]) -> bool:
    return [name for name in old if name in new] != [name for name in new if name in old]


def _title(record: Record) -> str:
    return str(getattr(record, "title", None) or getattr(record, "name", ""))


def _fields(old: Record | None, new: Record | None) -> Iterator[Field]:
    before, after = _by_place(old), _by_place(new)
    for place in dict.fromkeys([*before, *after]):
        was, now = before.get(place, []), after.get(place, [])
        for _, i, j, k, m in filter(lambda step: step[0] != "equal", _steps(was, now)):
            for old_text, new_text in zip_longest(was[i:j], now[k:m]):
                words = tuple(_word_by_word(old_text, new_text))
                yield Field(place=place, old=old_text, new=new_text, words=words)


def _by_place(record: Record | None) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    if record is not None:
        for place, text in _texts(msgspec.to_builtins(record)):
            texts.setdefault(place, []).append(text)
    texts.pop("id", None)  # the change is named by it
    return texts


def _texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield place and text of all texts in a record. Records in a list have numbered places; texts in one do not."""
    if isinstance(value, dict):
        if _is_page(value):
            yield place, f"{value['title']} {value['url']}"
            return
        for key, item in value.items():
            inside = f"{place}.{key}" if place else key
            if key == "slots":  # their order counts
                yield from ((inside, f"{name} = {placeholder}") for name, placeholder in item.items())
            else:
                yield from _texts(item, inside)
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            if isinstance(item, list | tuple):
                yield place, ", ".join(item)
            else:
                numbered = isinstance(item, dict) and not _is_page(item)
                yield from _texts(item, f"{place}[{number}]" if numbered else place)
    elif isinstance(value, bool):
        yield place, "true" if value else "false"
    elif value is not None:
        yield place, str(value)


def _is_page(value: dict[str, Any]) -> bool:
    return value.keys() == {"title", "url"}


def _word_by_word(old: str | None, new: str | None) -> Iterator[Words]:
    was, now = ([] if text is None else text.split(" ") for text in (old, new))
    for tag, i, j, k, m in _steps(was, now):
        if tag == "equal":
            yield "=", " ".join(was[i:j])
            continue
        if i < j:
            yield "-", " ".join(was[i:j])
        if k < m:
            yield "+", " ".join(now[k:m])


def _steps(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """Return the edits that turn one sequence into the other, in the form of `SequenceMatcher.get_opcodes`."""
    if len(old) * len(new) > _MOST_PAIRS:
        return [("equal" if old == new else "replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
