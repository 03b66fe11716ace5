"""Drafts that were left behind open as what they were; a draft that cannot be read as one opens as a new note."""

import json
from pathlib import Path
from typing import Any

import pytest

from store.core.models import Note
from store.notebook.cases import CaseFields, save_case
from store.notebook.custom_codes import CustomCodeFields, remove_custom_code, save_custom_code
from store.notebook.draft_records import MAX_RECOVERED, CaseDraft, CustomCodeDraft, NoteDraft
from store.notebook.drafts import DraftFile, folder
from store.notebook.notebook import Notebook
from tests.tui.conftest import NOW, SHIPPED, Driver, Open
from tui.screens.editors.case_form import CaseForm
from tui.screens.editors.custom_code_form import CustomCodeForm
from tui.screens.editors.draft_offer import DraftOffer
from tui.screens.editors.note_editor import NoteEditor

FIRST = SHIPPED.entries[0]
NOTE: dict[str, Any] = {
    "kind": "note",
    "schema": 1,
    "entry": FIRST.id,
    "title": FIRST.title,
    "record": None,
    "rev": None,
    "saved": "2026-11-14T09:30:00Z",
    "text": "Ask [/b] Ben",
    "tags": ["ben"],
}
OLD = {key: value for key, value in NOTE.items() if key != "schema"} | {"tags": [], "fields": {}, "values": {}}
"""The same draft as sisdex 0.1.0 wrote it."""
UNREADABLE: dict[str, bytes] = {
    "newer schema": json.dumps(NOTE | {"schema": 2, "mood": "good"}).encode(),
    "unknown field": json.dumps(NOTE | {"mood": "good"}).encode(),
    "wrong outcome": json.dumps(OLD | {"kind": "case", "fields": {"outcome": "won"}}).encode(),
    "code without most of it": json.dumps(OLD | {"kind": "entry", "fields": {"phone": "555"}}).encode(),
    "missing keys": b'{"text": "Ask [/b] Ben"}',
    "list": b'["Ask [/b] Ben"]',
    "half written": json.dumps(NOTE).encode()[:-18],
    "not UTF-8": json.dumps(NOTE | {"text": "Ask [/b] Ben ~"}).encode().replace(b"~", b"\xff"),
    "no JSON": b"Ask [/b] Ben",
}


def leave_behind(folder_path: Path, data: bytes, name: str = "a") -> Path:
    path = folder(folder_path / "notebook.json") / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def draft_names(folder_path: Path) -> list[str]:
    return sorted(path.name for path in folder(folder_path / "notebook.json").glob("*.json"))


def notes(folder_path: Path) -> list[Note]:
    saved = Notebook(folder_path / "notebook.json").snapshot.notes
    return [note for entry_notes in saved.values() for note in entry_notes]


async def keep_draft(app: Driver) -> None:
    """Save the draft now instead of waiting for the timer."""
    assert isinstance(app.app.screen, NoteEditor)
    await app.app.screen._draft._keep()


# --- unreadable drafts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE)
async def test_an_unreadable_draft_is_saved_as_a_note(opened: Open, tmp_path: Path, data: bytes) -> None:
    path = leave_behind(tmp_path, data)
    async with opened() as app:
        assert "Its text opens as a new note: Ask [/b] Ben" in app.said("#confirm Static")
        await app.press("o")
        assert isinstance(app.app.screen, NoteEditor)
        await app.type("!")
        await keep_draft(app)
        assert path.read_bytes() == data, "the draft must stay until the note is saved"
        await app.press("ctrl+s")
        [note] = notes(tmp_path)
        assert "Ask [/b] Ben" in note.text and note.text.endswith("!")
        assert draft_names(tmp_path) == []


async def test_a_newer_draft_says_so_and_stays_until_the_note_is_saved(opened: Open, tmp_path: Path) -> None:
    data = UNREADABLE["newer schema"]
    path = leave_behind(tmp_path, data)
    for keys in (("o", "x", "escape", "y"), ("d", "n", "l")):
        async with opened() as app:
            assert "comes from a newer sisdex" in app.said("#confirm Static")
            await app.press(*keys)
            assert (path.read_bytes(), notes(tmp_path)) == (data, [])
    async with opened() as app:
        await app.press("o", "ctrl+s")
        [note] = notes(tmp_path)
        assert (note.entry, note.text) == (FIRST.id, "Ask [/b] Ben\ntags: ben\nmood: good")
        assert draft_names(tmp_path) == []


