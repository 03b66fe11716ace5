"""A yes-or-no question."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from tui.screens.over import OverModal
from tui.toolkit.literal import literal
from tui.widgets.answers import Answer, Answers


class ConfirmScreen(OverModal[bool]):
    """Returns True for yes."""

    BINDINGS = [
        Binding("y", "answer(True)", "Yes", show=False),
        Binding("n,escape", "answer(False)", "No", show=False),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        with Vertical(id="confirm"):
            yield Static(literal(self._question), markup=False)
            yield Answers(Answer("y", "Yes", "answer(True)"), Answer("n", "No", "answer(False)"))

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)
