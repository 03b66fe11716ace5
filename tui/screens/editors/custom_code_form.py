"""Where a code is written down that the dictionary lacks."""

from functools import partial

import msgspec
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
from store.notebook.drafts import Draft, DraftFile
from tui.commands.registry import Where
from tui.desk.desk import Desk
from tui.screens.confirm import ConfirmScreen
from tui.screens.editors.base import EditorScreen
from tui.toolkit.bindings import bindings
from tui.toolkit.literal import literal
from tui.widgets.choice import Choice
from tui.widgets.key_hints import KeyHints

_LABELS = dict(zip(("teacher", "Canvas", "SIS", "vendor"), WHO, strict=True))
"""Who acts, in words short enough for a narrow form."""
_NEW = "own/new"
"""What a draft of a new code is about."""


class CustomCodeForm(EditorScreen):
    """Gives what to tell the agent when a code was kept, or None."""

    BINDINGS = bindings(Where.CODE)
    AUTO_FOCUS = "#own-message"
    what = "code"

    def __init__(
        self,
        desk: Desk,
        own: CustomCode | None,
        *,
        fields: CustomCodeFields | None = None,
        draft: DraftFile | None = None,
    ) -> None:
        """Set the form up.

        Args:
            desk: Knows the vendors, and where codes are kept.
            own: The code to change, or None for a new one.
            fields: What the form begins with, where that is not the code's.
            draft: The file in which they were left behind, or None for one of its own.
        """
        super().__init__(desk.notebook, draft)
        self._desk, self._own = desk, own
        standing = fields_of(desk.catalog, own) if own is not None else None
        self._first = fields or standing or CustomCodeFields()
        self._safe = standing or (self._first if draft is None else CustomCodeFields())
        """What may be left without a loss."""

    @classmethod
    def of_draft(cls, desk: Desk, file: DraftFile, draft: Draft) -> "CustomCodeForm":
        """Make a form that goes on where a killed one was."""
        own = next((each for each in desk.catalog.entries if is_custom(each) and each.uid == draft.record), None)
        if own is not None and draft.rev is not None:  # of the version that was being changed, whatever stands now
            own = msgspec.structs.replace(own, rev=draft.rev)
        told = {**draft.fields, "slots": draft.tags, "steps": draft.fields["steps"].splitlines()}
        return cls(desk, own, fields=msgspec.convert({**told, "message": draft.text}, CustomCodeFields), draft=file)

    def compose(self) -> ComposeResult:
        first = self._first
        vendors = [vendor.name for vendor in self._desk.catalog.vendors]
        with Vertical(id="editor", classes="code"):
            with Horizontal(classes="field"):
                yield Static("Vendor", classes="label", markup=False)
                yield Input(
                    first.vendor,
                    id="own-vendor",
                    compact=True,
                    placeholder="one of the list, or a new one",
                    suggester=SuggestFromList(vendors, case_sensitive=False),
                )
            with Horizontal(classes="field"):
                yield Static("Title", classes="label", markup=False)
                yield Input(first.title, id="own-title", compact=True, placeholder="the message's first line")
            with Horizontal(classes="field lines"):
                yield Static("Message", classes="label", markup=False)
                yield TextArea(
                    first.message,
                    id="own-message",
                    tab_behavior="focus",
                    highlight_cursor_line=False,
                    placeholder=literal("The error text; what varies in [brackets]"),
                )
            with Horizontal(classes="field"):
                yield Static("Slots", classes="label", markup=False)
                yield Input(
                    ", ".join(first.slots),
                    id="own-slots",
                    compact=True,
                    placeholder="names of the [brackets], in order",
                )
            yield Static(id="own-found", markup=False)
            with Horizontal(classes="field"):
                yield Static("Meaning", classes="label", markup=False)
                yield Input(first.meaning, id="own-meaning", compact=True)
            with Horizontal(classes="field"):
                yield Static("Who acts", classes="label", markup=False)
                chosen = next(label for label, who in _LABELS.items() if who == first.who)
                yield Choice(tuple(_LABELS), chosen, id="own-who")
            with Horizontal(classes="field lines"):
                yield Static("Steps", classes="label", markup=False)
                yield TextArea(
                    "\n".join(first.steps),
                    id="own-steps",
                    tab_behavior="focus",
                    highlight_cursor_line=False,
                    placeholder="A line a step",
                )
            yield Static(id="editor-problem", markup=False)
            yield KeyHints(id="editor-hints")

    def on_mount(self) -> None:
        hints = self.query_one(KeyHints)
        hints.where = Where.CODE
        if self._own is None:
            hints.without = frozenset({"code.remove"})
        self.query_one("#editor").border_title = literal(self._own.title if self._own else "New code of yours")
        self._tell_slots()

    def fields(self) -> list[Widget]:
        return [*super().fields(), self.query_one(Choice)]

    @property
    def dirty(self) -> bool:
        return self._written() != self._safe

    def draft(self) -> Draft:
        written, own = self._written(), self._own
        told = {name: getattr(written, name) for name in ("vendor", "title", "meaning", "who")}
        return Draft(
            kind="entry",
            entry=own.id if own else _NEW,
            title=written.title or one_line(written.message)[:60],
            record=own.uid if own else None,
            rev=own.rev if own else None,
            text=written.message,
            tags=written.slots,
            fields=told | {"steps": "\n".join(written.steps)},
            values={},
            saved=self._notebook.now(),
        )

    @on(Input.Changed, "#own-slots")
    @on(TextArea.Changed, "#own-message")
    def _tell_slots(self) -> None:
        written = self._written()
        try:
            slots = slots_of(written.message, written.slots)
        except BadInput as problem:
            told = str(problem)
        else:
            told = " · ".join(f"{name} = {brackets}" for name, brackets in slots.items())
        self.query_one("#own-found", Static).update(
            literal(told or "no [brackets] yet: all of the message stays as it is")
        )

    @on(Choice.Changed)
    def _who_changed(self) -> None:
        self._draft.changed()

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.focus_next()

    def action_save(self) -> None:
        if self._saving:
            return
        if self._own is not None and not self.dirty:
            self.leave()
        else:
            self.change("Saving…", partial(self._save, self._written()))

    def action_remove(self) -> None:
        own = self._own
        if own is None:
            self.tell("There is nothing to remove yet. Esc leaves.")
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.change("Removing…", partial(self._remove, own))

        if not self._saving:
            self.app.push_screen(ConfirmScreen("Remove this code? Your notes on it stay. u brings it back."), answered)

    def _save(self, fields: CustomCodeFields) -> str:
        kept = save_custom_code(self._notebook, self._desk.dictionary, fields, self._own)
        if kept.beside is not None and (self._own is None or kept.uid != self._own.uid):
            return "Another terminal changed this code: both are kept."
        return f"Own code {'changed' if self._own else 'added'}: {kept.title}"

    def _remove(self, own: CustomCode) -> str:
        return "Own code removed." if remove_custom_code(self._notebook, own) else "Another terminal changed it: kept."

    def _written(self) -> CustomCodeFields:
        """Return the code as it stands in the fields."""
        names = [one_line(name) for name in self._line("slots").split(",")]
        while names and not names[-1]:
            names.pop()
        lines = clean(self.query_one("#own-steps", TextArea).text).splitlines()
        return CustomCodeFields(
            message=clean(self.query_one("#own-message", TextArea).text).strip(),
            vendor=self._line("vendor"),
            title=self._line("title"),
            slots=tuple(names),
            meaning=self._line("meaning"),
            who=_LABELS[self.query_one(Choice).value],
            steps=tuple(filter(None, (line.strip() for line in lines))),
        )

    def _line(self, name: str) -> str:
        return clean(self.query_one(f"#own-{name}", Input).value).strip()
