"""Merging a bundle into a notebook: no text is lost, nothing is added twice, and an import can be undone.

Of two versions of a record, the one that names the other among its earlier versions wins. Example: a note here has the
rev `c`, with `b` and `a` before it. If the bundle has the note as `b`, it stays as it is, because `c` names `b`. If the
bundle has it as `d`, with `b` and `a` before it, neither names the other: the note was changed at both desks, and both
versions are kept.
"""

import uuid
from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal, get_args

import msgspec
from tinydb import TinyDB
from tinydb.table import Document as Numbered

from store.core.models import Bookmark, Removed
from store.core.text import clean
from store.notebook import undo
from store.notebook.bundle_file import REMOVED, SHAPES, Bundle, State, state_of
from store.notebook.notebook import MODELS, Notebook

_VERSIONED = [table for table in MODELS if table != "bookmarks"]
_SIBLINGS = uuid.UUID("6f3c1d52-5d0e-4c0b-9c55-0f5b7f2a9d10")
"""Namespace of the uids that second copies get."""

MergeOutcome = Literal["added", "changed", "kept_both", "removed", "refused", "same"]
"""What a merge does with a record of the bundle; see `Summary`."""


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What an import does: table name to the number of records, for each outcome."""

    added: dict[str, int]
    changed: dict[str, int]
    """Replaced by a later version from the bundle."""
    kept_both: dict[str, int]
    """Changed here and at the other desk."""
    removed: dict[str, int]
    """Removed at the other desk, in the version that is here or a later one."""
    refused: dict[str, int]
    """Removed here, in the version of the bundle or a later one."""
    same: dict[str, int]
    """The bundle has nothing newer."""
    cleaned: int
    """How many texts had control characters, which were made harmless."""

    @property
    def changes(self) -> int:
        """How many records are added, changed or removed."""
        return sum(sum(counts.values()) for counts in (self.added, self.changed, self.kept_both, self.removed))


def import_bundle(notebook: Notebook, bundle: Bundle, name: str) -> Summary:
    """Merge a bundle into the notebook, all of it or nothing. One undo takes it back.

    Args:
        notebook: The notebook to change.
        bundle: The contents of the bundle.
        name: Name of the file, for the undo message.

    Returns:
        What was done.

    Raises:
        CannotSave: The change could not be saved; nothing was changed.
    """
    with notebook.transaction(f"import of {clean(name)}", exact=True) as database:
        before = state_of(notebook)
        after, summary = merged(before, bundle)
        _write(database, before, after)
    return summary


def merged(mine: State, bundle: Bundle) -> tuple[State, Summary]:
    """Merge a bundle into a state; neither is changed.

    A removal counts as the last version. Where both versions are kept, the one from the bundle is saved beside the one
    here under a uid that is computed from it, so that importing it again finds it. Bookmarks have no versions: the one
    here stays.

    Returns:
        The state after the merge, and what was done.
    """
    after = {table: dict(mine[table]) for table in SHAPES}
    done: dict[MergeOutcome, Counter[str]] = {outcome: Counter() for outcome in get_args(MergeOutcome)}
    for table in _VERSIONED:
        done["removed"][table] += _remove(table, mine, bundle.state, after)
    _take_marks(bundle.state, after)
    for table in _VERSIONED:
        families: dict[str, list[str]] = {}
        for record in mine[table].values():
            families.setdefault(_family(record), []).append(record.uid)
        for record in bundle.state[table].values():
            done[_put(record, after[table], families, after[REMOVED])][table] += 1
    done["added"]["bookmarks"] = _put_bookmarks(bundle.state["bookmarks"], after["bookmarks"])
    done["same"]["bookmarks"] = len(bundle.state["bookmarks"]) - done["added"]["bookmarks"]
    counts = {outcome: {table: n for table, n in tables.items() if n} for outcome, tables in done.items()}
    return after, Summary(**counts, cleaned=bundle.cleaned)


def _put(
    record: Any, records: dict[str, Any], families: Mapping[str, list[str]], marks: dict[str, Removed]
) -> MergeOutcome:
    """Merge one record of the bundle.

    Args:
        record: The record.
        records: The records of its table by uid, as merged so far; changed in place.
        families: Family (see `_family`) to the uids that it had here before the merge.
        marks: The marks of removed records; changed in place.
    """
    sibling = _sibling_uid(record)
    for uid in dict.fromkeys((record.uid, *families.get(_family(record), ()), sibling)):
        if uid not in records:
            continue
        current = records[uid]
        newer = _newer(current, record)
        if newer == "theirs":
            beside = {"beside": current.beside} if uid != record.uid else {}
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
    if sibling in records:  # changed here so often since that it no longer names this version
        return "same"
    marks.pop(sibling, None)
    records[sibling] = msgspec.structs.replace(record, uid=sibling, beside=_family(record))
    return "kept_both"


def _remove(table: str, mine: State, theirs: State, after: Mapping[str, dict[str, Any]]) -> int:
    """Remove what was removed at the other desk in the version here or a later one; return how many."""
    count = 0
    for uid, record in mine[table].items():
        for marked in (uid, _sibling_uid(record)):
            mark = theirs[REMOVED].get(marked)
            if mark is not None and _newer(record, mark) in ("theirs", "neither"):
                del after[table][uid]
                after[REMOVED][uid] = (
                    mark if marked == uid else Removed(uid=uid, rev=record.rev, when=mark.when, was=record.was)
                )
                count += 1
                break
    return count


def _take_marks(theirs: State, after: Mapping[str, dict[str, Any]]) -> None:
    """Remember what the other desk removed, so that no third desk brings it back."""
    marks = after[REMOVED]
    for uid, mark in theirs[REMOVED].items():
        exists = any(uid in after[table] for table in _VERSIONED)
        if not exists and (uid not in marks or _newer(marks[uid], mark) == "theirs"):
            marks[uid] = mark


def _put_bookmarks(theirs: Mapping[str, Bookmark], after: dict[str, Bookmark]) -> int:
    """Add the new bookmarks, after the ones here if those were ordered by hand; return how many."""
    last = max((bookmark.rank for bookmark in after.values()), default=0)
    new = [bookmark for entry, bookmark in theirs.items() if entry not in after]
    if last:
        ordered = sorted(new, key=lambda bookmark: bookmark.rank)
        new = [msgspec.structs.replace(bookmark, rank=last + place) for place, bookmark in enumerate(ordered, 1)]
    after.update((bookmark.entry, bookmark) for bookmark in new)
    return len(new)


def _newer(mine: Any, theirs: Any) -> Literal["mine", "theirs", "neither"] | None:
    """Return which of two versions of a record is later; None if neither names the other."""
    if mine.rev == theirs.rev:
        return "neither"
    if mine.rev in theirs.was:
        return "theirs"
    return "mine" if theirs.rev in mine.was else None


def _family(record: Any) -> str:
    """Return what a record shares with the records that were kept beside it, and with no other."""
    family: str = record.beside or record.uid
    return family


def _sibling_uid(record: Any) -> str:
    """Return the uid that a second version gets: the same for each import, at every desk."""
    return str(uuid.uuid5(_SIBLINGS, f"{record.uid} {record.rev}"))


def _write(database: TinyDB, before: State, after: State) -> None:
    """Bring the tables from one state to another; a changed record keeps its number."""
    for name in SHAPES:
        old, new = before[name], after[name]
        changed = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
        if not changed:
            continue
        table = database.table(name)
        numbers = {key: record.doc_id for record in table if (key := undo.key_of(record)) in changed}
        records = {key: msgspec.to_builtins(record) for key, record in new.items() if key in changed}
        table.remove(doc_ids=list(numbers.values()))
        table.insert_multiple(Numbered(record, numbers[key]) for key, record in records.items() if key in numbers)
        table.insert_multiple(record for key, record in records.items() if key not in numbers)  # numbered after those
