"""What to do with a text that a killed terminal left behind."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from store.core.text import one_line
from store.core.wording import local_time, shortened
from store.notebook.drafts import Draft
from tui.screens.confirm import ConfirmScreen
from tui.screens.over import OverModal
from tui.toolkit.literal import literal
from tui.widgets.answers import Answer, Answers

SHOWN = 160
"""Characters of a text that are shown: the keys stand below it."""

_WHAT = {"note": "A note on", "case": "A case of", "entry": "A code of yours,"}


class DraftOffer(OverModal[str | None]):
    """Gives `open`, `discard`, or None for later."""

    BINDINGS = [
        Binding("o,enter", "answer('open')", "Open", show=False),
        Binding("d", "answer('discard')", "Discard", show=False),
        Binding("l,escape", "answer('')", "Later", show=False),
    ]

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self._draft = draft

    def compose(self) -> ComposeResult:
        draft = self._draft
        with Vertical(id="confirm"):
            title, text = (shortened(one_line(words), SHOWN) for words in (draft.title, draft.text))
            question = f"{_WHAT[draft.kind]} “{title}” was not saved ({local_time(draft.saved)}):"
            yield Static(literal(f"{question}\n\n{text}"), markup=False)
            yield Answers(
                Answer("o", "Open", "answer('open')"),
                Answer("d", "Discard", "answer('discard')"),
                Answer("l", "Later", "answer('')"),
            )

    def action_answer(self, choice: str) -> None:
        if choice != "discard":
            self.dismiss(choice or None)
            return

        def answered(yes: bool | None) -> None:  # it opens under hands that may be typing already
            if yes:
                self.dismiss(choice)

        self.app.push_screen(ConfirmScreen("Discard this text for good?"), answered)
