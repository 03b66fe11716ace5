"""What the dictionary's screen does with the notebook: bookmarks, notes, undo, and what other terminals changed."""

import asyncio
from collections.abc import Callable
from functools import partial

from textual import on, work
from textual.screen import Screen

from store.core.errors import BadInput, CannotSave, CannotUndo
from store.core.models import Case, CustomCode, Entry, Note
from store.notebook.cases import CaseFields
from store.notebook.custom_codes import CustomCodeFields, is_custom
from store.notebook.missing_entries import is_missing_entry, stand_in
from tui.desk.desk import Desk
from tui.screens.confirm import ConfirmScreen
from tui.screens.over import OverScreen
from tui.textual_fixes.compositor import FrontToBack
from tui.toolkit.messages import AppearanceChanged, DraftsFound, NotebookChanged, SaveFailed, UndoRefused
from tui.widgets.welcome import Welcome


class NotebookScreen(Screen[None]):
    """Base of the screen that shows entries. Saves run in workers; what comes of them arrives as messages."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk."""
        super().__init__()
        self._compositor = FrontToBack()
        self.desk = desk
        self._saving = asyncio.Lock()
        self._moving: Entry | None = None
        """The entry whose notes wait for another place."""
        self._trouble = ""
        """What the watch found last, which is said once."""

    @property
    def entry(self) -> Entry | None:
        """The entry that the commands act on. For subclasses."""
        raise NotImplementedError

    def keep_in_sight(self, entry: Entry) -> None:
        """Keep an entry shown although its row may go. For subclasses."""
        raise NotImplementedError

    def take_notebook(self) -> None:
        """Show the notebook as it is now. For subclasses."""
        raise NotImplementedError

    def _chosen_entry(self) -> Entry | None:
        if self.entry is None:
            self.notify("No entry is chosen.", timeout=2, markup=False)
        return self.entry

    # --- bookmarks ----------------------------------------------------------------------------------------------------

    def action_bookmark(self) -> None:
        entry = self._chosen_entry()
        if entry is not None:
            self.keep_in_sight(entry)
            self._turn_bookmark(entry)

    @work(group="notebook")
    async def _turn_bookmark(self, entry: Entry) -> None:
        async with self._saving:  # one after the other, each on what the key before it left
            wanted = entry.id not in self.desk.notebook.snapshot.bookmarks
            what = "Bookmarked" if wanted else "Bookmark taken away"
            await self._change(partial(self.desk.notebook.set_bookmark, entry, wanted), f"{what}: {entry.title}")

    def action_move_bookmark(self, step: int) -> None:
        """Move the bookmark one place up or down among the others."""
        entry = self._chosen_entry()
        if entry is not None:
            self._move_bookmark(entry, step)

    @work(group="notebook")
    async def _move_bookmark(self, entry: Entry, step: int) -> None:
        async with self._saving:
            order = list(self.desk.start_order(list(self.desk.notebook.snapshot.bookmarks)))
            if entry.id not in order:
                self.notify("Only bookmarks are ordered by hand. b bookmarks the entry.", markup=False)
                return
            place = order.index(entry.id)
            order.insert(max(0, place + step), order.pop(place))
            await self._change(partial(self.desk.notebook.order_bookmarks, order), "")

    async def _change(self, make: Callable[[], object], notice: str) -> None:
        """Change the notebook, and say what came of it."""
        try:
            await asyncio.to_thread(make)
        except (BadInput, CannotSave) as error:
            self.post_message(SaveFailed(str(error)))
        else:
            self.post_message(NotebookChanged(notice))

    @work(thread=True, group="uses")
    def note_use(self, entry: Entry) -> None:
        """Remember that an entry was used; it moves up in the empty search box."""
        self.desk.usage.add(entry.id, self.desk.notebook.now())

    # --- notes --------------------------------------------------------------------------------------------------------

    def action_note(self) -> None:
        entry = self._chosen_entry()
        if entry is None:
            return
        self.note_use(entry)
        notes = self.desk.notebook.snapshot.notes.get(entry.id, ())
        if len(notes) < 2:
            self.edit_note(entry, notes[0] if notes else None)
            return
        from tui.screens.pickers.note_picker import NEW_NOTE, NotePicker  # imported when it is first wanted

        def picked(uid: str | None) -> None:
            note = self.desk.notebook.snapshot.note(uid) if uid is not None else None
            if note is not None or uid == NEW_NOTE:
                self.edit_note(entry, note)
            elif uid is not None:
                self._tell_gone("note")

        self.app.push_screen(NotePicker(entry, notes), picked)

    def _tell_gone(self, what: str) -> None:
        self.notify(f"Another terminal removed the {what}. u there brings it back.", severity="warning", markup=False)

    def edit_note(self, entry: Entry, note: Note | None, text: str | None = None) -> None:
        """Open the editor.

        Args:
            entry: What the note is about.
            note: The note to change, or None for a new one.
            text: What the editor begins with, where that is not the note's text.
        """
        from tui.screens.editors.note_editor import NoteEditor  # TextArea: 70 ms

        self.app.push_screen(NoteEditor(self.desk.notebook, entry, note, text=text), self._note_done)

    def _note_done(self, notice: str | None) -> None:
        if notice is not None:
            self.post_message(NotebookChanged(notice))

    def action_move_notes(self) -> None:
        """Take the notes of an entry that is gone, then hang them on the entry chosen next."""
        entry, moving = self._chosen_entry(), self._moving
        if entry is None:
            return
        if is_missing_entry(entry):
            self._moving = entry
            self.notify("Now choose the entry that the notes belong to, and press m there.", markup=False)
        elif moving is None:
            self.notify("Only notes of entries that the dictionary no longer holds are moved.", markup=False)
        else:

            def answered(yes: bool | None) -> None:
                if yes:
                    self._moving = None
                    self._move(moving.id, entry)

            self.app.push_screen(ConfirmScreen(f"Move the notes on “{moving.title}” to “{entry.title}”?"), answered)

    @work(group="notebook")
    async def _move(self, from_id: str, to: Entry) -> None:
        async with self._saving:
            await self._change(partial(self.desk.notebook.move_notes, from_id, to), f"Notes moved to: {to.title}")

    # --- cases --------------------------------------------------------------------------------------------------------

    def pasted_case(self, entry: Entry) -> CaseFields:
        """Return what a new case of an entry begins with: the message that was pasted. For subclasses."""
        raise NotImplementedError

    def action_case(self) -> None:
        entry = self._chosen_entry()
        if entry is not None:
            self.note_use(entry)
            self.edit_case(entry, None, self.pasted_case(entry))

    def edit_case(self, entry: Entry, case: Case | None, fields: CaseFields | None = None) -> None:
        """Open the form of a case; `fields` is what it begins with, where that is not the case's."""
        from tui.screens.editors.case_form import CaseForm  # TextArea: 70 ms

        self.app.push_screen(CaseForm(self.desk.notebook, entry, case, fields=fields), self._note_done)

    def action_cases(self) -> None:
        from tui.screens.cases import CasesScreen  # imported when it is first wanted

        def chosen(case: Case | None) -> None:
            if case is not None:
                self.go_to_case(case)

        self.app.push_screen(CasesScreen(self.desk), chosen)

    def go_to_case(self, case: Case) -> None:
        """Show the entry of a case, and the case in its form."""
        kept = self.desk.notebook.snapshot.case(case.uid)
        if kept is None:
            self._tell_gone("case")
            return
        self.go_to(kept.entry)
        self.edit_case(self._entry_of(kept.entry), kept)

    def go_to(self, entry_id: str) -> None:
        """Show an entry, whatever is listed. For subclasses."""
        raise NotImplementedError

    # --- own codes ----------------------------------------------------------------------------------------------------

    def new_code(self) -> CustomCodeFields:
        """Return what a new code begins with: the vendor, and a text that no entry matched. For subclasses."""
        raise NotImplementedError

    def action_add_code(self) -> None:
        self._open_code(None, self.new_code())

    def action_edit_code(self) -> None:
        entry = self._chosen_entry()
        if entry is not None and is_custom(entry):
            self._open_code(entry)
        elif entry is not None:
            self.notify("Only codes of yours are changed. a or F9 writes one down.", markup=False)

    def _open_code(self, own: CustomCode | None, fields: CustomCodeFields | None = None) -> None:
        from tui.screens.editors.custom_code_form import CustomCodeForm  # TextArea: 70 ms

        self.app.push_screen(CustomCodeForm(self.desk, own, fields=fields), self._note_done)

    # --- home vendors -------------------------------------------------------------------------------------------------

    def action_home(self) -> None:
        """Let the agent choose the home vendors, for this screen and for the next start."""
        if self.desk.settings.home:
            self.notify("The settings file names your vendors (home); change them there.", markup=False)
            return
        from tui.screens.pickers.home_picker import HomePicker  # imported when it is first wanted

        def chosen(home: tuple[str, ...] | None) -> None:
            if home is not None:
                self.desk.home = home
                self.post_message(AppearanceChanged({"home": home}))
                self.query_one(Welcome).home_chosen()
                self.take_notebook()

        self.app.push_screen(HomePicker(self.desk.dictionary.vendors, self.desk.home), chosen)

    # --- undo ---------------------------------------------------------------------------------------------------------

    @work(group="notebook")
    async def action_undo(self) -> None:
        async with self._saving:
            try:
                undone = await asyncio.to_thread(self.desk.notebook.undo)
            except CannotUndo as error:
                self.post_message(UndoRefused(str(error), error.entry, error.text))
            except (BadInput, CannotSave) as error:
                self.post_message(SaveFailed(str(error)))
            else:
                self.post_message(NotebookChanged(f"Undone: {undone}" if undone else "There is nothing to undo."))

    @on(UndoRefused)
    def _undo_refused(self, message: UndoRefused) -> None:
        if not message.text:
            self.notify(message.problem, severity="warning", timeout=10, markup=False)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.edit_note(self._entry_of(message.entry), None, message.text)

        self.app.push_screen(ConfirmScreen(f"{message.problem} Open the old text as a new note?"), answered)

    def _entry_of(self, entry_id: str) -> Entry:
        return self.desk.catalog.entry(entry_id) or stand_in(entry_id, "")

    # --- what was left behind, what others changed --------------------------------------------------------------------

    @work(thread=True, group="drafts")
    def offer_drafts(self) -> None:
        """Look for texts that a killed terminal left behind."""
        from store.notebook.drafts import left_behind

        found = left_behind(self.desk.notebook.path)
        if found:
            self.post_message(DraftsFound(found))

    @on(DraftsFound)
    def _offer_draft(self, message: DraftsFound) -> None:
        from tui.screens.editors.base import EditorScreen
        from tui.screens.editors.case_form import CaseForm
        from tui.screens.editors.custom_code_form import CustomCodeForm
        from tui.screens.editors.draft_offer import DraftOffer
        from tui.screens.editors.note_editor import NoteEditor

        (file, draft), *rest = message.drafts

        def answered(choice: str | None) -> None:
            if choice == "discard":
                file.discard()
            elif choice == "open":
                entry = self._entry_of(draft.entry)
                if draft.kind == "entry":
                    form: EditorScreen = CustomCodeForm.of_draft(self.desk, file, draft)
                else:
                    editor = NoteEditor if draft.kind == "note" else CaseForm
                    form = editor.of_draft(self.desk.notebook, entry, file, draft)
                self.app.push_screen(form, self._note_done)
            else:
                file.let_go()
            if rest:
                self.post_message(DraftsFound(rest))

        self.app.push_screen(DraftOffer(draft), answered)

    @work(thread=True, exclusive=True, group="watch")
    def look(self) -> None:
        """Look whether another terminal changed the notebook."""
        trouble = ""
        try:
            if self.desk.notebook.refresh():
                self.post_message(NotebookChanged(""))
        except BadInput as error:
            trouble = str(error)
            if trouble != self._trouble:
                self.post_message(SaveFailed(trouble))
        self._trouble = trouble

    @on(NotebookChanged)
    def _notebook_changed(self, message: NotebookChanged) -> None:
        if message.notice:
            self.notify(message.notice, timeout=2, markup=False)
        self.take_notebook()
        for screen in self.app.screen_stack:
            if isinstance(screen, OverScreen) and screen.is_mounted:  # one that is opening reads it anyway
                screen.take_notebook()

    @on(SaveFailed)
    def _save_failed(self, message: SaveFailed) -> None:
        self.notify(message.problem, severity="error", timeout=10, markup=False)
