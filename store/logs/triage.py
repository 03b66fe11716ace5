"""A whole log: which entries stand in it, how often, where, and with which values."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec import Struct

from store.core.models import Entry, Hit
from store.matching.pasted_text import Text, unwrap
from store.matching.prefilter import Sieve, Traces, reach
from store.search.index import MAX_LINE, SearchIndex, line_text

MAX_VALUES = 1_000
"""Distinct values that are kept of a slot; the rest is counted."""
MAX_UNMATCHED = 1_000
"""Groups of unknown errors that are kept."""
MAX_TEXT = 2_000
"""Characters of an unknown error that are kept."""
RUN = 3
"""Lines that a wrapped message may take."""

_ERROR = re.compile(r"\b(?:ERROR|FATAL|SEVERE|CRITICAL)\b|\b[A-Za-z]+(?:Exception|Error):")
_ERROR_MARKS = ("ERROR", "FATAL", "SEVERE", "CRITICAL", "Exception:", "Error:")
"""One of these stands in whatever `_ERROR` finds, and they are found ten times as fast."""
_DIGITS = re.compile(r"\d+")


class Found(Struct):
    """An entry, or entries that share a message, in a log."""

    entries: list[Entry]
    """More than one only where nothing tells them apart."""
    count: int
    first_line: int
    """Number of the line where it stands first; the first line is 1."""
    last_line: int
    values: dict[str, dict[str, None]]
    """Slot to its distinct values, in order of appearance."""
    values_more: int
    """How many further values were seen of full slots."""


class Unknown(Struct):
    """An error-looking line that belongs to no entry."""

    line: int
    """Number of the first such line."""
    text: str
    count: int
    """How many lines read so, digits aside."""


class Triage(Struct):
    """What is wrong in a log."""

    lines: int
    found: list[Found]
    """Most frequent first."""
    unknown: list[Unknown]
    """In order of appearance."""
    unknown_more: int
    """How many further error-looking lines were like none of these."""

    @property
    def known(self) -> int:
        """How many messages of entries stand in the log."""
        return sum(found.count for found in self.found)

    @property
    def unmatched(self) -> int:
        """How many error-looking lines belong to no entry."""
        return sum(each.count for each in self.unknown) + self.unknown_more


class _Line(NamedTuple):
    line: str
    text: Text
    """The line, prepared."""
    traces: Traces
    plain: bool
    """Whether it is unwrapped beside other lines as it is alone."""


def triage(lines: Iterable[str], index: SearchIndex, vendor: str | None = None) -> Triage:
    """Read a log as a stream.

    Args:
        lines: Its lines, cleaned.
        index: Knows the messages.
        vendor: Id of the only vendor wanted, or None for all.
    """
    found: dict[tuple[str, ...], Found] = {}
    unknown: dict[str, Unknown] = {}
    number = taken_until = unknown_more = 0
    sieve = index.sieve
    for number, run in _with_following(lines, sieve):
        if number <= taken_until:
            continue
        first = run[0]
        hits = index.recognize_in(first.text, vendor) if sieve.candidates(first.traces) else []
        length = 1
        if not hits:
            hits, length = _spanning(run, index, vendor)
        if hits:
            taken_until = number + length - 1
            _count(found, hits, number)
        elif _looks_like_an_error(first.line):
            line = first.line[:MAX_TEXT]
            key = _DIGITS.sub("#", line)
            if key in unknown:
                unknown[key].count += 1
            elif len(unknown) < MAX_UNMATCHED:
                unknown[key] = Unknown(number, line, 1)
            else:
                unknown_more += 1
    by_count = sorted(found.values(), key=lambda each: -each.count)
    return Triage(number, by_count, list(unknown.values()), unknown_more)


def _with_following(lines: Iterable[str], sieve: Sieve) -> Iterator[tuple[int, list[_Line]]]:
    """Yield the number of each line, and the run of lines that it begins."""
    run: list[_Line] = []
    number = 0
    for line in lines:
        text = line_text(line)
        plain = len(line) < MAX_LINE // RUN and "\\" not in line and "&" not in line
        run.append(_Line(line, text, sieve.traces(text), plain))
        if len(run) == RUN:
            number += 1
            yield number, run
            run = run[1:]
    while run:
        number += 1
        yield number, run
        run = run[1:]


def _spanning(run: list[_Line], index: SearchIndex, vendor: str | None) -> tuple[list[Hit], int]:
    """Say whose message begins in the first line of a run and goes on behind it, and how many lines it takes."""
    able = index.sieve.spanning(tuple([each.traces for each in run]))
    plain = [each.plain for each in run]
    if not able and False not in plain:  # most runs
        return [], 1
    for length in range(2, len(run) + 1):
        part = run[:length]
        hits: list[Hit] = []
        if False in plain[:length]:
            hits = index.recognize("\n".join(each.line for each in part), vendor)
        elif length in able and reach(able[length], [each.text for each in part]):
            hits = index.recognize_in(Text.of_lines([each.text for each in part]), vendor)
        if hits and _is_whole(hits[0].recognized, part):
            return hits, length
    return [], 1


def _is_whole(recognized: str, run: list[_Line]) -> bool:
    """Tell whether a message begins in the first line of a run and ends in the last one."""
    behind, before = (unwrap("\n".join(each.line for each in part)) for part in (run[1:], run[:-1]))
    return recognized not in behind and "\n" in recognized and recognized not in before


def _looks_like_an_error(line: str) -> bool:
    """Tell whether a line says that something failed."""
    for mark in _ERROR_MARKS:
        if mark in line:
            return _ERROR.search(line) is not None
    return False


def from_error(line: str) -> str:
    """Return an error-looking line from the word on that makes it look so: what stands before it is time and place."""
    mark = _ERROR.search(line)
    return line[mark.start() :] if mark else line


def _count(found: dict[tuple[str, ...], Found], hits: list[Hit], number: int) -> None:
    key = tuple(hit.entry.id for hit in hits)
    group = found.get(key)
    if group is None:
        group = found[key] = Found([hit.entry for hit in hits], 0, number, number, {}, 0)
    group.count += 1
    group.last_line = number
    for slot, value in hits[0].values.items():
        values = group.values.setdefault(slot, {})
        if value not in values:
            if len(values) < MAX_VALUES:
                values[value] = None
            else:
                group.values_more += 1
