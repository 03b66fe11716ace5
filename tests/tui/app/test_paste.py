"""A paste becomes the query however the terminal sends it, and never runs commands."""

import asyncio
import time
from itertools import count
from unittest.mock import Mock

import pytest
from textual import events

from store.notebook.cases import CaseFields, save_case
from tests.tui.conftest import SHIPPED, Driver, Open
from tui.textual_fixes.unbracketed_paste import KeyGuard

MESSAGE = 'Hello,\nquite a bother:\n> Grading category "Quizzes" not found in Skyward for\n> section 44.1 (11).\nbn q\n'


async def as_keys(app: Driver, text: str) -> None:
    """Send a text as a terminal does that does not bracket pastes: as keys, all at once."""
    now = app.clock.later()
    for character in text:
        key = events.Key("enter", "\r") if character == "\n" else events.Key(_name(character), character)
        key.time = now
        app.app.post_message(key)
    await app.settle()


def _name(character: str) -> str:
    from textual.keys import _character_to_key

    return _character_to_key(character)


async def test_a_paste_becomes_the_query_with_its_lines(opened: Open) -> None:
    async with opened() as app:
        await app.type("due")
        await app.paste(MESSAGE)
        screen = app.app.get_default_screen()
        assert screen.listing.query == MESSAGE.rstrip("\n")
        assert app.results[0] == "skyward/grading-category-not-found"
        assert "+4 lines" in app.lines[1]
        assert "Hello, quite a bother: > Grading" in app.lines[1]


async def test_a_long_paste_shows_its_start_wherever_the_focus_was(opened: Open) -> None:
    async with opened() as app:
        await app.press("enter")
        await app.paste(f"Hello there, {'quite a bother ' * 20}\n{MESSAGE}")
        assert app.focus == "search"
        assert "Hello there, quite a bother" in app.lines[1]


@pytest.mark.parametrize("way", [("ctrl+o", *"due", "enter"), ("f6", "enter", "escape")], ids=["palette", "cases"])
async def test_escape_brings_a_paste_back_after_going_to_an_entry(opened: Open, way: tuple[str, ...]) -> None:
    async with opened() as app:
        save_case(app.desk.notebook, SHIPPED.entries[0], CaseFields(ticket="T-1"))
        await app.paste(MESSAGE)
        await app.press(*way)
        main = app.app.get_default_screen()
        assert main.listing.query == ""
        await app.press("escape", "escape", "escape")
        assert main.listing.query == MESSAGE.rstrip("\n")


async def test_all_lines_of_a_paste_go_into_a_field_of_one_line(opened: Open) -> None:
    async with opened() as app:
        await app.press("f4")
        await app.paste("\n INC0042\nand more\n")
        assert app.widget("#case-ticket").value == "INC0042 and more"  # type: ignore[attr-defined]


async def test_a_paste_over_help_is_the_query_with_its_lines(opened: Open) -> None:
    async with opened() as app:
        await app.press("f1")
        await app.paste(MESSAGE)
        assert app.app.get_default_screen().listing.query == MESSAGE.rstrip("\n")


async def test_escape_brings_the_query_before_the_paste_back(opened: Open) -> None:
    async with opened() as app:
        await app.type("due")
        await app.paste(MESSAGE)
        await app.press("escape")
        assert app.app.get_default_screen().listing.query == "due"
        assert "due" in app.lines[1]
        await app.press("escape")
        assert app.app.get_default_screen().listing.query == ""


async def test_typing_into_a_paste_starts_over_and_escape_brings_the_paste_back(opened: Open) -> None:
    async with opened() as app:
        await app.paste(MESSAGE)
        await app.type("z")
        assert app.app.get_default_screen().listing.query == "z"
        await app.press("escape")
        assert app.app.get_default_screen().listing.query == MESSAGE.rstrip("\n")
        await app.press("backspace")
        assert app.app.get_default_screen().listing.query == ""


async def test_a_paste_over_a_list_becomes_the_query(opened: Open) -> None:
    async with opened() as app:
        await app.press("enter")
        await app.paste(MESSAGE)
        assert app.focus == "search"
        assert app.results[0] == "skyward/grading-category-not-found"


