"""Pane sizes, zoom, the first start and home vendors, and what the next start remembers of them."""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip

from store.notebook.cases import CaseFields, save_case
from store.notebook.custom_codes import CustomCodeFields, save_custom_code
from store.notebook.notebook import Notebook
from store.preferences import appearance
from store.preferences.appearance import Appearance
from store.preferences.settings import Settings
from tests.tui.conftest import NOW, SHIPPED, Driver, Open
from tests.tui.test_golden import NEW, SCENES
from tui.widgets.panes import MIN_ANSWER, MIN_DETAIL, MIN_DETAIL_ROWS, MIN_ROWS, MIN_VENDORS, Panes
from tui.widgets.result_list import ResultList
from tui.widgets.row_list import RowList


def region(app: Driver, pane: str) -> Region:
    return app.app.get_default_screen().query_one(f"#{pane}").region


def kept(app: Driver) -> Appearance:
    return appearance.load(app.desk.notebook.path)


async def widen(app: Driver, steps: int) -> None:
    """Do what the keys do, many times."""
    app.app.get_default_screen().query_one(Panes).action_widen(steps)
    await app.settle()


async def drag(pilot: Pilot[None], start: tuple[int, int], end: tuple[int, int]) -> None:
    await pilot.mouse_down(offset=start)
    await pilot.hover(offset=end)
    await pilot.mouse_up(offset=end)


async def test_keys_move_the_border_of_the_focused_pane_and_the_next_start_remembers(opened: Open) -> None:
    async with opened(size=(140, 36)) as app:
        answer, detail = region(app, "answer"), region(app, "detail")
        await app.press("enter", "greater_than_sign", "greater_than_sign")
        wider = region(app, "answer")
        assert answer.width + 5 <= wider.width <= answer.width + 7
        assert wider.width + region(app, "detail").width == answer.width + detail.width
        await app.press("left", "greater_than_sign")
        sidebar = region(app, "vendors")
        assert sidebar.width == 24
        await app.press("right", "right", "greater_than_sign")
        assert region(app, "answer").width < wider.width
        last = region(app, "answer")
    async with opened(size=(140, 36)) as app:
        assert region(app, "vendors") == sidebar
        assert region(app, "answer") == last


@pytest.mark.parametrize("narrow", [(100, 30), (80, 12)])
async def test_pane_sizes_survive_a_terminal_that_is_small_for_a_while(opened: Open, narrow: tuple[int, int]) -> None:
    wide = (200, 45) if narrow[0] == 100 else (90, 45)
    async with opened(size=wide) as app:
        await app.press("enter", "left")
        await widen(app, 10)
        sizes = {pane: region(app, pane) for pane in ("vendors", "answer", "detail")}
        await app.pilot.resize_terminal(*narrow)
        await app.settle()
        assert region(app, "answer") != sizes["answer"]
        await app.pilot.resize_terminal(*wide)
        await app.settle()
        assert {pane: region(app, pane) for pane in sizes} == sizes


@pytest.mark.parametrize("width", [100, 120, 160, 220])
async def test_no_pane_is_squeezed(opened: Open, width: int) -> None:
    async with opened(size=(width, 36)) as app:
        await app.press("enter")
        await widen(app, 40)
        assert region(app, "detail").width == MIN_DETAIL
        await app.press("left")
        await widen(app, 60)
        assert (region(app, "answer").width, region(app, "detail").width) >= (MIN_ANSWER, MIN_DETAIL)
        await widen(app, -60)
        assert region(app, "vendors").width == MIN_VENDORS
        await app.press("right")
        await widen(app, -60)
        assert region(app, "answer").width == MIN_ANSWER
        await app.pilot.resize_terminal(100, 30)
        await app.settle()
        assert region(app, "answer").width >= MIN_ANSWER
        assert region(app, "detail").width >= MIN_DETAIL
        assert sum(region(app, pane).width for pane in ("vendors", "answer", "detail")) == 100


