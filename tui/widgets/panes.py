"""The sidebar, the results and the detail, with borders that move by key and by mouse."""

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
"""Cells by which a key moves a border."""

LEAST_VENDORS, LEAST_ANSWER, LEAST_DETAIL = 14, 30, 40
"""Columns that the panes keep, as in the style sheet."""
LEAST_ROWS, LEAST_DETAIL_ROWS = 4, 6
"""Rows that they keep where the detail is below the results, with their borders."""

READING = "-reading"
"""Class of the screen while the detail is being read; a single column shows it then."""
ZOOMED = "-zoomed"
"""Class of the screen while the detail that is being read has it for itself."""


class Pane(Vertical):
    """A pane of several parts; the mouse drags its border and selects no text by it."""

    ALLOW_SELECT = False


class Panes(Container):
    """Three panes: beside each other, or the results above the detail. Their sizes are those of `Appearance`."""

    BINDINGS = bindings(Where.PANES)
    BLANK = True

    def __init__(self, look: Appearance, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        """Take the sizes that were kept."""
        super().__init__(id=id)
        self._vendors, self._answer, self._rows = look.vendors, look.answer, look.rows
        self._dragged = ""
        """Id of the pane whose far border the mouse has."""
        self._moved = False

    def on_mount(self) -> None:
        self._apply(self.app.size.width, self.app.size.height)

    def on_resize(self) -> None:
        self._apply(*self.size)

    def beside(self, step: int) -> Widget:
        """Return the pane so many steps to the right of the one that is shown as focused, or the last one there."""
        vendors, _, detail = self.children
        first = vendors if vendors.display and vendors.region else self.query_one(ShelfBar)
        panes = [first, self.query_one(ResultList), detail]
        here = 2 if detail.has_focus_within else 0 if first.has_focus else 1
        return panes[clamp(here + step, 0, 2)]

    def focus_on(self, pane: Widget) -> None:
        """Focus a pane that the single column, or the zoomed detail, may not show yet."""
        self.screen.set_class(isinstance(pane, DetailPanel), READING)
        if pane.focusable:
            pane.focus()
        else:
            self.call_after_refresh(pane.focus)

    def action_widen(self, step: int) -> None:
        """Give the focused pane more room or less, at the cost of its neighbour."""
        pane = next((each for each in self.children if each.has_focus_within), self.children[1])
        if self._beside and pane is self.children[0]:
            self._move("vendors", pane.outer_size.width + step * STEP)
        elif pane is self.children[2]:
            self._move("answer", self._extent(self.children[1]) - step * (STEP if self._beside else 1))
        else:
            self._move("answer", self._extent(self.children[1]) + step * (STEP if self._beside else 1))
        self._announce()

    def action_zoom(self) -> None:
        """Let the detail have the room of all panes, or give it back."""
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
            far = event.screen_x - pane.region.x if self._beside else event.screen_y - pane.region.y
            self._moved |= self._move(self._dragged, int(far) + 1)

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
        """Return which pane's far border is there, or the near one of the pane behind it; empty for none."""
        vendors, answer, detail = (pane.region for pane in self.children)
        if self._beside and vendors and x in (vendors.right - 1, answer.x):
            return "vendors"
        if self._beside and answer and x in (answer.right - 1, detail.x):
            return "answer"
        if self._stacked and answer and y in (answer.bottom - 1, detail.y):
            return "answer"
        return ""

    def _move(self, pane: str, extent: int) -> bool:
        """Make a pane so wide, or high, as far as the others keep their room; tell whether it changed."""
        before = (self._vendors, self._answer, self._rows)
        if pane == "vendors":
            self._vendors = self._vendors_in(self.size.width, extent)
        elif self._beside:
            rest = sum(each.outer_size.width for each in self.children[1:])
            extent = clamp(extent, LEAST_ANSWER, max(LEAST_ANSWER, rest - LEAST_DETAIL))
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

    def _vendors_in(self, width: int, wanted: int) -> int:
        return clamp(wanted, LEAST_VENDORS, max(LEAST_VENDORS, width - LEAST_ANSWER - LEAST_DETAIL))

    def _rows_in(self, height: int, wanted: int) -> int:
        return clamp(wanted, LEAST_ROWS, max(LEAST_ROWS, height - LEAST_DETAIL_ROWS))

    def _announce(self) -> None:
        self.post_message(AppearanceChanged({"vendors": self._vendors, "answer": self._answer, "rows": self._rows}))
