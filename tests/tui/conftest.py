"""Drives the app without a terminal and reads what stands on its screen."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from textual import events
from textual._styles_cache import StylesCache
from textual.cache import LRUCache
from textual.content import Content
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.geometry import Size
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from store.catalog import opening
from store.catalog.opening import Catalog
from store.core.models import Entry
from store.notebook.notebook import Notebook
from store.preferences import appearance
from store.preferences.settings import Settings
from tests.quiet_loop import QuietLoop, quiet
from tui.app.app import SisdexApp
from tui.desk.desk import Desk
from tui.widgets.detail_panel import DetailPanel
from tui.widgets.paragraphs import FlowText
from tui.widgets.row_list import Row

NOW = datetime(2026, 11, 14, 9, 30, tzinfo=UTC)
SHIPPED = opening.load(opening.shipped_path())


class Clock:
    """The time that Textual stamps on events: what a test presses comes a second later, however fast the machine is."""

    def __init__(self) -> None:
        self._skipped = 0.0

    def now(self) -> float:
        """Return the time in seconds."""
        return time.monotonic() + self._skipped

    def later(self) -> float:
        """Let a second pass, and return the time."""
        self._skipped += 1
        return self.now()


class Driver:
    """The hands and eyes of a test."""

    def __init__(self, app: SisdexApp, pilot: Pilot[None], desk: Desk, clock: Clock) -> None:
        self.app, self.pilot, self.desk, self.clock = app, pilot, desk, clock

    async def press(self, *keys: str) -> None:
        """Press keys by hand, one after the other, and wait until all that follows from each is done."""
        for key in keys:
            self.clock.later()
            await self.app._press_keys([key])
            await self.settle()

    async def type(self, text: str) -> None:
        await self.press(*("space" if character == " " else character for character in text))

    async def paste(self, text: str) -> None:
        """Paste as a terminal that brackets pastes."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def settle(self) -> None:
        """Wait until no message waits, no key is held back, no worker runs and all is painted."""
        loop = asyncio.get_running_loop()
        assert isinstance(loop, QuietLoop)
        await loop.quiet()
        while loop.jobs or (self.app.is_running and self._works):
            if loop.jobs:
                await asyncio.wait(loop.jobs)
            elif self._repaints:
                self.app.screen._on_timer_update()  # now, not at the next sixtieth of a second
            else:
                await asyncio.sleep(0.001)
            await loop.quiet()

    @property
    def _works(self) -> bool:
        running = any(not worker.is_finished for worker in self.app.workers)
        return running or self.app.keys_under_way or self._repaints

    @property
    def _repaints(self) -> bool:
        screen = self.app.screen
        return screen._update_timer._active.is_set() or screen._layout_required

    # Tests use Textual's private names here, and in `textual_fixes` beside this file.

    async def frame(self) -> None:
        """Wait until the widgets have taken their messages and the screen is painted."""
        await self.pilot._wait_for_screen()

    @property
    def strips(self) -> list[Strip]:
        """The lines of the screen with their styles."""
        return self.app.screen._compositor.render_strips()

    @property
    def painted_size(self) -> Size:
        """Columns and rows of the last layout of the screen."""
        return self.app.screen._compositor.size

    @property
    def error(self) -> Exception | None:
        """The exception that ended the app, or None."""
        return self.app._exception

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, without blanks at the ends of lines."""
        return [strip.text.rstrip() for strip in self.strips]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def said(self, selector: str) -> str:
        """Return the text of a widget on the screen as one line: all of it, however it wraps there."""
        widget = self.widget(selector)
        content = widget.render()
        if isinstance(content, Content):
            return " ".join(content.plain.split()) if widget.region else ""
        strips = widget.render_lines(widget.content_region.reset_offset)
        return " ".join(" ".join(strip.text for strip in strips).split())

    @property
    def focus(self) -> str | None:
        return self.app.focused.id if self.app.focused else None

    @property
    def entry(self) -> Entry | None:
        """The entry that the main screen shows."""
        return self.app.get_default_screen().entry

    @property
    def detail(self) -> str:
        """All of the detail's text, with line breaks where it wraps."""
        return written(self.app.get_default_screen().query_one(FlowText))

    @property
    def results(self) -> list[str]:
        """Ids of the listed entries."""
        return [hit.entry.id for hit in self.app.get_default_screen().listing.hits]

    @property
    def notices(self) -> list[str]:
        return [notification.message for notification in self.app._notifications]

    @property
    def panel(self) -> DetailPanel:
        return self.app.get_default_screen().query_one(DetailPanel)

    def widget(self, selector: str) -> Widget:
        return self.app.screen.query_one(selector)


def text_of(row: Row) -> str:
    """Return what a row of a list says."""
    return "".join(text for text, _ in row)


def written(text: FlowText) -> str:
    """Return all of a text's lines."""
    return "\n".join(line.plain for line in text.lines)


Open = Callable[..., AbstractAsyncContextManager[Driver]]


_STYLE_SHEETS: LRUCache[tuple[object, ...], list[RuleSet]] = LRUCache(4096)


@pytest.fixture(autouse=True, scope="session")
def style_sheets_parsed_once() -> Iterator[None]:
    """Parse each style sheet once per process: Textual parses them again for every app, a tenth of a test's time."""
    parse = Stylesheet._parse_rules

    def parse_once(self: Stylesheet, css: str, *args: Any, **kwargs: Any) -> list[RuleSet]:
        key = (css, args, tuple(sorted(kwargs.items())), tuple(sorted(self._variables.items())))
        if (rules := _STYLE_SHEETS.get(key)) is None:
            rules = _STYLE_SHEETS[key] = parse(self, css, *args, **kwargs)
        return rules

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        yield


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Give a function whose context manager is a running app; a second one is a second terminal on the notebook."""
    for module in ("pilot", "app"):
        monkeypatch.setattr(f"textual.{module}.wait_for_idle", quiet)
    clock = Clock()
    monkeypatch.setattr("textual.message._time", SimpleNamespace(get_time=clock.now))
    monkeypatch.setattr("textual.notifications.time", lambda: 0.0)  # no notice goes before the test has read it
    for field in (Input, TextArea):  # a cursor that blinks looks different every half second
        monkeypatch.setattr(field.cursor_blink, "_default", False)

    @asynccontextmanager
    async def open_app(
        size: tuple[int, int] = (120, 36),
        catalog: Catalog = SHIPPED,
        notebook: Path | Notebook = tmp_path / "notebook.json",
        home: Sequence[str] = (),
        config: Settings | None = None,
        find: str = "",
        show: str | None = None,
        warnings: Sequence[str] = (),
        new: bool = False,
        held: bool = False,
    ) -> AsyncIterator[Driver]:
        if isinstance(notebook, Path):
            notebook = Notebook(notebook, lambda: NOW)
        if not new:  # something was searched on this desk before
            appearance.keep(notebook.path.resolve(), begun=True)
        desk = Desk(catalog, notebook, config or Settings(), home=tuple(home), warnings=tuple(warnings))
        app = SisdexApp(desk, find=find, entry=catalog.entry(show) if show else None)
        if not held:  # tests that are not about held keys need not wait for them
            app.key_guard.burst_gap = app.key_guard.roll_gap = 0.001
        async with app.run_test(size=size, notifications=True) as pilot:
            driver = Driver(app, pilot, desk, clock)
            await driver.settle()
            yield driver

    yield open_app
    StylesCache.get_inner_outer.cache_clear()  # it keeps the painted lines of a hundred apps for the garbage collector