async def test_an_unreadable_draft_can_be_discarded(opened: Open, tmp_path: Path) -> None:
    leave_behind(tmp_path, UNREADABLE["newer schema"])
    async with opened() as app:
        await app.press("d", "y")
        assert draft_names(tmp_path) == []
        assert app.app.screen is app.app.get_default_screen()


async def test_a_failed_save_leaves_the_unreadable_draft(opened: Open, tmp_path: Path) -> None:
    path = leave_behind(tmp_path, UNREADABLE["no JSON"])
    async with opened() as app:
        await app.press("o")
        (tmp_path / "notebook.json").write_text('{"meta": {"1": {"schema": 99}}}', encoding="utf-8")
        await app.press("ctrl+s")
        assert "Your text is still here." in app.said("#editor-problem")
        assert path.read_bytes() == UNREADABLE["no JSON"]


async def test_a_text_without_an_entry_is_listed_and_moved(opened: Open, tmp_path: Path) -> None:
    leave_behind(tmp_path, b"Ask Ben first")
    async with opened() as app:
        await app.press("o", "ctrl+s")
        await app.type("ask ben first")
        assert "Recovered text" in app.detail
        await app.press("enter", "m", "slash", "ctrl+u")
        await app.type(FIRST.title)
        await app.press("enter", "m", "y")
        assert [(note.entry, note.text) for note in notes(tmp_path)] == [(FIRST.id, "Ask Ben first")]


async def test_a_huge_text_is_opened_in_part_and_its_file_stays(opened: Open, tmp_path: Path) -> None:
    path = leave_behind(tmp_path, b"words\n" * MAX_RECOVERED)
    async with opened() as app:
        await app.press("o")
        assert "Only the first 50,000 characters are here." in app.said("#editor-problem")
        await app.press("ctrl+s")
        assert len(notes(tmp_path)[0].text) == MAX_RECOVERED
        assert path.exists()


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", bytes(100)], ids=["empty", "no keys", "empty list", "zeros"])
async def test_a_draft_without_text_is_not_offered(opened: Open, tmp_path: Path, data: bytes) -> None:
    leave_behind(tmp_path, data)
    async with opened() as app:
        assert not isinstance(app.app.screen, DraftOffer)
        assert draft_names(tmp_path) == ["a.json"]


# --- readable drafts --------------------------------------------------------------------------------------------------


async def test_a_note_of_the_first_release_opens_as_one(opened: Open, tmp_path: Path) -> None:
    leave_behind(tmp_path, json.dumps(OLD).encode())
    async with opened() as app:
        assert f"A note on “{FIRST.title}” was not saved" in app.text
        await app.press("o", "ctrl+s")
        assert [(note.entry, note.text) for note in notes(tmp_path)] == [(FIRST.id, "Ask [/b] Ben")]


async def test_a_case_of_the_first_release_opens_as_one(opened: Open, tmp_path: Path) -> None:
    fields = {"ticket": "T-1", "school": "", "course": "", "message": "", "outcome": "escalated"}
    leave_behind(tmp_path, json.dumps(OLD | {"kind": "case", "fields": fields}).encode())
    async with opened() as app:
        await app.press("o")
        assert isinstance(app.app.screen, CaseForm)
        await app.press("ctrl+s")
        [case] = Notebook(tmp_path / "notebook.json").snapshot.cases[FIRST.id]
        assert (case.ticket, case.outcome, case.text) == ("T-1", "escalated", "Ask [/b] Ben")


async def test_a_custom_code_of_the_first_release_opens_as_one(opened: Open, tmp_path: Path) -> None:
    fields = {"vendor": "Acme", "title": "", "meaning": "", "who": "teacher"}  # missing steps used to crash the app
    leave_behind(tmp_path, json.dumps(OLD | {"kind": "entry", "entry": "own/new", "fields": fields}).encode())
    async with opened() as app:
        await app.press("o")
        assert isinstance(app.app.screen, CustomCodeForm)
        await app.press("ctrl+s")
        [code] = Notebook(tmp_path / "notebook.json").snapshot.custom_codes
        assert code.messages[0].text == "Ask [/b] Ben"


