"""A field with a few words to choose from, by Left and Right. Announces `Choice.Changed`."""

from collections.abc import Sequence

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tui.toolkit.literal import literal


class Choice(Widget, can_focus=True):
    """One line with all words, the chosen one marked; only that one, between arrows, if they do not all fit."""

    BINDINGS = [
        Binding("left,h", "step(-1)", "Before", show=False),
        Binding("right,l,space", "step(1)", "Next", show=False),
    ]
    DEFAULT_CSS = "Choice { height: 1; width: 1fr; }"

    class Changed(Message):
        """Another word was chosen."""

    def __init__(self, words: Sequence[str], chosen: str, *, id: str) -> None:  # noqa: A002
        """Offer words; `chosen` is one of them."""
        super().__init__(id=id)
        self._words, self.value = words, chosen

    @property
    def _all_fit(self) -> bool:
        return sum(len(word) + 2 for word in self._words) <= self.size.width

    def render(self) -> Content:
        chosen = "bold reverse" if self.has_focus else "bold"
        if not self._all_fit:
            return Content.assemble(("‹ ", "$quiet"), literal(f"[{self.value}]", chosen), (" ›", "$quiet"))
        marks = [f"[{word}]" if word == self.value else f" {word} " for word in self._words]
        return Content.assemble(
            *(
                literal(mark).stylize(chosen if word == self.value else "$quiet")
                for mark, word in zip(marks, self._words, strict=True)
            )
        )

    def action_step(self, step: int) -> None:
        self._choose((self._words.index(self.value) + step) % len(self._words))

    def on_click(self, event: events.Click) -> None:
        if not self._all_fit:
            self.action_step(-1 if event.x < 2 else 1)
            return
        at = 0
        for number, word in enumerate(self._words):
            at += len(word) + 2
            if event.x < at:
                self._choose(number)
                return

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _choose(self, number: int) -> None:
        if self._words[number] != self.value:
            self.value = self._words[number]
            self.refresh()
            self.post_message(self.Changed())
