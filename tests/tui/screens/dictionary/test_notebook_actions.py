"""Notes, tags, drafts and undo, and changes by other terminals and other editions of the dictionary."""

import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from store.notebook.draft_records import Draft, NoteDraft
from store.notebook.drafts import DraftFile, folder, left_behind
from store.notebook.missing_entries import stand_in
from store.notebook.notebook import Notebook
from tests.tui.conftest import NOW, SHIPPED, Driver, Open
from tui.screens.editors.external_editor import command_of
from tui.screens.editors.note_editor import NoteEditor

FIRST, SECOND = SHIPPED.entries[0], SHIPPED.entries[1]


def notebook_at(folder_path: Path) -> Notebook:
    return Notebook(folder_path / "notebook.json")


def drafts(folder_path: Path) -> list[Draft]:
    files = sorted(folder(folder_path / "notebook.json").glob("*.json"))
    return [msgspec.json.decode(path.read_bytes(), type=Draft) for path in files]


async def keep_draft(app: Driver) -> None:
    """Let the time pass until the draft is written."""
    editor = app.app.screen
    assert isinstance(editor, NoteEditor)
    await editor._draft._keep()


# --- several notes, tags ----------------------------------------------------------------------------------------------


async def test_one_of_several_notes_can_be_chosen(opened: Open, tmp_path: Path) -> None:
    notebook = notebook_at(tmp_path)
    for text in ("older [b]words[/b]", "newer"):
        notebook.save_note(FIRST, text, [])
    async with opened() as app:
        await app.press("enter", "n")
        assert [line in app.text for line in ("New note", "older [b]words[/b]", "newer")] == [True] * 3
        await app.press("down", "enter")
        await app.type("!")
        await app.press("ctrl+s")
        texts = {note.text for note in notebook_at(tmp_path).snapshot.notes[FIRST.id]}
        assert texts == {"older [b]words[/b]!", "newer"} or texts == {"older [b]words[/b]", "newer!"}
        await app.press("n", "g", "enter")
        await app.type("third")
        await app.press("ctrl+s")
        assert len(notebook_at(tmp_path).snapshot.notes[FIRST.id]) == 3


async def test_each_tag_is_a_shelf(opened: Open, tmp_path: Path) -> None:
    notebook = notebook_at(tmp_path)
    notebook.save_note(FIRST, "a", ["[b]"])
    notebook.save_note(SECOND, "b", ["[b]", "x"])
    async with opened() as app:
        assert re.search(r"#\[b\] +2 ", app.text)
        await app.press("enter", "left", "end", "up")
        assert app.results == [FIRST.id, SECOND.id]
        await app.press("down")
        assert app.results == [SECOND.id]


async def test_a_tag_is_completed(opened: Open, tmp_path: Path) -> None:
    notebook_at(tmp_path).save_note(SECOND, "a", ["Ridgeview", "lincoln"])
    async with opened() as app:
        await app.press("f3")
        await app.type("text")
        await app.press("tab")
        await app.type("lincoln rid")
        await app.press("right", "ctrl+s")
        [note] = notebook_at(tmp_path).snapshot.notes[FIRST.id]
        assert note.tags == ("lincoln", "ridgeview")


# --- undo -------------------------------------------------------------------------------------------------------------


async def test_undo_reverts_the_last_change_made_here_and_names_it(opened: Open, tmp_path: Path) -> None:
    notebook_at(tmp_path).save_note(SECOND, "another terminal's", [])
    async with opened() as app:
        await app.press("f2", "enter", "n")
        await app.type("words")
        await app.press("ctrl+s", "u")
        assert app.notices[-1] == f"Undone: note added: {FIRST.title}: words"
        assert list(notebook_at(tmp_path).snapshot.notes) == [SECOND.id]
        await app.press("u")
        assert app.notices[-1] == f"Undone: bookmark added: {FIRST.title}"
        assert list(notebook_at(tmp_path).snapshot.notes) == [SECOND.id]


async def test_the_last_change_can_be_undone_after_a_restart(opened: Open, tmp_path: Path) -> None:
    notebook = notebook_at(tmp_path)
    notebook.remove_note(notebook.save_note(FIRST, "precious", ["t"]))
    async with opened() as app:
        await app.press("enter", "u")
        [note] = notebook_at(tmp_path).snapshot.notes[FIRST.id]
        assert (note.text, note.tags) == ("precious", ("t",))
        await app.press("u", "u")
        assert app.notices[-1] == "Nothing to undo."


