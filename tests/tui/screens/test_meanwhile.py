"""Concurrent changes: another terminal removes what is on the screen, and keys are pressed during a save."""

import threading
from pathlib import Path

import pytest

from store.core.models import Entry
from store.notebook.cases import CaseFields, remove_case, save_case
from store.notebook.custom_codes import CustomCodeFields, remove_custom_code, save_custom_code
from store.notebook.notebook import Notebook
from tests.tui.conftest import NOW, SHIPPED, Driver, Open, text_of
from tui.toolkit.messages import NotebookChanged
from tui.widgets.row_list import RowList

FIRST, SECOND = SHIPPED.entries[:2]
MESSAGE = "ERROR the far side refused the roster feed of the annex"
LOG = "\n".join([MESSAGE] * 4)


def terminal(folder: Path) -> Notebook:
    """Return the notebook as opened by another terminal."""
    return Notebook(folder / "notebook.json", lambda: NOW)


async def check(app: Driver) -> None:
    """Make the app check the notebook, as it does every second."""
    app.app.get_default_screen().check_notebook()
    await app.settle()


def listed(app: Driver) -> list[str]:
    shown = next(rows for rows in app.app.screen.query(RowList) if rows.display)
    return [" ".join(text_of(shown.row(number, 110)).split()) for number in range(len(shown.row_ids))]


# --- another terminal -------------------------------------------------------------------------------------------------


async def test_the_list_of_cases_follows_another_terminal(opened: Open, tmp_path: Path) -> None:
    other = terminal(tmp_path)
    case = save_case(other, FIRST, CaseFields(ticket="T-1"))
    save_case(other, SECOND, CaseFields(ticket="T-2"))
    async with opened() as app:
        await app.press("f6")
        assert len(listed(app)) == 2
        remove_case(other, case)
        await check(app)
        assert ["T-2" in row for row in listed(app)] == [True]


async def test_a_change_while_a_list_opens_does_no_harm(opened: Open, tmp_path: Path) -> None:
    async with opened() as app:
        await app.paste(LOG)
        for key, command in (("F6", "action_cases"), ("F7", "action_triage")):
            main = app.app.get_default_screen()
            getattr(main, command)()  # its rows are not loaded yet
            main._notebook_changed(NotebookChanged(""))
            await app.settle()
            assert app.app.screen is not main, key
            await app.press("escape")


async def test_a_case_that_was_just_removed_does_not_open_as_new(opened: Open, tmp_path: Path) -> None:
    other = terminal(tmp_path)
    case = save_case(other, FIRST, CaseFields(ticket="T-1"))
    async with opened() as app:
        await app.press("f6")
        remove_case(other, case)
        app.desk.notebook.refresh()
        await app.press("enter")
        assert app.notices == ["Another terminal removed this case. Press u there to bring it back."]
        assert app.app.screen is app.app.get_default_screen()


async def test_a_note_that_was_just_removed_does_not_open_as_new(opened: Open, tmp_path: Path) -> None:
    other = terminal(tmp_path)
    note = other.save_note(FIRST, "one", [])
    other.save_note(FIRST, "two", [])
    async with opened() as app:
        await app.press("f3")
        assert "Notes on" in app.text
        other.remove_note(note)
        await check(app)
        await app.press("end", "enter")
        assert app.notices == ["Another terminal removed this note. Press u there to bring it back."]
        assert app.app.screen is app.app.get_default_screen()


async def test_the_list_of_cases_survives_the_loss_of_its_vendor(opened: Open, tmp_path: Path) -> None:
    other = terminal(tmp_path)
    own = save_custom_code(other, SHIPPED, CustomCodeFields(MESSAGE, vendor="Acme SIS"))
    save_case(other, own, CaseFields(ticket="T-1"))
    async with opened() as app:
        await app.press("f6", "v")
        assert "Acme SIS" in app.text
        remove_custom_code(other, own)
        await check(app)
        await app.press("o")
        assert "No matching cases" in app.text
        await app.press("v")
        assert ["T-1" in row for row in listed(app)] == [True]


async def test_a_log_outlives_the_vendor_of_a_code_in_it(opened: Open, tmp_path: Path) -> None:
    save_custom_code(terminal(tmp_path), SHIPPED, CustomCodeFields(MESSAGE, vendor="Acme SIS"))
    async with opened() as app:
        await app.paste(LOG)
        await app.press("f7", "enter", "e")
        assert app.focus is not None and app.focus.startswith("own-")
        app.widget("#own-vendor").value = "Acme Two"  # type: ignore[attr-defined]
        await app.press("ctrl+s", "f7")
        assert "Pasted text: 4 lines" in app.text


async def test_an_entry_that_is_gone_does_not_open_another(opened: Open, tmp_path: Path) -> None:
    save_custom_code(terminal(tmp_path), SHIPPED, CustomCodeFields(MESSAGE, vendor="Skyward"))
    async with opened() as app:
        await app.paste(LOG)
        await app.press("f7", "enter", "e", "ctrl+r", "y", "f7")
        before = app.entry
        await app.press("enter")
        assert app.notices[-1] == "This entry no longer exists."
        assert app.entry is before


# --- keys during a save -----------------------------------------------------------------------------------------------


async def test_every_bookmark_key_counts_during_saves(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved, may_save = threading.Semaphore(0), threading.Semaphore(0)
    save = Notebook.set_bookmark

    def slowly(notebook: Notebook, entry: Entry, bookmarked: bool) -> None:
        may_save.acquire()
        save(notebook, entry, bookmarked)
        saved.release()

    monkeypatch.setattr(Notebook, "set_bookmark", slowly)
    async with opened() as app:
        await app.pilot.press("f2", "f2")
        may_save.release()
        while not saved.acquire(blocking=False):
            await app.pilot.pause()
        await app.pilot.pause()
        await app.pilot.press("f2")
        may_save.release(2)
        await app.settle()
    assert list(terminal(tmp_path).snapshot.bookmarks) == [FIRST.id]


async def test_every_key_moves_the_bookmark_during_saves(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for entry in SHIPPED.entries[:3]:
        terminal(tmp_path).set_bookmark(entry, True)
    may_save = threading.Semaphore(0)
    save = Notebook.order_bookmarks

    def slowly(notebook: Notebook, order: list[str]) -> None:
        may_save.acquire()
        save(notebook, order)

    monkeypatch.setattr(Notebook, "order_bookmarks", slowly)
    async with opened() as app:
        await app.press("enter")
        await app.pilot.press("J", "J")
        may_save.release(2)
        await app.settle()
    assert list(terminal(tmp_path).snapshot.bookmarks)[2] == FIRST.id
