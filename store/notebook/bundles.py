"""Bundles: the whole notebook in one file for another desk, and how one is merged into what stands here.

A bundle is a TinyDB file like the notebook: the same tables with one record a line, and `meta` with what it is.
"""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import msgspec
from tinydb import TinyDB
from tinydb.table import Document as Numbered

from store.core.errors import BadInput, NewerSchema
from store.core.models import Bookmark, Removed
from store.core.text import clean, clean_all, is_clean
from store.files import atomic, tinydb_file
from store.notebook.migrations import migrate, newest
from store.notebook.notebook import MODELS, Notebook
from store.notebook.undo import key_of

KIND = "sisdex bundle"
NOTICE = "May hold student data. Keep it private, and give it only to those who may see such data."
MAX_BYTES = 5_000_000
"""Of a bundle that is read."""

_REMOVED = "removed"
_SHAPES = {**MODELS, _REMOVED: Removed}
_VERSIONED = [table for table in MODELS if table != "bookmarks"]
_SIBLINGS = uuid.UUID("6f3c1d52-5d0e-4c0b-9c55-0f5b7f2a9d10")
_YEARS = range(1970, 9999)
"""Of the moments that are taken: beyond, calendars end in some zone."""
_LARGEST = 2**31
"""Of the numbers that are taken: a bookmark's place is counted on from."""

State = Mapping[str, Mapping[str, Any]]
"""Table name to the key of a record (its uid, or the entry that it marks) to the record; `removed` among the tables."""

MergeOutcome = Literal["added", "changed", "kept_both", "removed", "refused", "same"]


class Bundle(NamedTuple):
    """What a file brought."""

    state: State
    cleaned: int
    """Texts that held characters which could act on a terminal, and were cleaned."""


class Summary(msgspec.Struct, frozen=True):
    """What an import does, each as table name to how many records."""

    added: dict[str, int]
    changed: dict[str, int]
    """Records of which the bundle holds a later version."""
    kept_both: dict[str, int]
    """Records that were changed here and there."""
    removed: dict[str, int]
    """Records that were removed there, in the version that stands here or a later one."""
    refused: dict[str, int]
    """Records that were removed here, in the version of the bundle or a later one."""
    same: dict[str, int]
    """Records of which the bundle holds nothing newer."""
    cleaned: int
    """Texts that were cleaned."""

    @property
    def changes(self) -> int:
        """How many records are added, changed or removed."""
        return sum(sum(each.values()) for each in (self.added, self.changed, self.kept_both, self.removed))


# --- the file ---------------------------------------------------------------------------------------------------------


def bundled(notebook: Notebook) -> bytes:
    """Return all that the notebook holds as a bundle: each record as it is, and the marks of removed ones."""
    meta = {"kind": KIND, "schema": newest(), "exported": notebook.now(), "notice": NOTICE}
    tables = {
        table: {str(number): msgspec.to_builtins(record) for number, record in enumerate(records.values(), 1)}
        for table, records in notebook.file.records.items()
        if table in _SHAPES
    }
    return tinydb_file.encode({"meta": {"1": meta}, **tables})


def read(path: Path) -> Bundle:
    """Read a bundle.

    Raises:
        BadInput: It cannot be read, is too large, is no bundle, or some record of it is bad. The text names the place.
        NewerSchema: A newer release wrote it.
    """
    try:
        data, stamp = atomic.read(path, MAX_BYTES)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from error
    if len(data) > MAX_BYTES:
        size = f"{stamp.size:,} bytes long" if stamp.size > MAX_BYTES else "longer"
        raise BadInput(f"{path} is {size}: no more than {MAX_BYTES:,} bytes are read of a bundle.")
    tables = tinydb_file.parse(data, path, KIND)
    meta = tables.pop("meta", {}).get("1", {})
    if meta.get("kind") != KIND:
        hint = " To bring in another notebook, export it first: sisdex --notebook FILE export BUNDLE.json."
        raise BadInput(f"{path} is no {KIND}: no record 1 of a table 'meta' says so.{hint if 'save' in meta else ''}")
    schema = meta.get("schema")
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise BadInput(f"{path} is a {KIND} of no schema that could be read: {clean(repr(schema))[:80]}.")
    if schema > newest():
        raise NewerSchema(f"{path} was written by a newer sisdex (schema {schema}); this one reads {newest()}.")
    try:
        cleaned = sum(_unclean(tables, path))
        tables = migrate(clean_all(tables), schema)
    except RecursionError as error:
        place = tinydb_file.fault_place(data.decode("utf-8-sig"))
        raise BadInput(f"{path} is nested too deeply to be read{place}.") from error
    return Bundle(_decoded(tables, path), cleaned)


