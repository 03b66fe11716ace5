"""The keys of a popup with what they do. A click on one runs its action; no messages."""

from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tui.widgets.key_hints import KEY

GAP = 3
"""Cells between two answers."""


class Answer(NamedTuple):
    """A key of a popup, and what it does."""

    key: str
    label: str
    action: str
    """An action of the popup's screen, as its key binding names it."""

    @property
    def shown(self) -> str:
        """The key and what it does, as shown."""
        return f"{self.key} {self.label}"


class Answers(Widget):
    """A line of answers that can be clicked."""

    DEFAULT_CSS = "Answers { width: auto; height: auto; }"

    def __init__(self, *answers: Answer) -> None:
        super().__init__()
        self._answers = answers

    def render(self) -> Content:
        answers = [Content.assemble((answer.key, KEY), " ", answer.label) for answer in self._answers]
        return Content(" " * GAP).join(answers)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return self.render().cell_length

    async def on_click(self, event: events.Click) -> None:
        start = 0
        for answer in self._answers:
            if start <= event.x < start + len(answer.shown):
                await self.screen.run_action(answer.action)
            start += len(answer.shown) + GAP
