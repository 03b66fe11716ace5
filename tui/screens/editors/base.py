"""What the note editor and the two forms have in common: nothing typed is lost, and each save reports its result."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import ClassVar, Generic, TypeVar

import msgspec
from textual import on, work
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from store.core.errors import BadInput, CannotSave
from store.core.models import Case, CustomCode, Note
from store.notebook.draft_records import Draft
from store.notebook.drafts import DraftFile
from store.notebook.notebook import Notebook
from tui.screens.confirm import ConfirmScreen
from tui.screens.editors.draft_keeper import DraftKeeper
from tui.screens.editors.unsaved import UnsavedScreen
from tui.toolkit.bindings import run_command
from tui.toolkit.host_app import host_app
from tui.toolkit.literal import literal
from tui.toolkit.messages import CommandRequested, NotebookChanged, SaveFailed

Edited = TypeVar("Edited", Note, Case, CustomCode)


def at_version(record: Edited | None, rev: str | None) -> Edited | None:
    """Return a record as the version that a draft was changing.

    If another terminal saved a later version, saving the draft then keeps both.

    Args:
        record: The record as it is now, or None if it is new or gone.
        rev: The version, or None if the draft is about a new record.
    """
    return record if record is None or rev is None else msgspec.structs.replace(record, rev=rev)


class EditorScreen(UnsavedScreen, Generic[Edited]):
    """Edits one record; returns a notice about the last change, or None if nothing was changed."""

    noun: ClassVar[str]
    """What is edited, in the words of the agent."""
    table: ClassVar[str]
    """The notebook's table with such records."""
    after_removal: ClassVar[str] = ""
    """What the question before a removal adds."""

    def __init__(self, notebook: Notebook, record: Edited | None, draft: DraftFile | None) -> None:
        """Prepare an editor.

        Args:
            notebook: Where the record is saved.
            record: The record to change, or None for a new one.
            draft: The draft file to continue with, or None for a new one.
        """
        super().__init__()
        self._notebook = notebook
        self._record: Edited | None = record
        self._draft = DraftKeeper(self, notebook, draft)
        self._notice: str | None = None
        self._shown_problem = ""
        """The text below the fields."""
        self._saving = False
        self._focus_before: Widget | None = None

    # --- what each editor defines -------------------------------------------------------------------------------------

    @property
    def dirty(self) -> bool:
        """Whether leaving would lose something."""
        raise NotImplementedError

    def draft(self) -> Draft:
        """Return what is in the fields."""
        raise NotImplementedError

    def saver(self) -> Callable[[], Edited]:
        """Return a function that saves what is in the fields now; it runs in a thread and returns the saved record."""
        raise NotImplementedError

    def remover(self, record: Edited) -> Callable[[], bool]:
        """Return a function that removes the record; it returns False if another terminal changed it since."""
        raise NotImplementedError

    def saved_notice(self, saved: Edited) -> str:
        """Return the notice after a save."""
        raise NotImplementedError

    def fields(self) -> list[Widget]:
        """Return the fields that are typed into."""
        return list(self.query("Input, TextArea").results(Widget))

    def after_save(self) -> None:
        """Continue once the change is on the disk."""
        self.dismiss(self._notice)

    # --- leaving ------------------------------------------------------------------------------------------------------

    def action_cancel(self) -> None:
        self.when_safe(self.leave)

    def when_safe(self, leave: Callable[[], object]) -> None:
        """Leave; ask first if something would be lost, and wait while a save is under way."""
        if self._saving:
            return
        if not self.dirty:
            leave()
            return

        def answered(lose: bool | None) -> None:
            if lose:
                self._draft.discard()
                leave()

        question = f"Leave without saving? Your changes to this {self.noun} will be lost."
        self.app.push_screen(ConfirmScreen(question), answered)

    def keep_draft(self) -> None:
        if self.dirty:
            with suppress(CannotSave):
                self._draft.keep_now()

    def leave(self) -> None:
        """Close; there is nothing to lose."""
        self._draft.discard()
        self.dismiss(self._notice)

    # --- saving, removing, purging ------------------------------------------------------------------------------------

    def action_save(self) -> None:
        if self._saving:
            return
        if self._record is not None and not self.dirty:
            self.leave()
        else:
            self.save()

    def save(self) -> None:
        """Save what is in the fields."""
        self.change("Saving…", partial(self._saved, self.saver()))

    def _saved(self, save: Callable[[], Edited]) -> str:
        saved, before = save(), self._record
        if saved.beside is not None and (before is None or saved.uid != before.uid):
            return f"Another terminal changed this {self.noun}, so both versions were saved."
        return self.saved_notice(saved)

    def action_remove(self) -> None:
        if not self._saving:
            self.confirm_removal(f"Remove this {self.noun}? {self.after_removal}Press u to bring it back.".strip())

    def confirm_removal(self, question: str) -> None:
        """Ask, then remove the record."""
        record = self._record
        if record is None:
            self.tell("There is nothing to remove yet. Press Esc to leave.")
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.change("Removing…", partial(self._removed, self.remover(record)))

        self.app.push_screen(ConfirmScreen(question), answered)

    def _removed(self, remove: Callable[[], bool]) -> str:
        if remove():
            return f"{self.noun.capitalize()} removed."
        return f"Another terminal changed this {self.noun}, so it was not removed."

    def action_purge(self) -> None:
        if self._record is None:
            self.tell(f"Only a saved {self.noun} can be purged.")
        elif not self._saving:
            self._confirm_purge(self._record.uid)

    def _confirm_purge(self, uid: str) -> None:
        """Ask twice, then purge the record (see `store.notebook.purge.purge_record`)."""

        def purged() -> str:
            from store.notebook import purge  # few sessions purge anything
            from tui.render.purge_report import report

            return report(purge.purge_record(self._notebook, self.table, uid))

        def sure(yes: bool | None) -> None:
            if yes:
                self.change("Purging…", purged)

        def answered(yes: bool | None) -> None:
            if yes:
                question = "This also deletes it from every backup and cannot be undone. Purge?"
                self.app.push_screen(ConfirmScreen(question), sure)

        question = f"Purge this {self.noun} from the notebook, its earlier versions, backups, drafts and undo?"
        self.app.push_screen(ConfirmScreen(question), answered)

    def change(self, doing: str, make: Callable[[], str]) -> None:
        """Change the notebook. Keys wait until it is done: what is typed meanwhile would go into closed fields.

        Args:
            doing: The text to show until it is done.
            make: Makes the change, in a thread, and returns the notice about it.
        """
        self._saving = True
        host_app(self).key_order.pause()
        self._focus_before = self.focused
        for field in self.fields():
            field.disabled = True
        self.tell(doing)
        self._make(make)

    @work(thread=True, exclusive=True, group="save")
    def _make(self, make: Callable[[], str]) -> None:
        try:
            notice = make()
        except (BadInput, CannotSave) as error:
            self.post_message(SaveFailed(str(error)))
        else:
            self.post_message(NotebookChanged(notice))

    def _let_go(self) -> None:
        self._saving = False
        for field in self.fields():
            field.disabled = False
        (self._focus_before or self.fields()[0]).focus()

    @on(CommandRequested)
    async def _run_command(self, message: CommandRequested) -> None:
        await run_command(self, message.command_id)

    @on(NotebookChanged)
    def _changed(self, message: NotebookChanged) -> None:
        message.stop()
        self._let_go()
        self._notice = message.notice
        self._draft.discard()
        self.after_save()
        host_app(self).key_order.resume()

    @on(SaveFailed)
    def _failed(self, message: SaveFailed) -> None:
        message.stop()
        self._let_go()
        self.tell(f"{message.problem} Your text is still here.")
        self._draft.changed()
        host_app(self).key_order.resume()

    # --- drafts and problems ------------------------------------------------------------------------------------------

    def tell(self, text: str) -> None:
        """Show a text below the fields."""
        self._shown_problem = text
        self.query_one("#editor-problem", Static).update(literal(text))

    @on(TextArea.Changed)
    @on(Input.Changed)
    def _typed(self) -> None:
        self._draft.changed()

    def tell_draft_problem(self, problem: str) -> None:
        """Say that what is typed is only on the screen so far."""
        if not self._shown_problem:  # a failed save matters more
            self.tell(f"{problem} A crash would lose your text until you save it.")
