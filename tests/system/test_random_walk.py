"""Random keys, clicks, pastes and sizes: the app stays up, and what it shows and saves is right.

Each walk visits the screens of `tests/system/ways.py` in a random order. A failure says how to repeat the walk.
"""

import asyncio
import random
from collections import Counter
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key, MouseDown, MouseEvent, MouseMove, MouseScrollDown, MouseScrollUp, MouseUp, Paste, Resize
from textual.geometry import Region, Size
from textual.keys import _character_to_key
from textual.widgets._toast import Toast

from store.logs.triage import Finding
from store.notebook.missing_entries import stand_in
from store.notebook.notebook import Notebook
from tests.system.hostile import ENTRY, ESCAPES, GONE, MARKUP, obeyed, squeezed, write_notebook
from tests.system.modeled import Modeled, watch
from tests.system.ways import WAYS, Way
from tests.tui.conftest import SHIPPED, Driver, Open
from tui.render.outline import outline_at
from tui.screens.confirm import ConfirmScreen
from tui.screens.editors.unsaved import UnsavedScreen
from tui.screens.triage import TriageScreen
from tui.system import browser
from tui.widgets.detail_panel import DetailPanel
from tui.widgets.finding_list import FindingList
from tui.widgets.result_list import ResultList
from tui.widgets.row_list import RowList, fit

