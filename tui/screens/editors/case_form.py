"""Where a case is logged: one form, done with Enter once the ticket number stands in it."""

from collections.abc import Iterable
from functools import partial

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from store.core.models import Case, Entry
from store.core.text import clean
from store.notebook.cases import OUTCOMES, CaseFields, fields_of, remove_case, save_case
from store.notebook.drafts import Draft, DraftFile
from store.notebook.notebook import Notebook
from tui.commands.registry import Where
from tui.screens.confirm import ConfirmScreen
from tui.screens.editors.base import EditorScreen
from tui.toolkit.bindings import bindings
from tui.toolkit.literal import literal
from tui.widgets.choice import Choice
from tui.widgets.key_hints import KeyHints

_LINES = ("ticket", "school", "course")
OPEN = "open"


class PastedMessage(VerticalScroll):
    """The message of a case; Tab stops at it only where it does not all fit."""

    def allow_focus(self) -> bool:
        return self.show_vertical_scrollbar


class CaseForm(EditorScreen):
    """Gives what to tell the agent when a case was kept, or None."""

    BINDINGS = bindings(Where.CASE)
    AUTO_FOCUS = "#case-ticket"
    what = "case"

    def __init__(
        self,
        notebook: Notebook,
        entry: Entry,
        case: Case | None,
        *,
        fields: CaseFields | None = None,
        draft: DraftFile | None = None,
    ) -> None:
        """Set the form up.

        Args:
            notebook: Where cases are kept.
            entry: What the case is about.
            case: The case to change, or None for a new one.
            fields: What the form begins with, where that is not the case's.
            draft: The file in which they were left behind, or None for one of its own.
        """
        super().__init__(notebook, draft)
        self._entry, self._case = entry, case
        self._first = fields or (fields_of(case) if case else CaseFields())

    @classmethod
    def of_draft(cls, notebook: Notebook, entry: Entry, file: DraftFile, draft: Draft) -> "CaseForm":
        """Make a form that goes on where a killed one was."""
        case = notebook.snapshot.case(draft.record) if draft.record else None
        if case is not None and draft.rev is not None:  # of the version that was being changed, whatever stands now
            case = msgspec.structs.replace(case, rev=draft.rev)
        told = msgspec.convert({"text": draft.text, **draft.fields, "values": draft.values}, CaseFields)
        return cls(notebook, entry, case, fields=told, draft=file)

    def compose(self) -> ComposeResult:
        cases = self._notebook.snapshot.all_cases
        with Vertical(id="editor"):
            for name in _LINES:
                with Horizontal(classes="field"):
                    yield Static(name.capitalize(), classes="label", markup=False)
                    yield Input(
                        getattr(self._first, name),
                        id=f"case-{name}",
                        compact=True,
                        suggester=SuggestFromList(_known(cases, name), case_sensitive=False),
                    )
            with Horizontal(classes="field"):
                yield Static("State", classes="label", markup=False)
                yield Choice((OPEN, *OUTCOMES), self._first.outcome or OPEN, id="case-state")
            yield TextArea(
                self._first.text,
                id="case-text",
                tab_behavior="focus",
                highlight_cursor_line=False,
                placeholder="What you found, what you did",
            )
            with PastedMessage(id="case-pasted"):
                yield Static(literal(self._pasted()), markup=False)
            yield Static(id="editor-problem", markup=False)
            yield KeyHints(id="editor-hints")

    def on_mount(self) -> None:
        hints = self.query_one(KeyHints)
        hints.where = Where.CASE
        if self._case is None:
            hints.without = frozenset({"case.remove"})
        self.query_one("#case-pasted").display = bool(self._first.message)
        what = "Case of" if self._case else "New case of"
        self.query_one("#editor").border_title = literal(f"{what} {self._entry.title}")

    def fields(self) -> list[Widget]:
        return [*super().fields(), self.query_one(Choice)]

    @property
    def dirty(self) -> bool:
        written = self._written()
        if self._case is not None:
            return written != fields_of(self._case)
        return any((written.ticket, written.school, written.course, written.text)) or written.outcome is not None

    def draft(self) -> Draft:
        written = self._written()
        told = {name: getattr(written, name) for name in (*_LINES, "message")}
        if written.outcome is not None:
            told["outcome"] = written.outcome
        uid, rev = (self._case.uid, self._case.rev) if self._case else (None, None)
        return Draft(
            "case",
            self._entry.id,
            self._entry.title,
            uid,
            rev,
            written.text,
            (),
            told,
            dict(written.values),
            self._notebook.now(),
        )

    @on(Choice.Changed)
    def _state_changed(self) -> None:
        self._draft.changed()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.action_save()

    def action_save(self) -> None:
        if self._saving:
            return
        if self._case is not None and not self.dirty:
            self.leave()
        else:
            self.change("Saving…", partial(self._save, self._written()))

    def action_remove(self) -> None:
        case = self._case
        if case is None:
            self.tell("There is nothing to remove yet. Esc leaves.")
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.change("Removing…", partial(self._remove, case))

        if not self._saving:
            self.app.push_screen(ConfirmScreen("Remove this case? u brings it back."), answered)

    def action_purge(self) -> None:
        case = self._case
        if case is None:
            self.tell("Only a saved case is purged.")
        elif not self._saving:
            self.confirm_purge("cases", case.uid)

    def _save(self, fields: CaseFields) -> str:
        kept = save_case(self._notebook, self._entry, fields, self._case)
        if kept.beside is not None and (self._case is None or kept.uid != self._case.uid):
            return "Another terminal changed this case: both are kept."
        return "Case changed." if self._case else "Case logged."

    def _remove(self, case: Case) -> str:
        removed = remove_case(self._notebook, case)
        return "Case removed." if removed else "Another terminal changed this case: kept."

    def _pasted(self) -> str:
        values = "".join(f"\n{name} = {value}" for name, value in self._first.values.items())
        return f"Message: {self._first.message}{values}"

    def _written(self) -> CaseFields:
        """Return the case as it stands in the fields."""
        told = {name: clean(self.query_one(f"#case-{name}", Input).value).strip() for name in _LINES}
        state = self.query_one(Choice).value
        return CaseFields(
            **told,
            message=self._first.message,
            values=self._first.values,
            text=clean(self.query_one("#case-text", TextArea).text).strip(),
            outcome=next((outcome for outcome in OUTCOMES if outcome == state), None),
        )


def _known(cases: Iterable[Case], name: str) -> list[str]:
    """Return what earlier cases have in a field, the latest first."""
    return list(dict.fromkeys(filter(None, (getattr(case, name) for case in cases))))
