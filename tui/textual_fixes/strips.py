"""Short ways to the screen, for what changes with each key.

Textual's own way lays borders, padding and filters over each line of a widget, which takes most of the time of a key
that changes eighty of them. A widget that has none of these can paint its lines itself.
"""

from collections.abc import Sequence
from math import ceil

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Region, Size
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from tui.textual_fixes.speed import is_tried


def paints_itself(widget: Widget) -> bool:
    """Tell whether nothing is laid over a widget's lines: no border, no padding, no filter such as that of NO_COLOR."""
    return is_tried() and not any(widget.styles.gutter) and not widget.get_line_filters()


def set_scrolled_height(widget: Widget, size: Size) -> None:
    """Tell a widget how large its content now is, and its scrollbar, in the frame that shows it.

    Textual does so after the frame, and then lays the whole screen out and paints it again, which takes twice as long.
    """
    if not is_tried():
        widget.virtual_size = size
        return
    widget.set_reactive(Widget.virtual_size, size)
    height = widget.scrollable_content_region.height
    overflow = widget.styles.overflow_y
    shown = overflow == "scroll" or (overflow == "auto" and size.height > height)
    if shown:
        bar = widget.vertical_scrollbar
        if bar.position or _thumb(bar.window_virtual_size, bar.window_size) != _thumb(size.height, height):
            bar.window_virtual_size, bar.window_size = size.height, height
        else:  # it looks as before, and painting it takes as long as ten rows
            bar.set_reactive(ScrollBar.window_virtual_size, size.height)
    widget.show_vertical_scrollbar = shown


def _thumb(virtual: float, window: float) -> int:
    """Return the length of a scrollbar's thumb at the top, in eighths of a cell; 0 where nothing is to be scrolled."""
    return 0 if virtual <= window else ceil(8 * max(1, window * window / virtual))


def regions_of(lines: Sequence[int], width: int) -> list[Region]:
    """Return the places of some lines of a widget, those in a row as one: each costs its way.

    Args:
        lines: Their places from the top, in order.
        width: Cells of a line.
    """
    regions: list[Region] = []
    for y in lines:
        if regions and regions[-1].bottom == y:
            regions[-1] = regions[-1].grow((0, 0, 1, 0))
        else:
            regions.append(Region(0, y, width, 1))
    return regions


def whole(style: str | Style) -> Style:
    """Return a style by its name or itself."""
    return Style.parse(style) if isinstance(style, str) else style


def strip_of(line: Content, width: int, style: Style) -> Strip:
    """Return a line as it is painted.

    Args:
        line: The line.
        width: Cells to fill.
        style: The widget's style.
    """
    parts = [Segment(text, each.rich_style) for text, each in line.render(style, "", whole)]
    return Strip(parts).adjust_cell_length(width, style.rich_style)