async def test_the_border_of_stacked_panes_moves_up_and_down(opened: Open) -> None:
    async with opened(size=(80, 30)) as app:
        rows = region(app, "answer").height
        await app.press("enter", "greater_than_sign", "greater_than_sign")
        assert region(app, "answer").height == rows + 2
        await widen(app, -40)
        assert region(app, "answer").height == MIN_ROWS
        await widen(app, 40)
        assert region(app, "detail").height == MIN_DETAIL_ROWS
        assert kept(app).rows == region(app, "answer").height
        await app.pilot.resize_terminal(120, 36)
        await app.settle()
        assert region(app, "answer").height == region(app, "detail").height  # beside each other, both are whole


async def test_dragging_a_border_chooses_nothing(opened: Open) -> None:
    async with opened(size=(140, 36)) as app:
        border = region(app, "vendors").right - 1
        await drag(app.pilot, (border, 10), (border + 9, 12))
        await app.settle()
        assert region(app, "vendors").right - 1 == border + 9
        edge = region(app, "detail").x
        await drag(app.pilot, (edge, 10), (edge - 5, 10))
        await app.settle()
        assert abs(region(app, "answer").right - 1 - (edge - 5)) <= 1
        assert app.app.get_default_screen().listing.chosen.label == "All"
        assert kept(app).vendors == region(app, "vendors").width
        assert not app.app.screen.selections
        assert kept(app).answer is not None
        before = kept(app)
        await drag(app.pilot, (border - 4, 14), (border + 20, 14))  # from within a pane
        await app.settle()
        assert kept(app) == before


@pytest.mark.parametrize("size", [(160, 45), (120, 36), (80, 24)])
async def test_the_detail_zooms_and_comes_back(opened: Open, size: tuple[int, int]) -> None:
    async with opened(size=size) as app:
        before = {pane: region(app, pane) for pane in ("vendors", "answer", "detail")}
        await app.press("enter", "z")
        assert app.focus == "detail"
        assert region(app, "detail").width == size[0]
        assert not region(app, "answer")
        await app.press("z")
        assert {pane: region(app, pane) for pane in before} == before
        await app.press("z", "escape")
        assert app.focus == "results"
        assert region(app, "answer") == before["answer"]
        await app.press("enter")
        assert region(app, "detail").width == size[0]  # it stays until z gives the room back
        await app.press("slash", "x")
        assert app.focus == "search"
        assert region(app, "answer") == before["answer"]


async def test_a_scrolled_list_shows_its_rows(opened: Open) -> None:
    async with opened() as app:
        results = app.app.screen.query_one(ResultList)

        def titles() -> list[str]:
            there = results.region
            return [line[there.x + 4 : there.right - 12] for line in app.lines[there.y : there.bottom]]

        first = titles()
        results.scroll_to(y=5, animate=False)
        await app.settle()
        assert titles()[:-5] == first[5:]
        results.scroll_to(y=0, animate=False)
        await app.settle()
        assert titles() == first


async def test_a_change_behind_the_zoomed_detail_shows_afterward(opened: Open) -> None:
    async with opened() as app:
        await app.press("enter", "enter", "z", "b", "slash")
        assert "★" in app.text


@pytest.mark.parametrize("size", [(120, 36), (60, 20)])
async def test_a_new_desk_shows_how_to_start_until_the_first_search(opened: Open, size: tuple[int, int]) -> None:
    async with opened(size=size, new=True) as app:
        assert "Type a few letters" in app.text
        assert "Which SIS do you support? Press F8" in " ".join(app.text.split())
        assert "Grading Category Not Found" in app.text
        await app.type("l")
        assert "Type a few letters" not in app.text
        await app.press("backspace")
        assert "Type a few letters" not in app.text
    async with opened(size=size, new=True) as app:
        assert "Type a few letters" not in app.text


async def test_chosen_home_vendors_come_first(opened: Open) -> None:
    vendors = [vendor.id for vendor in SHIPPED.vendors]
    async with opened(new=True) as app:
        await app.press("f8", *["j"] * vendors.index("skyward"), "space", "g")
        await app.press(*["j"] * vendors.index("synergy"), "space", "enter")
        assert "Which SIS" not in app.text
        assert app.results[0].startswith("skyward/")
        assert [shelf.label for shelf in app.app.get_default_screen().listing.shelves][4:6] == ["Skyward", "Synergy"]
    async with opened(new=True) as app:
        assert app.desk.home == ("skyward", "synergy")
        assert app.results[0].startswith("skyward/")
        assert "Type a few letters" in app.text  # nothing was searched yet
        await app.press("f8", "escape")
        assert app.desk.home == ("skyward", "synergy")
        await app.press("f8", *["j"] * vendors.index("synergy"), "space", "enter")
        assert [*app.desk.home] == ["skyward"]


