"""The agent's own store: bookmarks, notes, cases and own codes.

Reads use one frozen snapshot and cost no disk; every change runs in `Notebook.transaction`.
"""

import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
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

_Kept = TypeVar("_Kept", Note, Case, CustomCode)

MODELS: Models = {"bookmarks": Bookmark, "notes": Note, "cases": Case, "entries": CustomCode, "vendors": CustomVendor}


class Snapshot(msgspec.Struct, frozen=True):
    """The notebook at one moment."""

    bookmarks: dict[str, Bookmark]
    """By entry id: as ordered by hand, then oldest first."""
    notes: dict[str, tuple[Note, ...]]
    """By entry id; the note changed last comes first."""

    cases: dict[str, tuple[Case, ...]]
    """By entry id; the case opened last comes first."""
    tags: dict[str, frozenset[str]]
    """Each tag, in the order of the alphabet, to the ids of the entries that have a note with it."""
    titles: tuple[tuple[str, str], ...]
    """Id of each entry that is bookmarked or noted or has cases, and its title then."""
    custom_codes: tuple[CustomCode, ...]
    """Own codes, oldest first."""
    custom_vendors: tuple[CustomVendor, ...]
    """Vendors of own codes, oldest first; those without a code included."""

    def note(self, uid: str) -> Note | None:
        """Return the note with this uid, or None."""
        return next((note for notes in self.notes.values() for note in notes if note.uid == uid), None)

    def case(self, uid: str) -> Case | None:
        """Return the case with this uid, or None."""
        return next((case for cases in self.cases.values() for case in cases if case.uid == uid), None)


class Notebook:
    """The agent's store in one file."""

    def __init__(self, path: Path, clock: Clock = clock.now) -> None:
        """Open the notebook; a missing file is an empty one and is made by the first change.

        Args:
            path: The file.
            clock: Tells the time, with its zone.

        Raises:
            BadInput: The file is damaged and no good copy lies beside it, or of a newer schema. It is left as it is.
        """
        self.path, self._clock = path, clock
        self.file = NotebookFile(path, clock, MODELS)
        self._taking = threading.Lock()
        self._take()

    @contextmanager
    def transaction(self, what: str = "", *, exact: bool = False) -> Iterator[TinyDB]:
        """Change the notebook on top of what any other terminal saved; the snapshot follows once it is on the disk.

        Args:
            what: The change in words, for undoing it; empty where it cannot be undone.
            exact: The change is undone as though it had never been (see `store.notebook.undo.Step`).

        Raises:
            BadInput: The file was damaged by others, beyond its copies; it is left as it is.
            CannotSave: The change could not be made durable; file and snapshot are as they were.
        """
        with self.file.transaction(what, exact=exact) as database:
            yield database
        self._take()

    def refresh(self) -> bool:
        """Take in what another terminal saved; tell whether the snapshot changed."""
        self.file.refresh()
        if self.file.records is self._records:
            return False
        self._take()  # also what a refused save had read
        return True

    def undo(self) -> str:
        """Undo the newest change; return it in words, or nothing where there is none (see `NotebookFile.undo`)."""
        try:
            return self.file.undo()
        finally:  # a refused one takes in what another terminal saved, too
            self._take()

    def restore(self, copy: Path) -> None:
        """Put a copy of the notebook in its place; what stood there becomes the version before.

        Raises:
            BadInput: The copy is damaged; nothing is changed.
        """
        self.file.restore(copy)
        self._take()

    def set_bookmark(self, entry: Entry, wanted: bool) -> None:
        """Bookmark an entry, or take its bookmark away; one that is as wanted already stays as it is."""
        with self.transaction(f"bookmark {'added' if wanted else 'removed'}: {entry.title}") as database:
            bookmarks = database.table("bookmarks")
            if not wanted:
                bookmarks.remove(where("entry") == entry.id)
            elif not bookmarks.contains(where("entry") == entry.id):
                last = max((each["rank"] for each in bookmarks), default=0)
                rank = last + 1 if last else 0  # behind the others, where they were ordered by hand
                bookmarks.insert(msgspec.to_builtins(Bookmark(entry.id, entry.title, self.now(), rank)))

    def order_bookmarks(self, entry_ids: Sequence[str]) -> None:
        """Give the bookmarks an order."""
        with self.transaction("bookmarks ordered") as database:
            for rank, entry_id in enumerate(entry_ids, 1):
                database.table("bookmarks").update({"rank": rank}, where("entry") == entry_id)

    def save_note(self, entry: Entry, text: str, tags: Sequence[str], editing: Note | None = None) -> Note:
        """Keep a note.

        Args:
            entry: What it is about.
            text: Its Markdown.
            tags: Its tags, without the hash sign.
            editing: The note as it was when its editing began, or None for a new one. Where another terminal changed or
                removed that note since, both texts are kept: this one as a note of its own beside the other.

        Returns:
            The note as saved.
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
        """Remove a note; tell whether it was removed. One that another terminal changed since is kept."""
        with self.transaction(f"note removed: {_named(note)}") as database:
            return take_out(database.table("notes"), note)

    def move_notes(self, entry_id: str, to: Entry) -> int:
        """Hang an entry's notes, cases and bookmark on another entry; return how many notes and cases went."""
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
                bookmarks.insert(msgspec.to_builtins(Bookmark(to.id, to.title, self.now())))
        return moved

    def now(self) -> datetime:
        """Return the time, in UTC, to the second."""
        return self._clock().astimezone(UTC).replace(microsecond=0)

    def _take(self) -> None:
        with self._taking:  # a slower thread must not put an older state over a newer one
            self._records = self.file.records
            self.snapshot = _snapshot_of(self._records)


