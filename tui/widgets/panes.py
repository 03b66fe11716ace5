"""The sidebar, the results and the detail, with borders that can be moved by key and by mouse.

Announces `AppearanceChanged` when a border was moved.
"""

from textual import events
from textual.containers import Container, Vertical
from textual.geometry import clamp
from textual.widget import Widget

from store.preferences.appearance import Appearance
from tui.commands.registry import Where
from tui.toolkit.bindings import bindings
from tui.toolkit.messages import AppearanceChanged
from tui.widgets.detail_panel import DetailPanel
from tui.widgets.result_list import ResultList
from tui.widgets.shelf_bar import ShelfBar

STEP = 3
"""How many cells a key moves a border."""

MIN_VENDORS, MIN_ANSWER, MIN_DETAIL = 14, 30, 40
"""Minimum width of the panes in columns, as in the style sheet."""
MIN_ROWS, MIN_DETAIL_ROWS = 4, 6
"""Minimum height of results and detail in rows, with their borders, when one is below the other."""

READING = "-reading"
"""Class of the screen while the focus is in the detail; a single column then shows only that."""
ZOOMED = "-zoomed"
"""Class of the screen while the detail fills it."""


class Pane(Vertical):
    """A pane of several widgets. Dragging its border with the mouse selects no text."""

    ALLOW_SELECT = False


class Panes(Container):
    """Three panes side by side, or the results above the detail. Their sizes are saved in `Appearance`."""

    BINDINGS = bindings(Where.PANES)
    BLANK = True

    def __init__(self, appearance: Appearance, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        """Take the saved sizes."""
        super().__init__(id=id)
        self._vendors, self._answer, self._rows = appearance.vendors, appearance.answer, appearance.rows
        self._dragged = ""
        """Id of the pane whose right or lower border the mouse is dragging."""
        self._moved = False

    def on_mount(self) -> None:
        self._apply(self.app.size.width, self.app.size.height)

    def on_resize(self) -> None:
        self._apply(*self.size)

    def beside(self, step: int) -> Widget:
        """Return the pane `step` places to the right of the focused one, or to the left if negative."""
        vendors, _, detail = self.children
        first = vendors if vendors.display and vendors.region else self.query_one(ShelfBar)
        panes = [first, self.query_one(ResultList), detail]
        current = 2 if detail.has_focus_within else 0 if first.has_focus else 1
        return panes[clamp(current + step, 0, 2)]

    def focus_on(self, pane: Widget) -> None:
        """Focus a pane, which the single column or the zoomed detail may not show yet."""
        self.screen.set_class(isinstance(pane, DetailPanel), READING)
        if pane.focusable:
            pane.focus()
        else:
            self.call_after_refresh(pane.focus)

    def action_widen(self, step: int) -> None:
        """Make the focused pane larger or smaller, at the expense of its neighbor."""
        pane = next((child for child in self.children if child.has_focus_within), self.children[1])
        if self._beside and pane is self.children[0]:
            self._move("vendors", pane.outer_size.width + step * STEP)
        elif pane is self.children[2]:
            self._move("answer", self._extent(self.children[1]) - step * (STEP if self._beside else 1))
        else:
            self._move("answer", self._extent(self.children[1]) + step * (STEP if self._beside else 1))
        self._announce()

    def action_zoom(self) -> None:
        """Let the detail fill the screen, or show all panes again."""
        detail = self.children[2]
        zoomed = self.screen.has_class(ZOOMED) and detail.has_focus_within
        self.screen.set_class(not zoomed, ZOOMED)
        self.focus_on(detail)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        pane = self._border_at(int(event.screen_x), int(event.screen_y))
        if pane:
            self._dragged, self._moved = pane, False
            self.capture_mouse()
            event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragged:
            pane = self.children[0 if self._dragged == "vendors" else 1]
            extent = event.screen_x - pane.region.x if self._beside else event.screen_y - pane.region.y
            self._moved |= self._move(self._dragged, int(extent) + 1)

    def on_mouse_up(self) -> None:
        if self._dragged:
            self._dragged = ""
            self.release_mouse()
            if self._moved:
                self._announce()

    @property
    def _beside(self) -> bool:
        return self.screen.has_class("-normal") or self.screen.has_class("-wide")

    @property
    def _stacked(self) -> bool:
        return self.screen.has_class("-stacked")

    def _extent(self, pane: Widget) -> int:
        return pane.outer_size.width if self._beside else pane.outer_size.height

    def _border_at(self, x: int, y: int) -> str:
        """Return the id of the pane that ends at this place; empty for none. Its neighbor's border counts, too."""
        vendors, answer, detail = (pane.region for pane in self.children)
        if self._beside and vendors and x in (vendors.right - 1, answer.x):
            return "vendors"
        if self._beside and answer and x in (answer.right - 1, detail.x):
            return "answer"
        if self._stacked and answer and y in (answer.bottom - 1, detail.y):
            return "answer"
        return ""

    def _move(self, pane: str, extent: int) -> bool:
        """Give a pane a size in cells, as far as the others keep their minimum. Returns whether it changed."""
        before = (self._vendors, self._answer, self._rows)
        if pane == "vendors":
            self._vendors = self._vendors_in(self.size.width, extent)
        elif self._beside:
            rest = sum(child.outer_size.width for child in self.children[1:])
            extent = clamp(extent, MIN_ANSWER, max(MIN_ANSWER, rest - MIN_DETAIL))
            self._answer = clamp(round(1000 * extent / max(1, rest)), 1, 999)
        elif self._stacked:
            self._rows = self._rows_in(self.size.height, extent)
        self._apply(*self.size)
        return before != (self._vendors, self._answer, self._rows)

    def _apply(self, width: int, height: int) -> None:
        vendors, answer, detail = self.children
        beside, stacked = self._beside, self._stacked
        vendors.styles.width = self._vendors_in(width, self._vendors) if beside and self._vendors else None
        answer.styles.width = f"{self._answer}fr" if beside and self._answer else None
        detail.styles.width = f"{1000 - self._answer}fr" if beside and self._answer else None
        answer.styles.height = self._rows_in(height, self._rows) if stacked and self._rows else None

    def _vendors_in(self, width: int, columns: int) -> int:
        return clamp(columns, MIN_VENDORS, max(MIN_VENDORS, width - MIN_ANSWER - MIN_DETAIL))

    def _rows_in(self, height: int, rows: int) -> int:
        return clamp(rows, MIN_ROWS, max(MIN_ROWS, height - MIN_DETAIL_ROWS))

    def _announce(self) -> None:
        self.post_message(AppearanceChanged({"vendors": self._vendors, "answer": self._answer, "rows": self._rows}))
