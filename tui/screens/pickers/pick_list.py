"""Textual's option lists with the keys and the looks of the other lists."""

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import OptionList

from tui.commands.registry import Where
from tui.toolkit.bindings import bindings
from tui.widgets.row_list import GUTTER


class PickList(OptionList, inherit_bindings=False):
    """Options of one line each; a mark before the highlighted one shows it without colors, too.

    Prompts are `Content`, so that brackets in them are shown.
    """

    BINDINGS = bindings(Where.LIST)
    DEFAULT_CSS = """
    PickList {
        text-wrap: nowrap;
        text-overflow: ellipsis;
        scrollbar-size-vertical: 1;
        padding: 0;
        background: $surface;
        &, &:focus { border: none; background-tint: transparent; }
        & > .option-list--option { padding: 0 0 0 1; }
    }
    """

    def render_line(self, y: int) -> Strip:
        line = super().render_line(y)
        if self.scroll_offset.y + y != self.highlighted:
            return line
        style = next(iter(line)).style  # that of the row: colors of its words are not made for the highlight
        return Strip([Segment(GUTTER + line.text[1:], style)])

    def action_cursor(self, step: int) -> None:
        self.highlighted = (self.highlighted or 0) + step  # Textual keeps it between the first one and the last

    def action_cursor_page(self, step: int) -> None:
        self.action_cursor(step * max(1, self.scrollable_content_region.height - 1))

    def action_cursor_to(self, index: int) -> None:
        self.highlighted = index % self.option_count

    async def action_choose(self) -> None:
        self.action_select()
