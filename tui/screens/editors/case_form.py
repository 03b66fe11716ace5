"""Where a case is logged: one form, which Enter saves once the ticket number is in it."""

from collections.abc import Callable, Iterable
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from store.core.models import Case, Entry
from store.core.text import clean
from store.notebook.cases import OUTCOMES, CaseFields, fields_of, remove_case, save_case
from store.notebook.draft_records import CaseDraft
from store.notebook.drafts import DraftFile
from store.notebook.notebook import Notebook
from tui.commands.registry import Where
from tui.screens.editors.base import EditorScreen, at_version
from tui.toolkit.bindings import bindings
from tui.toolkit.literal import literal
from tui.widgets.choice import Choice
from tui.widgets.key_hints import KeyHints

_LINES = ("ticket", "school", "course")
OPEN = "open"


class PastedMessage(VerticalScroll):
    """The message of a case; Tab stops at it only if it does not all fit."""

    def allow_focus(self) -> bool:
        return self.show_vertical_scrollbar


class CaseForm(EditorScreen[Case]):
    """Edits a case."""

    BINDINGS = bindings(Where.CASE)
    AUTO_FOCUS = "#case-ticket"
    noun = "case"
    table = "cases"

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
            notebook: Where cases are saved.
            entry: The entry the case is about.
            case: The case to change, or None for a new one.
            fields: What the form starts with, if it is not what the case has.
            draft: The draft file to continue with, or None for a new one.
        """
        super().__init__(notebook, case, draft)
        self._entry = entry
        self._first = fields or (fields_of(case) if case else CaseFields())

    @classmethod
    def of_draft(cls, notebook: Notebook, entry: Entry, file: DraftFile, draft: CaseDraft) -> "CaseForm":
        """Return a form that continues with a draft."""
        case = notebook.snapshot.case(draft.record) if draft.record else None
        return cls(notebook, entry, at_version(case, draft.rev), fields=draft.fields, draft=file)

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
        if self._record is None:
            hints.without = frozenset({"case.remove"})
        self.query_one("#case-pasted").display = bool(self._first.message)
        title = "Case of" if self._record else "New case of"
        self.query_one("#editor").border_title = literal(f"{title} {self._entry.title}")

    def fields(self) -> list[Widget]:
        return [*super().fields(), self.query_one(Choice)]

    @property
    def dirty(self) -> bool:
        written = self._written()
        if self._record is not None:
            return written != fields_of(self._record)
        return any((written.ticket, written.school, written.course, written.text)) or written.outcome is not None

    def draft(self) -> CaseDraft:
        return CaseDraft(
            entry=self._entry.id,
            title=self._entry.title,
            record=self._record.uid if self._record else None,
            rev=self._record.rev if self._record else None,
            saved=self._notebook.now(),
            fields=self._written(),
        )

    def saver(self) -> Callable[[], Case]:
        return partial(save_case, self._notebook, self._entry, self._written(), self._record)

    def remover(self, record: Case) -> Callable[[], bool]:
        return partial(remove_case, self._notebook, record)

    def saved_notice(self, saved: Case) -> str:
        return "Case changed." if self._record else "Case logged."

    @on(Choice.Changed)
    def _state_changed(self) -> None:
        self._draft.changed()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.action_save()

    def _pasted(self) -> str:
        values = "".join(f"\n{name} = {value}" for name, value in self._first.values.items())
        return f"Message: {self._first.message}{values}"

    def _written(self) -> CaseFields:
        """Return what is in the fields."""
        lines = {name: clean(self.query_one(f"#case-{name}", Input).value).strip() for name in _LINES}
        state = self.query_one(Choice).value
        return CaseFields(
            **lines,
            message=self._first.message,
            values=dict(self._first.values),
            text=clean(self.query_one("#case-text", TextArea).text).strip(),
            outcome=next((outcome for outcome in OUTCOMES if outcome == state), None),
        )


def _known(cases: Iterable[Case], name: str) -> list[str]:
    """Return what earlier cases have in a field, newest first."""
    return list(dict.fromkeys(filter(None, (getattr(case, name) for case in cases))))
