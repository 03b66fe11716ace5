"""Purging: erasing a record and every copy of it that this program made."""

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

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
"""Encodings in which a damaged file may contain a text."""


class Purged(NamedTuple):
    """What was purged."""

    live: bool
    """Whether the record was in the notebook itself."""
    copies: int
    """How many copies of the notebook were rewritten without it, or deleted because they could not be read."""
    drafts: int
    """How many drafts of it were deleted."""


def purge_record(notebook: Notebook, table: str, uid: str) -> Purged:
    """Erase a note, case or custom code from the notebook and from each copy that sisdex made.

    That includes its undo steps, the version before the last save, the backups, damaged files that contain it and its
    drafts.

    Args:
        notebook: The notebook that has it, or had it.
        table: The record's table: `notes`, `cases` or `entries`.
        uid: Its whole uid.

    Raises:
        CannotSave: The disk refuses somewhere; the files not reached yet still contain the record.
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
        for damaged in backups.damaged(path):
            if _may_contain(damaged, uid, texts):
                damaged.unlink()
                cleared += 1
    return Purged(live, cleared, _clear_drafts(path, uid, texts))


def _touches(step: tinydb_file.Record, uid: str) -> bool:
    return any(change["key"] == uid for change in step["changes"])


def _texts(record: tinydb_file.Record) -> list[str]:
    """Return the long texts of a record: a damaged file may contain one of them without the uid."""
    parts = [record, *record.get("messages", ())]
    return [part[name] for part in parts for name in ("text", "message") if part.get(name)]


def _clear(copy: Path, table: str, uid: str) -> bool:
    """Rewrite a copy without the record, or delete it if it cannot be read; return whether that was necessary."""
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
    with suppress(OSError):  # its time says how old the copy is, and so whether it is used
        os.utime(copy, ns=(saved.st_atime_ns, saved.st_mtime_ns))
    return True


def _may_contain(damaged: Path, uid: str, texts: Sequence[str]) -> bool:
    data = damaged.read_bytes()
    forms = [uid]
    for text in texts:
        forms += [text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]]
    return any(form.encode(encoding, "replace") in data for form in forms for encoding in _ENCODINGS)


def _clear_drafts(notebook: Path, uid: str, texts: Sequence[str]) -> int:
    """Delete the drafts of a record, and unreadable drafts that may contain it; return how many."""
    cleared = 0
    for path in drafts.folder(notebook).glob("*.json"):
        file = drafts.DraftFile(notebook, path)
        draft = file.read()
        if draft.record == uid if isinstance(draft, Draft) else _may_contain(path, uid, texts):
            file.discard()
            cleared += 1
    return cleared
