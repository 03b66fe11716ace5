"""Help and the palette find every command, entry, vendor, tag and case by its words, from every screen."""

from pathlib import Path

import pytest
from textual.command import CommandList

from store.notebook.notebook import Notebook
from tests.tui.conftest import NOW, SHIPPED, Driver, Open
from tests.tui.test_golden import SCENES, log_cases
from tui.commands.registry import COMMANDS, Where
from tui.screens.help import HelpScreen
from tui.textual_fixes import mouse
from tui.widgets.paragraphs import FlowText, lay_out


def help_lines(app: Driver) -> list[str]:
    """Return the lines of the help list as laid out."""
    text = app.app.screen.query_one(FlowText)
    return [line.plain for line in lay_out(text.paragraphs, 100)]


def headings(app: Driver) -> list[str]:
    places = {where.title for where in Where}
    return [line for line in help_lines(app) if line in places]


async def test_help_lists_every_command_with_keys_and_a_sentence(opened: Open) -> None:
    async with opened() as app:
        await app.press("f1")
        listed = " ".join(" ".join(help_lines(app)).split())
        for command in COMMANDS:
            assert f"{command.keys_shown} {command.help}" in listed


@pytest.mark.parametrize(
    ("scene", "place"),
    [
        ("start", Where.SEARCH),
        ("search", Where.SEARCH),
        ("read", Where.DETAIL),
        ("vendor", Where.LIST),
        ("note", Where.EDITOR),
        ("case", Where.CASE),
        ("cases", Where.CASES),
        ("code", Where.CODE),
    ],
)
async def test_help_lists_the_keys_of_the_current_place_first(opened: Open, scene: str, place: Where) -> None:
    async with opened() as app:
        await SCENES[scene](app)
        before = app.text
        await app.press("f1")
        assert headings(app)[0] == place.title
        assert sorted(headings(app)) == sorted({command.where.title for command in COMMANDS})
        await app.press("f1")
        assert app.text == before


async def test_typing_filters_the_list(opened: Open) -> None:
    async with opened() as app:
        await app.press("enter", "question_mark")
        await app.type("purge cop")
        assert [line.split()[0] for line in help_lines(app) if line.startswith("  ")] == ["F8", "F8"]
        await app.type("zz")
        assert help_lines(app) == ["No matching command. Press Escape to clear the search."]
        await app.press("escape")
        assert len(help_lines(app)) > len(COMMANDS)
        await app.type("f5")
        assert "F5 y" in help_lines(app)[1]
        await app.press("escape", "escape")
        assert not isinstance(app.app.screen, HelpScreen)


async def test_the_palette_runs_commands_of_the_screen_below(opened: Open) -> None:
    async with opened(size=(120, 60)) as app:
        await app.press("enter", "ctrl+o")
        await app.type("last")
        await app.press("enter")
        assert app.entry is SHIPPED.entries[-1]
        await app.press("n", "ctrl+o")
        assert "Your editor" in app.text
        assert "Zoom" not in app.text
        await app.type("cancel")
        await app.press("enter")
        assert "New note" not in app.text
        await app.press("enter", "enter", "ctrl+o")
        await app.type("zoom")
        await app.press("enter")
        assert app.panel.size.width > 100


async def test_the_palette_leaves_out_commands_that_pick_by_key(opened: Open) -> None:
    async with opened() as app:
        await app.press("ctrl+o")
        await app.type("pick a")
        assert "Pick a vendor" not in app.text
        await app.press("enter")
        assert app.app.is_running


@pytest.mark.parametrize("size", [(1, 1), (39, 36), (120, 9)])
async def test_the_palette_survives_a_tiny_screen(opened: Open, size: tuple[int, int]) -> None:
    async with opened() as app:
        await app.press("ctrl+o")
        await app.pilot.resize_terminal(*size)
        await app.press("end", "pageup", "ctrl+o", "pageup")
        await app.pilot.resize_terminal(120, 36)
        assert f"{len(SHIPPED.entries)} entries" in app.text
        await app.press("ctrl+o", "end", "pageup", "escape")
        assert app.focus == "search"


async def choose(app: Driver, words: str, line: str) -> None:
    """Choose a line of the palette."""
    await app.press("ctrl+o")
    await app.type(words)
    assert line in app.text
    options = app.app.screen.query_one(CommandList)
    while line not in str(options.highlighted_option.prompt if options.highlighted_option else ""):
        assert options.highlighted is None or options.highlighted < options.option_count - 1
        await app.press("down")
    await app.press("enter")


@pytest.fixture
def used(tmp_path: Path) -> Notebook:
    notebook = Notebook(tmp_path / "notebook.json", lambda: NOW)
    notebook.save_note(SHIPPED.entries[5], "Ask Ben.", ["ridgeview"])
    log_cases(notebook.path)
    notebook.refresh()
    return notebook


async def test_the_palette_goes_to_entries_vendors_and_tags(opened: Open, used: Notebook) -> None:
    async with opened(size=(120, 60), notebook=used) as app:
        await choose(app, "synergy", "Vendor: Synergy")
        assert app.app.get_default_screen().listing.chosen.label == "Synergy"
        await choose(app, "ridge", "Tag: #ridgeview")
        assert app.results == [SHIPPED.entries[5].id]
        await choose(app, "rate limit", "Rate Limit")
        assert app.entry is not None
        assert "Rate Limit" in app.entry.title


@pytest.mark.parametrize("words", ["T-101", "lincoln", "invalid assignment"])
async def test_the_palette_opens_cases_by_ticket_school_and_title(opened: Open, used: Notebook, words: str) -> None:
    async with opened(size=(120, 60), notebook=used) as app:
        await app.press("f6")
        await choose(app, words, "T-101")
        assert "Case of Invalid Assignment ID" in app.text
        assert "T-101" in app.text
        await app.press("ctrl+o")
        await app.type("T-102")
        assert "Case: " not in app.text  # the palette does not leave an open form


async def test_the_mouse_is_left_to_the_terminal_and_taken_back(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(mouse, "_call_driver", lambda app, method: calls.append(method))
    async with opened() as app:
        await app.press("enter", "M")
        assert calls == ["_disable_mouse_support"]
        assert "Press M" in app.notices[-1]
        await app.press("M")
        assert calls == ["_disable_mouse_support", "_enable_mouse_support"]
