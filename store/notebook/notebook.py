"""The notebook: everything that the agent saved.

Reads use one frozen snapshot and never touch the disk; every change runs in `Notebook.transaction`.
"""

import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from tinydb import TinyDB, where
from tinydb.table import Document, Table

from store.core import clock
from store.core.clock import Clock
from store.core.models import Bookmark, Case, CustomCode, CustomVendor, Entry, Note
from store.core.text import clean, fold, one_line
from store.notebook.storage import Models, NotebookFile
from store.notebook.undo import MAX_EARLIER_REVS

_Saved = TypeVar("_Saved", Note, Case, CustomCode)

MODELS: Models = {"bookmarks": Bookmark, "notes": Note, "cases": Case, "entries": CustomCode, "vendors": CustomVendor}
"""Table name to the type of its records."""

_SHOWN = 40
"""Characters of a note that tell it apart."""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """The notebook at one moment."""

    bookmarks: dict[str, Bookmark]
    """Entry id to its bookmark: the ones ordered by hand come last, in that order, the others oldest first."""
    notes: dict[str, tuple[Note, ...]]
    """Entry id to its notes, most recently changed first."""
    cases: dict[str, tuple[Case, ...]]
    """Entry id to its cases, most recently opened first."""
    tags: dict[str, frozenset[str]]
    """Tag, in alphabetical order, to the ids of the entries that have a note with it."""
    titles: tuple[tuple[str, str], ...]
    """Id and saved title of each entry that has a bookmark, notes or cases."""
    custom_codes: tuple[CustomCode, ...]
    """Oldest first."""
    custom_vendors: tuple[CustomVendor, ...]
    """Oldest first, including those without a custom code."""

    @property
    def all_notes(self) -> list[Note]:
        """The notes on all entries."""
        return list(chain.from_iterable(self.notes.values()))

    @property
    def all_cases(self) -> list[Case]:
        """The cases of all entries."""
        return list(chain.from_iterable(self.cases.values()))

    def note(self, uid: str) -> Note | None:
        """Return the note with this uid, or None."""
        return next((note for note in chain.from_iterable(self.notes.values()) if note.uid == uid), None)

    def case(self, uid: str) -> Case | None:
        """Return the case with this uid, or None."""
        return next((case for case in chain.from_iterable(self.cases.values()) if case.uid == uid), None)


class Notebook:
    """A notebook in one file."""

    def __init__(self, path: Path, clock: Clock = clock.now) -> None:
        """Open the notebook. A missing file is an empty notebook; the first change creates it.

        Args:
            path: The file.
            clock: Returns the current time, with a time zone.

        Raises:
            BadInput: The file is damaged and there is no good copy, or its schema is newer. It is left as it is.
        """
        self.path, self._clock = path, clock
        self.file = NotebookFile(path, clock, MODELS)
        self._taking = threading.Lock()
        self._take()

    @contextmanager
    def transaction(self, what: str = "", *, exact: bool = False) -> Iterator[TinyDB]:
        """Change the notebook on top of what other terminals saved. The snapshot changes once the disk has the change.

        Args:
            what: The change in words, for the undo message; empty if it cannot be undone.
            exact: How it is undone; see `store.notebook.undo.Step`.

        Yields:
            A TinyDB over a copy of the tables; the change is saved when the block ends without an exception.

        Raises:
            BadInput: The file has been damaged and there is no good copy; it is left as it is.
            CannotSave: The change could not be saved; file and snapshot are as they were.
        """
        with self.file.transaction(what, exact=exact) as database:
            yield database
        self._take()

    def refresh(self) -> bool:
        """Read what another terminal saved, and return whether the snapshot changed."""
        self.file.refresh()
        if self.file.records is self._records:
            return False
        self._take()  # also what a failed save has read
        return True

    def undo(self) -> str:
        """Undo the newest change.

        Returns:
            What was undone, in words; empty if there is nothing to undo.

        Raises:
            CannotUndo: The record has changed since, in another terminal; nothing is changed.
        """
        try:
            return self.file.undo()
        finally:  # a refused undo has also read what another terminal saved
            self._take()

    def restore(self, copy: Path) -> None:
        """Replace the notebook with one of its copies. What it was becomes the version before the last save.

        Raises:
            BadInput: The copy is damaged; nothing is changed.
        """
        self.file.restore(copy)
        self._take()

    def set_bookmark(self, entry: Entry, bookmarked: bool) -> None:
        """Add a bookmark to an entry or remove it; a bookmark that already exists stays as it is."""
        with self.transaction(f"bookmark {'added' if bookmarked else 'removed'}: {entry.title}") as database:
            bookmarks = database.table("bookmarks")
            if not bookmarked:
                bookmarks.remove(where("entry") == entry.id)
            elif not bookmarks.contains(where("entry") == entry.id):
                last = max((bookmark["rank"] for bookmark in bookmarks), default=0)
                rank = last + 1 if last else 0  # after the others if those were ordered by hand
                bookmarks.insert(msgspec.to_builtins(self._bookmark(entry, rank)))

    def order_bookmarks(self, entry_ids: Sequence[str]) -> None:
        """Put the bookmarks of these entries in this order."""
        with self.transaction("bookmarks ordered") as database:
            for rank, entry_id in enumerate(entry_ids, 1):
                database.table("bookmarks").update({"rank": rank}, where("entry") == entry_id)

    def save_note(self, entry: Entry, text: str, tags: Sequence[str], editing: Note | None = None) -> Note:
        """Save a note.

        Args:
            entry: The entry that it is about.
            text: Its Markdown.
            tags: Its tags, with or without the hash sign.
            editing: The note as it was when editing began, or None for a new note. If another terminal has changed or
                removed it since, both are kept: this text is saved as a new note.

        Returns:
            The note as saved.

        Raises:
            CannotSave: The note could not be saved; nothing was changed.
        """
        now = self.now()
        note = Note(
            uid=str(uuid.uuid4()),
            entry=entry.id,
            title=entry.title,
            text=clean(text),
            tags=tuple(dict.fromkeys(filter(None, (tag.lstrip("#") for tag in _words(tags))))),
            created=now,
            changed=now,
            rev=uuid.uuid4().hex,
            was=(),
        )
        with self.transaction(f"note {'changed' if editing else 'added'}: {_named(note)}") as database:
            return put(database.table("notes"), note, editing)

    def remove_note(self, note: Note) -> bool:
        """Remove a note unless another terminal has changed it since; return whether it was removed."""
        with self.transaction(f"note removed: {_named(note)}") as database:
            return take_out(database.table("notes"), note)

    def move_notes(self, entry_id: str, to: Entry) -> int:
        """Move the notes, cases and bookmark of one entry to another one; return how many notes and cases moved."""
        moved = 0
        with self.transaction(f"notes moved to: {to.title}") as database:
            for table in (database.table("notes"), database.table("cases")):
                for record in table.search(where("entry") == entry_id):
                    earlier = [record["rev"], *record["was"]][:MAX_EARLIER_REVS]
                    fields = {"entry": to.id, "title": to.title, "rev": uuid.uuid4().hex, "was": earlier}
                    table.update(fields, doc_ids=[record.doc_id])
                    moved += 1
            bookmarks = database.table("bookmarks")
            if bookmarks.remove(where("entry") == entry_id) and not bookmarks.contains(where("entry") == to.id):
                bookmarks.insert(msgspec.to_builtins(self._bookmark(to)))
        return moved

    def now(self) -> datetime:
        """Return the current time in UTC, to the second."""
        return self._clock().astimezone(UTC).replace(microsecond=0)

    def _bookmark(self, entry: Entry, rank: int = 0) -> Bookmark:
        return Bookmark(entry=entry.id, title=entry.title, created=self.now(), rank=rank)

    def _take(self) -> None:
        with self._taking:  # a slower thread must not replace a newer state with an older one
            self._records = self.file.records
            self.snapshot = _snapshot_of(self._records)


