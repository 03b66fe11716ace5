"""Triage of a whole log: which entries' messages it contains, how often, where, and with which values."""

from collections.abc import Collection, Iterable

from msgspec import Struct

from store.core.models import Entry, Hit
from store.logs.unknown_errors import Unknown, UnknownErrors
from store.logs.windows import Window, Windows
from store.search.index import SearchIndex
from store.search.message_search import likeliest

MAX_VALUES = 1_000
"""Distinct values that are kept of a slot; the others are only counted."""


class Finding(Struct):
    """A known error in a log: an entry, or entries that share a message."""

    entries: list[Entry]
    """More than one only where nothing in the log tells them apart."""
    count: int
    """How often the message stands in the log, of which a line may have many."""
    first_line: int
    """Number of the line where it comes up first; the log begins with line 1."""
    last_line: int
    values: dict[str, dict[str, None]]
    """Slot to its distinct values, in order of appearance."""
    values_more: int
    """How many more values there were of slots that have `MAX_VALUES` already."""


class Triage(Struct):
    """The errors in a log."""

    lines: int
    found: list[Finding]
    """Most frequent first."""
    unknown: list[Unknown]
    """What looks like an error and contains no known message, in order of appearance."""
    unknown_more: int
    """How many more errors there were, of kinds that are not kept."""

    @property
    def known(self) -> int:
        """How many messages of entries the log contains."""
        return sum(finding.count for finding in self.found)

    @property
    def unmatched(self) -> int:
        """How many errors there seem to be without a message of an entry."""
        return sum(error.count for error in self.unknown) + self.unknown_more


def triage(lines: Iterable[str], index: SearchIndex, vendor: str | None = None) -> Triage:
    """Read a log as a stream.

    Args:
        lines: Its lines, cleaned, as `LogFile.lines` yields them.
        index: Finds the messages.
        vendor: Id of the only vendor to look for, or None for all.
    """
    findings: dict[tuple[str, ...], Finding] = {}
    errors = UnknownErrors()
    number = taken = 0
    """`taken` is how many characters of the next window belong to a message of this one."""
    for window in Windows(index.messages, vendor).of(lines):
        known: Collection[int] = ()
        if window.found or taken:  # few windows
            known = _count_all(findings, window, taken)
            taken = max(0, taken - window.length, *(found.span[1] - window.length for found in window.found))
        for line in window.lines:
            number = line.number
            errors.add(line, number in known)
    by_count = sorted(findings.values(), key=lambda finding: -finding.count)
    unknown, more = errors.finish()
    return Triage(number, by_count, unknown, more)


def _count_all(findings: dict[tuple[str, ...], Finding], window: Window, taken: int) -> set[int]:
    """Add the messages of a window to the findings.

    Args:
        findings: The findings so far.
        window: The window.
        taken: How many of its characters belong to a message that was counted.

    Returns:
        The numbers of the lines that have a known message.
    """
    known = set(range(window.lines[0].number, window.line_at(taken - 1) + 1)) if taken else set()
    for found in window.found:
        if found.span[0] >= taken:
            first, last = window.line_at(found.span[0]), window.line_at(found.span[1] - 1)
            _count(findings, likeliest(found), first)
            known.update(range(first, last + 1))
    return known


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
