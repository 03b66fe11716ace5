"""A line of text that changes with every key. Announces nothing."""

from rich.cells import cell_len
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.textual_fixes.strips import paints_itself, strip_of
from tui.toolkit.literal import literal


class Line(Widget):
    """One line, aligned right. Its width grows with the text, and shrinks only when the screen is laid out again."""

    DEFAULT_CSS = """
    Line { width: auto; height: 1; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._text = ""

    def show(self, text: str, *, snug: bool = False) -> None:
        """Show another text.

        Args:
            text: A cleaned text.
            snug: Let the width shrink, too, at the price of a layout of the whole screen.
        """
        if text != self._text or snug:
            self._text = text
            self.refresh(layout=snug or cell_len(text) > self.size.width)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width that the text needs (Textual calls this)."""
        return cell_len(self._text)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height that the text needs (Textual calls this)."""
        return 1

    def render_line(self, y: int) -> Strip:
        text = " " * (self.size.width - cell_len(self._text)) + self._text
        return strip_of(literal(text), self.size.width, self.visual_style)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the part of the line to paint (Textual calls this)."""
        if not paints_itself(self):
            return super().render_lines(crop)
        return [self.render_line(y).crop(*crop.column_span) for y in crop.line_range]