async def test_a_change_by_another_terminal_is_not_undone(opened: Open, tmp_path: Path) -> None:
    first = notebook_at(tmp_path).save_note(FIRST, "old [/text]", [])
    async with opened() as app:
        await app.press("f3")
        await app.type("er")
        await app.press("ctrl+s", "enter")
        other = notebook_at(tmp_path)
        other.save_note(FIRST, "theirs", [], other.snapshot.note(first.uid))
        await app.press("u")
        assert "It was changed again since then; that change was kept." in app.said("#confirm Static")
        await app.press("y")
        assert "old [/text]" in app.text
        await app.press("ctrl+s")
        assert {note.text for note in notebook_at(tmp_path).snapshot.notes[FIRST.id]} == {"theirs", "old [/text]"}


# --- other terminals --------------------------------------------------------------------------------------------------


async def test_another_terminals_changes_appear_without_a_key(opened: Open, tmp_path: Path) -> None:
    async with opened() as app:
        notebook_at(tmp_path).save_note(FIRST, "from the other desk", ["there"])
        app.app.get_default_screen().check_notebook()  # what the timer does each second
        await app.settle()
        assert "from the other desk" in app.text
        assert "#there" in app.text
        assert app.notices == []


# --- drafts -----------------------------------------------------------------------------------------------------------


async def test_what_is_typed_is_a_draft_until_it_is_saved(opened: Open, tmp_path: Path) -> None:
    async with opened() as app:
        await app.press("f3")
        await app.type("half a sent")
        await keep_draft(app)
        assert [draft.text for draft in drafts(tmp_path)] == ["half a sent"]
        (path,) = folder(tmp_path / "notebook.json").glob("*.json")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert left_behind(tmp_path / "notebook.json") == [], "a living editor holds it"
        await app.press("ctrl+s")
        assert drafts(tmp_path) == []


async def test_discarding_a_text_removes_its_draft(opened: Open, tmp_path: Path) -> None:
    async with opened() as app:
        await app.press("f3")
        await app.type("no")
        await keep_draft(app)
        await app.press("escape", "n")
        assert len(drafts(tmp_path)) == 1
        await app.press("escape", "y")
        assert drafts(tmp_path) == []


def leave_behind(folder_path: Path, note_uid: str | None = None, rev: str | None = None) -> None:
    file = DraftFile(folder_path / "notebook.json")
    text, tags = "left [/b] behind", ("tag",)
    file.save(NoteDraft(entry=FIRST.id, title=FIRST.title, record=note_uid, rev=rev, saved=NOW, text=text, tags=tags))
    file.let_go()


async def test_a_draft_left_behind_can_be_opened(opened: Open, tmp_path: Path) -> None:
    leave_behind(tmp_path)
    async with opened() as app:
        assert "left [/b] behind" in app.text
        await app.press("o")
        await app.type("!")
        await app.press("ctrl+s")
        [note] = notebook_at(tmp_path).snapshot.notes[FIRST.id]
        assert (note.text, note.tags) == ("left [/b] behind!", ("tag",))
        assert drafts(tmp_path) == []


async def test_a_draft_left_behind_can_wait_or_be_discarded(opened: Open, tmp_path: Path) -> None:
    leave_behind(tmp_path)
    async with opened() as app:
        await app.press("l")
        assert len(drafts(tmp_path)) == 1
    async with opened() as app:
        assert "left [/b] behind" in app.text
        await app.press("d", "n")
        assert len(drafts(tmp_path)) == 1, "a stray key discards nothing"
        await app.press("d", "y")
        assert drafts(tmp_path) == []


async def test_a_draft_of_a_note_that_changed_since_becomes_a_second_note(opened: Open, tmp_path: Path) -> None:
    notebook = notebook_at(tmp_path)
    first = notebook.save_note(FIRST, "first", [])
    notebook.save_note(FIRST, "changed by another", [], first)
    leave_behind(tmp_path, first.uid, first.rev)
    async with opened() as app:
        await app.press("o", "ctrl+s")
        texts = {note.text for note in notebook_at(tmp_path).snapshot.notes[FIRST.id]}
        assert texts == {"changed by another", "left [/b] behind"}


