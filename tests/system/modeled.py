"""A notebook that tracks every change in memory, to compare with what it saved."""

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

Contents = dict[str, dict[str, Any]]
"""Kind of record, to the key of each record, to what the agent entered."""


def contents(snapshot: Snapshot) -> Contents:
    """Return what a notebook contains, in terms of what an agent entered."""
    return {
        "bookmarks": dict.fromkeys(snapshot.bookmarks),
        "notes": {n.uid: (n.entry, n.text, n.tags) for entry_notes in snapshot.notes.values() for n in entry_notes},
        "cases": {c.uid: (c.entry, fields_of(c)) for entry_cases in snapshot.cases.values() for c in entry_cases},
        "own": {
            o.uid: (m.text, m.causes[0].meaning or "", m.causes[0].who)
            for o in snapshot.custom_codes
            for m in o.messages
        },
    }


class Modeled(Notebook):
    """A notebook together with a model of what it should contain, updated with each change."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, lambda: NOW)
        self.expected = contents(self.snapshot)
        self.before: list[Contents] = []
        """The contents before each change, which undo should bring back."""
        self.changes = 0

    def record(self, kind: str, put: dict[str, Any], remove: Sequence[str] = ()) -> None:
        """Record a change."""
        self.before.append(self.expected)
        self.changes += 1
        rest = {key: value for key, value in self.expected[kind].items() if key not in remove}
        self.expected = self.expected | {kind: rest | put}

    def differences(self, notebook: Notebook) -> dict[str, Any]:
        """Return where a notebook differs from the model: the actual and the expected contents, by kind of record."""
        actual = contents(notebook.snapshot)
        return {kind: (actual[kind], self.expected[kind]) for kind in actual if actual[kind] != self.expected[kind]}

    def set_bookmark(self, entry: Entry, bookmarked: bool) -> None:
        super().set_bookmark(entry, bookmarked)
        if bookmarked != (entry.id in self.expected["bookmarks"]):  # else there is nothing to undo
            self.record("bookmarks", {entry.id: None} if bookmarked else {}, [entry.id])

    def order_bookmarks(self, entry_ids: Sequence[str]) -> None:
        before = self.snapshot.bookmarks
        super().order_bookmarks(entry_ids)
        assert list(self.snapshot.bookmarks) == list(entry_ids)
        if self.snapshot.bookmarks != before:
            self.record("bookmarks", {})

    def save_note(self, entry: Entry, text: str, tags: Sequence[str], editing: Note | None = None) -> Note:
        saved = super().save_note(entry, text, tags, editing)
        assert editing is None or saved.uid == editing.uid
        self.record("notes", {saved.uid: (entry.id, text, tuple(tags))})
        return saved

    def remove_note(self, note: Note) -> bool:
        removed = super().remove_note(note)
        assert removed
        self.record("notes", {}, [note.uid])
        return removed

    def move_notes(self, entry_id: str, to: Entry) -> int:
        before = self.snapshot
        moved = super().move_notes(entry_id, to)
        if self.snapshot == before:
            return moved
        self.record("bookmarks", {to.id: None} if entry_id in self.expected["bookmarks"] else {}, [entry_id])
        for kind in ("notes", "cases"):
            self.expected[kind] = {
                uid: (to.id if owner == entry_id else owner, *fields)
                for uid, (owner, *fields) in self.expected[kind].items()
            }
        return moved

    def undo(self) -> str:
        undone = super().undo()
        if undone:  # anything from before the walk or before a purge may come back
            self.expected = self.before.pop() if self.before else contents(self.snapshot)
        return undone

    def forget(self, kind: str, uid: str) -> None:
        """Record a purge; what undo brings back after it is not modeled."""
        self.record(kind, {}, [uid])
        self.before.clear()


def watch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Report to the model the changes that the app makes through functions rather than methods."""
    reporting_functions = (
        (case_form, save_case),
        (case_form, remove_case),
        (custom_code_form, save_custom_code),
        (custom_code_form, remove_custom_code),
        (purge, purge_record),
    )
    for module, function in reporting_functions:
        monkeypatch.setattr(module, function.__name__, function)


def save_case(notebook: Modeled, entry: Entry, fields: CaseFields, editing: Case | None = None) -> Case:
    saved = cases.save_case(notebook, entry, fields, editing)
    notebook.record("cases", {saved.uid: (entry.id, fields)})
    return saved


def remove_case(notebook: Modeled, case: Case) -> bool:
    removed = cases.remove_case(notebook, case)
    assert removed
    notebook.record("cases", {}, [case.uid])
    return removed


def save_custom_code(
    notebook: Modeled, dictionary: Catalog, fields: custom_codes.CustomCodeFields, editing: CustomCode | None = None
) -> CustomCode:
    saved = custom_codes.save_custom_code(notebook, dictionary, fields, editing)
    notebook.record("own", {saved.uid: (fields.message, fields.meaning, fields.who)})
    return saved


def remove_custom_code(notebook: Modeled, code: CustomCode) -> bool:
    removed = custom_codes.remove_custom_code(notebook, code)
    assert removed
    notebook.record("own", {}, [code.uid])
    return removed


_purge_record = purge.purge_record


def purge_record(notebook: Modeled, table: str, uid: str) -> purge.Purged:
    purged = _purge_record(notebook, table, uid)
    assert purged.live
    notebook.forget(table, uid)
    return purged
