"""A notebook that remembers what it was told, to be held against what it keeps."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from store.catalog.opening import Catalog
from store.core.models import Case, CustomCode, Entry, Note
from store.notebook import cases, custom_codes, purge
from store.notebook.cases import CaseFields, fields_of
from store.notebook.notebook import Notebook, Snapshot
from tests.tui.conftest import NOW
from tui.screens.editors import case_form, custom_code_form

Told = dict[str, dict[str, Any]]
"""Kind of record to its key to what an agent gave for it."""


def kept(snapshot: Snapshot) -> Told:
    """Return what a notebook holds, as an agent would tell it."""
    return {
        "bookmarks": dict.fromkeys(snapshot.bookmarks),
        "notes": {n.uid: (n.entry, n.text, n.tags) for those in snapshot.notes.values() for n in those},
        "cases": {c.uid: (c.entry, fields_of(c)) for those in snapshot.cases.values() for c in those},
        "own": {
            o.uid: (m.text, m.causes[0].meaning or "", m.causes[0].who)
            for o in snapshot.custom_codes
            for m in o.messages
        },
    }


class Modelled(Notebook):
    """A notebook, and beside it what its agent told it, change by change."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, lambda: NOW)
        self.told = kept(self.snapshot)
        self.before: list[Told] = []
        """What was so before each change, as undo is to bring it back."""
        self.changes = 0

    def tell(self, kind: str, put: dict[str, Any], remove: Sequence[str] = ()) -> None:
        """Take note of a change."""
        self.before.append(self.told)
        self.changes += 1
        rest = {key: what for key, what in self.told[kind].items() if key not in remove}
        self.told = self.told | {kind: rest | put}

    def untold(self, notebook: Notebook) -> dict[str, Any]:
        """Return what differs between a notebook and what this one was told: what is, and what should be."""
        found = kept(notebook.snapshot)
        return {kind: (found[kind], self.told[kind]) for kind in found if found[kind] != self.told[kind]}

    def set_bookmark(self, entry: Entry, wanted: bool) -> None:
        super().set_bookmark(entry, wanted)
        if wanted != (entry.id in self.told["bookmarks"]):  # else there is nothing to undo
            self.tell("bookmarks", {entry.id: None} if wanted else {}, [entry.id])

    def order_bookmarks(self, entry_ids: Sequence[str]) -> None:
        before = self.snapshot.bookmarks
        super().order_bookmarks(entry_ids)
        assert list(self.snapshot.bookmarks) == list(entry_ids)
        if self.snapshot.bookmarks != before:
            self.tell("bookmarks", {})

    def save_note(self, entry: Entry, text: str, tags: Sequence[str], editing: Note | None = None) -> Note:
        kept = super().save_note(entry, text, tags, editing)
        assert editing is None or kept.uid == editing.uid
        self.tell("notes", {kept.uid: (entry.id, text, tuple(tags))})
        return kept

    def remove_note(self, note: Note) -> bool:
        removed = super().remove_note(note)
        assert removed
        self.tell("notes", {}, [note.uid])
        return removed

    def move_notes(self, entry_id: str, to: Entry) -> int:
        before = self.snapshot
        moved = super().move_notes(entry_id, to)
        if self.snapshot == before:
            return moved
        self.tell("bookmarks", {to.id: None} if entry_id in self.told["bookmarks"] else {}, [entry_id])
        for kind in ("notes", "cases"):
            self.told[kind] = {
                uid: (to.id if where == entry_id else where, *what) for uid, (where, *what) in self.told[kind].items()
            }
        return moved

    def undo(self) -> str:
        undone = super().undo()
        if undone:  # of what was done before the walk, or before a purge, anything may come back
            self.told = self.before.pop() if self.before else kept(self.snapshot)
        return undone

    def forget(self, kind: str, uid: str) -> None:
        """Take note of a purge: what can be undone after it is another question."""
        self.tell(kind, {}, [uid])
        self.before.clear()


def watch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a modelled notebook hear of what the app does to it by functions."""
    told_of_functions = (
        (case_form, save_case),
        (case_form, remove_case),
        (custom_code_form, save_custom_code),
        (custom_code_form, remove_custom_code),
        (purge, purge_record),
    )
    for module, function in told_of_functions:
        monkeypatch.setattr(module, function.__name__, function)


def save_case(notebook: Modelled, entry: Entry, fields: CaseFields, editing: Case | None = None) -> Case:
    kept = cases.save_case(notebook, entry, fields, editing)
    notebook.tell("cases", {kept.uid: (entry.id, fields)})
    return kept


def remove_case(notebook: Modelled, case: Case) -> bool:
    removed = cases.remove_case(notebook, case)
    assert removed
    notebook.tell("cases", {}, [case.uid])
    return removed


def save_custom_code(
    notebook: Modelled, dictionary: Catalog, fields: custom_codes.CustomCodeFields, editing: CustomCode | None = None
) -> CustomCode:
    kept = custom_codes.save_custom_code(notebook, dictionary, fields, editing)
    notebook.tell("own", {kept.uid: (fields.message, fields.meaning, fields.who)})
    return kept


def remove_custom_code(notebook: Modelled, own: CustomCode) -> bool:
    removed = custom_codes.remove_custom_code(notebook, own)
    assert removed
    notebook.tell("own", {}, [own.uid])
    return removed


_purge_record = purge.purge_record


def purge_record(notebook: Modelled, table: str, uid: str) -> purge.Purged:
    purged = _purge_record(notebook, table, uid)
    assert purged.live
    notebook.forget(table, uid)
    return purged
