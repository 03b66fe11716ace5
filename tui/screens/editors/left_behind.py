"""Which editor continues with a draft that was left behind."""

from store.core.models import Entry
from store.notebook.draft_records import CaseDraft, CustomCodeDraft, Draft, NoteDraft, RecoveredText
from store.notebook.drafts import DraftFile
from store.notebook.missing_entries import stand_in
from tui.desk.desk import Desk
from tui.screens.editors.case_form import CaseForm
from tui.screens.editors.custom_code_form import CustomCodeForm
from tui.screens.editors.note_editor import NoteEditor

NO_TITLE = "Recovered text"
"""The title of a missing entry for a text that does not say what it is about."""


def editor_of(desk: Desk, file: DraftFile, draft: Draft | RecoveredText) -> NoteEditor | CaseForm | CustomCodeForm:
    """Return the editor that continues with a draft.

    Args:
        desk: The dictionary and the notebook.
        file: The draft's file.
        draft: What is in it. A text that is no draft becomes a new note.
    """
    match draft:
        case NoteDraft():
            return NoteEditor.of_draft(desk.notebook, _entry_of(desk, draft.entry, draft.title), file, draft)
        case CaseDraft():
            return CaseForm.of_draft(desk.notebook, _entry_of(desk, draft.entry, draft.title), file, draft)
        case CustomCodeDraft():
            return CustomCodeForm.of_draft(desk, file, draft)
        case RecoveredText():
            entry_id = draft.entry or f"recovered/{file.path.stem}"  # unique, so that the note can be moved by itself
            entry = _entry_of(desk, entry_id, draft.title or NO_TITLE)
            return NoteEditor.of_recovered(desk.notebook, entry, file, draft)


def _entry_of(desk: Desk, entry_id: str, title: str) -> Entry:
    return desk.catalog.entry(entry_id) or stand_in(entry_id, title)
