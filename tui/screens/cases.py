"""The list of all cases, and of what recurs."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from store.core.models import Case
from store.core.text import clean, one_line
from store.core.wording import day
from store.notebook.cases import CaseFilter, Recurring, listed, recurring
from tui.commands.registry import Where
from tui.desk.desk import Desk
from tui.render.case_lines import sparkline
from tui.render.outline import STATES
from tui.screens.over import OverScreen
from tui.toolkit.bindings import bindings, run_command
from tui.toolkit.literal import literal
from tui.toolkit.messages import CommandRequested
from tui.widgets.key_hints import KeyHints
from tui.widgets.row_list import DIM, Row, RowList, fit

DAYS = (None, 7, 30, 90)
WEEKS_FROM = 64
"""Columns of the terminal from which the weeks of what recurs fit."""
NO_CASES = "No cases yet. Choose an entry and press c or F4 to log one."
NO_MATCHES = "No matching cases. Press a filter's key again to clear it, or / to change the words."


class CaseRows(RowList[str]):
    """A row per case: day, state, ticket, school, title, what was done."""

    cases: Sequence[Case] = ()
    shorts: dict[str, str] = {}
    """Entry id to the short name of its vendor."""

    def __init__(self, now: datetime, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._now = now

    def row(self, index: int, width: int) -> Row:
        case = self.cases[index]
        text = one_line(case.text)
        columns = [
            fit(day(case.opened, self._now), 11 if width >= 69 else 7, pad=True) + STATES[case.outcome],
            fit(case.ticket, 11 if width >= 69 else 9, pad=True),
            fit(case.school, 16 if width >= 69 else 11, pad=True),
            "",
        ]
        row = [(" ".join(columns), "")]
        if width >= 89:
            row.append((fit(self.shorts.get(case.entry, ""), 12, pad=True) + " ", DIM))
        return [*row, (case.title + (f" · {text}" if text else ""), "")]


class RecurringRows(RowList[int]):
    """A row per recurring entry: cases in 30 and 90 days, weeks, last day, open cases, title."""

    groups: Sequence[Recurring] = ()

    def __init__(self, now: datetime, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._now = now

    def row(self, index: int, width: int) -> Row:
        group = self.groups[index]
        open_cases = f"{group.open} open" if group.open else ""
        school = f"{group.school or 'no school'} · " if group.school is not None else ""
        weeks = f"│{sparkline(group.weeks)}│ " if self.app.size.width >= WEEKS_FROM else ""
        last = fit(day(group.last, self._now), 7 if group.last.year == self._now.year else 12, pad=True)
        return [
            (
                f"{group.recent:>3}{group.longer:>5} {weeks}{last} {fit(open_cases, 8, pad=True)}{school}{group.title}",
                "",
            )
        ]


class CasesScreen(OverScreen[Case | None]):
    """Returns the case to go to, or None for going back."""

    BINDINGS = bindings(Where.CASES)
    AUTO_FOCUS = "#cases"

    def __init__(self, desk: Desk) -> None:
        """Show the desk's cases."""
        super().__init__()
        self._desk = desk
        self._filter = self._earlier_filter = CaseFilter()
        """The filter of the list, and the one before a recurring entry was chosen."""
        self._by_school = False
        self._now = desk.notebook.now().astimezone()

    def compose(self) -> ComposeResult:
        yield Input(id="case-filter", placeholder="Words in the case", compact=True)
        yield Static(id="case-columns", markup=False)
        yield Static(id="case-empty", markup=False)
        yield CaseRows(self._now, id="cases")
        yield RecurringRows(self._now, id="recurring")
        yield KeyHints(id="case-hints")

    def on_mount(self) -> None:
        self.query_one(KeyHints).where = Where.CASES
        self.query_one(RecurringRows).display = False
        states = (f"{glyph} {outcome or 'open'}" for outcome, glyph in STATES.items())
        self.query_one(CaseRows).border_subtitle = literal("  ".join(states))
        self._show()

    def on_resize(self) -> None:
        self._show()  # the weeks fit or not

    def action_go_back(self) -> None:
        if self.focused is self.query_one(Input):
            self.query_one(Input).value = ""
            self._rows.focus()
        else:
            self.dismiss(None)

    def action_words(self) -> None:
        self.query_one(Input).focus()

    def action_open_only(self) -> None:
        self._filter = replace(self._filter, open_only=not self._filter.open_only)
        self._show()

    def action_days(self) -> None:
        self._filter = replace(self._filter, days=DAYS[(DAYS.index(self._filter.days) + 1) % len(DAYS)])
        self._show()

    def action_vendor(self) -> None:
        case = self._chosen
        if self._filter.vendor is not None:
            self._filter = replace(self._filter, vendor=None)
        elif case is not None and (entry := self._desk.catalog.entry(case.entry)) is not None:
            self._filter = replace(self._filter, vendor=entry.vendor)
        self._show()

    def action_school(self) -> None:
        case = self._chosen
        if self.query_one(RecurringRows).display:
            self._by_school = not self._by_school
        elif self._filter.school is not None:
            self._filter = replace(self._filter, school=None)
        elif case is not None:
            self._filter = replace(self._filter, school=case.school)
        self._show()

    def action_recurring(self) -> None:
        back = self.query_one(RecurringRows).display
        if not back and self._filter.entry is not None:
            self._filter = replace(self._earlier_filter, text=self._filter.text)
        self.query_one(RecurringRows).display = not back
        self.query_one(CaseRows).display = back
        self._show()
        self._rows.focus()

    @property
    def _rows(self) -> CaseRows | RecurringRows:
        rows = self.query_one(RecurringRows)
        return rows if rows.display else self.query_one(CaseRows)

    @property
    def _chosen(self) -> Case | None:
        rows = self.query_one(CaseRows)
        return rows.cases[rows.cursor] if rows.display and rows.cases else None

    @on(Input.Changed)
    def _words_changed(self, message: Input.Changed) -> None:
        self._filter = replace(self._filter, text=clean(message.value))
        self._show()

    @on(Input.Submitted)
    def _words_entered(self) -> None:
        self._rows.focus()

    @on(CommandRequested)
    async def _run_command(self, message: CommandRequested) -> None:
        await run_command(self, message.command_id)

    def take_notebook(self) -> None:
        self._show()

    @on(CaseRows.Chosen, "#cases")
    def _case_chosen(self) -> None:
        if self._chosen is not None:
            self.dismiss(self._chosen)

    @on(RecurringRows.Chosen, "#recurring")
    def _recurring_chosen(self) -> None:
        group = self.query_one(RecurringRows).groups[self.query_one(RecurringRows).cursor]
        self._earlier_filter = self._filter
        school = group.school if self._by_school else self._filter.school
        self._filter = replace(self._filter, entry=group.entry, school=school, days=90)
        self.action_recurring()

    def _show(self) -> None:
        snapshot, catalog = self._desk.notebook.snapshot, self._desk.catalog
        rows, groups = self.query_one(CaseRows), self.query_one(RecurringRows)
        vendors = {entry.id: entry.vendor for entry in catalog.entries}
        chosen = replace(self._filter, days=None) if groups.display else self._filter
        cases = listed(snapshot.all_cases, chosen, vendors, self._now)
        if groups.display:
            groups.groups = recurring(cases, self._now, self._by_school)
            groups.show_rows(range(len(groups.groups)), keep=True)
        else:
            rows.cases = cases
            rows.shorts = {entry.id: catalog.vendor(entry.vendor).short for entry in catalog.entries}
            rows.show_rows([case.uid for case in cases], keep=True)
        shown = self._rows
        shown.border_title = literal(self._title(chosen, len(cases), len(snapshot.all_cases)))
        columns = " 30d  90d" + (" by week        " if self.app.size.width >= WEEKS_FROM else "") + " last"
        self.query_one("#case-columns", Static).update(literal(columns if groups.display else ""))
        self.query_one("#case-columns").display = groups.display
        empty = self.query_one("#case-empty", Static)
        empty.display = not shown.row_ids
        empty.update(literal(NO_MATCHES if snapshot.cases else NO_CASES))

    def _title(self, chosen: CaseFilter, count: int, total: int) -> str:
        parts = ["Recurring" + (" by school" if self._by_school else "")] if self._rows.id == "recurring" else []
        parts = parts or [f"Cases: {count}" + (f" of {total}" if count < total else "")]
        parts += ["open"] if chosen.open_only else []
        parts += [f"last {chosen.days} days"] if chosen.days else []
        parts += [self._desk.catalog.vendor(chosen.vendor).short] if chosen.vendor else []
        parts += [chosen.school or "no school"] if chosen.school is not None else []
        entry = self._desk.catalog.entry(chosen.entry) if chosen.entry else None
        parts += [entry.title] if entry else []
        return " · ".join(parts)
