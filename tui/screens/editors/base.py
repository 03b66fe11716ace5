"""What the editor of notes and the forms have in common: nothing typed is lost, and each save says what came of it."""

from collections.abc import Callable
from contextlib import suppress
from typing import cast

from textual import on, work
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from store.core.errors import BadInput, CannotSave
from store.notebook.drafts import Draft, DraftFile
from store.notebook.notebook import Notebook
from tui.screens.confirm import ConfirmScreen
from tui.screens.editors.draft_keeper import DraftKeeper
from tui.screens.editors.unsaved import UnsavedScreen
from tui.textual_fixes.key_order import KeyOrder, OrdersKeys
from tui.toolkit.bindings import run_command
from tui.toolkit.literal import literal
from tui.toolkit.messages import CommandWanted, NotebookChanged, SaveFailed


class EditorScreen(UnsavedScreen):
    """Gives what to tell the agent when something was kept, or None."""

    what = "note"
    """What is edited, as the agent calls it."""

    def __init__(self, notebook: Notebook, draft: DraftFile | None) -> None:
        """Prepare an editor.

        Args:
            notebook: Where it is kept.
            draft: The file in which its text was left behind, or None for one of its own.
        """
        super().__init__()
        self._notebook = notebook
        self._draft = DraftKeeper(self, notebook, draft)
        self._notice: str | None = None
        self._told = ""
        """What stands below the fields."""
        self._saving = False
        self._focus_before: Widget | None = None

    @property
    def dirty(self) -> bool:
        """Whether leaving would lose something. For subclasses."""
        raise NotImplementedError

    def draft(self) -> Draft:
        """Return what stands in the fields. For subclasses."""
        raise NotImplementedError

    def fields(self) -> list[Widget]:
        """Return the fields that are typed into."""
        return list(self.query("Input, TextArea").results(Widget))

    def after_save(self) -> None:
        """Go on once the change is on the disk."""
        self.dismiss(self._notice)

    def action_cancel(self) -> None:
        self.when_safe(self.leave)

    def when_safe(self, leave: Callable[[], object]) -> None:
        """Leave; ask first when something would be lost, and not while it is on its way to the disk."""
        if self._saving:
            return
        if not self.dirty:
            leave()
            return

        def answered(lose: bool | None) -> None:
            if lose:
                self._draft.discard()
                leave()

        question = f"Leave without saving? What you changed in this {self.what} is lost."
        self.app.push_screen(ConfirmScreen(question), answered)

    def keep_draft(self) -> None:
        if self.dirty:
            with suppress(CannotSave):
                self._draft.keep_now()

    def leave(self) -> None:
        """Close; there is nothing to lose."""
        self._draft.discard()
        self.dismiss(self._notice)

    def confirm_purge(self, table: str, uid: str) -> None:
        """Ask twice, then purge the record of a table (see `store.notebook.purge.purge_record`)."""

        def purged() -> str:
            from store.notebook import purge  # few sessions purge anything
            from tui.render.purge_report import report

            return report(purge.purge_record(self._notebook, table, uid))

        def sure(yes: bool | None) -> None:
            if yes:
                self.change("Purging…", purged)

        def answered(yes: bool | None) -> None:
            if yes:
                self.app.push_screen(ConfirmScreen("Every backup loses it, too, and it cannot be undone. Purge?"), sure)

        question = f"Purge this {self.what}: from the notebook, its earlier versions, backups, drafts and undo?"
        self.app.push_screen(ConfirmScreen(question), answered)

    def change(self, doing: str, make: Callable[[], str]) -> None:
        """Change the notebook. Keys wait meanwhile: text typed then would belong to nothing.

        Args:
            doing: What the agent is told until it is done.
            make: Makes the change, in a thread, and returns what to tell then.
        """
        self._saving = True
        self._key_order.pause()
        self._focus_before = self.focused
        for field in self.fields():
            field.disabled = True
        self.tell(doing)
        self._make(make)

    @work(thread=True, exclusive=True, group="save")
    def _make(self, make: Callable[[], str]) -> None:
        try:
            told = make()
        except (BadInput, CannotSave) as error:
            self.post_message(SaveFailed(str(error)))
        else:
            self.post_message(NotebookChanged(told))

    def _let_go(self) -> None:
        self._saving = False
        for field in self.fields():
            field.disabled = False
        (self._focus_before or self.fields()[0]).focus()

    @on(CommandWanted)
    async def _run_command(self, message: CommandWanted) -> None:
        await run_command(self, message.command_id)

    @on(NotebookChanged)
    def _changed(self, message: NotebookChanged) -> None:
        message.stop()
        self._let_go()
        self._notice = message.notice
        self._draft.discard()
        self.after_save()
        self._key_order.resume()

    @on(SaveFailed)
    def _failed(self, message: SaveFailed) -> None:
        message.stop()
        self._let_go()
        self.tell(f"{message.problem} Your text is still here.")
        self._draft.changed()
        self._key_order.resume()

    @property
    def _key_order(self) -> KeyOrder:
        return cast(OrdersKeys, self.app).key_order

    def tell(self, text: str) -> None:
        """Say something below the fields."""
        self._told = text
        self.query_one("#editor-problem", Static).update(literal(text))

    @on(TextArea.Changed)
    @on(Input.Changed)
    def _typed(self) -> None:
        self._draft.changed()

    def tell_draft_problem(self, problem: str) -> None:
        """Say that what is typed is on the screen alone."""
        if not self._told:  # that a save failed is the greater news
            self.tell(f"{problem} What you type is not safe from a crash until it is saved.")
