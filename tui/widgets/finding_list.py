"""The errors of a log as a list: how often, which, in which lines. Announces `RowList.Highlighted` and `.Chosen`."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from store.core.text import one_line
from store.core.wording import counted
from store.logs.error_lines import from_error
from store.logs.triage import Finding, Triage
from store.logs.unknown_errors import Unknown
from tui.widgets.row_list import DIM, Row, RowList, fit


class FindingRow(Struct, frozen=True):
    """The row of a known error."""

    number: int
    """Its place in `FindingList.findings`."""


class UnknownRow(Struct, frozen=True):
    """The row of an error that the dictionary does not know."""

    number: int
    """Its place in `FindingList.unknown`."""


class HeadingRow(Struct, frozen=True):
    """The line between the two kinds."""


class FindingList(RowList[FindingRow | UnknownRow | HeadingRow]):
    """The known errors of a log, most frequent first; then those that the dictionary does not know."""

    findings: Sequence[Finding] = ()
    unknown: Sequence[Unknown] = ()
    _heading = ""
    _name_of: Callable[[Finding], str]

    def show_triage(self, done: Triage, name_of: Callable[[Finding], str]) -> None:
        """Show what was found in a log; the cursor stays in its place.

        Args:
            done: The triage of the log.
            name_of: Returns how a known error is called in its row.
        """
        self.findings, self._name_of = done.found, name_of
        self.unknown = sorted(done.unknown, key=lambda unknown: -unknown.count)
        self._heading = f"{counted(done.unmatched, 'possible error')} not in the dictionary"
        rows: list[FindingRow | UnknownRow | HeadingRow] = [FindingRow(number) for number in range(len(self.findings))]
        if self.unknown:
            rows += [HeadingRow(), *(UnknownRow(number) for number in range(len(self.unknown)))]
        self.show_rows(rows, keep=True)

    def chosen(self) -> Finding | Unknown | None:
        """Return what the cursor is on; None on the heading and in an empty list."""
        match self.cursor_id:
            case FindingRow(number):
                return self.findings[number]
            case UnknownRow(number):
                return self.unknown[number]
        return None

    def row(self, index: int, width: int) -> Row:
        match self.row_ids[index]:
            case FindingRow(number):
                finding = self.findings[number]
                lines = _lines(finding.first_line, finding.last_line)
                return _columns(finding.count, self._name_of(finding), lines, width)
            case UnknownRow(number):
                unknown = self.unknown[number]
                return _columns(unknown.count, one_line(from_error(unknown.text)), f"{unknown.line:,}", width)
        return [(f"── {self._heading} ".ljust(width, "─"), DIM)]


def _columns(count: int, text: str, lines: str, width: int) -> Row:
    number = f"{count:>5,}  "
    return [(number, ""), (fit(text, width - len(number) - len(lines) - 2, pad=True), ""), (f" {lines} ", DIM)]


def _lines(first: int, last: int) -> str:
    return f"{first:,}" if first == last else f"{first:,}–{last:,}"