async def test_a_paste_is_cleaned(opened: Open) -> None:
    async with opened() as app:
        await app.paste("a\x1b]52;c;eA==\x1b\\[/x] [bold]b\u202e\x9b2J")
        assert app.app.get_default_screen().listing.query == "a␛]52;c;eA==␛\\[/x] [bold]b\ufffd\ufffd2J"
        assert "a␛]52;c;eA==␛\\[/x] [bold]b" in app.lines[1]


async def test_a_huge_paste_is_cut_with_a_notice(opened: Open) -> None:
    async with opened() as app:
        await app.paste("x" * 2_000_000)
        assert len(app.app.get_default_screen().listing.query) == 1_000_000
        assert app.notices == ["Only the first million characters of the paste are searched."]
        assert len(app.widget("#search").value) <= 201  # type: ignore[attr-defined]


async def test_an_empty_paste_changes_nothing(opened: Open) -> None:
    async with opened() as app:
        await app.type("due")
        await app.paste("\n \n")
        assert app.app.get_default_screen().listing.query == "due"


async def test_a_paste_into_a_note_stays_in_the_note(opened: Open) -> None:
    async with opened() as app:
        await app.press("f3")
        await app.paste("one\ntwo")
        assert app.app.get_default_screen().listing.query == ""
        assert app.widget("#note-text").text == "one\ntwo"  # type: ignore[attr-defined]


async def test_a_paste_sent_as_keys_into_the_box_changes_nothing_in_the_notebook(opened: Open) -> None:
    async with opened(held=True) as app:
        await as_keys(app, MESSAGE)
        assert app.app.get_default_screen().listing.query.split() == MESSAGE.split()
        assert app.results[0] == "skyward/grading-category-not-found"
        assert app.focus == "search"
        assert app.desk.notebook.snapshot.bookmarks == {}
        assert len(app.app.screen_stack) == 1


async def test_a_paste_sent_as_keys_over_a_list_changes_nothing_in_the_notebook(opened: Open) -> None:
    for text in ("bnq?bnq\nb\nn\nq", "not found in Skyward\nfor section b n q", "quizzes\n\nbbb\nnnn"):
        async with opened(held=True) as app:
            await app.press("enter")
            await as_keys(app, text)
            assert app.app.get_default_screen().listing.query.split() == text.split()
            assert app.focus == "search"
            assert app.desk.notebook.snapshot.bookmarks == {}
            assert len(app.app.screen_stack) == 1


async def test_a_key_pressed_by_hand_acts(opened: Open) -> None:
    async with opened(held=True) as app:
        await app.press("enter")
        await as_keys(app, "b")
        assert len(app.desk.notebook.snapshot.bookmarks) == 1


async def test_a_key_held_down_repeats(opened: Open) -> None:
    async with opened(held=True) as app:
        await app.press("enter")
        await as_keys(app, "jjjjj")
        assert app.app.get_default_screen().listing.query == ""
        assert app.entry is not None
        assert app.entry.id == app.results[5]


async def test_tabs_doubled_letters_and_brackets_of_a_paste_are_text(opened: Open) -> None:
    for text in ("\tbad\tq", "bbb due", "[422] Error due date", "00123 due", "line one\n\tbad\n\tnice", "a\x0ab"):
        async with opened(held=True) as app:
            await app.press("enter")
            await as_keys(app, text)
            assert app.app.get_default_screen().listing.query.split() == text.split()
            assert app.app.get_default_screen().listing.shelf == "*all"
            assert app.desk.notebook.snapshot.bookmarks == {}
            assert app.app.is_running


async def test_a_tab_in_a_paste_sent_as_keys_does_not_leave_the_box(opened: Open) -> None:
    async with opened(held=True) as app:
        await as_keys(app, "Error:\tlocked b n q")
        assert app.app.get_default_screen().listing.query.split() == ["Error:", "locked", "b", "n", "q"]
        assert app.focus == "search"


async def test_keys_that_edit_a_pasted_query_clear_it(opened: Open) -> None:
    for key in ("ctrl+k", "delete", "backspace"):
        async with opened() as app:
            await app.paste(MESSAGE)
            await app.press(key)
            assert app.app.get_default_screen().listing.query == ""
            assert bool(app.widget("#search").value) == bool(app.app.get_default_screen().listing.query)  # type: ignore[attr-defined]


