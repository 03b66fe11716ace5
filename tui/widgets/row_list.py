"""A list that paints only the rows in sight, so that its length costs nothing."""

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from tui.bindings import bindings
from tui.commands import Where
from tui.intents import RowChosen, RowHighlighted
from tui.literal import literal

# Styles by theme variables rather than component classes: each of those costs every list a pass of the style sheet.
FOCUSED_CURSOR = "$row-cursor"
CURSOR = "$row-cursor-resting"
HOVER = "$row-hover"
DIM = "$quiet"
MATCH = "bold underline"
MARK = "$accent"


GUTTER = "›"
"""What stands before the row under the cursor."""


class RowList(ScrollView, can_focus=True):
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
        self._painted_as: tuple[object, ...] = ()

    def row(self, index: int, width: int) -> Content:
        """Return a row, at most `width` cells wide; the cell before it is the list's. For subclasses."""
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
        self.virtual_size = Size(0, len(row_ids))
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

    def _repaint_changed(self) -> None:
        """Paint the lines anew that are no longer what they were: most of them outlive a key."""
        before, self._painted = self._painted, {}
        region = self.scrollable_content_region
        changed = [y for y in range(region.height) if self.render_line(y) != before.get(y)]
        if changed:
            self.refresh(*(Region(0, y, region.width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        painted_as = (width, self.scroll_offset.y, self.has_focus, self.visual_style)
        if painted_as != self._painted_as:
            self._painted_as = painted_as
            self._painted.clear()
        if y not in self._painted:
            self._painted[y] = self._line(y + self.scroll_offset.y, width)
        return self._painted[y]

    def _line(self, index: int, width: int) -> Strip:
        if index >= len(self.row_ids):
            return Strip.blank(width, self.visual_style.rich_style)
        style, gutter = self.visual_style, self.bullet
        here = index == self.cursor
        if here and (self.has_focus or self.resting_cursor):
            style += Style.parse(FOCUSED_CURSOR if self.has_focus else self.resting_cursor)
            gutter = GUTTER
        elif index == self._hover:
            style += Style.parse(HOVER)
        content = literal(gutter) + self.row(index, max(1, width - 1))
        parse = _weight if here and self.has_focus else _whole
        parts = [Segment(text, each.rich_style) for text, each in content.render(style, "", parse)]
        return Strip(parts).adjust_cell_length(width, style.rich_style)

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
        index = self._row_at(event)
        if event.get_content_offset(self) is not None and index < len(self.row_ids):  # not on the border
            self._move(index)
            self.action_choose()

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


def _whole(style: str | Style) -> Style:
    return Style.parse(style) if isinstance(style, str) else style


def _weight(style: str | Style) -> Style:
    """Return what a style adds to the focused cursor's row, whose colours are made for each other."""
    return _whole(style).without_color + Style(dim=False)
