"""The commands that write in the notebook: bookmarks, notes and undo.

Saves run in workers, one after the other. What came of each arrives at the screen as a message.
"""

import asyncio
from collections.abc import Callable
from functools import partial

from store.core.errors import BadInput, CannotSave, CannotUndo
from store.core.models import Entry, Note
from store.notebook.missing_entries import is_missing_entry
from tui.desk.desk import Desk
from tui.screens.confirm import ConfirmScreen
from tui.screens.dictionary.actions import Actions, Host, worker
from tui.toolkit.messages import NotebookChanged, SaveFailed, UndoRefused


class NotebookActions(Actions):
    """Bookmarks, notes and undo."""

    def __init__(self, desk: Desk, host: Host) -> None:
        """Take the desk, and the screen to act for."""
        super().__init__(desk, host)
        self._saving = asyncio.Lock()
        self._moving: Entry | None = None
        """The entry whose notes are waiting to be moved."""

    # --- bookmarks ----------------------------------------------------------------------------------------------------

    def action_bookmark(self) -> None:
        """Bookmark the entry, or remove its bookmark."""
        entry = self.chosen_entry()
        if entry is not None:
            self.host.keep_in_sight(entry)
            self._toggle_bookmark(entry)

    @worker(group="notebook")
    async def _toggle_bookmark(self, entry: Entry) -> None:
        async with self._saving:  # one after the other, each on what the key before it left
            add = entry.id not in self.desk.notebook.snapshot.bookmarks
            notice = f"{'Bookmarked' if add else 'Bookmark removed'}: {entry.title}"
            await self._save(partial(self.desk.notebook.set_bookmark, entry, add), notice)

    def action_move_bookmark(self, step: int) -> None:
        """Move the bookmark one place up or down among the others."""
        entry = self.chosen_entry()
        if entry is not None:
            self._move_bookmark(entry, step)

    @worker(group="notebook")
    async def _move_bookmark(self, entry: Entry, step: int) -> None:
        async with self._saving:
            order = list(self.desk.start_order(list(self.desk.notebook.snapshot.bookmarks)))
            if entry.id not in order:
                self.host.notify("You can only reorder bookmarks. Press b to bookmark this entry.", markup=False)
                return
            place = order.index(entry.id)
            order.insert(max(0, place + step), order.pop(place))
            await self._save(partial(self.desk.notebook.order_bookmarks, order), "")

    async def _save(self, change: Callable[[], object], notice: str) -> None:
        """Change the notebook, and announce what came of it."""
        try:
            await asyncio.to_thread(change)
        except (BadInput, CannotSave) as error:
            self.host.post_message(SaveFailed(str(error)))
        else:
            self.host.post_message(NotebookChanged(notice))

    # --- notes --------------------------------------------------------------------------------------------------------

    def action_note(self) -> None:
        """Open the entry's note, or a new one; choose first when there are several."""
        entry = self.chosen_entry()
        if entry is None:
            return
        self.host.note_use(entry)
        notes = self.desk.notebook.snapshot.notes.get(entry.id, ())
        if len(notes) < 2:
            self.edit_note(entry, notes[0] if notes else None)
            return
        from tui.screens.pickers.note_picker import NEW_NOTE, NotePicker  # imported on first use

        def on_picked(uid: str | None) -> None:
            note = self.desk.notebook.snapshot.note(uid) if uid is not None else None
            if note is not None or uid == NEW_NOTE:
                self.edit_note(entry, note)
            elif uid is not None:
                self.say_gone("note")

        self.host.app.push_screen(NotePicker(entry, notes), on_picked)

    def edit_note(self, entry: Entry, note: Note | None, text: str | None = None) -> None:
        """Open the note editor.

        Args:
            entry: What the note is about.
            note: The note to change, or None for a new one.
            text: What the editor starts with, if that is not the note's text.
        """
        from tui.screens.editors.note_editor import NoteEditor  # TextArea: 70 ms

        self.host.app.push_screen(NoteEditor(self.desk.notebook, entry, note, text=text), self.editor_closed)

    def action_move_notes(self) -> None:
        """Pick up the notes of an entry that is gone; the second time, move them to the entry shown then."""
        entry, moving = self.chosen_entry(), self._moving
        if entry is None:
            return
        if is_missing_entry(entry):
            self._moving = entry
            self.host.notify("Now go to the entry these notes belong to, and press m there.", markup=False)
        elif moving is None:
            self.host.notify("You can only move notes of entries that left the dictionary.", markup=False)
        else:

            def on_answer(yes: bool | None) -> None:
                if yes:
                    self._moving = None
                    self._move_notes(moving.id, entry)

            question = f"Move the notes on “{moving.title}” to “{entry.title}”?"
            self.host.app.push_screen(ConfirmScreen(question), on_answer)

    @worker(group="notebook")
    async def _move_notes(self, from_id: str, to: Entry) -> None:
        async with self._saving:
            await self._save(partial(self.desk.notebook.move_notes, from_id, to), f"Notes moved to: {to.title}")

    # --- undo ---------------------------------------------------------------------------------------------------------

    @worker(group="notebook")
    async def action_undo(self) -> None:
        """Undo the last change that was made here."""
        async with self._saving:
            try:
                undone = await asyncio.to_thread(self.desk.notebook.undo)
            except CannotUndo as error:
                self.host.post_message(UndoRefused(str(error), error.entry, error.text))
            except (BadInput, CannotSave) as error:
                self.host.post_message(SaveFailed(str(error)))
            else:
                self.host.post_message(NotebookChanged(f"Undone: {undone}" if undone else "Nothing to undo."))

    def explain_refused_undo(self, refused: UndoRefused) -> None:
        """Say why undo was refused, and offer the text that it would have brought back."""
        if not refused.text:
            self.host.notify(refused.problem, severity="warning", timeout=10, markup=False)
            return

        def on_answer(yes: bool | None) -> None:
            if yes:
                self.edit_note(self.entry_of(refused.entry), None, refused.text)

        question = f"{refused.problem} Open the old text as a new note?"
        self.host.app.push_screen(ConfirmScreen(question), on_answer)