def _unclean(value: Any, path: Path) -> Iterator[bool]:
    """Tell of each text whether the door will change it; the name of a field is refused, since two could become one."""
    if isinstance(value, str):
        yield not is_clean(value)
    elif isinstance(value, list):
        for each in value:
            yield from _unclean(each, path)
    elif isinstance(value, dict):
        for key, each in value.items():
            if not is_clean(key):
                raise BadInput(f"{path} holds a name with control characters: {ascii(key)[:80]}.")
            yield from _unclean(each, path)


def _decoded(tables: tinydb_file.Tables, path: Path) -> State:
    state: dict[str, dict[str, Any]] = {table: {} for table in _SHAPES}
    places: dict[str, str] = {}
    for table, records in tables.items():
        if table not in _SHAPES:
            raise BadInput(f"{path} holds a table {table[:80]!r}, which this sisdex does not know.")
        for number, raw in records.items():
            place = f"{table} {number}"
            try:
                record = msgspec.convert(raw, _SHAPES[table])
            except msgspec.ValidationError as error:
                raise BadInput(f"{path}, {place}: {clean(str(error)).rstrip('.')}.") from error
            for name in record.__struct_fields__:
                value = getattr(record, name)
                if isinstance(value, datetime) and value.year not in _YEARS:
                    raise BadInput(f"{path}, {place}: {name} is in the year {value.year}, which no record can be of.")
                if isinstance(value, int) and abs(value) > _LARGEST:
                    raise BadInput(f"{path}, {place}: {name} is larger than {_LARGEST:,}.")
            key = _key(record)
            known = f"{key} of bookmarks" if table == "bookmarks" else key
            if known in places:
                raise BadInput(f"{path}, {place}: {key[:80]!r} stands there a second time, after {places[known]}.")
            places[known] = place
            state[table][key] = record
    return state


# --- merging ----------------------------------------------------------------------------------------------------------


def import_bundle(notebook: Notebook, bundle: Bundle, name: str) -> Summary:
    """Merge a bundle into the notebook: all of it or, where that fails, nothing. One undo takes it back.

    Args:
        notebook: Where it goes.
        bundle: What was read.
        name: What the file is called, for undoing it.

    Returns:
        What was done.

    Raises:
        CannotSave: The change could not be made durable.
    """
    with notebook.transaction(f"import of {clean(name)}", exact=True) as database:
        before = state_of(notebook)
        after, summary = merged(before, bundle)
        _write(database, before, after)
    return summary


def state_of(notebook: Notebook) -> State:
    """Return the records of the notebook by their keys."""
    return {
        table: {_key(record): record for record in notebook.file.records.get(table, {}).values()} for table in _SHAPES
    }


def merged(mine: State, bundle: Bundle) -> tuple[State, Summary]:
    """Merge a bundle into a state; neither is changed.

    Of two versions of a record, one that the other has among its earlier ones gives way; a removal counts as the last
    version. Of two that do not know each other both are kept, the second one beside the first under a uid that follows
    from it, so that it is known again. A bookmark has no versions: the one that stands here stays.

    Returns:
        The state after the merge, and what was done.
    """
    after = {table: dict(mine[table]) for table in _SHAPES}
    done: dict[MergeOutcome, Counter[str]] = {outcome: Counter() for outcome in get_args(MergeOutcome)}
    for table in _VERSIONED:
        done["removed"][table] += _remove(table, mine, bundle.state, after)
    _take_marks(bundle.state, after)
    for table in _VERSIONED:
        families: dict[str, list[str]] = {}
        for record in mine[table].values():
            families.setdefault(_family(record), []).append(record.uid)
        for record in bundle.state[table].values():
            done[_put(record, after[table], families, after[_REMOVED])][table] += 1
    done["added"]["bookmarks"] = _put_bookmarks(bundle.state["bookmarks"], after["bookmarks"])
    done["same"]["bookmarks"] = len(bundle.state["bookmarks"]) - done["added"]["bookmarks"]
    counts = {outcome: {table: n for table, n in tables.items() if n} for outcome, tables in done.items()}
    return after, Summary(**counts, cleaned=bundle.cleaned)