COMMANDS = (*"bncaetyYumo/[]jkgGJKCrsdvlhTzMi<>1?", "space")
MOVES = (
    *("up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "shift+tab", "enter", "backspace"),
    *("escape",) * 4,
)
FIELDS = (
    *("f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "delete", "shift+up", "shift+down"),
    *(f"ctrl+{letter}" for letter in "osnrguwkac"),
    *"aey",
)
ERRANDS = (
    ("f2",),
    ("f3", "x", "ctrl+s"),
    ("f3", "tab", *"#a,b", "ctrl+s"),
    ("f3", "ctrl+n", "y", "ctrl+s"),
    ("f3", "ctrl+r", "y"),
    ("f3", "f8", "y", "y"),
    ("f4", "T", "tab", "S", "ctrl+s"),
    ("f6", "enter", "z", "ctrl+s"),
    ("f6", "enter", "f8", "y", "y"),
    ("f9", "M", "ctrl+s"),
    ("f7", "enter"),
    ("escape", "escape", "enter", "u"),
    ("ctrl+q", "y"),
)
"""Keys that change the notebook or quit, from most places."""
LOG = "\n".join([*(entry.messages[0].text for entry in SHIPPED.entries[:40:8]), "ERROR: no such thing"])
TEXTS = (MARKUP, tuple(ESCAPES.values()), ("due date", "locked\n", 'category "Quizzes" not found', "is:starred"))
LONG_TEXTS = ("\n", LOG, "x" * 3000)
SIZES = ((160, 45), (120, 36), (100, 30), (80, 24), (60, 20), (40, 10), (39, 9), (1, 1))
GESTURES = ("click", "click", "click", "twice", "right", "drag", "wheel")

GO = 9
"""After this many steps, the walk goes to one of the screens, at a size that has room for it."""
READ_A_LOG = Way("findings of a log", ("f7", "down"), "In the log")
MOVE_NOTES = Way("notes moved", ("m", "escape", "down", "m", "y"), "Notes moved", (), GONE)
PLACES = {way.name: way for way in (*WAYS, READ_A_LOG, MOVE_NOTES)}


PATIENCE = 60.0
"""Seconds that a step may take before it counts as stuck."""


class Walk:
    """One walk: the steps that were taken, and what was seen along the way."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.steps: list[tuple[str, Any]] = []
        self.seen: Counter[str] = Counter()
        """How often each screen was shown, and each kind of widget was under the mouse."""
        self._ways = cycle(self.dice.sample(list(PLACES), len(PLACES)))

    def next_step(self) -> tuple[str, Any]:
        """Return the next step."""
        dice = self.dice
        if len(self.steps) % GO == GO - 1:
            return "go", next(self._ways)
        kind = dice.choices(("press", "errand", "type", "mouse", "paste", "resize"), (56, 8, 8, 18, 6, 6))[0]
        if kind == "errand":
            return kind, dice.choice(ERRANDS)
        if kind == "press":
            return kind, dice.choice(dice.choices((COMMANDS, MOVES, FIELDS), (4, 4, 2))[0])
        if kind == "type":
            return kind, dice.choice(("due", "sky", "note", "INC1", "x y", "#tag"))
        if kind == "mouse":
            return kind, (dice.choice(GESTURES), *(dice.randrange(1000) / 1000 for _ in range(6)))
        if kind == "paste":
            return kind, dice.choice(dice.choice((*TEXTS, LONG_TEXTS)))
        return kind, dice.choice(SIZES) if dice.random() < 0.7 else (dice.randint(1, 500), dice.randint(1, 200))


# --- steps ------------------------------------------------------------------------------------------------------------


async def take(app: Driver, kind: str, detail: Any, seen: Counter[str]) -> None:
    """Take a step and wait until the app has handled it."""
    if kind == "go":
        await go(app, PLACES[detail], seen)
    elif kind == "mouse":
        app.app.clear_notifications()  # they cover what a person would click
        await app.settle()
        use_mouse(app, *detail, seen=seen)
    elif kind == "paste":
        app.app.post_message(Paste(detail))
    elif kind == "resize":
        resize(app, *detail)
    else:
        await press(app, *([detail] if kind == "press" else detail))
    await app.settle()


async def press(app: Driver, *keys: str) -> None:
    for key in keys:
        name = key if len(key) > 1 else _character_to_key(key)
        character = " " if key == "space" else key if len(key) == 1 else None
        app.app.post_message(Key(name, character))
        await app.settle()


def resize(app: Driver, width: int, height: int) -> None:
    app.app._driver._size = Size(width, height)  # type: ignore[union-attr]
    app.app.post_message(Resize(Size(width, height), Size(width, height)))


def use_mouse(
    app: Driver, gesture: str, which: float, x: float, y: float, other: float, to_x: float, to_y: float, *, seen: Any
) -> None:
    """Use the mouse on a visible widget, as a terminal would report it."""
    visible = [
        (widget, region.intersection(clip))
        for widget, (region, clip) in app.app.screen._compositor.visible_widgets.items()
        if region.intersection(clip) and not isinstance(widget, Toast)
    ]

    def place(which: float, x: float, y: float) -> tuple[int, int]:
        widget, region = visible[int(which * len(visible))]
        seen[f"mouse: {type(widget).__name__}"] += 1
        return region.x + int(x * region.width), region.y + int(y * region.height)

    def post(event: type[MouseEvent], at: tuple[int, int]) -> None:
        button = 3 if gesture == "right" else int(event in (MouseDown, MouseUp) or gesture == "drag")
        app.app.post_message(event(None, *at, 0, 0, button, False, False, False, *at))

    if not visible:
        return
    start = place(which, x, y)
    end = place(other, to_x, to_y) if gesture == "drag" else start
    post(MouseMove, start)
    if gesture == "wheel":
        post(MouseScrollDown if other < 0.5 else MouseScrollUp, start)
        return
    for _ in range(2 if gesture == "twice" else 1):
        post(MouseDown, start)
        if gesture == "drag":
            post(MouseMove, end)
        post(MouseUp, end)


async def go(app: Driver, way: Way, seen: Counter[str]) -> None:
    """Go back to the dictionary, and from there to a screen."""
    main = app.app.get_default_screen()
    width, height = app.app.size
    if not (40 <= width <= 200 and 10 <= height <= 60) or way.size != (120, 36):
        resize(app, *way.size)
        await app.settle()
    for _ in range(12):
        if app.app.screen is main:
            break
        question = app.app.screen
        await press(app, "y" if isinstance(question, ConfirmScreen) and "Leave without" in app.text else "escape")
    assert app.app.screen is main, "Escape does not lead back"
    main.go_to(way.entry)
    await app.settle()
    if way is READ_A_LOG:
        app.app.post_message(Paste(LOG))
        await app.settle()
    await press(app, *way.keys)
    seen[f"gone to: {way.name}"] += way.text in app.text


# --- checks -----------------------------------------------------------------------------------------------------------


def check(app: Driver, notebook: Modeled) -> None:
    """Check what must be true after each step."""
    assert app.error is None
    assert notebook.differences(notebook) == {}
    if not app.app.is_running:  # the walk quit the app
        assert not app.app.return_code
        return
    screens = [type(screen) for screen in app.app.screen_stack]
    assert len(screens) - screens.count(ConfirmScreen) <= len(set(screens)), f"a screen is open twice: {screens}"
    if app.app.size.width >= 40 and app.app.size.height >= 10:
        check_focus(app)
        for rows in app.app.screen.query(RowList):
            check_rows(rows)
    if not any(isinstance(screen, UnsavedScreen) for screen in app.app.screen_stack):  # closing one updates the list
        check_dictionary(app, notebook)
    if isinstance(app.app.screen, TriageScreen) and (panel := app.app.screen.query_one(DetailPanel)).is_on_screen:
        chosen = app.app.screen.query_one(FindingList).chosen()
        assert isinstance(chosen, Finding)
        assert panel.outline is not None
        assert panel.outline.glance[0].text == chosen.entries[0].title


def check_dictionary(app: Driver, notebook: Modeled) -> None:
    """Check that list and detail agree with each other and with the notebook."""
    main = app.app.get_default_screen()
    results, entry = main.query_one(ResultList), main.entry
    assert list(results.row_ids) == app.results
    shown = outline_at(app.desk, entry, main.hit_of(entry), results.case_found(entry)) if entry is not None else None
    assert app.panel.outline == shown
    text = squeezed(app.detail)
    assert entry is None or not text or text.startswith(squeezed(entry.title))
    assert main.listing.bookmarked == set(notebook.snapshot.bookmarks)
    assert main.listing.noted == set(notebook.snapshot.notes)


def check_focus(app: Driver) -> None:
    """Check that something visible has the focus if anything can take it."""
    screen, focused = app.app.screen, app.app.focused
    if focused is None:
        assert not [widget for widget in screen.focus_chain if widget.is_on_screen], "no focus"
    else:
        assert focused.screen is screen
        assert focused.is_on_screen, f"the focused widget is not visible: {focused!r}"


def check_rows(rows: RowList[Any]) -> None:
    """Check that a list shows its current rows, and that its cursor is on one of them."""
    assert 0 <= rows.cursor < max(1, len(rows.row_ids))
    width, height = rows.scrollable_content_region.size
    if not (rows.is_on_screen and width > 1):
        return
    top, left = rows.gutter.top, rows.gutter.left
    painted = rows.render_lines(Region(0, 0, *rows.outer_size))
    assert len(painted) >= top + height, f"{rows!r} has a different size than its region"
    for line, index in enumerate(range(rows.scroll_offset.y, rows.scroll_offset.y + height)):
        row = "".join(text for text, _ in rows.row(index, max(1, width - 1))) if index < len(rows.row_ids) else ""
        shown = painted[top + line].crop(left + 1, left + width).text
        assert shown.rstrip() == fit(row, width - 1).rstrip(), f"{rows!r} line {line}"


# --- walks ------------------------------------------------------------------------------------------------------------


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    seed = metafunc.config.getoption("--seed")
    seeds = [seed] if seed is not None else list(range(40 if metafunc.config.getoption("--long") else 2))
    metafunc.parametrize("seed", seeds)


async def test_a_random_walk(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, long: bool
) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(browser, "open_page", lambda address: False)
    monkeypatch.chdir(tmp_path)
    watch(monkeypatch)
    path, walk, count = tmp_path / "notebook.json", Walk(seed), 500 if long else 250
    used = bool(seed % 2)
    if used:
        entry = SHIPPED.entry(ENTRY)
        assert entry is not None
        write_notebook(path, entry, stand_in(GONE, "An entry that is gone"), cycle(MARKUP))
    notebook = Modeled(path)
    try:
        while len(walk.steps) < count:
            async with opened(notebook=notebook, new=not used) as app:
                await walk_on(app, notebook, walk, count)
            assert notebook.differences(Notebook(path)) == {}
    except Exception as error:
        repeat = f"pytest tests/system/test_random_walk.py --seed {seed}{' --long' * long}"
        last = "\n".join(map(str, walk.steps[-GO:]))
        raise AssertionError(f"{repeat}\nat step {len(walk.steps)}: {error!r}\nafter:\n{last}") from error
    print(dict(walk.seen))  # pytest -rP shows it
    reached = [place for place in PLACES if walk.seen[f"gone to: {place}"]]
    assert len(reached) > len(PLACES) / 2, "few screens were reached on the walk"
    assert notebook.changes, "nothing was changed on the walk"


async def walk_on(app: Driver, notebook: Modeled, walk: Walk, count: int) -> None:
    """Take steps until the app quits or the walk is long enough."""
    while app.app.is_running and len(walk.steps) < count:
        walk.steps.append(walk.next_step())
        async with asyncio.timeout(PATIENCE):
            await take(app, *walk.steps[-1], walk.seen)
        try:
            check(app, notebook)
        except AssertionError:  # the app may need more time
            await app.settle()
            check(app, notebook)
        if app.app.is_running:
            walk.seen[type(app.app.screen).__name__] += 1
            if walk.steps[-1][0] == "go":
                assert obeyed(app.app) == []
