"""A short way to the screen for widgets that change with each key. Only speed. Tried with Textual 8.2.8.

Symptom: A key that changes eighty lines takes most of its time after the widgets have painted them.
In Textual: `StylesCache.render_widget` (_styles_cache.py) adds borders, padding and color filters to every line, also
    where there are none. A new `Widget.virtual_size` (widget.py) lays out the whole screen again after the frame that
    shows the new content. No issue known.
Without it: The same screens, later.
Remove when: `make bench-keys` is no slower without. `Line`, `RowList`, `FlowText` and `DetailPanel` use it.
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
    """Tell whether a widget may paint its lines itself: it has no border, no padding and no color filter."""
    return is_tried() and not any(widget.styles.gutter) and not widget.get_line_filters()


def set_scrolled_height(widget: Widget, size: Size) -> None:
    """Set the size of a widget's content, and its scrollbar, in the same frame that shows the content.

    Args:
        widget: A widget that scrolls up and down.
        size: Columns and rows of its content.
    """
    if not is_tried():
        widget.virtual_size = size
        return
    widget.set_reactive(Widget.virtual_size, size)
    height = widget.scrollable_content_region.height
    overflow = widget.styles.overflow_y
    has_bar = overflow == "scroll" or (overflow == "auto" and size.height > height)
    if has_bar:
        bar = widget.vertical_scrollbar
        if bar.position or _thumb(bar.window_virtual_size, bar.window_size) != _thumb(size.height, height):
            bar.window_virtual_size, bar.window_size = size.height, height
        else:  # it looks the same, and painting it takes as long as ten rows
            bar.set_reactive(ScrollBar.window_virtual_size, size.height)
    widget.show_vertical_scrollbar = has_bar


def _thumb(virtual: float, window: float) -> int:
    """Return the length of a scrollbar's thumb at the top, in eighths of a cell; 0 if there is nothing to scroll."""
    return 0 if virtual <= window else ceil(8 * max(1, window * window / virtual))


def regions_of(lines: Sequence[int], width: int) -> list[Region]:
    """Return regions that cover some lines of a widget, as few as possible.

    Args:
        lines: Rows from the top, in order.
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
    """Return a style, parsed if it is given as text."""
    return Style.parse(style) if isinstance(style, str) else style


def strip_of(line: Content, width: int, style: Style) -> Strip:
    """Paint a line.

    Args:
        line: The text.
        width: Cells to fill.
        style: The widget's style.
    """
    segments = [Segment(text, part.rich_style) for text, part in line.render(style, "", whole)]
    return Strip(segments).adjust_cell_length(width, style.rich_style)
