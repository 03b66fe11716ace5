"""Triage of a whole log: which entries' messages it contains, how often, where, and with which values."""

import re
from collections.abc import Iterable

from msgspec import Struct

from store.core.models import Entry, Hit
from store.matching.decoding import readable
from store.matching.pasted_text import Text
from store.search.index import SearchIndex
from store.search.message_search import likeliest

MAX_VALUES = 1_000
"""Distinct values that are kept of a slot; the others are only counted."""
MAX_UNMATCHED = 1_000
"""Groups of unknown errors that are kept."""
MAX_TEXT = 2_000
"""Characters of an unknown error that are kept."""
MAX_WRAPPED = 3
"""Lines that a wrapped message may take."""

_ERROR = re.compile(r"\b(?:ERROR|FATAL|SEVERE|CRITICAL)\b|\b[A-Za-z]+(?:Exception|Error):")
_ERROR_MARKS = ("ERROR", "FATAL", "SEVERE", "CRITICAL", "Exception:", "Error:")
"""Whatever `_ERROR` matches contains one of these, and they are found ten times as fast."""
_DIGITS = re.compile(r"\d+")


class Finding(Struct):
    """A known error in a log: an entry, or entries that share a message."""

    entries: list[Entry]
    """More than one only where nothing in the log tells them apart."""
    count: int
    first_line: int
    """Number of the line where it comes up first; the log begins with line 1."""
    last_line: int
    values: dict[str, dict[str, None]]
    """Slot to its distinct values, in order of appearance."""
    values_more: int
    """How many more values there were of slots that have `MAX_VALUES` already."""


class Unknown(Struct):
    """A line that looks like an error and contains no known message."""

    line: int
    """Number of the first line that reads like this."""
    text: str
    count: int
    """How many lines read like this, apart from their digits."""


class Triage(Struct):
    """The errors in a log."""

    lines: int
    found: list[Finding]
    """Most frequent first."""
    unknown: list[Unknown]
    """In order of appearance."""
    unknown_more: int
    """How many more error-looking lines there were, of kinds that are not kept."""

    @property
    def known(self) -> int:
        """How many messages of entries the log contains."""
        return sum(finding.count for finding in self.found)

    @property
    def unmatched(self) -> int:
        """How many error-looking lines contain no message of an entry."""
        return sum(error.count for error in self.unknown) + self.unknown_more


def triage(lines: Iterable[str], index: SearchIndex, vendor: str | None = None) -> Triage:
    findings: dict[tuple[str, ...], Finding] = {}
    unknown: dict[str, Unknown] = {}
    number = unknown_more = 0
    for number, line in enumerate(lines, 1):
        text = Text(readable(line))
        found = index.messages.recognize(text, vendor) if index.messages.could_be_in(text) else []
        for one in found:
            _count(findings, likeliest(one), number)
        if not found and _looks_like_an_error(line):
            unknown_more += not _count_unknown(unknown, line[:MAX_TEXT], number)
    by_count = sorted(findings.values(), key=lambda finding: -finding.count)
    return Triage(number, by_count, list(unknown.values()), unknown_more)


def _looks_like_an_error(line: str) -> bool:
    """Tell whether a line reports a failure."""
    for mark in _ERROR_MARKS:
        if mark in line:
            return _ERROR.search(line) is not None
    return False


def from_error(line: str) -> str:
    """Return an error-looking line from its error word on, without the time and place before it."""
    mark = _ERROR.search(line)
    return line[mark.start() :] if mark else line


def _count(findings: dict[tuple[str, ...], Finding], hits: list[Hit], number: int) -> None:
    """Add the hits of a line, by its number, to the findings."""
    key = tuple(hit.entry.id for hit in hits)
    finding = findings.get(key)
    if finding is None:
        finding = findings[key] = Finding([hit.entry for hit in hits], 0, number, number, {}, 0)
    finding.count += 1
    finding.last_line = number
    for slot, value in hits[0].values.items():
        values = finding.values.setdefault(slot, {})
        if value not in values:
            if len(values) < MAX_VALUES:
                values[value] = None
            else:
                finding.values_more += 1


def _count_unknown(unknown: dict[str, Unknown], text: str, number: int) -> bool:
    """Add an error-looking line, by its number, to the unknown errors; return False if there are too many kinds."""
    key = _DIGITS.sub("#", text)
    if key in unknown:
        unknown[key].count += 1
    elif len(unknown) < MAX_UNMATCHED:
        unknown[key] = Unknown(number, text, 1)
    else:
        return False
    return True
