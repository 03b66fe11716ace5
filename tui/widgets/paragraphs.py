"""Paragraphs with hanging indents, as one text that can be selected with the mouse."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.css.styles import RulesMap
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widget import Widget

NARROWEST = 12
"""Cells below which a text is not indented any more."""


class Paragraph(NamedTuple):
    """A text with what stands before its first line; its further lines hang under it."""

    lead: Content
    body: Content
    gap: bool = False
    """An empty line comes first."""
    rail: bool = False
    """What stands before the first line stands before each."""


class Flow(Visual):
    """Lays paragraphs out for a width."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._paragraphs = paragraphs
        self._laid_out: tuple[int, list[Content]] = (-1, [])

    @property
    def rails(self) -> set[str]:
        """What stands before each line of some paragraphs."""
        return {paragraph.lead.plain for paragraph in self._paragraphs if paragraph.rail}

    def lines(self, width: int) -> list[Content]:
        """Return the lines for a width in cells."""
        if width <= 0:  # hidden
            return []
        if self._laid_out[0] != width:
            lines: list[Content] = []
            for paragraph in self._paragraphs:
                if paragraph.gap:
                    lines.append(Content(""))
                lines.extend(_hang(paragraph, width))
            self._laid_out = (width, lines)
        return self._laid_out[1]

    def text(self, width: int) -> str:
        """Return the lines for a width as one string."""
        return "\n".join(line.plain for line in self.lines(width))

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        return Content("\n").join(self.lines(width)).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        return len(self.lines(width))


def _hang(paragraph: Paragraph, width: int) -> list[Content]:
    indent = paragraph.lead.cell_length
    if width - indent < NARROWEST:
        return (paragraph.lead + paragraph.body).wrap(width)
    first, *rest = paragraph.body.wrap(width - indent)
    hang = paragraph.lead if paragraph.rail else Content(" " * indent)
    return [paragraph.lead + first, *(hang + line for line in rest)]


class FlowText(Widget):
    """Shows paragraphs, as high as they need."""

    DEFAULT_CSS = """
    FlowText { height: auto; width: 1fr; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.flow = Flow(())

    def show(self, paragraphs: Sequence[Paragraph]) -> None:
        """Take other paragraphs."""
        self.flow = Flow(paragraphs)
        self.refresh(layout=True)

    def render(self) -> Flow:
        return self.flow

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        taken = selection.extract(self.flow.text(self.content_size.width))
        for rail in self.flow.rails:  # it belongs to the screen, not to the text
            taken = taken.replace(f"\n{rail}", "\n").removeprefix(rail)
        return taken, "\n"
