"""Where a note is written."""

from collections.abc import Callable, Sequence
from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static, TextArea

from store.core.errors import BadInput, CannotSave
from store.core.models import Entry, Note
from store.core.text import clean
from store.notebook.draft_records import MAX_RECOVERED, NoteDraft, RecoveredText
from store.notebook.drafts import DraftFile
from store.notebook.notebook import Notebook
from tui.commands.registry import Where
from tui.screens.editors.base import EditorScreen, at_version
from tui.screens.editors.external_editor import edit_elsewhere
from tui.toolkit.bindings import bindings
from tui.toolkit.literal import literal
from tui.widgets.key_hints import KeyHints
from tui.widgets.tag_suggester import TagSuggester


class NoteEditor(EditorScreen[Note]):
    """Edits a note."""

    BINDINGS = bindings(Where.EDITOR)
    AUTO_FOCUS = "#note-text"
    noun = "note"
    table = "notes"

    def __init__(
        self,
        notebook: Notebook,
        entry: Entry,
        note: Note | None,
        *,
        text: str | None = None,
        tags: Sequence[str] | None = None,
        draft: DraftFile | None = None,
        recovered_from: DraftFile | None = None,
        recovered_in_full: bool = True,
    ) -> None:
        """Set the editor up.

        Args:
            notebook: Where notes are saved.
            entry: The entry the note is about.
            note: The note to change, or None for a new one.
            text: The text to start with, if it is not the note's.
            tags: The tags to start with, if they are not the note's.
            draft: The draft file to continue with, or None for a new one.
            recovered_from: The file that the text was recovered from; it stays until the note is saved.
            recovered_in_full: Whether that file has no more text than the editor takes; otherwise it stays for good.
        """
        super().__init__(notebook, note, draft)
        self._entry = entry
        self._first_text = text if text is not None else note.text if note else ""
        self._first_tags = tags if tags is not None else note.tags if note else ()
        self._another = False
        """Whether another new note follows the save."""
        self._source, self._source_has_more = recovered_from, not recovered_in_full

    @classmethod
    def of_draft(cls, notebook: Notebook, entry: Entry, file: DraftFile, draft: NoteDraft) -> "NoteEditor":
        """Return an editor that continues with a draft."""
        note = notebook.snapshot.note(draft.record) if draft.record else None
        return cls(notebook, entry, at_version(note, draft.rev), text=draft.text, tags=draft.tags, draft=file)

    @classmethod
    def of_recovered(cls, notebook: Notebook, entry: Entry, file: DraftFile, recovered: RecoveredText) -> "NoteEditor":
        """Return an editor of a new note with the text of a draft that does not fit.

        The file is removed once the note is saved, unless it has more text than the editor takes.
        """
        text, in_full = recovered.text, not recovered.cut
        return cls(notebook, entry, None, text=text, recovered_from=file, recovered_in_full=in_full)

    def compose(self) -> ComposeResult:
        with Vertical(id="editor"):
            yield TextArea(
                self._first_text,
                id="note-text",
                tab_behavior="focus",
                highlight_cursor_line=False,
                placeholder="What you found, what you did",
            )
            with Horizontal(id="tags-row"):
                yield Static("Tags", id="tags-label", markup=False)
                yield Input(
                    " ".join(self._first_tags),
                    id="note-tags",
                    placeholder="separated by spaces",
                    compact=True,
                    suggester=TagSuggester(list(self._notebook.snapshot.tags)),
                )
            yield Static(id="editor-problem", markup=False)
            yield KeyHints(id="editor-hints")

    def on_mount(self) -> None:
        self.query_one(KeyHints).where = Where.EDITOR
        self.query_one("#note-text", TextArea).move_cursor(self.query_one(TextArea).document.end)
        self._name_note()
        if self._source is not None and self._source_has_more:
            self.tell(f"Only the first {MAX_RECOVERED:,} characters are here. All of it stays in {self._source.path}")

    def on_resize(self) -> None:
        self.call_after_refresh(self.query_one("#note-text", TextArea).scroll_cursor_visible)

    @property
    def dirty(self) -> bool:
        text, tags = self._written()
        if self._record is None:
            return bool(text.strip() or tags)
        return (text, tags) != (self._record.text, self._record.tags)

    def draft(self) -> NoteDraft:
        text, tags = self._written()
        return NoteDraft(
            entry=self._entry.id,
            title=self._entry.title,
            record=self._record.uid if self._record else None,
            rev=self._record.rev if self._record else None,
            saved=self._notebook.now(),
            text=text,
            tags=tags,
        )

    def saver(self) -> Callable[[], Note]:
        text, tags = self._written()
        return partial(self._notebook.save_note, self._entry, text, tags, self._record)

    def remover(self, record: Note) -> Callable[[], bool]:
        return partial(self._notebook.remove_note, record)

    def saved_notice(self, saved: Note) -> str:
        return "Note saved."

    def action_new(self) -> None:
        if self._saving:
            return
        if not self.dirty:
            self._begin_another()
        elif self._is_empty:
            self.confirm_removal("The note is empty. Remove it?")
        else:
            self._another = True
            self.save()

    def action_save(self) -> None:
        if self._saving:
            return
        if self._is_empty and self._record is None:
            self.tell("There is nothing to save yet. Press Esc to leave.")
        elif self._is_empty:
            self.confirm_removal("The note is empty. Remove it?")
        else:
            super().action_save()

    def action_external(self) -> None:
        """Edit the text in the program that $VISUAL or $EDITOR names."""
        if self._saving:
            return
        try:
            text = edit_elsewhere(self.app, self._written()[0], self._draft.keep_now())
        except (BadInput, CannotSave) as error:
            self.tell(str(error))
        else:
            self.query_one("#note-text", TextArea).text = text
        self._draft.changed()

    def leave(self) -> None:
        if self._source is not None:
            self._source.let_go()
        super().leave()

    def after_save(self) -> None:
        if self._source is not None and self._source_has_more:
            self._source.let_go()
        elif self._source is not None:
            self._source.discard()
        self._source = None
        if self._another:
            self._begin_another()
        else:
            super().after_save()

    def _begin_another(self) -> None:
        self._another = False
        self._record = None
        self.query_one("#note-text", TextArea).text = ""
        self.query_one("#note-tags", Input).value = ""
        self.query_one("#note-text").focus()
        self.tell("")
        self._name_note()

    def _name_note(self) -> None:
        title = "Note on" if self._record else "New note on"
        self.query_one("#editor").border_title = literal(f"{title} {self._entry.title}")

    def _written(self) -> tuple[str, tuple[str, ...]]:
        """Return the text and the tags in the fields."""
        tags = clean(self.query_one("#note-tags", Input).value).replace(",", " ").split()
        text = clean(self.query_one("#note-text", TextArea).text)
        return text, tuple(dict.fromkeys(filter(None, (tag.lstrip("#") for tag in tags))))

    @property
    def _is_empty(self) -> bool:
        text, tags = self._written()
        return not text.strip() and not tags
