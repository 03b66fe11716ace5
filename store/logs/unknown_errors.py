"""What looks like an error in a log and has no message of the dictionary: grouped, and each error counted once."""

import re

from msgspec import Struct

from store.logs.error_lines import begins_a_traceback, error_mark, is_frame, looks_like_an_error
from store.logs.windows import Line

MAX_UNMATCHED = 1_000
"""Groups of unknown errors that are kept."""
MAX_TEXT = 2_000
"""Characters of an unknown error that are kept."""
BEFORE_MARK = 200
"""Characters that are kept before what makes a long line look like an error."""
_LIST_MARKS = " ,[]"
"""What is around an object of a JSON list."""
_DIGITS = re.compile(r"\d+")


class Unknown(Struct):
    """An error that is not in the dictionary."""

    line: int
    """Number of the first line that reads like this."""
    text: str
    count: int
    """How many errors read like this, apart from their digits."""


class UnknownErrors:
    """Collects the unknown errors of a log from its lines.

    The lines of a stack trace are one error with the line above them, and so is the line that names the exception if an
    error was logged right before it:

        10:41 ERROR Sync failed for section 44               counts
        java.lang.IllegalStateException: no gradebook        waits for the next line, which says that it does not count
            at org.example.Sync.run(Sync.java:12)            does not count
    """

    def __init__(self) -> None:
        self._groups: dict[int, Unknown] = {}
        self._more = 0
        self._after_error = False
        """Whether the line before is an error, known or not, or belongs to one."""
        self._waiting: Line | None = None
        """A line after an error, which is another error unless a stack trace follows."""
        self._traceback: Line | None = None
        """The head of a stack trace of Python, which ends with the line that names the exception."""
        self._is_counted = False
        """Whether the error of that stack trace was logged above it."""
        self._known_number = 0
        """Number of the line that was an error last."""

    def add(self, line: Line, is_known: bool) -> None:
        """Take the next line, or a part of one; `is_known` if a known message is in it."""
        raw = line.raw
        if is_known and self._traceback is None and self._waiting is None:
            self._known_number = line.number
            self._after_error = True
            return
        if self._traceback is not None and self._goes_on_in_traceback(line, is_known):
            return
        if not line.text.words:
            return
        if is_frame(raw) and not is_known:
            belongs = self._after_error or self._waiting is not None
            if begins_a_traceback(raw):
                self._traceback, self._is_counted = line, belongs
            if belongs:
                self._waiting, self._after_error = None, True
            if belongs or self._traceback is not None:
                return
        if self._waiting is not None:
            self._count(self._waiting)
            self._waiting, self._after_error = None, True
        if line.goes_on and self._known_number == line.number:
            return
        is_error = is_known or looks_like_an_error(raw, line.text.words)
        if is_error and not is_known:
            if self._after_error and not line.begins and not line.goes_on:
                self._waiting = line
            else:
                self._count(line)
        if is_error:
            self._known_number = line.number
        self._after_error = is_error

    def finish(self) -> tuple[list[Unknown], int]:
        """Return the groups, and how many errors there were of kinds that are not kept."""
        for line in (self._waiting, None if self._is_counted else self._traceback):
            if line is not None:
                self._count(line)
        self._waiting = self._traceback = None
        return list(self._groups.values()), self._more

    def _goes_on_in_traceback(self, line: Line, is_known: bool) -> bool:
        """Take a line below the head of Python's stack trace; return False if it does not belong to it."""
        if not is_known and (line.raw[:1].isspace() or not line.text.words):
            return True
        head, self._traceback = self._traceback, None
        if is_known:
            return False
        if line.begins:
            if head is not None and not self._is_counted:
                self._count(head)
            return False
        if not self._is_counted:
            self._count(line)
        self._after_error = True
        return True

    def _count(self, line: Line) -> None:
        text = line.raw
        if len(text) > MAX_TEXT:
            start = max(0, error_mark(text) - BEFORE_MARK)
            text = text[start : start + MAX_TEXT]
        key = hash(_DIGITS.sub("#", text.strip(_LIST_MARKS)))  # half the memory, and 64 bits are enough
        if key in self._groups:
            self._groups[key].count += 1
        elif len(self._groups) < MAX_UNMATCHED:
            self._groups[key] = Unknown(line.number, text, 1)
        else:
            self._more += 1