async def test_a_key_that_is_held_acts_before_the_next_one(opened: Open) -> None:
    async with opened(held=True) as app:
        await app.press("enter")
        now = app.clock.later()
        for key, character in (("b", "b"), ("down", None)):
            event = events.Key(key, character)
            event.time = now
            app.app.post_message(event)
        await app.settle()
        assert list(app.desk.notebook.snapshot.bookmarks) == [app.results[0]]


async def test_keys_handled_late_but_pressed_by_hand_all_act(opened: Open) -> None:
    async with opened(held=True) as app:
        await app.press("enter")
        now = app.clock.later()
        for number, key in enumerate("bjb"):
            event = events.Key(key, key)
            event.time = now + number / 5
            app.app.post_message(event)
        await app.settle()
        assert sorted(app.desk.notebook.snapshot.bookmarks) == sorted(app.results[:2])


async def test_two_keys_that_a_slow_line_brings_at_once_both_act(opened: Open) -> None:
    async with opened(held=True) as app:
        await app.press("enter")
        await as_keys(app, "jb")
        assert list(app.desk.notebook.snapshot.bookmarks) == ["aeries/gradebook-number-does-not-match"]


async def test_a_paste_sent_as_keys_answers_no_question(opened: Open) -> None:
    async with opened(held=True) as app:
        await app.press("f3", "x", "escape")
        assert "Leave without saving?" in app.text
        await as_keys(app, "try again")
        assert app.focus != "search"
        assert len(app.app.screen_stack) > 1


async def test_a_paste_over_help_becomes_the_query(opened: Open) -> None:
    async with opened() as app:
        await app.press("f1")
        await app.paste("locked\x1b[2J")
        assert app.app.get_default_screen().listing.query == "locked␛[2J"
        assert len(app.app.screen_stack) == 1


async def test_escape_goes_back_over_one_paste_not_over_all(opened: Open) -> None:
    async with opened() as app:
        for number in range(4):
            await app.paste(f"{MESSAGE}{number}")
        await app.press("escape", "escape")
        assert app.app.get_default_screen().listing.query == ""
        await app.paste(MESSAGE)
        await app.press("backspace")
        await app.type("due")
        await app.press("escape")
        assert app.app.get_default_screen().listing.query == ""


async def test_a_held_letter_acts_even_if_its_timer_starts_late(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened() as app:
        acted = asyncio.Event()
        timer = app.app.set_timer(0.01, acted.set)
        stalls = count()  # a second passes at each look of this timer at the clock

        def late() -> float:
            return time.perf_counter() + (next(stalls) if asyncio.current_task() is timer._task else 0)

        monkeypatch.setattr("textual._time.get_time", late)
        async with asyncio.timeout(20):
            await acted.wait()


def test_a_burst_whose_timer_is_late_is_pasted_before_the_next_letter_is_held() -> None:
    pasted: list[str] = []

    async def release(keys: list[events.Key]) -> None:
        raise AssertionError(keys)

    guard = KeyGuard(
        frozenset("b"), lambda *_: Mock(), release, lambda text, continues: pasted.append(text)
    )  # no timer of it ever comes
    for time_of, letter in ((0.0, "x"), (0.001, "y"), (0.002, "z"), (1.0, "b")):
        key = events.Key(letter, letter)
        key.time = time_of
        assert guard.admit(key, in_text_field=False) == ([key] if letter in "xy" else [])
    assert pasted == ["xyz"]
    assert guard.busy


async def test_a_paste_with_several_errors_says_how_many(opened: Open) -> None:
    async with opened() as app:
        await app.paste(
            "Assignment not found: Quiz 1; Assignment not found: Quiz 2\nSection 12 does not have a gradebook."
        )
        assert app.said("#verdict") == "3 errors in this text, most telling first."
        assert set(app.results) == {"focus/assignment-not-found", "skyward/section-does-not-have-a-gradebook"}
        await app.paste("Assignment not found: Quiz 1")
        assert "errors in this text" not in app.text
