"""A whole log: which entries stand in it, how often, where, and with which values."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from msgspec import Struct

from store.models import Entry, Hit
from store.search import SearchIndex

MAX_VALUES = 1_000
"""Distinct values that are kept of a slot; the rest is counted."""
MAX_UNMATCHED = 1_000
"""Groups of unknown errors that are kept."""
RUN = 3
"""Lines that a wrapped message may take."""

_ERROR = re.compile(r"\b(?:ERROR|FATAL|SEVERE|CRITICAL)\b|\b[A-Za-z]+(?:Exception|Error):")
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


def triage(lines: Iterable[str], index: SearchIndex, vendor: str | None = None) -> Triage:
    """Read a log as a stream.

    Args:
        lines: Its lines, cleaned.
        index: Knows the messages.
        vendor: Id of the only vendor wanted, or None for all.
    """
    found: dict[tuple[str, ...], Found] = {}
    unknown: dict[str, Unknown] = {}
    number = 0
    taken_until = 0
    for number, line, run in _with_following(lines):
        if number <= taken_until:
            continue
        hits = index.recognise(line, vendor)
        length = 1
        while not hits and length < len(run):
            length += 1
            hits = _spanning(index.recognise("\n".join(run[:length]), vendor), run[:length])
        if hits:
            taken_until = number + length - 1
            _count(found, hits, number)
        elif _ERROR.search(line):
            key = _DIGITS.sub("#", line)
            if key in unknown:
                unknown[key].count += 1
            elif len(unknown) < MAX_UNMATCHED:
                unknown[key] = Unknown(number, line, 1)
    return Triage(number, sorted(found.values(), key=lambda each: -each.count), list(unknown.values()))


def _with_following(lines: Iterable[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Yield each line with its number and the run of lines that it begins."""
    window: list[str] = []
    number = 0
    for line in chain(lines, [None] * (RUN - 1)):
        if line is not None:
            window.append(line)
        if len(window) == RUN or (line is None and window):
            number += 1
            yield number, window[0], list(window)
            window.pop(0)
    while window:
        number += 1
        yield number, window[0], list(window)
        window.pop(0)


def _spanning(hits: list[Hit], run: list[str]) -> list[Hit]:
    """Keep a hit only where its message begins in the first line of the run and ends in the last one."""
    if not hits:
        return []
    recognised = hits[0].recognised
    inner = "\n".join(run[1:])
    return [] if recognised in inner or "\n" not in recognised or recognised in "\n".join(run[:-1]) else hits


def _count(found: dict[tuple[str, ...], Found], hits: list[Hit], number: int) -> None:
    key = tuple(hit.entry.id for hit in hits)
    group = found.setdefault(key, Found([hit.entry for hit in hits], 0, number, number, {}, 0))
    group.count += 1
    group.last_line = number
    for slot, value in hits[0].values.items():
        values = group.values.setdefault(slot, {})
        if value not in values:
            if len(values) < MAX_VALUES:
                values[value] = None
            else:
                group.values_more += 1
