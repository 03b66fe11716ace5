"""What forbids a match although the message stands there: another HTTP status, or another vendor's label."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from store.core.models import Vendor
from store.core.text import fold
from store.matching.pasted_text import Text
from store.matching.statuses import said_statuses
from store.matching.word_weights import Known

RECORD = 1_200
"""Characters from the beginning of a message in which a status belongs to it."""
_SEPARATORS = re.compile(r"[|\t\[\](){};,]|\s-\s|:\s*")
_RATE_LIMIT = "rate limit"
RATE_LIMITS = frozenset({403, 429})
"""Canvas answers a rate limit with 429 instead of 403 since October 2025."""


def contradicting_status(known: Known, text: Text, start: int, until: int, values: Sequence[str]) -> int | None:
    """Return an HTTP status of a text that is not the entry's, or None.

    Args:
        known: The message.
        text: The text.
        start: Offset of the message.
        until: Offset where the next message begins, or the end of the text.
        values: The values of the message's slots: numbers in them are no statuses.
    """
    printed = _printed_statuses(known.message.text)
    expected = set(printed or ([known.entry.http_status] if known.entry.http_status else []))
    if known.entry.http_status:
        expected.add(known.entry.http_status)
    if not expected:
        return None
    if expected & RATE_LIMITS and _RATE_LIMIT in fold(known.message.text):
        expected |= RATE_LIMITS
    record = text.text[start : min(until, start + RECORD)].split("\n\n")[0]
    if "\n" in record and not record.lstrip().startswith(("{", "[")):
        record = _joined_record(record)
    for value in values:
        if value and len(value) < 200:
            record = record.replace(value, " " * len(value))
    said = [said.status for said in said_statuses(record)]
    if not said or (said[0] in expected) or (not printed and expected & set(said)):
        return None
    return said[0]


@lru_cache(maxsize=1024)
def _printed_statuses(message: str) -> list[int]:
    return [said.status for said in said_statuses(message)]


def _joined_record(record: str) -> str:
    """Return the first lines of a record: those that belong to one message."""
    lines = record.split("\n")
    kept = lines[:1]
    for line in lines[1:3]:
        if re.match(r"\s*(?:\d{1,4}[-/:.]\d|\[\d)", line):
            break
        kept.append(line)
    return "\n".join(kept)


class Labels:
    """The vendors that a text labels its messages with, such as `Synergy: [...]` or a log's SIS column."""

    def __init__(self, vendors: Iterable[Vendor]) -> None:
        """Know the vendors' names; nicknames in prose are no labels."""
        self._names: dict[str, set[str]] = {}
        for vendor in vendors:
            for name in (vendor.name, vendor.short):
                self._names.setdefault(fold(name), set()).add(vendor.id)
            for name in (vendor.name, vendor.short):
                first = fold(name).split("-")[0].strip()
                if len(first) > 3:
                    self._names.setdefault(first, set()).add(vendor.id)

    def before(self, text: str, start: int) -> set[str]:
        """Return the ids of the vendors that label what begins at an offset."""
        line = text[text.rfind("\n", 0, start) + 1 : start].rpartition("}")[2]  # of a list, this object only
        cells = [fold(cell.strip(" \"'>*")) for cell in _SEPARATORS.split(line[-400:])]
        return {vendor for cell in cells for vendor in self._names.get(cell, ())}
