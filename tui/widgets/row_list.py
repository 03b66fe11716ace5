"""A list that paints only the rows in sight, so that its length costs nothing.

Announces `RowList.Highlighted` when the cursor moves to another row, and `RowList.Chosen` for Enter or a click.
"""

from collections.abc import Iterable, Sequence
from enum import Enum, auto
from itertools import groupby
from operator import itemgetter
from typing import Generic, TypeVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.style import Style

from store.core.models import Span
from tui.commands.registry import Where
from tui.textual_fixes.scrolling import FastScrollView
from tui.textual_fixes.strips import paints_itself, regions_of, set_scrolled_height, whole
from tui.toolkit.bindings import bindings

# Theme variables, not component classes: for every one of those, Textual applies the style sheet to every list.
FOCUSED_CURSOR = "$row-cursor"
CURSOR = "$row-cursor-resting"
HOVER = "$row-hover"
DIM = "$quiet"
MATCH = "bold underline"
MARK = "$accent"

REMEMBERED = 2_000
"""How many painted rows are cached."""

Row = Sequence[tuple[str, str]]
"""Pieces of text with their styles, from left to right."""

GUTTER = "›"
"""Comes before the row under the cursor."""


class State(Enum):
    """How cursor and mouse change the look of a row."""

    PLAIN = auto()
    RESTING = auto()
    FOCUSED = auto()
    HOVERED = auto()


RowId = TypeVar("RowId")
"""What a list knows its rows by."""
MessageRowId = TypeVar("MessageRowId")


class RowList(Generic[RowId], FastScrollView, can_focus=True):
    """Rows of one line each, with a cursor that stays on its row, by id, when the rows change."""

    class RowMessage(Generic[MessageRowId], Message):
        """Base of what a list announces."""

        def __init__(self, row_list: "RowList[MessageRowId]", row_id: MessageRowId) -> None:
            super().__init__()
            self.row_list, self.row_id = row_list, row_id

        @property
        def control(self) -> "RowList[MessageRowId]":
            """The list, for `on` with a selector."""
            return self.row_list

    class Highlighted(RowMessage[MessageRowId]):
        """The cursor moved to another row."""

    class Chosen(RowMessage[MessageRowId]):
        """Enter or a click on a row."""

    BINDINGS = bindings(Where.LIST)
    ALLOW_SELECT = False
    resting_cursor = CURSOR
    """Style of the cursor's row while the focus is elsewhere; empty for that of other rows."""
    bullet = " "
    """Comes before the other rows."""

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
        self.row_ids: Sequence[RowId] = ()
        self.cursor = 0
        self._hover: int | None = None
        self._painted: dict[int, Strip] = {}
        """Painted rows by line on the screen; valid until something other than a row changes."""
        self._painted_from = 0
        """Index of the row in the first line."""
        self._strips: dict[tuple[State, Row], Strip] = {}
        """Painted rows by content: those of a query are often those of the one before it."""
        self._styles: dict[tuple[State, str], RichStyle] = {}
        """Styles of pieces by name."""
        self._painted_as: tuple[int, Style] = (0, Style.null())
        """The width and the style that rows were painted for."""

    def row(self, index: int, width: int) -> Row:
        """Return a row for subclasses to fill; it is cut to `width` cells. The list itself adds the cell before it."""
        raise NotImplementedError

    @property
    def cursor_id(self) -> RowId | None:
        """Id of the row under the cursor, or None in an empty list."""
        return self.row_ids[self.cursor] if self.row_ids else None

    def show_rows(self, row_ids: Sequence[RowId], *, keep: bool) -> None:
        """Show other rows.

        Args:
            row_ids: Their ids.
            keep: Stay on the row under the cursor, or in its place if it is gone. Otherwise go to the first row.
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

    def move_to(self, row_id: RowId) -> None:
        """Move the cursor to a row, if it is in the list."""
        if row_id in self.row_ids:
            self._move(self.row_ids.index(row_id))

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> "RowList[RowId]":
        if not regions:
            self._painted.clear()
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self

    def notify_style_update(self) -> None:
        """Forget the painted rows (Textual calls this when the theme or the focus changes)."""
        self._painted_as = (0, Style.null())
        super().notify_style_update()

    def _take_height(self, rows: int) -> None:
        if self.styles.is_auto_height:
            self.virtual_size = Size(0, rows)
        else:
            set_scrolled_height(self, Size(0, rows))

    def _repaint_changed(self) -> None:
        """Repaint only the lines that changed: most stay the same from key to key."""
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

    def _lines(self, line_numbers: range) -> list[Strip]:
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
        for y in line_numbers:
            if y not in self._painted:
                index = y + top
                has_row = index < len(self.row_ids)
                pieces = tuple(self.row(index, max(1, width - 1))) if has_row else ()
                state = self._state(index) if has_row else State.PLAIN
                if (state, pieces) not in self._strips:
                    self._strips[state, pieces] = self._paint(pieces, state, width)
                self._painted[y] = self._strips[state, pieces]
        return [self._painted[y] for y in line_numbers]

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
        """Return the style of a piece in a row of this state."""
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
            self.post_message(self.Chosen(self, self.cursor_id))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover_over(self._row_at(event))

    def on_leave(self) -> None:
        self._hover_over(None)

    def on_click(self, event: events.Click) -> None:
        if self.cursor_to(event):
            self.action_choose()

    def cursor_to(self, event: events.Click) -> bool:
        """Move the cursor to a clicked row. Returns False for a click on the border or below the last row."""
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
            self.post_message(self.Highlighted(self, self.cursor_id))

    def show_cursor(self) -> None:
        """Scroll the row under the cursor into sight."""
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True, x_axis=False)


def fit(text: str, width: int, *, pad: bool = False) -> str:
    """Cut a text to `width` cells, with an ellipsis if something is left out; `pad` fills it up to the width."""
    if len(text) <= width and text.isascii():
        return text.ljust(width) if pad else text
    return Content(text).truncate(max(0, width), ellipsis=True, pad=pad).plain


def set_off(text: str, spans: Iterable[Span], mark: str) -> Row:
    """Return a text as pieces, with the style `mark` at the given places, which are in order."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for start, end in spans:
        pieces += [(text[at:start], ""), (text[start:end], mark)]
        at = end
    return [piece for piece in (*pieces, (text[at:], "")) if piece[0]]


def _weight(name: str) -> Style:
    """Return a style without its color, which may not fit the colors of the focused cursor's row."""
    return whole(name).without_color + Style(dim=False)