async def test_a_draft_that_cannot_be_saved_is_reported(opened: Open, tmp_path: Path) -> None:
    folder(tmp_path / "notebook.json").write_text("in the way")
    async with opened() as app:
        await app.press("f3")
        await app.type("words")
        await keep_draft(app)
        assert "A crash would lose your text until you save it" in app.said("#editor-problem")
        await app.press("ctrl+s")
        assert notebook_at(tmp_path).snapshot.notes[FIRST.id][0].text == "words"


# --- another editor, removing, purging --------------------------------------------------------------------------------


async def test_the_named_editor_gets_a_private_file(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    script = tmp_path / "editor.sh"
    script.write_text(f'#!/bin/sh\nstat -c %a "$1" "$(dirname "$1")" > {seen}\nprintf " and more" >> "$1"\n')
    script.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(script))
    async with opened() as app:
        monkeypatch.setattr(type(app.app), "suspend", lambda _: memoryview(b""))  # a test has no terminal to give away
        await app.press("f3")
        await app.type("words")
        await app.press("ctrl+g")
        assert "words and more" in app.text
        assert seen.read_text().split() == ["600", "700"]
        assert not list(folder(tmp_path / "notebook.json").glob("editor-*"))
        assert stat.S_IMODE(folder(tmp_path / "notebook.json").stat().st_mode) == 0o700


async def test_without_an_external_editor_it_says_what_to_set(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with opened() as app:
        await app.press("f3")
        await app.type("words")
        await app.press("ctrl+g")
        assert "Set VISUAL or EDITOR" in app.said("#editor-problem")
        assert "words" in app.text


def test_folders_in_a_named_editor_stay_apart_on_windows() -> None:
    assert command_of('"C:\\Program Files\\ed.exe" -w', windows=True) == ["C:\\Program Files\\ed.exe", "-w"]
    assert command_of("'my editor' -w", windows=False) == ["my editor", "-w"]


async def test_an_editor_that_is_not_there_leaves_the_terminal_to_the_app(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []

    @contextmanager
    def suspend(_: object) -> Iterator[None]:
        given.append("away")
        yield
        given.append("back")  # as Textual, not where something is raised within

    monkeypatch.setenv("VISUAL", "/nowhere/editor")
    async with opened() as app:
        monkeypatch.setattr(type(app.app), "suspend", suspend)
        await app.press("f3")
        await app.type("words")
        await app.press("ctrl+g")
        assert given == ["away", "back"]
        assert "Cannot run /nowhere/editor (No such file or directory)" in app.said("#editor-problem")
        assert "words" in app.text


async def test_a_note_is_removed_by_a_key_and_comes_back(opened: Open, tmp_path: Path) -> None:
    notebook_at(tmp_path).save_note(FIRST, "words", [])
    async with opened() as app:
        await app.press("f3", "ctrl+r", "y")
        assert notebook_at(tmp_path).snapshot.notes == {}
        await app.press("enter", "u")
        assert notebook_at(tmp_path).snapshot.notes[FIRST.id][0].text == "words"


async def test_purging_asks_twice_and_says_what_is_out_of_reach(opened: Open, tmp_path: Path) -> None:
    notebook = notebook_at(tmp_path)
    notebook.save_note(FIRST, "MARKER", [])
    notebook.save_note(SECOND, "another", [])
    async with opened() as app:
        await app.press("f3", "f8", "y")
        assert notebook_at(tmp_path).snapshot.notes
        await app.press("y")
        assert "out of reach" in app.notices[-1]
        assert [path for path in tmp_path.rglob("*") if path.is_file() and b"MARKER" in path.read_bytes()] == []
        assert list(notebook_at(tmp_path).snapshot.notes) == [SECOND.id]


# --- what the dictionary no longer holds ------------------------------------------------------------------------------


async def test_notes_of_missing_entries_are_listed_found_and_moved(opened: Open, tmp_path: Path) -> None:
    gone = stand_in("skyward/old-error", "Old [/x] Error")
    notebook_at(tmp_path).save_note(gone, "still needed", [])
    async with opened() as app:
        assert re.search(r"Not here +1 ", app.text)
        await app.type("still needed")
        assert app.results == [gone.id]
        assert "Old [/x] Error" in app.detail
        assert "no longer has this entry" in " ".join(app.detail.split())
        await app.press("enter", "m", "slash", "ctrl+u")
        await app.type("invalid assignment id")
        await app.press("enter", "m", "y")
        moved = notebook_at(tmp_path).snapshot.notes
        assert [note.text for note in moved["aeries/invalid-assignment-id"]] == ["still needed"]
        assert "Not here" not in app.text
