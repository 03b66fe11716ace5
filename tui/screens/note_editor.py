"""Where a note is written."""

from collections.abc import Callable

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from store.errors import BadInput, CannotSave
from store.models import Entry, Note
from store.notebook import Notebook
from store.text import clean
from tui.commands import COMMANDS, Where, bindings
from tui.intents import CommandWanted, NotebookChanged, SaveFailed
from tui.literal import literal
from tui.screens.confirm import ConfirmScreen
from tui.screens.unsaved import UnsavedScreen
from tui.widgets.key_hints import KeyHints


class NoteEditor(UnsavedScreen):
    """Gives what to tell the agent when a note was kept, or None."""

    BINDINGS = bindings(Where.EDITOR)
    AUTO_FOCUS = "#note-text"

    def __init__(self, notebook: Notebook, entry: Entry, note: Note | None) -> None:
        """Set the editor up.

        Args:
            notebook: Where notes are kept.
            entry: What the note is about.
            note: The note to change, or None for a new one.
        """
        super().__init__()
        self._notebook, self._entry, self._note = notebook, entry, note
        self._notice: str | None = None
        self._another = False
        self._saving = False
        self._focus_before: Widget | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="editor"):
            yield TextArea(
                self._note.text if self._note else "",
                id="note-text",
                tab_behavior="focus",
                highlight_cursor_line=False,
                placeholder="What you found, what you did; Markdown",
            )
            with Horizontal(id="tags-row"):
                yield Static("Tags", id="tags-label", markup=False)
                yield Input(self._tags_text(), id="note-tags", placeholder="separated by spaces", compact=True)
            yield Static(id="editor-problem", markup=False)
            yield KeyHints(id="editor-hints")

    def on_mount(self) -> None:
        self.query_one(KeyHints).where = Where.EDITOR
        self.query_one("#note-text", TextArea).move_cursor(self.query_one(TextArea).document.end)
        self._name_note()

    def on_resize(self) -> None:
        self.call_after_refresh(self.query_one("#note-text", TextArea).scroll_cursor_visible)

    @property
    def dirty(self) -> bool:
        """Whether leaving would lose something."""
        text, tags = self._written()
        if self._note is None:
            return bool(text.strip() or tags)
        return (text, tags) != (self._note.text, self._note.tags)

    def action_cancel(self) -> None:
        self.when_safe(lambda: self.dismiss(self._notice))

    def when_safe(self, leave: Callable[[], object]) -> None:
        """Leave; ask first when something would be lost, and not while it is on its way to the disk."""
        if self._saving:
            return
        if not self.dirty:
            leave()
            return

        def answered(lose: bool | None) -> None:
            if lose:
                leave()

        self.app.push_screen(ConfirmScreen("Leave without saving? What you changed in this note is lost."), answered)

    def action_new(self) -> None:
        if self._saving:
            return
        text, tags = self._written()
        if self.dirty and (text.strip() or tags):
            self._another = True
            self._hold("Saving…")
            self._save(text, tags)
        elif self.dirty:
            self._confirm_removal()
        else:
            self._begin_another()

    def action_save(self) -> None:
        if self._saving:
            return
        text, tags = self._written()
        if not text.strip() and not tags:
            self._confirm_removal()
        elif self.dirty:
            self._hold("Saving…")
            self._save(text, tags)
        else:
            self.dismiss(self._notice)

    def _confirm_removal(self) -> None:
        note = self._note
        if note is None:
            self._tell("There is nothing to save yet. Esc leaves.")
            return

        def answered(remove: bool | None) -> None:
            if remove:
                self._hold("Removing…")
                self._remove(note)

        self.app.push_screen(ConfirmScreen("The note is empty. Remove it?"), answered)

    @work(thread=True, exclusive=True, group="save")
    def _save(self, text: str, tags: tuple[str, ...]) -> None:
        try:
            kept = self._notebook.save_note(self._entry, text, tags, self._note)
        except (BadInput, CannotSave) as error:
            self.post_message(SaveFailed(str(error)))
            return
        beside = kept.beside is not None and (self._note is None or kept.uid != self._note.uid)
        self.post_message(
            NotebookChanged("Another terminal changed this note: both texts are kept." if beside else "Note saved.")
        )

    @work(thread=True, exclusive=True, group="save")
    def _remove(self, note: Note) -> None:
        try:
            removed = self._notebook.remove_note(note)
        except (BadInput, CannotSave) as error:
            self.post_message(SaveFailed(str(error)))
            return
        self.post_message(NotebookChanged("Note removed." if removed else "Another terminal changed this note: kept."))

    def _hold(self, what: str) -> None:
        """Take no keys while the disk is at work: text typed then would belong to no note."""
        self._saving = True
        self._focus_before = self.focused
        self.query_one("#note-text").disabled = self.query_one("#note-tags").disabled = True
        self._tell(what)

    def _let_go(self) -> None:
        self._saving = False
        self.query_one("#note-text").disabled = self.query_one("#note-tags").disabled = False
        (self._focus_before or self.query_one("#note-text")).focus()

    @on(CommandWanted)
    async def _run_command(self, message: CommandWanted) -> None:
        action = next(command.action for command in COMMANDS if command.id == message.command_id)
        await self.run_action(action)

    @on(NotebookChanged)
    def _changed(self, message: NotebookChanged) -> None:
        message.stop()
        self._let_go()
        self._notice = message.notice
        if self._another:
            self._another = False
            self._begin_another()
        else:
            self.dismiss(self._notice)

    @on(SaveFailed)
    def _failed(self, message: SaveFailed) -> None:
        message.stop()
        self._let_go()
        self._another = False
        self._tell(f"{message.problem} Your text is still here.")

    def _begin_another(self) -> None:
        self._note = None
        self.query_one("#note-text", TextArea).text = ""
        self.query_one("#note-tags", Input).value = ""
        self.query_one("#note-text").focus()
        self._tell("")
        self._name_note()

    def _name_note(self) -> None:
        what = "Note on" if self._note else "New note on"
        self.query_one("#editor").border_title = literal(f"{what} {self._entry.title}")

    def _tell(self, text: str) -> None:
        self.query_one("#editor-problem", Static).update(literal(text))

    def _tags_text(self) -> str:
        return " ".join(self._note.tags) if self._note else ""

    def _written(self) -> tuple[str, tuple[str, ...]]:
        """Return the text and the tags as they stand in the fields."""
        tags = clean(self.query_one("#note-tags", Input).value).replace(",", " ").split()
        text = clean(self.query_one("#note-text", TextArea).text)
        return text, tuple(dict.fromkeys(filter(None, (tag.lstrip("#") for tag in tags))))
