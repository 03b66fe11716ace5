"""Where an agent adds a code that the dictionary does not have."""

from collections.abc import Callable
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from store.core.errors import BadInput
from store.core.models import CustomCode
from store.core.text import clean, one_line
from store.notebook.custom_codes import (
    WHO,
    CustomCodeFields,
    fields_of,
    is_custom,
    remove_custom_code,
    save_custom_code,
    slots_of,
)
from store.notebook.draft_records import NEW_CODE, CustomCodeDraft
from store.notebook.drafts import DraftFile
from tui.commands.registry import Where
from tui.desk.desk import Desk
from tui.screens.editors.base import EditorScreen, at_version
from tui.toolkit.bindings import bindings
from tui.toolkit.literal import literal
from tui.widgets.choice import Choice
from tui.widgets.key_hints import KeyHints

_LABELS = dict(zip(("teacher", "Canvas", "SIS", "vendor"), WHO, strict=True))
"""Who acts, in words short enough for a narrow form."""


class CustomCodeForm(EditorScreen[CustomCode]):
    """Edits a custom code."""

    BINDINGS = bindings(Where.CODE)
    AUTO_FOCUS = "#own-message"
    noun = "custom code"
    table = "entries"
    after_removal = "Your notes on it stay. "

    def __init__(
        self,
        desk: Desk,
        code: CustomCode | None,
        *,
        fields: CustomCodeFields | None = None,
        draft: DraftFile | None = None,
    ) -> None:
        """Set the form up.

        Args:
            desk: The dictionary with its vendors, and the notebook where codes are saved.
            code: The code to change, or None for a new one.
            fields: What the form starts with, if it is not what the code has.
            draft: The draft file to continue with, or None for a new one.
        """
        super().__init__(desk.notebook, code, draft)
        self._desk = desk
        saved = fields_of(desk.catalog, code) if code is not None else None
        self._first = fields or saved or CustomCodeFields()
        self._safe = saved or (self._first if draft is None else CustomCodeFields())
        """Fields that can be left without losing anything."""

    @classmethod
    def of_draft(cls, desk: Desk, file: DraftFile, draft: CustomCodeDraft) -> "CustomCodeForm":
        """Return a form that continues with a draft."""
        codes = filter(is_custom, desk.catalog.entries)
        code = next((code for code in codes if code.uid == draft.record), None)
        return cls(desk, at_version(code, draft.rev), fields=draft.fields, draft=file)

    def compose(self) -> ComposeResult:
        first = self._first
        vendors = SuggestFromList([vendor.name for vendor in self._desk.catalog.vendors], case_sensitive=False)
        slots = ", ".join(first.slots)
        with Vertical(id="editor", classes="code"):
            yield from _line("Vendor", "vendor", first.vendor, "one of the list, or a new one", vendors)
            yield from _line("Title", "title", first.title, "the message's first line")
            yield from _lines("Message", "message", first.message, "The error text; put what varies in [brackets]")
            yield from _line("Slots", "slots", slots, "names for the [brackets], in order")
            yield Static(id="own-found", markup=False)
            yield from _line("Meaning", "meaning", first.meaning)
            with Horizontal(classes="field"):
                yield Static("Who acts", classes="label", markup=False)
                chosen = next(label for label, who in _LABELS.items() if who == first.who)
                yield Choice(tuple(_LABELS), chosen, id="own-who")
            yield from _lines("Steps", "steps", "\n".join(first.steps), "One step per line")
            yield Static(id="editor-problem", markup=False)
            yield KeyHints(id="editor-hints")

    def on_mount(self) -> None:
        hints = self.query_one(KeyHints)
        hints.where = Where.CODE
        if self._record is None:
            hints.without = frozenset({"code.remove"})
        self.query_one("#editor").border_title = literal(self._record.title if self._record else "New custom code")
        self._show_slots()

    def fields(self) -> list[Widget]:
        return [*super().fields(), self.query_one(Choice)]

    @property
    def dirty(self) -> bool:
        return self._written() != self._safe

    def draft(self) -> CustomCodeDraft:
        written, code = self._written(), self._record
        return CustomCodeDraft(
            entry=code.id if code else NEW_CODE,
            title=written.title or one_line(written.message)[:60],
            record=code.uid if code else None,
            rev=code.rev if code else None,
            saved=self._notebook.now(),
            fields=written,
        )

    def saver(self) -> Callable[[], CustomCode]:
        return partial(save_custom_code, self._notebook, self._desk.dictionary, self._written(), self._record)

    def remover(self, record: CustomCode) -> Callable[[], bool]:
        return partial(remove_custom_code, self._notebook, record)

    def saved_notice(self, saved: CustomCode) -> str:
        return f"Custom code {'changed' if self._record else 'added'}: {saved.title}"

    @on(Input.Changed, "#own-slots")
    @on(TextArea.Changed, "#own-message")
    def _show_slots(self) -> None:
        written = self._written()
        try:
            slots = slots_of(written.message, written.slots)
        except BadInput as problem:
            line = str(problem)
        else:
            line = " · ".join(f"{name} = {brackets}" for name, brackets in slots.items())
        self.query_one("#own-found", Static).update(literal(line or "No [brackets] yet: nothing in the message varies"))

    @on(Choice.Changed)
    def _who_changed(self) -> None:
        self._draft.changed()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.focus_next()

    def _written(self) -> CustomCodeFields:
        """Return what is in the fields."""
        names = [one_line(name) for name in self._value("slots").split(",")]
        while names and not names[-1]:
            names.pop()
        lines = clean(self.query_one("#own-steps", TextArea).text).splitlines()
        return CustomCodeFields(
            message=clean(self.query_one("#own-message", TextArea).text).strip(),
            vendor=self._value("vendor"),
            title=self._value("title"),
            slots=tuple(names),
            meaning=self._value("meaning"),
            who=_LABELS[self.query_one(Choice).value],
            steps=tuple(filter(None, (line.strip() for line in lines))),
        )

    def _value(self, name: str) -> str:
        return clean(self.query_one(f"#own-{name}", Input).value).strip()


def _line(
    label: str, name: str, value: str, placeholder: str = "", suggester: SuggestFromList | None = None
) -> ComposeResult:
    """Compose a field of one line."""
    with Horizontal(classes="field"):
        yield Static(label, classes="label", markup=False)
        yield Input(value, id=f"own-{name}", compact=True, placeholder=placeholder, suggester=suggester)


def _lines(label: str, name: str, text: str, placeholder: str) -> ComposeResult:
    """Compose a field of several lines."""
    with Horizontal(classes="field lines"):
        yield Static(label, classes="label", markup=False)
        yield TextArea(
            text,
            id=f"own-{name}",
            tab_behavior="focus",
            highlight_cursor_line=False,
            placeholder=literal(placeholder),
        )