def _snapshot_of(records: dict[str, dict[str, Any]]) -> Snapshot:
    ranked = sorted(records.get("bookmarks", {}).values(), key=lambda bookmark: bookmark.rank)
    bookmarks = {bookmark.entry: bookmark for bookmark in ranked}
    cases: dict[str, list[Case]] = {}
    last_logged_first = reversed(records.get("cases", {}).values())
    for case in sorted(last_logged_first, key=lambda case: case.opened, reverse=True):
        cases.setdefault(case.entry, []).append(case)
    notes: dict[str, list[Note]] = {}
    last_written_first = reversed(records.get("notes", {}).values())
    for note in sorted(last_written_first, key=lambda note: note.changed, reverse=True):
        notes.setdefault(note.entry, []).append(note)
    tags: dict[str, set[str]] = {}
    for entry_id, on_entry in notes.items():
        for tag in (tag for note in on_entry for tag in note.tags):
            tags.setdefault(tag, set()).add(entry_id)
    titles = {entry_id: of_entry[0].title for entry_id, of_entry in cases.items()}
    titles |= {entry_id: on_entry[0].title for entry_id, on_entry in notes.items()}
    titles |= {entry_id: bookmark.title for entry_id, bookmark in bookmarks.items()}
    return Snapshot(
        bookmarks=bookmarks,
        notes={entry_id: tuple(on_entry) for entry_id, on_entry in notes.items()},
        cases={entry_id: tuple(of_entry) for entry_id, of_entry in cases.items()},
        tags={tag: frozenset(tags[tag]) for tag in sorted(tags, key=fold)},
        titles=tuple(titles.items()),
        custom_codes=tuple(records.get("entries", {}).values()),
        custom_vendors=tuple(records.get("vendors", {}).values()),
    )


def put(table: Table, record: _Saved, editing: _Saved | None) -> _Saved:
    """Save a new record, or a new version of one.

    Args:
        table: The record's table.
        record: What to save. Its uid, creation and earlier revs are replaced by those of the edited record.
        editing: The record as it was when editing began, or None for a new one. If it has changed in the table since,
            `record` is saved beside it as a new one.

    Returns:
        The record as saved.
    """
    if editing is not None:
        was: tuple[str, ...] = editing.was
        current = table.get(where("uid") == editing.uid)
        if isinstance(current, Document) and current["rev"] == editing.rev:
            record = msgspec.structs.replace(record, uid=editing.uid, created=editing.created, beside=editing.beside)
            record = msgspec.structs.replace(record, was=(editing.rev, *was)[:MAX_EARLIER_REVS])
            if isinstance(editing, CustomCode):  # notes and cases refer to its id
                record = msgspec.structs.replace(record, id=editing.id)
        else:
            record = msgspec.structs.replace(record, beside=editing.uid)
    table.upsert(msgspec.to_builtins(record), where("uid") == record.uid)
    return record


def take_out(table: Table, record: Note | Case | CustomCode) -> bool:
    """Remove a record unless another terminal has changed it since; return whether it was removed."""
    return bool(table.remove((where("uid") == record.uid) & (where("rev") == record.rev)))


def _words(tags: Sequence[str]) -> list[str]:
    """Split tags at blanks and commas, as the editor does."""
    return clean(" ".join(tags)).replace(",", " ").split()


def _named(note: Note) -> str:
    """Return the title and first words of a note, by which an agent recognizes it."""
    line = one_line(note.text)
    return f"{note.title}: {line[:_SHOWN]}{'…' if len(line) > _SHOWN else ''}" if line else note.title
