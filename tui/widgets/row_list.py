"""A list that paints only the rows in sight, so that its length costs nothing."""

from collections.abc import Iterable, Sequence
from enum import Enum, auto
from itertools import groupby
from operator import itemgetter

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style

from store.core.models import Span
from tui.commands.registry import Where
from tui.textual_fixes.scrolling import FastScrollView
from tui.textual_fixes.strips import paints_itself, regions_of, set_scrolled_height, whole
from tui.toolkit.bindings import bindings
from tui.toolkit.messages import RowChosen, RowHighlighted

# Styles by theme variables rather than component classes: each of those costs every list a pass of the style sheet.
FOCUSED_CURSOR = "$row-cursor"
CURSOR = "$row-cursor-resting"
HOVER = "$row-hover"
DIM = "$quiet"
MATCH = "bold underline"
MARK = "$accent"


REMEMBERED = 2_000
"""Painted rows that are kept."""

Row = Sequence[tuple[str, str]]
"""Texts, each with its style; their places follow from each other."""

GUTTER = "›"
"""What stands before the row under the cursor."""


class State(Enum):
    """What a row is to cursor and mouse."""

    PLAIN = auto()
    RESTING = auto()
    FOCUSED = auto()
    HOVERED = auto()


class RowList(FastScrollView, can_focus=True):
    """Rows of one line each, with a cursor that stays on its row, by id, when the rows change."""

    BINDINGS = bindings(Where.LIST)
    ALLOW_SELECT = False
    resting_cursor = CURSOR
    """Style of the cursor's row while the focus is elsewhere; empty where it is then like any other."""
    bullet = " "
    """What stands before the other rows."""

    DEFAULT_CSS = """
    RowList {
        height: 1fr;
        min-width: 8;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.row_ids: Sequence[str] = ()
        self.cursor = 0
        self._hover: int | None = None
        self._painted: dict[int, Strip] = {}
        """Line to what stands in it, as long as nothing but rows changes."""
        self._painted_from = 0
        """The row in the first line."""
        self._strips: dict[tuple[State, Row], Strip] = {}
        """Rows as they are painted: those of a query are often those of the one before it."""
        self._styles: dict[tuple[State, str], RichStyle] = {}
        """Styles of pieces, by their names."""
        self._painted_as: tuple[int, Style] = (0, Style.null())
        """The width and the style that they were painted for."""

    def row(self, index: int, width: int) -> Row:
        """Return a row; what is beyond `width` cells is cut, and the cell before it is the list's. For subclasses."""
        raise NotImplementedError

    @property
    def cursor_id(self) -> str | None:
        """Id of the row under the cursor, or None in an empty list."""
        return self.row_ids[self.cursor] if self.row_ids else None

    def show_rows(self, row_ids: Sequence[str], *, keep: bool) -> None:
        """Take other rows.

        Args:
            row_ids: Their ids.
            keep: Stay on the row under the cursor, or in its place where it is gone; otherwise go to the first one.
        """
        before = self.cursor_id
        self.row_ids = row_ids
        if not keep:
            self.cursor = 0
        elif before in row_ids:
            self.cursor = row_ids.index(before)
        else:
            self.cursor = max(0, min(self.cursor, len(row_ids) - 1))
        self._take_height(len(row_ids))
        self.show_cursor()
        self._repaint_changed()
        if self.cursor_id not in (before, None):
            self._announce()

    def move_to(self, row_id: str) -> None:
        """Put the cursor on a row, if it is there."""
        if row_id in self.row_ids:
            self._move(self.row_ids.index(row_id))

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> "RowList":
        if not regions:
            self._painted.clear()
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self

    def notify_style_update(self) -> None:
        """Forget how rows were painted (Textual calls this where a theme or the focus changes)."""
        self._painted_as = (0, Style.null())
        super().notify_style_update()

    def _take_height(self, rows: int) -> None:
        if self.styles.is_auto_height:
            self.virtual_size = Size(0, rows)
        else:
            set_scrolled_height(self, Size(0, rows))

    def _repaint_changed(self) -> None:
        """Paint the lines anew that are no longer what they were: most of them outlive a key."""
        before, self._painted = self._painted, {}
        region = self.scrollable_content_region
        lines = self._lines(range(region.height))
        changed = [y for y, line in enumerate(lines) if line is not before.get(y)]
        if changed or not region:  # of a list out of sight, nothing is known: all of it, once it is shown
            self.refresh(*regions_of(changed, region.width))

    def render_line(self, y: int) -> Strip:
        return self._lines(range(y, y + 1))[0]

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines to be painted (Textual asks)."""
        if not paints_itself(self):
            return super().render_lines(crop)
        width, style = self.size.width, self.visual_style.rich_style
        lines = [line.adjust_cell_length(width, style) for line in self._lines(range(*crop.line_span))]
        return lines if crop.column_span == (0, width) else [line.crop(*crop.column_span) for line in lines]

    def _lines(self, wanted: range) -> list[Strip]:
        """Return lines in sight, by their places from the top."""
        width, top = self.scrollable_content_region.width, self.scroll_offset.y
        painted_as = (width, self.visual_style)
        if painted_as != self._painted_as or len(self._strips) > REMEMBERED:
            self._painted_as = painted_as
            self._strips.clear()
            self._painted.clear()
            self._styles.clear()
        if top != self._painted_from:  # the mouse scrolled, or more room
            self._painted_from = top
            self._painted.clear()
        for y in wanted:
            if y not in self._painted:
                index = y + top
                there = index < len(self.row_ids)
                pieces = tuple(self.row(index, max(1, width - 1))) if there else ()
                state = self._state(index) if there else State.PLAIN
                if (state, pieces) not in self._strips:
                    self._strips[state, pieces] = self._paint(pieces, state, width)
                self._painted[y] = self._strips[state, pieces]
        return [self._painted[y] for y in wanted]

    def _state(self, index: int) -> State:
        if index == self.cursor and self.has_focus:
            return State.FOCUSED
        if index == self.cursor and self.resting_cursor:
            return State.RESTING
        return State.HOVERED if index == self._hover else State.PLAIN

    def _paint(self, pieces: Row, state: State, width: int) -> Strip:
        blank = self._style(state, "")
        if not pieces:
            return Strip.blank(width, blank)
        gutter = GUTTER if state in (State.FOCUSED, State.RESTING) else self.bullet
        segments = [
            Segment("".join(text for text, _ in alike), self._style(state, name))
            for name, alike in groupby(((gutter, ""), *pieces), key=itemgetter(1))
        ]
        line = Strip(segments)
        if line.cell_length > width:
            line = Strip([*line.crop(0, width - 1), Segment("…", segments[-1].style)])
        return line.adjust_cell_length(width, blank)

    def _style(self, state: State, name: str) -> RichStyle:
        """Return how a piece looks in a row."""
        if (state, name) not in self._styles:
            style = self.visual_style
            over = {State.FOCUSED: FOCUSED_CURSOR, State.RESTING: self.resting_cursor, State.HOVERED: HOVER}.get(state)
            if over:
                style += Style.parse(over)
            style += _weight(name) if state is State.FOCUSED else whole(name)
            self._styles[state, name] = style.rich_style
        return self._styles[state, name]

    def action_cursor(self, step: int) -> None:
        self._move(self.cursor + step)

    def action_cursor_page(self, step: int) -> None:
        self._move(self.cursor + step * max(1, self.scrollable_content_region.height - 1))

    def action_cursor_to(self, index: int) -> None:
        self._move(index % len(self.row_ids) if self.row_ids else 0)

    def action_choose(self) -> None:
        if self.cursor_id is not None:
            self.post_message(RowChosen(self.id or "", self.cursor_id))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover_over(self._row_at(event))

    def on_leave(self) -> None:
        self._hover_over(None)

    def on_click(self, event: events.Click) -> None:
        if self.cursor_to(event):
            self.action_choose()

    def cursor_to(self, event: events.Click) -> bool:
        """Put the cursor on the row that was clicked; tell whether one was, not the border or the blank below."""
        index = self._row_at(event)
        if event.get_content_offset(self) is None or index >= len(self.row_ids):
            return False
        self._move(index)
        return True

    def on_resize(self) -> None:
        self.show_cursor()

    def _row_at(self, event: events.MouseEvent) -> int:
        return event.y - self.gutter.top + self.scroll_offset.y

    def _hover_over(self, index: int | None) -> None:
        if index != self._hover:
            self._hover = index
            self._repaint_changed()

    def _move(self, index: int) -> None:
        index = max(0, min(index, len(self.row_ids) - 1))
        if index != self.cursor and self.row_ids:
            self.cursor = index
            self.show_cursor()
            self._repaint_changed()
            self._announce()

    def _announce(self) -> None:
        if self.cursor_id is not None:
            self.post_message(RowHighlighted(self.id or "", self.cursor_id))

    def show_cursor(self) -> None:
        """Scroll so that the row under the cursor is in sight."""
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True, x_axis=False)


def fit(text: str, width: int, *, pad: bool = False) -> str:
    """Return a text in at most so many cells, an ellipsis for what is left out; with `pad`, in exactly so many."""
    if len(text) <= width and text.isascii():
        return text.ljust(width) if pad else text
    return Content(text).truncate(max(0, width), ellipsis=True, pad=pad).plain


def set_off(text: str, spans: Iterable[Span], mark: str) -> Row:
    """Return a text as pieces, those at some places, in order, with a style of their own."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for start, end in spans:
        pieces += [(text[at:start], ""), (text[start:end], mark)]
        at = end
    return [piece for piece in (*pieces, (text[at:], "")) if piece[0]]


def _weight(name: str) -> Style:
    """Return what a style adds to the focused cursor's row, whose colours are made for each other."""
    return whole(name).without_color + Style(dim=False)
