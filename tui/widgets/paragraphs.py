"""Paragraphs with hanging indents, as one text that can be selected with the mouse. Announces nothing."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from store.core.models import Span
from tui.textual_fixes.strips import paints_itself, regions_of, strip_of
from tui.toolkit.literal import literal

NARROWEST = 12
"""A text is not indented if fewer cells than this would remain for it."""

MARGIN = 1
"""Blank cells on the right."""

REMEMBERED = 4_000
"""How many paragraphs' lines are cached: the same entries come up again and again while a query is typed."""


class Paragraph(NamedTuple):
    """A text with a lead before its first line; further lines are indented by the width of the lead."""

    text: str
    style: str = ""
    lead: str = ""
    """Comes before the first line, in the same style."""
    marks: tuple[tuple[Span, str], ...] = ()
    """Places in the text with a style of their own."""
    gap: bool = False
    """Whether an empty line comes first."""
    rail: bool = False
    """Whether the lead is repeated before every line."""
    lead_style: str = ""
    """The style of the lead, if it is not that of the text."""


@lru_cache(REMEMBERED)
def _lay_out(paragraph: Paragraph, width: int) -> tuple[Content, ...]:
    body = literal(paragraph.text, paragraph.style)
    for span, style in paragraph.marks:
        body = body.stylize(style, *span)
    lead = literal(paragraph.lead, paragraph.lead_style or paragraph.style)
    gap = (Content(""),) * paragraph.gap
    indent = lead.cell_length
    if width - indent < NARROWEST:
        return (*gap, *(lead + body).wrap(width))
    first, *rest = body.wrap(width - indent)
    hang = lead if paragraph.rail else Content(" " * indent)
    return (*gap, lead + first, *(hang + line for line in rest))


def lay_out(paragraphs: Sequence[Paragraph], width: int) -> list[Content]:
    """Return the lines of paragraphs for a width in cells; none if the width is 0."""
    if width <= 0:  # hidden
        return []
    return [line for paragraph in paragraphs for line in _lay_out(paragraph, width)]


class FlowText(Widget):
    """Shows paragraphs; as high as they are."""

    DEFAULT_CSS = """
    FlowText { height: auto; width: 1fr; }
    """
    virtual_size = Reactive(Size(0, 0), repaint=False)  # Textual's own lays out a change of the height twice

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.paragraphs: Sequence[Paragraph] = ()
        self._strips: dict[tuple[Paragraph, int], list[Strip]] = {}
        """Painted lines by paragraph and width; valid until the style changes."""
        self._painted_as = Style.null()

    def show(self, paragraphs: Sequence[Paragraph]) -> None:
        """Show other paragraphs, and repaint only the lines that differ."""
        before = self.lines
        self.paragraphs = paragraphs
        lines = self.lines
        if len(lines) != len(before):
            self.refresh(layout=True)
            return
        changed = [y for y, (line, old) in enumerate(zip(lines, before, strict=True)) if line is not old]
        if changed:
            self.refresh(*regions_of(changed, self.size.width))

    def notify_style_update(self) -> None:
        """Forget the painted lines (Textual calls this when the theme changes)."""
        self._strips.clear()
        super().notify_style_update()

    @property
    def lines(self) -> list[Content]:
        """The lines at the current width."""
        return lay_out(self.paragraphs, self.size.width - MARGIN)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width to fill (Textual calls this)."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines at a width in cells (Textual calls this)."""
        return len(lay_out(self.paragraphs, width - MARGIN))

    def render_line(self, y: int) -> Strip:
        """Return a line with its offset in the text, for the mouse, and with its selected part marked."""
        lines = self.lines
        if y >= len(lines):
            return Strip.blank(self.size.width, self.visual_style.rich_style)
        line = lines[y]
        selected = None if self.text_selection is None else self.text_selection.get_span(y)
        if selected is not None:
            start, end = selected
            style = Style.from_styles(self.screen.get_component_styles("screen--selection"))
            line = line.stylize(style, start, None if end == -1 else end)
        return strip_of(line, self.size.width, self.visual_style).apply_offsets(0, y)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines to paint (Textual calls this)."""
        if self.text_selection is not None or not paints_itself(self):
            return super().render_lines(crop)
        style, width = self.visual_style, self.size.width
        if style != self._painted_as or len(self._strips) > REMEMBERED:
            self._strips.clear()
            self._painted_as = style
        strips: list[Strip] = []
        for paragraph in self.paragraphs:
            painted = self._strips.get((paragraph, width))
            if painted is None:
                painted = [strip_of(line, width, style) for line in _lay_out(paragraph, width - MARGIN)]
                self._strips[paragraph, width] = painted
            strips += painted
        strips += [Strip.blank(width, style.rich_style)] * (crop.bottom - len(strips))
        return [strip.crop(*crop.column_span) for strip in strips[crop.y : crop.bottom]]

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        text = selection.extract("\n".join(line.plain for line in self.lines))
        for rail in {paragraph.lead for paragraph in self.paragraphs if paragraph.rail}:
            text = text.replace(f"\n{rail}", "\n").removeprefix(rail)  # shown, but not part of the text
        return text, "\n"
