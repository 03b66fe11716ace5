"""Themes: every text can be read, and no state is shown by color alone."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.color import Color, ColorSystem, ColorType
from rich.style import Style
from textual.color import Color as TextualColor
from textual.geometry import Region
from textual.theme import BUILTIN_THEMES

from store.notebook.notebook import Notebook
from store.preferences import appearance
from store.preferences.settings import Settings
from tests.tui.conftest import NOW, SHIPPED, Driver, Open
from tests.tui.test_golden import NEW, SCENES
from tui.toolkit import themes

LEAST = {themes.DARK: 4.5, themes.LIGHT: 4.5, themes.CLEAR: 4.5, themes.CONTRAST: 7.0}
SIZE = (120, 36)


class Cell(NamedTuple):
    """A character on the screen."""

    x: int
    y: int
    character: str
    style: Style


def cells(app: Driver) -> Iterator[Cell]:
    """Yield the cells with text, without lines and blocks that are drawn."""
    for y, strip in enumerate(app.strips):
        x = 0
        for text, style, _ in strip:
            for character in text:
                if not character.isspace() and not "\u2500" <= character <= "\u259f":
                    yield Cell(x, y, character, style or Style())
                x += 2 if unicodedata.east_asian_width(character) in "WF" else 1


def luminance(color: Color | None) -> float:
    assert color is not None
    triplet = color.get_truecolor()
    parts = [part / 255 for part in triplet]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(style: Style, system: ColorSystem) -> float:
    """Return the WCAG contrast of a text with its background, in a terminal with the colors of `system`."""
    assert not style.dim
    assert style.color is not None
    assert style.bgcolor is not None
    dark, light = sorted(luminance(color.downgrade(system)) for color in (style.color, style.bgcolor))
    return (light + 0.05) / (dark + 0.05)


def front(app: Driver) -> Region:
    """Return the part of the screen that is not behind a dialog, where text may be dimmed."""
    screen = app.app.screen
    panels = list(screen.query("#--input, CommandList") or screen.children)
    regions = [panel.region for panel in panels if not panel.has_class("-textual-system")]
    return Region.from_union(regions) if screen.is_modal else screen.region


@pytest.mark.parametrize("theme", LEAST)
@pytest.mark.parametrize("name", SCENES)
async def test_every_text_has_enough_contrast(opened: Open, tmp_path: Path, theme: str, name: str) -> None:
    notebook = Notebook(tmp_path / "notebook.json", lambda: NOW)
    notebook.set_bookmark(SHIPPED.entries[2], True)
    notebook.save_note(SHIPPED.entries[0], "Ridgeview renames its [groups] each August.\nAsk Ben.", ["ridgeview"])
    async with opened(size=SIZE, notebook=notebook, new=name in NEW) as app:
        app.app.theme = theme
        await app.settle()
        await SCENES[name](app)
        seen = app.app.screen.region if theme == themes.CONTRAST else front(app)
        readable = [cell for cell in cells(app) if seen.contains(cell.x, cell.y)]
        assert len(readable) > 100
        styles = {cell.style for cell in readable}
    for system in (ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT):
        assert not [str(style) for style in styles if contrast(style, system) < LEAST[theme]]


def shown(app: Driver, text: str) -> Style:
    """Return the style of a text where it first appears on the screen."""
    for strip in app.strips:
        start = strip.text.find(text)
        if start >= 0:
            style = next(iter(strip.crop(start, start + 1))).style
            return style or Style()
    raise AssertionError(f"{text} is not on the screen:\n{app.text}")


@pytest.mark.parametrize("name", SCENES)
async def test_no_color_means_no_colors(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(size=SIZE) as app:
        await SCENES[name](app)
        painted = app.strips
        styles = {style for strip in painted for _, style, _ in strip if style is not None}
    assert len(styles) > 1
    for style in styles:
        assert style.color is None or style.color.is_default
        assert style.bgcolor is None or style.bgcolor.is_default


async def test_focus_cursor_and_matches_show_without_colors(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(size=SIZE) as app:
        await app.type("invalid")
        await app.press("down", "down")
        assert not shown(app, "›   422 Error").reverse
        await app.press("enter")
        row = shown(app, "›   422 Error")
        assert row.bold
        assert row.reverse
        assert "┏━ Results" in app.text
        assert shown(app, "Invalid").underline
        assert shown(app, "Invalid").bold
        await app.press("T")
        assert "NO_COLOR" in app.notices[-1]
        await app.press("ctrl+o")
        first, second = app.lines[6][2:12], app.lines[8][2:12]
        assert (shown(app, first).underline, shown(app, second).underline) == (True, None)
        await app.press("down")
        assert (shown(app, first).underline, shown(app, second).underline) == (None, True)


async def test_every_cursor_has_a_glyph(opened: Open) -> None:
    async with opened(size=SIZE) as app:
        await app.type("locked")
        assert "│›   409 Error: Assignment" in app.text
        assert "│› All" in app.text


async def test_a_theme_is_previewed_and_then_saved(opened: Open, tmp_path: Path) -> None:
    async with opened(size=SIZE) as app:
        assert app.app.theme == themes.DARK
        await app.press("enter", "T", "down")
        assert app.app.theme == themes.LIGHT
        await app.press("escape")
        assert app.app.theme == themes.DARK
        await app.press("T", "down", "down", "enter")
        assert app.app.theme == themes.CONTRAST
    async with opened(size=SIZE) as app:
        assert app.app.theme == themes.CONTRAST
    async with opened(size=SIZE, config=Settings(theme="nord")) as app:
        assert app.app.theme == "nord"
        assert appearance.load(app.desk.notebook.path).theme == themes.CONTRAST
    appearance.keep(tmp_path / "notebook.json", theme="no longer there")
    async with opened(size=SIZE) as app:
        assert app.app.theme == themes.DARK


async def test_the_theme_list_opens_in_the_current_theme(opened: Open) -> None:
    async with opened(size=SIZE, config=Settings(theme=themes.LIGHT)) as app:
        shown: list[str] = []
        app.app.theme_changed_signal.subscribe(app.app, lambda theme: shown.append(theme.name))
        await app.press("enter", "T")
        assert "Themes" in app.text
        assert shown == []
        await app.press("down")
        assert shown == [themes.CONTRAST]


async def test_a_theme_with_one_other_color_repaints_everything_in_that_color(opened: Open) -> None:
    async with opened(size=SIZE) as app:
        await app.press("f2")
        dark = app.app.get_theme(themes.DARK)
        assert dark is not None
        pink = replace(dark, name="pink", accent="#ff00ff", variables=dark.variables | {"text-primary": "#ff00ff"})
        before = star_and_title(app)
        app.app.register_theme(pink)
        app.app.theme = "pink"
        await app.settle()
        assert Color.parse("#ff00ff") not in before
        assert star_and_title(app) == (Color.parse("#ff00ff"), Color.parse("#ff00ff"))


def star_and_title(app: Driver) -> tuple[Color | None, Color | None]:
    """Return the colors of the bookmark's star in the list, and of the title in the detail pane."""
    star = next(cell.style.color for cell in cells(app) if cell.character == "★")
    title = next(cell.style.color for cell in cells(app) if cell.style.bold and cell.x > 60 and cell.y > 3)
    return star, title