async def test_enter_chooses_the_vendor_under_the_cursor(opened: Open) -> None:
    async with opened(new=True) as app:
        await app.press("f8", "down", "enter")
        assert app.desk.home == (SHIPPED.vendors[1].id,)


async def test_home_vendors_in_the_settings_win(opened: Open) -> None:
    async with opened(home=["aspen"], config=Settings(home=("aspen",)), new=True) as app:
        appearance.keep(app.desk.notebook.path, home=("skyward",))
        assert "Which SIS" not in app.text
        await app.press("f8")
        assert "settings file" in app.notices[-1]
    async with opened(home=["aspen"], config=Settings(home=("aspen",))) as app:
        assert app.desk.home == ("aspen",)


async def test_a_home_vendor_that_no_longer_exists_is_ignored(opened: Open, tmp_path: Path) -> None:
    appearance.keep(tmp_path / "notebook.json", home=("skyward", "gone"))
    async with opened() as app:
        assert app.desk.home == ("skyward",)


async def test_wide_and_combining_characters_keep_the_columns(opened: Open, tmp_path: Path) -> None:
    notebook = Notebook(tmp_path / "notebook.json", lambda: NOW)
    schools = ["Ridgeview", "北の高等学校", "E\u0301cole d'e\u0301te\u0301", "👩‍🏫 Lincoln", "学校" * 20, ""]
    for school in schools:
        save_case(notebook, SHIPPED.entries[3], CaseFields(ticket="T-1 票", school=school))
    titles = ["普通の長い題名 " * 8, "Cafe\u0301 closed", "短い"]
    for title in titles:
        save_custom_code(
            notebook, SHIPPED, CustomCodeFields(vendor="Skyward", title=title, message=f"{title} happened")
        )
    async with opened(size=(120, 36), notebook=notebook, find="skyward") as app:
        for strip in rows(app, "results"):
            assert strip.text.rstrip().endswith("Skyward")
            assert cell_len(strip.text.rstrip()) == cell_len(rows(app, "results")[0].text.rstrip())
        await app.press("f6")
        begins = {cell_len(strip.text.partition(SHIPPED.entries[3].title)[0]) for strip in rows(app, "cases")}
        assert len(begins) == 1
        for strip in app.strips:
            assert cell_len(strip.text) == 120


def rows(app: Driver, list_id: str) -> list[Strip]:
    """Return the lines of a list that hold a row."""
    rows = app.app.screen.query_one(f"#{list_id}", RowList)
    return [rows.render_line(y) for y in range(min(len(rows.row_ids), rows.size.height))]


async def test_queries_are_not_saved(opened: Open, tmp_path: Path) -> None:
    async with opened(new=True) as app:
        await app.paste("Grading category Quizzes not found in Skyward for section 44.1 (11).")
        await app.press("enter", "right_square_bracket", "greater_than_sign")
    text = (tmp_path / "notebook.json.look").read_text()
    assert set(json.loads(text)) == {"begun", "answer"}


@pytest.mark.parametrize("name", SCENES)
async def test_every_screen_survives_a_tiny_terminal(opened: Open, name: str) -> None:
    async with opened(size=(100, 30), new=name in NEW) as app:
        await SCENES[name](app)
        before = app.lines[1].strip("│┃")[-12:]
        for size in ((39, 9), (12, 4), (1, 1), (100, 30)):
            await app.pilot.resize_terminal(*size)
            await app.settle()
        assert app.lines[1].strip("│┃")[-12:] == before  # the focus may have gone to the search box


async def test_checking_the_notebook_repaints_nothing_below_a_popup(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as app:
        await app.press("f1")
        painted: list[object] = []
        monkeypatch.setattr(app.app.screen, "refresh", lambda *regions, **_: painted.append(regions))
        for _ in range(2):
            app.app.get_default_screen().check_notebook()
            await app.settle()
        assert not painted
