"""What is wrong in a log, as a list."""

from collections.abc import Callable, Sequence

from store.core.text import one_line
from store.core.wording import counted
from store.logs.triage import Found, Triage, Unknown, from_error
from tui.widgets.row_list import DIM, Row, RowList, fit

HEADING = "*unknown"
"""Id of the row above the errors that the dictionary does not know."""


class FindingList(RowList):
    """A row for each entry in the log, most frequent first; then the errors that the dictionary does not know."""

    found: Sequence[Found] = ()
    unknown: Sequence[Unknown] = ()
    heading = ""
    name_of: Callable[[Found], str]

    def show_triage(self, done: Triage, name_of: Callable[[Found], str]) -> None:
        """Take what was found in a log; the cursor stays in its place."""
        self.found, self.name_of = done.found, name_of
        self.unknown = sorted(done.unknown, key=lambda each: -each.count)
        self.heading = f"{counted(done.unmatched, 'error line')} not in the dictionary"
        rows = [f"{number}" for number in range(len(self.found))]
        if self.unknown:
            rows += [HEADING, *(f"unknown {number}" for number in range(len(self.unknown)))]
        self.show_rows(rows, keep=True)

    def chosen(self) -> Found | Unknown | None:
        """Return what the cursor is on; None on the heading, or where there is nothing."""
        place = self.cursor - len(self.found)
        if place < 0:
            return self.found[self.cursor]
        return self.unknown[place - 1] if 0 < place <= len(self.unknown) else None

    def row(self, index: int, width: int) -> Row:
        place = index - len(self.found)
        if place == 0:
            return [(f"── {self.heading} ".ljust(width, "─"), DIM)]
        if place < 0:
            found = self.found[index]
            count, text, where = found.count, self.name_of(found), _places(found.first_line, found.last_line)
        else:
            unknown = self.unknown[place - 1]
            count, text, where = unknown.count, one_line(from_error(unknown.text)), f"{unknown.line:,}"
        number = f"{count:>5,}  "
        room = width - len(number) - len(where) - 2
        return [(number, ""), (fit(text, room, pad=True), ""), (f" {where} ", DIM)]


def _places(first: int, last: int) -> str:
    return f"{first:,}" if first == last else f"{first:,}–{last:,}"