async def test_a_terminal_with_16_colors_uses_its_own(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "")
    monkeypatch.setenv("TERM", "xterm")
    async with opened(size=SIZE) as app:
        assert app.app.theme == themes.TERMINAL
        styles = {style for strip in app.strips for _, style, _ in strip if style}
        assert not [style for style in styles if style.color is not None and style.color.type is ColorType.TRUECOLOR]
        cursor = shown(app, "Type or paste")  # the terminal's own two colors, reversed: visible on either
        assert cursor.reverse
        assert cursor.color is not None and cursor.color.is_default
        assert cursor.bgcolor is not None and cursor.bgcolor.is_default
    monkeypatch.setenv("TERM", "xterm-256color")
    async with opened(size=SIZE) as app:
        assert app.app.theme == themes.DARK


@pytest.mark.parametrize("theme", sorted(BUILTIN_THEMES))
async def test_textual_themes_work_too(opened: Open, theme: str) -> None:
    async with opened(size=SIZE) as app:
        app.app.theme = theme
        await app.type("locked")
        await app.press("enter")
        focused, other = shown(app, "409 Error"), shown(app, "Assignment Section")
        assert focused.bold
        assert (focused.bgcolor, focused.reverse) != (other.bgcolor, other.reverse)


SIGHT = {  # what people without red or green cones see, from linear RGB (Viénot, Brettel and Mollon, 1999)
    "deuteranopia": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
    "protanopia": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
}


@pytest.mark.parametrize("sight", SIGHT)
def test_the_clear_theme_can_be_told_apart_without_red_and_green(sight: str) -> None:
    """Success, warning and error differ in lightness or from blue to yellow, which people with color blindness see."""
    theme = next(theme for theme in themes.THEMES if theme.name == themes.CLEAR)
    perceived = [as_seen(str(color), sight) for color in (theme.success, theme.warning, theme.error)]
    for one, other in combinations(perceived, 2):
        assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 > 25


def as_seen(color: str, sight: str) -> tuple[float, float, float]:
    """Return a color in CIE L*a*b* as a person with this color blindness sees it."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in TextualColor.parse(color).normalized
    ]
    red, green, blue = (max(0.0, sum(a * b for a, b in zip(row, linear, strict=True))) for row in SIGHT[sight])
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
