"""Bookmarks and notes from the keyboard: saved, shown, found again, and never lost by mistake."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tinydb import TinyDB

from store.catalog import opening
from store.notebook.notebook import Notebook
from tests.tui.conftest import Open

SHIPPED = opening.load(opening.shipped_path())
FIRST = SHIPPED.entries[0]


async def test_a_bookmark_is_marked_listed_and_survives_a_restart(opened: Open) -> None:
    async with opened() as app:
        await app.press("enter", "b")
        assert app.notices == [f"Bookmarked: {FIRST.title}"]
        assert "★  Grading Category Not Found" in app.text
    async with opened() as app:
        assert "★  Grading Category Not Found" in app.text
        await app.press("enter", "right_square_bracket")
        assert app.results == [FIRST.id]
        await app.press("b")
        assert app.results == []
        assert app.desk.notebook.snapshot.bookmarks == {}


async def test_while_typing_f2_bookmarks_and_b_is_text(opened: Open) -> None:
    async with opened() as app:
        await app.type("b")
        assert app.desk.notebook.snapshot.bookmarks == {}
        await app.press("f2")
        assert len(app.desk.notebook.snapshot.bookmarks) == 1
        assert app.focus == "search"


async def test_a_note_is_shown_found_and_survives_a_restart(opened: Open) -> None:
    async with opened() as app:
        await app.press("enter", "n")
        await app.type("Ridgeview [renames] groups")
        await app.press("tab")
        await app.type("#ridgeview, aug ridgeview")
        await app.press("ctrl+s")
        assert app.notices == ["Note saved."]
        assert app.focus == "results"
        assert " ✎ Grading Category Not Found" in app.text
    async with opened() as app:
        lines = app.detail.split("\n")
        assert lines[2] == "1 note: Ridgeview [renames] groups"
        assert "14 Nov 2026, 09:30 #ridgeview #aug" in lines
        assert lines.index("Notes") > max(number for number, line in enumerate(lines) if line.startswith("4. "))
        await app.type("ridgeview")
        assert app.results == [FIRST.id]


async def test_n_edits_the_last_note_and_ctrl_n_starts_another(opened: Open) -> None:
    async with opened() as app:
        await app.press("enter", "n")
        await app.type("one")
        await app.press("ctrl+s", "n")
        assert "Note on Grading Category Not Found" in app.text
        await app.type(" more")
        await app.press("ctrl+n")
        assert "New note on Grading Category Not Found" in app.text
        await app.type("two")
        await app.press("f3")
        notes = app.desk.notebook.snapshot.notes[FIRST.id]
        assert sorted(note.text for note in notes) == ["one more", "two"]
        assert "2 notes: two" in app.detail


async def test_leaving_asks_only_when_something_would_be_lost(opened: Open) -> None:
    async with opened() as app:
        await app.press("f3", "escape")
        assert app.focus == "search"
        await app.press("f3")
        await app.type("precious")
        await app.press("escape")
        assert "Leave without saving?" in app.text
        await app.press("n", "ctrl+q")
        assert "Leave without saving?" in app.text
        await app.press("escape")
        assert "precious" in app.text
        await app.press("escape", "y")
        assert app.focus == "search"
        assert app.desk.notebook.snapshot.notes == {}


async def test_keys_of_the_dictionary_do_not_discard_text(opened: Open) -> None:
    async with opened() as app:
        for key in ("f6", "f7"):
            await app.press("f3")
            await app.type("first words")
            await app.press(key)
            await app.type(" and more")
            assert "first words and more" in app.text, key
            assert "Save or close this first." in app.notices[-1]
            await app.press("escape", "y")


async def test_an_emptied_note_is_removed_only_when_confirmed(opened: Open, tmp_path: Path) -> None:
    notebook = Notebook(tmp_path / "notebook.json")
    notebook.save_note(FIRST, "old", [])
    async with opened() as app:
        await app.press("f3", "backspace", "backspace", "backspace", "ctrl+s")
        assert "The note is empty. Remove it?" in app.text
        await app.press("n")
        assert len(Notebook(notebook.path).snapshot.notes) == 1
        await app.press("ctrl+s", "y")
        assert Notebook(notebook.path).snapshot.notes == {}
        assert app.focus == "search"


async def test_an_empty_new_note_says_that_there_is_nothing_to_save(opened: Open) -> None:
    async with opened() as app:
        await app.press("f3", "ctrl+s")
        assert "There is nothing to save yet." in app.text
        assert app.desk.notebook.snapshot.notes == {}


async def test_a_failed_save_says_so_and_keeps_the_editor_and_the_text(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with opened(notebook=tmp_path / "file" / "notebook.json") as app:
        await app.press("f3")
        await app.type("precious")
        await app.press("ctrl+s")
        assert "Not saved:" in app.text
        assert app.said("#editor-problem").endswith("What was saved before is unchanged. Your text is still here.")
        assert "precious" in app.text
        await app.press("escape", "y", "f2")
        assert any(notice.startswith("Not saved:") for notice in app.notices)


async def test_a_failed_save_shows_brackets_in_the_path_literally(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "[file]").write_text("")
    path = tmp_path / "[file]" / "n.json"
    async with opened(notebook=path) as app:
        await app.press("f3")
        await app.type("x")
        await app.press("ctrl+s")
        assert str(path) in app.said("#editor-problem")
        await app.press("escape", "y", "f2")
        assert str(path) in app.said("Toast")


async def test_changes_to_one_note_in_two_terminals_are_both_saved(opened: Open, tmp_path: Path) -> None:
    notebook = Notebook(tmp_path / "notebook.json")
    note = notebook.save_note(FIRST, "start", [])
    async with opened() as app:
        await app.press("f3")
        notebook.save_note(FIRST, "from the other terminal", [], note)
        await app.type(" and more")
        await app.press("ctrl+s")
        assert app.notices == ["Another terminal changed this note, so both versions were saved."]
        texts = sorted(note.text for note in app.desk.notebook.snapshot.notes[FIRST.id])
        assert texts == ["from the other terminal", "start and more"]
        assert "conflicting copy" in " ".join(app.detail.split())


async def test_a_notebook_damaged_while_the_app_runs_is_set_aside_with_a_notice(opened: Open, tmp_path: Path) -> None:
    async with opened() as app:
        await app.press("f3")
        await app.type("precious")
        await app.press("ctrl+s")
        (tmp_path / "notebook.json").write_text("{")
        await app.press("f2")
        assert any("is not complete JSON" in notice and "damaged-" in notice for notice in app.notices)
        (aside,) = tmp_path.glob("*.damaged-*")
        assert aside.read_text() == "{"
        assert Notebook(tmp_path / "notebook.json").snapshot.notes[FIRST.id][0].text == "precious"


async def test_markup_in_notes_is_text(opened: Open, tmp_path: Path) -> None:
    hostile = "[/x] [bold]b[/bold] [@click=app.quit]q[/] [E001]\n[link=file:///x]y[/link]"
    Notebook(tmp_path / "notebook.json").save_note(FIRST, hostile, ["[/t]"])
    async with opened() as app:
        for line in hostile.split("\n"):
            assert line in app.text
        assert "#[/t]" in app.text
        await app.press("f3")
        assert hostile.split("\n")[0] in app.text


async def test_the_notebook_file_has_what_was_typed(opened: Open, tmp_path: Path) -> None:
    async with opened() as app:
        await app.press("f3")
        await app.type("a [b]")
        await app.press("ctrl+s")
    [record] = json.loads((tmp_path / "notebook.json").read_text())["notes"].values()
    assert record["text"] == "a [b]"


class SlowDisk(Notebook):
    """A notebook that does not save until the test lets it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.may_save = threading.Event()
        self.saving = threading.Event()

    @contextmanager
    def transaction(self, what: str = "", *, exact: bool = False) -> Iterator[TinyDB]:
        self.saving.set()
        assert self.may_save.wait(timeout=60)
        with super().transaction() as database:
            yield database


