"""From a pasted error to a reply on the clipboard: filled-in values, picked vendors, other texts."""

from pathlib import Path

import pytest

from store.notebook.notebook import Notebook
from tests.tui.conftest import SHIPPED, Driver, Open
from tui.screens.pickers.chooser import Chooser
from tui.screens.text_screen import TextScreen
from tui.system import browser, clipboard

SHARED = "Cannot find due date for assignment Essay {2}, skipping"
SKYWARD = "Grading category Quizzes not found in Skyward for section 44.1 (11)."


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Texts that the clipboard took."""
    texts: list[str] = []

    def take(text: str) -> str:
        texts.append(text)
        return "xclip"

    monkeypatch.setattr(clipboard, "hand_to_tool", take)
    return texts


async def copied(app: Driver, taken: list[str]) -> str:
    await app.settle()
    return taken[-1]


async def test_a_reply_is_two_keys_from_the_paste(opened: Open, taken: list[str]) -> None:
    async with opened() as app:
        await app.paste(f"Ticket 88: > {SKYWARD} < thanks")
        await app.press("enter", "y")
        text = await copied(app, taken)
        assert text.startswith("Hello,") and SKYWARD.rstrip(".") in text
        assert "rename the assignment group “Quizzes”" in text
        assert app.notices[-1] == "Reply to the teacher copied (xclip)."
        await app.press("slash", "f5")
        assert await copied(app, taken) == text
        assert len(taken) == 2


async def test_known_values_are_filled_into_the_steps(opened: Open) -> None:
    async with opened() as app:
        await app.paste(SKYWARD)
        assert "rename the assignment group “Quizzes”" in " ".join(app.detail.split())
        await app.press("ctrl+u")
        await app.type("skyward grading category")
        assert "rename the assignment group to match" in " ".join(app.detail.split())


async def test_a_digit_picks_a_vendor_that_shares_the_message(opened: Open, taken: list[str]) -> None:
    async with opened() as app:
        await app.paste(SHARED)
        assert len(app.results) == 3
        assert "3 vendors share this message" in app.said("#verdict")
        await app.press("enter", "3")
        assert app.entry is not None
        assert app.entry.id == app.results[2]
        assert app.focus == "detail"
        await app.press("4")
        assert app.entry.id == app.results[2]
        await app.press("y")
        assert SHIPPED.vendor(app.entry.vendor).name in await copied(app, taken)
        assert "“Essay {2}”" in taken[-1]


async def test_a_paste_without_a_match_lists_the_three_nearest(opened: Open) -> None:
    async with opened() as app:
        await app.paste("The gradebook sync said that the category of the assignment was odd and gave up on it at once")
        assert app.said("#verdict").endswith("nearest:")
        assert len(app.results) == 3


async def test_other_texts_are_chosen_from_a_list(opened: Open, taken: list[str], tmp_path: Path) -> None:
    entry = next(entry for entry in SHIPPED.entries if entry.id == "skyward/grading-category-not-found")
    Notebook(tmp_path / "notebook.json").save_note(entry, "Ask [Jane]", [])
    async with opened() as app:
        await app.paste(SKYWARD)
        wanted = {
            "2": "Skyward: Grading Category Not Found",
            "3": SKYWARD.rstrip("."),
            "4": "1. Look up the grading category names and codes of section 44.1 (11)",
            "5": "https://",
            "6": "# Grading Category Not Found",
        }
        await app.press("enter")
        for digit, beginning in wanted.items():
            await app.press("Y", digit)
            assert (await copied(app, taken)).startswith(beginning), digit
        await app.press("Y")
        await app.press("end", "enter")
        assert await copied(app, taken) == "Ask [Jane]"
        await app.press("Y")
        assert isinstance(app.app.screen, Chooser)
        await app.press("escape")
        assert len(taken) == 6


async def test_sources_are_shown_whole_before_one_is_opened(
    opened: Open, taken: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    visited: list[str] = []

    def open_page(address: str) -> bool:
        visited.append(address)
        return len(visited) == 1

    monkeypatch.setattr(browser, "open_page", open_page)
    async with opened(find="skyward grading category") as app:
        await app.press("enter", "o")
        entry = app.entry
        assert entry is not None
        address = entry.messages[0].causes[0].sources[0].url
        assert address in app.said("#whole").replace(" ", "")
        assert visited == []
        await app.press("enter")
        await app.settle()
        assert visited == [address]
        assert app.notices[-1] == f"Opened: {address}"
        await app.press("o", "1")
        assert await copied(app, taken) == address  # no browser could be opened


async def test_where_no_clipboard_is_sure_the_text_is_shown_once(opened: Open) -> None:
    async with opened(find="skyward grading category") as app:
        await app.press("enter", "y")
        await app.settle()
        assert isinstance(app.app.screen, TextScreen)
        assert "Hello," in app.text
        assert "select it here with the mouse" in " ".join(app.text.split())
        await app.press("escape", "y")
        await app.settle()
        assert app.notices[-1] == "Reply to the teacher sent to the terminal's clipboard (OSC 52)."


async def test_text_of_the_detail_is_selected_with_the_mouse(opened: Open, taken: list[str]) -> None:
    async with opened() as app:
        await app.paste(SKYWARD)
        text = app.widget("#entry-text").region
        top = next(number for number, line in enumerate(app.lines) if "▏ Grading category" in line)
        await app.pilot.mouse_down(offset=(text.x, top))
        await app.pilot.hover(offset=(text.right - 1, top + 1))
        await app.pilot.mouse_up(offset=(text.right - 1, top + 1))
        await app.press("ctrl+c")
        assert (await copied(app, taken)).startswith("Grading category")
        assert "▏" not in taken[-1]
