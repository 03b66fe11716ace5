"""The agent's own store: bookmarks and notes.

Reads use one frozen snapshot and cost no disk; every change runs in `Notebook.transaction`.
"""

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from tinydb import TinyDB, where

from store import durable
from store.document import Document
from store.errors import BadInput
from store.models import Bookmark, Entry, Note
from store.text import clean, clean_all

SCHEMA = 1
MAX_EARLIER_REVS = 20

_Model = TypeVar("_Model", Bookmark, Note)


class Snapshot(msgspec.Struct, frozen=True):
    """The notebook at one moment."""

    bookmarks: dict[str, Bookmark]
    """By entry id, oldest first."""
    notes: dict[str, tuple[Note, ...]]
    """By entry id; the note changed last comes first."""


class Notebook:
    """The agent's store in one file."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Open the notebook; a missing file is an empty one and is made by the first change.

        Args:
            path: The file.
            clock: Tells the time, with its zone.

        Raises:
            BadInput: The file is damaged, foreign or of a newer schema; it is left as it is.
        """
        self.path = path
        self._clock = clock
        self.snapshot = self._decode(durable.read(path, SCHEMA))

    @contextmanager
    def transaction(self) -> Iterator[TinyDB]:
        """Change the notebook on top of what any other terminal saved; the snapshot follows once it is on the disk.

        Raises:
            BadInput: The file was damaged by others; it is left as it is.
            CannotSave: The change could not be made durable; file and snapshot are as they were.
        """
        with durable.transaction(self.path, SCHEMA) as database:
            self._read(database)  # a damaged record stops the change before it is made
            yield database
            changed = self._read(database)
        self.snapshot = changed

    def set_bookmark(self, entry: Entry, wanted: bool) -> None:
        """Bookmark an entry, or take its bookmark away; one that is as wanted already stays as it is."""
        with self.transaction() as database:
            bookmarks = database.table("bookmarks")
            if not wanted:
                bookmarks.remove(where("entry") == entry.id)
            elif not bookmarks.contains(where("entry") == entry.id):
                bookmarks.insert(msgspec.to_builtins(Bookmark(entry.id, entry.title, self._now())))

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
        now = self._now()
        note = Note(
            uid=str(uuid.uuid4()),
            entry=entry.id,
            title=entry.title,
            text=clean(text),
            tags=tuple(dict.fromkeys(filter(None, (clean(tag).strip() for tag in tags)))),
            created=now,
            changed=now,
            rev=uuid.uuid4().hex,
            was=(),
        )
        with self.transaction() as database:
            notes = database.table("notes")
            if editing is not None:
                standing = notes.get(where("uid") == editing.uid)
                if standing is not None and standing["rev"] == editing.rev:
                    earlier = (editing.rev, *editing.was)[:MAX_EARLIER_REVS]
                    note = msgspec.structs.replace(note, uid=editing.uid, created=editing.created, was=earlier)
                    note = msgspec.structs.replace(note, beside=editing.beside)
                else:
                    note = msgspec.structs.replace(note, beside=editing.uid)
            notes.upsert(msgspec.to_builtins(note), where("uid") == note.uid)
        return note

    def remove_note(self, note: Note) -> bool:
        """Remove a note; tell whether it was removed. One that another terminal changed since is kept."""
        with self.transaction() as database:
            same = (where("uid") == note.uid) & (where("rev") == note.rev)
            return bool(database.table("notes").remove(same))

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC).replace(microsecond=0)

    def _read(self, database: TinyDB) -> Snapshot:
        return self._decode({name: _numbered(database, name) for name in database.tables()})

    def _decode(self, document: Document) -> Snapshot:
        bookmarks = {each.entry: each for each in self._records(document, "bookmarks", Bookmark)}
        notes: dict[str, tuple[Note, ...]] = {}
        latest_first = reversed(list(self._records(document, "notes", Note)))
        for note in sorted(latest_first, key=lambda note: note.changed, reverse=True):
            notes[note.entry] = (*notes.get(note.entry, ()), note)
        return Snapshot(bookmarks, notes)

    def _records(self, document: Document, table: str, model: type[_Model]) -> Iterator[_Model]:
        for number, record in document.get(table, {}).items():
            try:
                yield msgspec.convert(clean_all(record), model)
            except msgspec.ValidationError as error:
                raise BadInput(clean(f"{self.path} is damaged: {table} {number}: {error}.")) from error


def _numbered(database: TinyDB, table: str) -> dict[str, dict[str, Any]]:
    return {str(record.doc_id): dict(record) for record in database.table(table)}
