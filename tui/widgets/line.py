"""A line of text that changes with each key."""

from rich.cells import cell_len
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.textual_fixes.strips import paints_itself, strip_of
from tui.toolkit.literal import literal


class Line(Widget):
    """One line, at the right end of its place, which grows with it; a layout of the screen lets the place shrink."""

    DEFAULT_CSS = """
    Line { width: auto; height: 1; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._text = ""

    def show(self, text: str, *, snug: bool = False) -> None:
        """Take another text.

        Args:
            text: A text that passed the door.
            snug: Let the place shrink, too, at the price of a layout of the whole screen.
        """
        if text != self._text or snug:
            self._text = text
            self.refresh(layout=snug or cell_len(text) > self.size.width)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width to have (Textual asks)."""
        return cell_len(self._text)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height to have (Textual asks)."""
        return 1

    def render_line(self, y: int) -> Strip:
        text = " " * (self.size.width - cell_len(self._text)) + self._text
        return strip_of(literal(text), self.size.width, self.visual_style)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the line to be painted (Textual asks)."""
        if not paints_itself(self):
            return super().render_lines(crop)
        return [self.render_line(y).crop(*crop.column_span) for y in crop.line_range]
