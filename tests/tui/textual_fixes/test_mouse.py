"""Whatever a key does in a popup, the mouse can do, too."""

import pytest

from store.notebook.draft_records import NoteDraft
from store.notebook.drafts import DraftFile
from tests.tui.conftest import NOW, SHIPPED, Driver, Open
from tui.widgets.answers import Answers

FIRST = SHIPPED.entries[0]
KEYS_OF_POPUPS = [("f1",), ("f8",), ("enter", "T"), ("enter", "o"), ("enter", "Y"), ("f3",), ("f4",), ("f9",)]


async def click_answer(app: Driver, label: str) -> None:
    answers = app.app.screen.query_one(Answers)
    await app.pilot.click(answers, offset=(answers.render().plain.index(label), 0))
    await app.settle()


async def test_a_question_is_answered(opened: Open) -> None:
    async with opened() as app:
        await app.press("f3", "x", "escape")
        await click_answer(app, "No")
        assert "New note on" in app.text
        assert "Leave" not in app.text
        await app.press("escape")
        await click_answer(app, "Yes")
        assert app.app.screen is app.app.get_default_screen()


@pytest.mark.parametrize(("label", "shown"), [("Open", "New note on"), ("Later", "Results"), ("Discard", "for good?")])
async def test_a_draft_is_offered_and_taken(opened: Open, label: str, shown: str) -> None:
    async with opened() as app:
        file = DraftFile(app.desk.notebook.path)
        file.save(NoteDraft(entry=FIRST.id, title=FIRST.title, saved=NOW, text="left behind"))
        file.let_go()
        app.app.get_default_screen().notebook_watch.find_drafts()
        await app.settle()
        assert "left behind" in app.text
        await click_answer(app, label)
        assert shown in app.text


async def test_several_home_vendors_are_chosen(opened: Open) -> None:
    async with opened(new=True) as app:
        await app.press("f8")
        for row in (1, 3, 3, 4):
            await app.pilot.click("#home", offset=(3, row))
        await click_answer(app, "Save")
        assert app.desk.home == (SHIPPED.vendors[1].id, SHIPPED.vendors[4].id)


@pytest.mark.parametrize("keys", KEYS_OF_POPUPS, ids=lambda keys: keys[-1])
async def test_a_click_next_to_a_popup_goes_back(opened: Open, keys: tuple[str, ...]) -> None:
    async with opened() as app:
        await app.press(*keys)
        assert app.app.screen is not app.app.get_default_screen()
        await app.pilot.click(offset=(1, 1))
        await app.settle()
        assert app.app.screen is app.app.get_default_screen()


async def test_a_click_next_to_unsaved_text_asks(opened: Open) -> None:
    async with opened() as app:
        await app.press("f3", "x")
        await app.pilot.click(offset=(1, 1))
        await app.settle()
        assert "Leave without saving?" in app.text