def _snapshot_of(records: dict[str, dict[str, Any]]) -> Snapshot:
    marks = sorted(records.get("bookmarks", {}).values(), key=lambda each: each.rank)
    bookmarks = {each.entry: each for each in marks}
    cases: dict[str, list[Case]] = {}
    logged_last = reversed(records.get("cases", {}).values())
    for case in sorted(logged_last, key=lambda case: case.opened, reverse=True):
        cases.setdefault(case.entry, []).append(case)
    notes: dict[str, list[Note]] = {}
    latest_first = reversed(records.get("notes", {}).values())
    for note in sorted(latest_first, key=lambda note: note.changed, reverse=True):
        notes.setdefault(note.entry, []).append(note)
    tags: dict[str, set[str]] = {}
    for note in (note for those in notes.values() for note in those):
        for tag in note.tags:
            tags.setdefault(tag, set()).add(note.entry)
    titles = {entry: those[0].title for entry, those in cases.items()}
    titles |= {entry: those[0].title for entry, those in notes.items()}
    titles |= {entry: bookmark.title for entry, bookmark in bookmarks.items()}
    return Snapshot(
        bookmarks,
        {entry: tuple(those) for entry, those in notes.items()},
        {entry: tuple(those) for entry, those in cases.items()},
        {tag: frozenset(tags[tag]) for tag in sorted(tags, key=fold)},
        tuple(titles.items()),
        tuple(records.get("entries", {}).values()),
        tuple(records.get("vendors", {}).values()),
    )


def put(table: Table, record: _Kept, editing: _Kept | None) -> _Kept:
    """Keep a new version of a record, beside another one where that came first.

    Args:
        table: Where it belongs.
        record: As it should be; its ids, creation and earlier revs are taken from what it is a version of.
        editing: The record as it was when its editing began, or None for a new one.

    Returns:
        The record as kept.
    """
    if editing is not None:
        was: tuple[str, ...] = editing.was
        standing = table.get(where("uid") == editing.uid)
        if isinstance(standing, Document) and standing["rev"] == editing.rev:
            record = msgspec.structs.replace(record, uid=editing.uid, created=editing.created, beside=editing.beside)
            record = msgspec.structs.replace(record, was=(editing.rev, *was)[:MAX_EARLIER_REVS])
            if isinstance(editing, CustomCode):  # notes hang on its readable id
                record = msgspec.structs.replace(record, id=editing.id)
        else:
            record = msgspec.structs.replace(record, beside=editing.uid)
    table.upsert(msgspec.to_builtins(record), where("uid") == record.uid)
    return record


def take_out(table: Table, record: Note | Case | CustomCode) -> bool:
    """Remove a record; tell whether it was removed. One that another terminal changed since is kept."""
    return bool(table.remove((where("uid") == record.uid) & (where("rev") == record.rev)))


def _words(tags: Sequence[str]) -> list[str]:
    """Part tags as the editor does: at blanks and commas."""
    return clean(" ".join(tags)).replace(",", " ").split()


def _named(note: Note) -> str:
    """Return words by which an agent knows a note again."""
    line = one_line(note.text)
    return f"{note.title}: {line[:40]}{'…' if len(line) > 40 else ''}" if line else note.title
