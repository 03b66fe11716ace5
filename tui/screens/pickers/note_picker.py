"""The notes on an entry as a list, to choose the one to change."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding

from store.core.models import Entry, Note
from store.core.text import one_line
from store.core.wording import local_time
from tui.screens.over import OverModal
from tui.toolkit.literal import literal
from tui.toolkit.messages import RowChosen
from tui.widgets.row_list import DIM, Row, RowList

NEW_NOTE = "*new"
"""Id of the row that begins a new note, beside the uids of notes."""


class NoteRows(RowList):
    """A row for a new note, and one for each there is."""

    notes: Sequence[Note] = ()

    def row(self, index: int, width: int) -> Row:
        if index == 0:
            return [("New note", "")]
        note = self.notes[index - 1]
        words = one_line(note.text) or " ".join(f"#{tag}" for tag in note.tags)
        return [(f"{local_time(note.changed)}  ", DIM), (words, "")]


class NotePicker(OverModal[str | None]):
    """Gives the uid of the note chosen, the id of the row for a new one, or None."""

    BINDINGS = [Binding("escape,q", "dismiss", "Back", show=False)]

    def __init__(self, entry: Entry, notes: Sequence[Note]) -> None:
        """Offer the notes.

        Args:
            entry: What they are about.
            notes: The notes, the one changed last first.
        """
        super().__init__()
        self._entry, self._notes = entry, notes

    def compose(self) -> ComposeResult:
        yield NoteRows(id="note-choices")

    def on_mount(self) -> None:
        rows = self.query_one(NoteRows)
        rows.notes = self._notes
        rows.border_title = literal(f"Notes on {self._entry.title}")
        rows.styles.height = len(self._notes) + 3
        rows.show_rows([NEW_NOTE, *(note.uid for note in self._notes)], keep=False)
        rows.move_to(self._notes[0].uid)

    @on(RowChosen)
    def _choose(self, message: RowChosen) -> None:
        self.dismiss(message.row_id)