@pytest.mark.parametrize("kind", ["note", "case"])
async def test_a_missing_entry_keeps_its_title(opened: Open, tmp_path: Path, kind: str) -> None:
    about: dict[str, Any] = {"entry": "acme/gone", "title": "A title of old", "saved": NOW}
    note, case = NoteDraft(**about, text="Ask Ben"), CaseDraft(**about, fields=CaseFields(ticket="T-1"))
    file = DraftFile(tmp_path / "notebook.json")
    file.save(note if kind == "note" else case)
    file.let_go()
    async with opened() as app:
        await app.press("o", "ctrl+s")
        assert dict(Notebook(tmp_path / "notebook.json").snapshot.titles) == {"acme/gone": "A title of old"}


async def test_a_draft_of_a_missing_record_is_saved_as_a_new_one(opened: Open, tmp_path: Path) -> None:
    notebook = Notebook(tmp_path / "notebook.json", lambda: NOW)
    note = notebook.save_note(FIRST, "first", [])
    case = save_case(notebook, FIRST, CaseFields(ticket="T-1"))
    code = save_custom_code(notebook, SHIPPED, CustomCodeFields("first"))
    about: dict[str, Any] = {"title": FIRST.title, "saved": NOW, "rev": "gone"}
    for draft in (
        NoteDraft(**about, entry=FIRST.id, record=note.uid, text="changed"),
        CaseDraft(**about, entry=FIRST.id, record=case.uid, fields=CaseFields(ticket="T-2")),
        CustomCodeDraft(**about, entry=code.id, record=code.uid, fields=CustomCodeFields("changed")),
    ):
        file = DraftFile(notebook.path)
        file.save(draft)
        file.let_go()
    notebook.remove_note(note)
    remove_custom_code(notebook, code)
    with notebook.transaction() as database:
        database.drop_table("cases")
    async with opened() as app:
        for _ in range(3):
            await app.press("o", "ctrl+s")
        snapshot = Notebook(notebook.path).snapshot
        assert [note.text for note in snapshot.notes[FIRST.id]] == ["changed"]
        assert [case.ticket for case in snapshot.cases[FIRST.id]] == ["T-2"]
        assert [code.messages[0].text for code in snapshot.custom_codes] == ["changed"]
        assert draft_names(tmp_path) == []


async def test_two_drafts_are_offered_one_after_another(opened: Open, tmp_path: Path) -> None:
    leave_behind(tmp_path, json.dumps(NOTE | {"text": "good"}).encode(), "b")
    leave_behind(tmp_path, UNREADABLE["newer schema"], "a")
    async with opened() as app:
        assert "good" in app.said("#confirm Static")
        await app.press("d", "y")
        assert "comes from a newer sisdex" in app.said("#confirm Static")
        await app.press("o", "ctrl+s")
        assert len(notes(tmp_path)) == 1
        assert draft_names(tmp_path) == []


@pytest.mark.parametrize("keys", [("ctrl+s",), ("escape", "y")], ids=["saved", "left"])
async def test_the_next_draft_is_offered_once_the_first_is_closed(
    opened: Open, tmp_path: Path, keys: tuple[str, ...]
) -> None:
    leave_behind(tmp_path, json.dumps(NOTE | {"text": "first"}).encode(), "a")
    leave_behind(tmp_path, json.dumps(NOTE | {"text": "second"}).encode(), "b")
    async with opened() as app:
        await app.press("o")
        assert isinstance(app.app.screen, NoteEditor)
        await app.press(*keys)
        assert isinstance(app.app.screen, DraftOffer)
        assert "second" in app.said("#confirm Static")


async def test_a_draft_open_in_another_terminal_is_not_offered(opened: Open, tmp_path: Path) -> None:
    path = leave_behind(tmp_path, UNREADABLE["newer schema"])
    file = DraftFile(tmp_path / "notebook.json", path)
    assert file.take()
    async with opened() as app:
        assert not isinstance(app.app.screen, DraftOffer)