def _put(
    record: Any, records: dict[str, Any], families: Mapping[str, list[str]], marks: dict[str, Removed]
) -> MergeOutcome:
    """Merge a record of the bundle into those of its table.

    Args:
        record: The record.
        records: Those of the table by uid, as merged so far; changed in place.
        families: Those that stood here before, by what they were kept beside; one may be this record.
        marks: What is left of removed records; changed in place.
    """
    sibling = _sibling_uid(record)
    for uid in dict.fromkeys((record.uid, *families.get(_family(record), ()), sibling)):
        if uid not in records:
            continue
        standing = records[uid]
        newer = _newer(standing, record)
        if newer == "theirs":
            beside = {"beside": standing.beside} if uid != record.uid else {}
            records[uid] = msgspec.structs.replace(record, uid=uid, **beside)
            return "changed"
        if newer is not None:
            return "same"
    for uid in (record.uid, sibling):
        if uid in marks and _newer(marks[uid], record) in ("mine", "neither"):
            return "refused"
    if record.uid not in records:
        marks.pop(record.uid, None)
        records[record.uid] = record
        return "added"
    if sibling in records:  # so often changed since that it no longer knows this version
        return "same"
    marks.pop(sibling, None)
    records[sibling] = msgspec.structs.replace(record, uid=sibling, beside=_family(record))
    return "kept_both"


def _remove(table: str, mine: State, theirs: State, after: Mapping[str, dict[str, Any]]) -> int:
    """Remove what was removed there in the version that stands here, or in a later one; return how many."""
    count = 0
    for uid, record in mine[table].items():
        for marked in (uid, _sibling_uid(record)):
            mark = theirs[_REMOVED].get(marked)
            if mark is not None and _newer(record, mark) in ("theirs", "neither"):
                del after[table][uid]
                after[_REMOVED][uid] = mark if marked == uid else Removed(uid, record.rev, mark.when, record.was)
                count += 1
                break
    return count


def _take_marks(theirs: State, after: Mapping[str, dict[str, Any]]) -> None:
    """Remember what was removed there, so that no third desk brings it back."""
    marks = after[_REMOVED]
    for uid, mark in theirs[_REMOVED].items():
        stands = any(uid in after[table] for table in _VERSIONED)
        if not stands and (uid not in marks or _newer(marks[uid], mark) == "theirs"):
            marks[uid] = mark


def _put_bookmarks(theirs: Mapping[str, Bookmark], after: dict[str, Bookmark]) -> int:
    """Add the bookmarks that are new, behind those that stand here where these were ordered by hand."""
    last = max((bookmark.rank for bookmark in after.values()), default=0)
    new = [bookmark for entry, bookmark in theirs.items() if entry not in after]
    if last:
        ordered = sorted(new, key=lambda bookmark: bookmark.rank)
        new = [msgspec.structs.replace(each, rank=last + place) for place, each in enumerate(ordered, 1)]
    after.update((bookmark.entry, bookmark) for bookmark in new)
    return len(new)


def _newer(mine: Any, theirs: Any) -> Literal["mine", "theirs", "neither"] | None:
    """Tell which of two versions of a record is the later one; None where they do not know each other."""
    if mine.rev == theirs.rev:
        return "neither"
    if mine.rev in theirs.was:
        return "theirs"
    return "mine" if theirs.rev in mine.was else None


def _family(record: Any) -> str:
    """Return what tells the versions of a record that were kept beside each other from those of others."""
    family: str = record.beside or record.uid
    return family


def _sibling_uid(record: Any) -> str:
    """Return the uid of a version that is kept beside another one: the same at each import, on every desk."""
    return str(uuid.uuid5(_SIBLINGS, f"{record.uid} {record.rev}"))


def _key(record: Any) -> str:
    key: str = getattr(record, "uid", None) or record.entry
    return key


def _write(database: TinyDB, before: State, after: State) -> None:
    """Bring the tables from one state to another; a record that changes keeps its number."""
    for name in _SHAPES:
        old, new = before[name], after[name]
        changed = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
        if not changed:
            continue
        table = database.table(name)
        numbers = {key: record.doc_id for record in table if (key := key_of(record)) in changed}
        put = {key: msgspec.to_builtins(record) for key, record in new.items() if key in changed}
        table.remove(doc_ids=list(numbers.values()))
        table.insert_multiple(Numbered(record, numbers[key]) for key, record in put.items() if key in numbers)
        table.insert_multiple(record for key, record in put.items() if key not in numbers)  # their numbers follow
