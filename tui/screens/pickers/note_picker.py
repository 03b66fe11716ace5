"""The notes on an entry as a list, to choose one to edit."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from store.core.models import Entry, Note
from store.core.text import one_line
from store.core.wording import local_time
from tui.screens.over import OverModal
from tui.screens.pickers.pick_list import PickList
from tui.toolkit.literal import literal
from tui.widgets.row_list import DIM

NEW_NOTE = "*new"
"""Stands for a new note among the uids of notes."""


def _line(note: Note) -> Content:
    words = one_line(note.text) or " ".join(f"#{tag}" for tag in note.tags)
    return literal(f"{local_time(note.changed)}  ", DIM) + literal(words)


class NotePicker(OverModal[str | None]):
    """Returns the uid of the chosen note, `NEW_NOTE`, or None."""

    BINDINGS = [Binding("escape,q", "dismiss", "Back", show=False)]

    def __init__(self, entry: Entry, notes: Sequence[Note]) -> None:
        """Offer the notes.

        Args:
            entry: The entry that they are about.
            notes: At least one, the last changed first.
        """
        super().__init__()
        self._entry, self._notes = entry, notes

    def compose(self) -> ComposeResult:
        new = Option("New note", NEW_NOTE)
        choices = PickList(new, *(Option(_line(note), note.uid) for note in self._notes), id="note-choices")
        choices.border_title = literal(f"Notes on {self._entry.title}")
        choices.highlighted = 1
        yield choices

    @on(OptionList.OptionSelected)
    def _choose(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(message.option_id)
