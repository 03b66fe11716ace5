"""Keys that arrive together act as they would one by one: typed fast, or delayed by a slow connection."""

import pytest
from textual import events
from textual.widgets import Input, TextArea

from store.core.errors import CannotSave
from tests.tui.conftest import Driver, Open

TITLE = "Gradebook Number Does Not Match"
QUERY = "gradebook number does"


async def together(app: Driver, *keys: str) -> None:
    """Press keys without waiting in between; a text is pressed character by character."""
    for key in keys:
        names = [key] if key.startswith(("ctrl+", "f")) or key in ("enter", "escape", "tab", "backspace") else key
        for name in names:
            app.app.post_message(events.Key(name, name if len(name) == 1 else None))
    await app.settle()


async def test_a_case_needs_no_pause_before_its_ticket(opened: Open) -> None:
    async with opened() as app:
        await together(app, QUERY, "f4", "T-42", "tab", "Lincoln", "ctrl+s")
        assert app.entry is not None
        (case,) = app.desk.notebook.snapshot.cases[app.entry.id]
        assert (app.entry.title, case.ticket, case.school) == (TITLE, "T-42", "Lincoln")


async def test_a_note_needs_no_pause_before_its_text(opened: Open) -> None:
    async with opened() as app:
        await together(app, QUERY, "f3", "Ask Kim", "enter", "or Ann", "ctrl+s")
        assert app.entry is not None
        (note,) = app.desk.notebook.snapshot.notes[app.entry.id]
        assert (app.entry.title, note.text) == (TITLE, "Ask Kim\nor Ann")


@pytest.mark.parametrize(
    ("keys", "query"),
    [
        (("abc", "backspace", "d"), "abd"),
        (("abc", "ctrl+u", "de"), "de"),
        (("abc", "f1", "escape", "de"), "abcde"),
        (("abc", "f1", "copy", "escape", "escape", "de"), "abcde"),
        (("abc", "f6", "escape", "de"), "abcde"),
        (("abc", "escape", "escape", "de"), "de"),
    ],
)
async def test_each_key_acts_after_the_one_before_it(opened: Open, keys: tuple[str, ...], query: str) -> None:
    async with opened() as app:
        await together(app, *keys)
        assert app.app.screen.query_one("#search", Input).value == query


async def test_keys_wait_for_a_command_however_slow_the_machine_is(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.textual_fixes.key_order.PATIENCE", 0.0001)
    async with opened() as app:
        await together(app, "abc", "f1", "copy", "escape", "escape", "de", "f3", "Ask Kim", "ctrl+s")
        assert app.app.screen.query_one("#search", Input).value == "abcde"
        assert [note.text for notes in app.desk.notebook.snapshot.notes.values() for note in notes] == ["Ask Kim"]


async def test_text_typed_during_a_save_goes_to_the_screen_after_it(opened: Open) -> None:
    async with opened() as app:
        await together(app, QUERY, "f3", "Ask Kim", "ctrl+s", "ctrl+u", "score outside")
        assert [note.text for notes in app.desk.notebook.snapshot.notes.values() for note in notes] == ["Ask Kim"]
        assert app.app.screen.query_one("#search", Input).value == "score outside"
        await together(app, "f3", "Ask Ann", "ctrl+n", "Ask Joe", "ctrl+s")
        assert app.entry is not None
        assert {note.text for note in app.desk.notebook.snapshot.notes[app.entry.id]} == {"Ask Ann", "Ask Joe"}


async def test_text_typed_during_a_failing_save_continues_the_note(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise CannotSave("The disk is full.")

    async with opened() as app:
        monkeypatch.setattr(app.desk.notebook, "transaction", full)
        await together(app, QUERY, "f3", "Ask", "ctrl+s", " Kim")
        assert app.app.screen.query_one("#note-text", TextArea).text == "Ask Kim"


async def test_a_paste_waits_for_the_form_that_a_key_opens(opened: Open) -> None:
    async with opened() as app:
        await app.type(QUERY)
        app.app.post_message(events.Key("f3", None))
        app.app.post_message(events.Paste("what the caller wrote"))
        await app.settle()
        assert app.app.screen.query_one("#note-text", TextArea).text == "what the caller wrote"


async def test_a_key_whose_widget_is_removed_does_not_block_later_keys(opened: Open) -> None:
    async with opened() as app:
        await app.press("f1")
        app.app.post_message(events.Key("down", None))
        app.app.pop_screen()
        await app.settle()
        await app.type("abc")
        assert app.app.screen.query_one("#search", Input).value == "abc"
