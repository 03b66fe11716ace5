"""The question about a draft that was left behind: open it, discard it, or decide later."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from store.core.text import one_line
from store.core.wording import local_time, shortened
from store.notebook.draft_records import CaseDraft, CustomCodeDraft, Draft, NoteDraft, RecoveredText
from tui.screens.confirm import ConfirmScreen
from tui.screens.over import OverModal
from tui.toolkit.literal import literal
from tui.widgets.answers import Answer, Answers

SHOWN = 160
"""Characters of a text that are shown: the keys are below it."""


class DraftOffer(OverModal[str | None]):
    """Returns `open`, `discard`, or None for later."""

    BINDINGS = [
        Binding("o,enter", "answer('open')", "Open", show=False),
        Binding("d", "answer('discard')", "Discard", show=False),
        Binding("l,escape", "answer('')", "Later", show=False),
    ]

    def __init__(self, draft: Draft | RecoveredText) -> None:
        super().__init__()
        self._draft = draft

    def compose(self) -> ComposeResult:
        with Vertical(id="confirm"):
            yield Static(
                literal(f"{_question(self._draft)}\n\n{shortened(one_line(self._draft.text), SHOWN)}"), markup=False
            )
            yield Answers(
                Answer("o", "Open", "answer('open')"),
                Answer("d", "Discard", "answer('discard')"),
                Answer("l", "Later", "answer('')"),
            )

    def action_answer(self, choice: str) -> None:
        if choice != "discard":
            self.dismiss(choice or None)
            return

        def answered(yes: bool | None) -> None:  # the agent may have been typing when the offer appeared
            if yes:
                self.dismiss(choice)

        self.app.push_screen(ConfirmScreen("Discard this text for good?"), answered)


def _question(draft: Draft | RecoveredText) -> str:
    title, saved = f"“{shortened(one_line(draft.title), SHOWN)}”", local_time(draft.saved)
    match draft:
        case NoteDraft():
            return f"A note on {title} was not saved ({saved}):"
        case CaseDraft():
            return f"A case of {title} was not saved ({saved}):"
        case CustomCodeDraft():
            return f"A custom code, {title}, was not saved ({saved}):"
        case RecoveredText():
            reason = "comes from a newer sisdex" if draft.newer else "cannot be read as it was"
            about = f" on {title}" if draft.title else ""
            return f"A draft{about} {reason} ({saved}). Its text opens as a new note:"
