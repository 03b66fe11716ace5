"""In a terminal that is too small every screen says so, and comes back unchanged when there is room again."""

from pathlib import Path

import pytest

from store.notebook.cases import CaseFields, save_case
from store.notebook.missing_entries import stand_in
from store.notebook.notebook import Notebook
from tests.system.hostile import ENTRY, GONE
from tests.system.ways import WAYS, Way
from tests.tui.conftest import NOW, SHIPPED, Driver, Open

ASKED = "sisdex needs at least 40 columns and 10 rows."
LEAST = (40, 10)
TOO_SMALL = ((39, 10), (1, 1))


async def resize(app: Driver, columns: int, rows: int) -> None:
    await app.pilot.resize_terminal(columns, rows)
    while app.painted_size != (columns, rows):
        await app.pilot.pause()
    await app.settle()


def fill(path: Path) -> None:
    """Write what the ways lead to."""
    notebook = Notebook(path, lambda: NOW)
    entry = SHIPPED.entry(ENTRY)
    assert entry is not None
    for each in (entry, stand_in(GONE, "An entry that is gone")):
        notebook.save_note(each, "what we found", ["tag"])
        save_case(notebook, each, CaseFields(ticket="T-1", school="Ridgeview", text="what we did"))
    notebook.save_note(entry, "what we found later", [])
    notebook.set_bookmark(entry, True)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
async def test_every_screen_fits_or_asks_for_room_and_comes_back(opened: Open, tmp_path: Path, way: Way) -> None:
    path = tmp_path / "notebook.json"
    fill(path)
    async with opened(size=way.size, notebook=path, show=None if way.entry == GONE else way.entry) as app:
        if way.entry == GONE:
            app.app.get_default_screen().go_to(GONE)
            await app.settle()
        await app.press(*way.keys)
        assert way.text in app.text
        app.app.clear_notifications()
        await app.settle()
        before, focused = app.text, app.app.focused
        for size in TOO_SMALL if way.name != "palette" else ():  # which closes: its list would fail there
            await resize(app, *size)
            said = " ".join(app.text.split())
            assert said == (ASKED if size > (1, 1) else ASKED[0])
            assert app.app.focused is focused, size
            await resize(app, *way.size)
            assert app.text == before, size
        await resize(app, *LEAST)
        screen = app.app.screen
        for part in [*screen.children, *screen.query("#--input, CommandList")]:
            if part.display and not part.has_class("-textual-system") and not part.query("#--input"):
                assert screen.region.contains_region(part.region), part


async def test_what_is_typed_and_opened_without_room_shows_once_there_is_room(opened: Open) -> None:
    async with opened(size=(40, 9)) as app:
        assert " ".join(app.text.split()) == ASKED
        await app.type("locked")
        await app.press("f3")
        await app.type("told me")
        assert " ".join(app.text.split()) == ASKED
        await resize(app, 120, 36)
        assert "New note on 409 Error: Assignment is Locked" in app.text
        assert "told me" in app.text
        assert " locked" in app.lines[1]


async def test_the_focus_stays_in_sight(opened: Open) -> None:
    async with opened(size=(160, 45), show=ENTRY) as app:
        await app.press("G", "down", "down")
        assert app.focus == "related"
        await resize(app, 120, 25)
        row = app.widget("#related").region
        assert app.panel.content_region.overlaps(row)


async def test_column_headings_match_the_columns(opened: Open, tmp_path: Path) -> None:
    fill(tmp_path / "notebook.json")
    async with opened(size=(80, 24)) as app:
        await app.press("f6", "r")
        for columns in (80, 60, 64, 63):
            await resize(app, columns, 24)
            assert ("by week" in app.text) == ("│" in app.lines[3]), columns
            assert app.lines[1].index("last") == app.lines[3].index("14 Nov"), columns


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20), LEAST])
async def test_a_long_text_for_the_clipboard_can_be_read_to_its_end(opened: Open, size: tuple[int, int]) -> None:
    async with opened(size=size, show=ENTRY) as app:
        await app.press("Y", *["down"] * 3, *["pagedown"] * 20)
        assert "4. Sync again." in app.text
        assert "4 Steps" in app.text


async def test_a_choice_without_room_for_all_words_shows_the_chosen_one(opened: Open) -> None:
    async with opened(size=LEAST) as app:
        await app.press("f4", "tab", "tab", "tab", "left")
        assert "‹ [other] ›" in app.text
        await resize(app, 80, 24)
        assert " open  resolved  escalated [other]" in app.text
