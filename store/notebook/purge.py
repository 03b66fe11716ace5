"""Removing a record and every copy of it that this program made."""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tinydb import where

from store.core.errors import BadInput
from store.files import atomic, tinydb_file
from store.files.tinydb_file import Tables
from store.notebook import backups, drafts, undo
from store.notebook.draft_records import Draft
from store.notebook.notebook import Notebook

OUT_OF_REACH = "Exports, clipboards, files of other editors, and backups of this machine are out of reach."

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
"""In which a damaged file may hold a text."""


class Purged(NamedTuple):
    """What was purged."""

    live: bool
    """Whether the notebook itself held the record."""
    copies: int
    """How many copies of the notebook were written anew without it, or removed as unreadable."""
    drafts: int


def report(purged: Purged) -> str:
    """Say what was purged."""
    where = "from the notebook" if purged.live else "from no notebook, where it was gone already,"
    return f"Purged {where} and from {purged.copies} copies and {purged.drafts} drafts of it."


def purge_record(notebook: Notebook, table: str, uid: str) -> Purged:
    """Remove a note, a case or an own code from the notebook and from each copy that sisdex made.

    Its undo steps, the version before, the backups, damaged files that hold it and drafts of it are cleared too.

    Args:
        notebook: Where it is, or was.
        table: Where it belongs: `notes`, `cases` or `entries`.
        uid: Its whole id.

    Raises:
        CannotSave: The disk refuses somewhere; what was not reached yet still holds the record.
    """
    path = notebook.path.resolve()
    with notebook.transaction() as database:
        texts = [text for record in database.table(table) if record["uid"] == uid for text in _texts(dict(record))]
        steps = [step.doc_id for step in database.table(undo.TABLE) if _touches(dict(step), uid)]
        database.table(undo.TABLE).remove(doc_ids=steps)
        live = bool(database.table(table).remove(where("uid") == uid))
    cleared = 0
    with atomic.locked(path):
        atomic.sweep(path)
        atomic.sweep_folder(backups.folder(path))
        atomic.sweep_folder(drafts.folder(path))
        for copy in backups.newest_first(path):
            cleared += _clear(copy, table, uid)
        for aside in backups.damaged(path):
            if _may_hold(aside, uid, texts):
                aside.unlink()
                cleared += 1
    return Purged(live, cleared, _clear_drafts(path, uid, texts))


def _touches(step: tinydb_file.Record, uid: str) -> bool:
    return any(change["key"] == uid for change in step["changes"])


def _texts(record: tinydb_file.Record) -> list[str]:
    """Return what an agent or a caller wrote at length: a damaged file may hold it without the id."""
    texts = [record, *record.get("messages", ())]
    return [text[name] for text in texts for name in ("text", "message") if text.get(name)]


def _clear(copy: Path, table: str, uid: str) -> bool:
    """Write a copy anew without the record; remove one that cannot be read."""
    try:
        saved = copy.stat()
        tables = tinydb_file.read(copy)
    except BadInput:
        copy.unlink()
        return True
    kept: Tables = {
        **tables,
        table: {n: record for n, record in tables.get(table, {}).items() if record.get("uid") != uid},
        undo.TABLE: {n: step for n, step in tables.get(undo.TABLE, {}).items() if not _touches(step, uid)},
    }
    if all(kept[name] == tables.get(name, {}) for name in kept):
        return False
    atomic.replace(copy, tinydb_file.encode(kept))
    with suppress(OSError):  # by its time a copy is known as older or newer than another, and used or passed over
        os.utime(copy, ns=(saved.st_atime_ns, saved.st_mtime_ns))
    return True


def _may_hold(damaged: Path, uid: str, texts: Sequence[str]) -> bool:
    data = damaged.read_bytes()
    forms = [uid]
    for text in texts:
        forms += [text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]]
    return any(form.encode(encoding, "replace") in data for form in forms for encoding in _ENCODINGS)


def _clear_drafts(notebook: Path, uid: str, texts: Sequence[str]) -> int:
    """Remove drafts of the record, and what cannot be read of one but may hold it."""
    cleared = 0
    for path in drafts.folder(notebook).glob("*.json"):
        file = drafts.DraftFile(notebook, path)
        draft = file.read()
        if draft.record == uid if isinstance(draft, Draft) else _may_hold(path, uid, texts):
            file.discard()
            cleared += 1
    return cleared
