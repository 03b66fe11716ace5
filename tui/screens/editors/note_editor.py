"""Where a note is written."""

from collections.abc import Sequence
from functools import partial

import msgspec
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static, TextArea

from store.core.errors import BadInput, CannotSave
from store.core.models import Entry, Note
from store.core.text import clean
from store.notebook.drafts import Draft, DraftFile
from store.notebook.notebook import Notebook
from tui.commands.registry import Where
from tui.screens.confirm import ConfirmScreen
from tui.screens.editors.base import EditorScreen
from tui.screens.editors.external_editor import edit_elsewhere
from tui.toolkit.bindings import bindings
from tui.toolkit.literal import literal
from tui.widgets.key_hints import KeyHints
from tui.widgets.tag_suggester import TagSuggester


class NoteEditor(EditorScreen):
    """Gives what to tell the agent when a note was kept, or None."""

    BINDINGS = bindings(Where.EDITOR)
    AUTO_FOCUS = "#note-text"

    def __init__(
        self,
        notebook: Notebook,
        entry: Entry,
        note: Note | None,
        *,
        text: str | None = None,
        tags: Sequence[str] | None = None,
        draft: DraftFile | None = None,
    ) -> None:
        """Set the editor up.

        Args:
            notebook: Where notes are kept.
            entry: What the note is about.
            note: The note to change, or None for a new one.
            text: What the editor begins with, where that is not the note's text.
            tags: The same for its tags.
            draft: The file in which the text was left behind, or None for one of its own.
        """
        super().__init__(notebook, draft)
        self._entry, self._note = entry, note
        self._first_text = text if text is not None else note.text if note else ""
        self._first_tags = tags if tags is not None else note.tags if note else ()
        self._another = False

    @classmethod
    def of_draft(cls, notebook: Notebook, entry: Entry, file: DraftFile, draft: Draft) -> "NoteEditor":
        """Make an editor that goes on where a killed one was."""
        note = notebook.snapshot.note(draft.record) if draft.record else None
        if note is not None and draft.rev is not None:  # of the version that was being changed, whatever stands now
            note = msgspec.structs.replace(note, rev=draft.rev)
        return cls(notebook, entry, note, text=draft.text, tags=draft.tags, draft=file)

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

    def on_resize(self) -> None:
        self.call_after_refresh(self.query_one("#note-text", TextArea).scroll_cursor_visible)

    @property
    def dirty(self) -> bool:
        text, tags = self._written()
        if self._note is None:
            return bool(text.strip() or tags)
        return (text, tags) != (self._note.text, self._note.tags)

    def draft(self) -> Draft:
        text, tags = self._written()
        uid, rev = (self._note.uid, self._note.rev) if self._note else (None, None)
        return Draft("note", self._entry.id, self._entry.title, uid, rev, text, tags, {}, {}, self._notebook.now())

    def action_new(self) -> None:
        if self._saving:
            return
        text, tags = self._written()
        if self.dirty and (text.strip() or tags):
            self._another = True
            self.change("Saving…", partial(self._save, text, tags))
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
            self.change("Saving…", partial(self._save, text, tags))
        else:
            self.leave()

    def action_remove(self) -> None:
        if not self._saving:
            self._confirm_removal("Remove this note? u brings it back.")

    def action_purge(self) -> None:
        note = self._note
        if note is None:
            self.tell("Only a saved note is purged.")
        elif not self._saving:
            self.confirm_purge("notes", note.uid)

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

    def _confirm_removal(self, question: str = "The note is empty. Remove it?") -> None:
        note = self._note
        if note is None:
            self.tell("There is nothing to save yet. Esc leaves.")
            return

        def answered(remove: bool | None) -> None:
            if remove:
                self.change("Removing…", partial(self._remove, note))

        self.app.push_screen(ConfirmScreen(question), answered)

    def _save(self, text: str, tags: tuple[str, ...]) -> str:
        kept = self._notebook.save_note(self._entry, text, tags, self._note)
        beside = kept.beside is not None and (self._note is None or kept.uid != self._note.uid)
        return "Another terminal changed this note: both texts are kept." if beside else "Note saved."

    def _remove(self, note: Note) -> str:
        removed = self._notebook.remove_note(note)
        return "Note removed." if removed else "Another terminal changed this note: kept."

    def after_save(self) -> None:
        if self._another:
            self._begin_another()
        else:
            self.dismiss(self._notice)

    def _begin_another(self) -> None:
        self._another = False
        self._note = None
        self.query_one("#note-text", TextArea).text = ""
        self.query_one("#note-tags", Input).value = ""
        self.query_one("#note-text").focus()
        self.tell("")
        self._name_note()

    def _name_note(self) -> None:
        what = "Note on" if self._note else "New note on"
        self.query_one("#editor").border_title = literal(f"{what} {self._entry.title}")

    def _written(self) -> tuple[str, tuple[str, ...]]:
        """Return the text and the tags as they stand in the fields."""
        tags = clean(self.query_one("#note-tags", Input).value).replace(",", " ").split()
        text = clean(self.query_one("#note-text", TextArea).text)
        return text, tuple(dict.fromkeys(filter(None, (tag.lstrip("#") for tag in tags))))