async def test_keys_during_a_save_lose_and_repeat_nothing(opened: Open, tmp_path: Path) -> None:
    slow = SlowDisk(tmp_path / "notebook.json")
    async with opened(notebook=slow) as app:
        await app.press("f3")
        await app.type("hello")
        await app.pilot.press("ctrl+s")
        while not slow.saving.is_set():
            await app.pilot.pause()
        for key in ("ctrl+s", "escape", "x"):
            await app.pilot.press(key)
        assert "Saving…" in app.text
        assert app.widget("#note-text").text == "hello"  # type: ignore[attr-defined]
        slow.may_save.set()
        await app.settle()
        assert [note.text for note in slow.snapshot.notes[FIRST.id]] == ["hello"]
        assert app.focus == "search"
        assert app.widget("#search").value == "x"  # type: ignore[attr-defined]


async def test_the_text_stays_when_the_notebook_becomes_newer(opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "notebook.json"
    Notebook(path).save_note(FIRST, "start", [])
    async with opened() as app:
        await app.press("f3")
        await app.type(" more")
        path.write_text('{"meta": {"1": {"schema": 99}}}')
        await app.press("ctrl+s")
        assert "newer sisdex" in app.said("#editor-problem")
        assert app.said("#editor-problem").endswith("Your text is still here.")
        assert "start more" in app.text
        assert path.read_text() == '{"meta": {"1": {"schema": 99}}}'


async def test_quitting_asks_about_an_unsaved_note_below_another_screen(opened: Open) -> None:
    async with opened() as app:
        await app.press("f3")
        await app.type("precious")
        await app.press("escape", "ctrl+q")
        assert "Leave without saving?" in app.text
        await app.press("n")
        assert "precious" in app.text
        assert app.focus == "note-text"


async def test_the_editors_footer_can_be_clicked(opened: Open) -> None:
    async with opened() as app:
        await app.press("f3")
        await app.type("clicked")
        await app.pilot.click("#editor-hints", offset=(3, 0))
        await app.settle()
        assert [note.text for note in app.desk.notebook.snapshot.notes[FIRST.id]] == ["clicked"]


async def test_a_bookmark_of_another_terminal_is_not_removed(opened: Open, tmp_path: Path) -> None:
    async with opened() as app:
        Notebook(tmp_path / "notebook.json").set_bookmark(FIRST, True)
        await app.press("f2")
        assert app.notices == [f"Bookmarked: {FIRST.title}"]
        assert list(app.desk.notebook.snapshot.bookmarks) == [FIRST.id]


async def test_removing_a_bookmark_moves_to_the_next_one(opened: Open, tmp_path: Path) -> None:
    notebook = Notebook(tmp_path / "notebook.json")
    for entry in SHIPPED.entries[:3]:
        notebook.set_bookmark(entry, True)
    async with opened() as app:
        await app.press("enter", "right_square_bracket", "down", "b")
        assert app.entry == SHIPPED.entries[2]


async def test_the_digest_begins_with_the_first_words(opened: Open, tmp_path: Path) -> None:
    Notebook(tmp_path / "notebook.json").save_note(FIRST, "\n\n  first words\nmore", [])
    async with opened() as app:
        assert "1 note: first words" in app.detail


async def test_two_quick_presses_add_a_bookmark_and_remove_it(opened: Open, tmp_path: Path) -> None:
    slow = SlowDisk(tmp_path / "notebook.json")
    async with opened(notebook=slow) as app:
        await app.pilot.press("f2", "f2")
        slow.may_save.set()
        await app.settle()
        assert slow.snapshot.bookmarks == {}
        assert app.notices == [f"Bookmarked: {FIRST.title}", f"Bookmark removed: {FIRST.title}"]


async def test_the_open_entry_stays_when_its_bookmark_is_removed(opened: Open, tmp_path: Path) -> None:
    notebook = Notebook(tmp_path / "notebook.json")
    for entry in SHIPPED.entries[:3]:
        notebook.set_bookmark(entry, True)
    async with opened() as app:
        await app.press("enter", "right_square_bracket", "enter", "b")
        assert app.entry == FIRST
        await app.press("b")
        assert len(app.desk.notebook.snapshot.bookmarks) == 3
