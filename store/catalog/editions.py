"""Editions of the dictionary: what another one adds, changes and drops; installing it, and going back."""

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
"""Beyond so many pairs of words, two texts are shown whole: comparing them would take minutes."""

Kind = Literal["added", "changed", "dropped", "renamed"]

Table = Literal["meta", "vendors", "entries"]

Words = tuple[Literal["=", "-", "+"], str]
"""Words that both texts hold, that only the old one holds, or only the new one."""


class Field(Record, frozen=True):
    """A text that differs."""

    place: str
    """Where in the record, as `sisdex catalog check` names it; the items of a list of texts share one."""
    old: str | None
    """None where the text was added."""
    new: str | None
    """None where the text was dropped."""
    words: tuple[Words, ...]
    """Both texts, word by word; joined by blanks without the new words, they give the old text."""


class Change(Record, frozen=True):
    """A record that differs."""

    kind: Kind
    table: Table
    id: str
    was: str | None
    """Of a renamed entry: its id until now."""
    title: str
    fields: tuple[Field, ...]


class Difference(Record, frozen=True):
    """What one catalog makes of another."""

    old_edition: str
    new_edition: str
    changes: tuple[Change, ...]
    """In the order of the new catalog; what it drops stands last."""
    reordered: bool
    """Whether vendors or entries that both hold stand in another order."""

    @property
    def is_none(self) -> bool:
        """Whether both catalogs hold the same."""
        return not (self.changes or self.reordered)


def compare(old: Catalog, new: Catalog) -> Difference:
    """Return what a catalog adds, changes and drops against another."""
    renamed = probably_renamed(old, new)
    old_vendors, new_vendors = ({each.id: each for each in catalog.vendors} for catalog in (old, new))
    old_entries, new_entries = ({each.id: each for each in catalog.entries} for catalog in (old, new))
    changes = [
        *_changes("meta", {"edition": old.edition}, {"edition": new.edition}, {}),
        *_changes("vendors", old_vendors, new_vendors, {}),
        *_changes("entries", _related_as_in(new, old_entries, renamed), new_entries, renamed),
    ]
    reordered = _reordered(old_vendors, new_vendors) or _reordered(old_entries, new_entries)
    return Difference(old.edition.edition, new.edition.edition, tuple(changes), reordered)


def probably_renamed(old: Catalog, new: Catalog) -> dict[str, str]:
    """Return which entries are probably old ones under a new id: same vendor, and a message of theirs.

    Returns:
        New id to old id, one to one. Where several would do, the same title decides, then the most messages.
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
    """Return the catalog with other ids: each entry's own to the one it gets, as `probably_renamed` gives them."""
    if not ids:
        return catalog
    entries = tuple(
        msgspec.structs.replace(
            entry, id=ids.get(entry.id, entry.id), related=tuple(ids.get(each, each) for each in entry.related)
        )
        for entry in catalog.entries
    )
    return Catalog(catalog.edition, catalog.vendors, entries)


def install(path: Path, catalog: Catalog) -> None:
    """Make a catalog the installed one; what was installed before is kept beside it.

    Args:
        path: See `store.catalog.opening.installed_path`; a link stays a link.
        catalog: What is written: nothing that a file held beside it.

    Raises:
        CannotSave: The disk refuses; the file is as it was.
    """
    real = path.resolve()
    tables = {"meta": (catalog.edition,), "vendors": catalog.vendors, "entries": catalog.entries}
    data = tinydb_file.encode(
        {
            table: {str(number): msgspec.to_builtins(record) for number, record in enumerate(records, 1)}
            for table, records in tables.items()
        }
    )
    with atomic.locked(real):
        atomic.sweep(real)
        atomic.replace(real, data, before(real), must_keep=True)


def reset(path: Path) -> bool:
    """Take the installed catalog away, whatever it is, and keep it beside; tell whether there was one.

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
    """Return where the catalog that was installed before is kept."""
    return path.with_name(f"{path.name}.prev")


def _changes(
    table: Table,
    old: Mapping[str, Record],
    new: Mapping[str, Record],
    renamed: Mapping[str, str],
) -> Iterator[Change]:
    for record_id, record in new.items():
        was = renamed.get(record_id)
        standing = old.get(was or record_id)
        fields = tuple(_fields(standing, record))
        if standing is None or was or fields:
            kind: Kind = "added" if standing is None else "renamed" if was else "changed"
            yield Change(kind, table, record_id, was, _title(record), fields)
    for record_id, record in old.items():
        if record_id not in new and record_id not in renamed.values():
            yield Change("dropped", table, record_id, None, _title(record), tuple(_fields(record, None)))


def _related_as_in(new: Catalog, old: Mapping[str, Entry], renamed: Mapping[str, str]) -> dict[str, Entry]:
    """Return old entries without what follows from another's new id or end, which would make half of them differ."""
    new_ids = {was: entry_id for entry_id, was in renamed.items()}
    followed = {}
    for entry_id, entry in old.items():
        named = [new_ids.get(each, each) for each in entry.related]
        related = tuple(each for each in named if new.entry(each) is not None)
        followed[entry_id] = msgspec.structs.replace(entry, related=related)
    return followed


def _reordered(old: Mapping[str, Record], new: Mapping[str, Record]) -> bool:
    return [each for each in old if each in new] != [each for each in new if each in old]


def _title(record: Record) -> str:
    return str(getattr(record, "title", None) or getattr(record, "name", ""))


def _fields(old: Record | None, new: Record | None) -> Iterator[Field]:
    before, after = _by_place(old), _by_place(new)
    for place in dict.fromkeys([*before, *after]):
        was, now = before.get(place, []), after.get(place, [])
        for _, i, j, k, m in filter(lambda step: step[0] != "equal", _steps(was, now)):
            for old_text, new_text in zip_longest(was[i:j], now[k:m]):
                yield Field(place, old_text, new_text, tuple(_word_by_word(old_text, new_text)))


def _by_place(record: Record | None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    if record is not None:
        for place, text in _texts(msgspec.to_builtins(record)):
            found.setdefault(place, []).append(text)
    found.pop("id", None)  # it names the change
    return found


def _texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """List the texts of a record with their places; records within lists have places of their own, texts have not."""
    if isinstance(value, dict):
        if _is_page(value):
            yield place, f"{value['title']} {value['url']}"
            return
        for key, each in value.items():
            inside = f"{place}.{key}" if place else key
            if key == "slots":  # their order counts
                yield from ((inside, f"{name} = {placeholder}") for name, placeholder in each.items())
            else:
                yield from _texts(each, inside)
    elif isinstance(value, list | tuple):
        for number, each in enumerate(value):
            if isinstance(each, list | tuple):
                yield place, ", ".join(each)
            else:
                apart = isinstance(each, dict) and not _is_page(each)
                yield from _texts(each, f"{place}[{number}]" if apart else place)
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
    """Return how one sequence becomes the other, as `SequenceMatcher.get_opcodes` does."""
    if len(old) * len(new) > _MOST_PAIRS:
        return [("equal" if old == new else "replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
