"""Queries that are the beginning of a message, with values in its slots, such as "Section 44.1 does not".

Somebody types a message off a screen, or pastes what a ticket left of it. No entry explains "44.1", so the words
alone would rank by what else has "section", "does" and "not". Here the query is read along the message: its words in
order, one or more words of a value where the message has a slot, anything where the query says "..." or "…". It counts
where all of the query is read and at least `LEAST_WORDS` of it are the message's own.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from store.core.text import fold, folded_words
from store.matching.message_template import Template
from store.search.entry_document import EntryDocument, literals

LEAST_WORDS = 3
"""Words of the message that the query must have: two may be the beginning of any sentence about it."""
MOST_WORDS = 40
"""Words of the longest query that is read along messages; one with few different words may repeat them endlessly."""
MOST_VALUE_WORDS = 12
"""Words that a value may have in a query that is short enough to have been typed."""
MOST_LAST_WORDS = 5
"""Words that a value at the end of the query may have: nothing says that more of them are one."""
LEAST_WITH_NUMBER = 1
"""The same where all other words are an id: "Section 44.1" is a section's, which no sentence about sections has."""
ID_LETTERS = 2
"""Letters that an id may have in a row, as in 44-B."""
GAP = "…"
"""Stands for an ellipsis among the words of a query."""

_LONG_ENOUGH = re.compile(r"\w\W+\d|\w\W+\w+\W+\w")
"""Two words of which one is a number, or three: what `LEAST_WORDS` and `LEAST_WITH_NUMBER` ask for at least."""
_MARKS = (":", "-", "=")
_FIRST_WORD = re.compile(r"[^\W\d_]+|\d+")
_ELLIPSIS = re.compile(r"\.{3,}|…")


class Begun(NamedTuple):
    """A message that a query begins."""

    document: int
    words: int
    """How many of the message's words the query has."""


class Beginnings:
    """The messages of entries, by their first words."""

    def __init__(self, documents: Sequence[EntryDocument]) -> None:
        """Prepare to find these documents' messages."""
        self._documents = documents
        self._starting: dict[str, list[tuple[int, int]]] = {}
        for document in documents:
            for number, message in enumerate(document.entry.messages):
                if first := _FIRST_WORD.search(fold(literals(message))):
                    self._starting.setdefault(first[0], []).append((document.order, number))

    def begun_by(self, text: str) -> list[Begun]:
        """Return the messages that a query begins."""
        if not _LONG_ENOUGH.search(text):
            return []
        words = _with_gaps(text)
        least = LEAST_WORDS if not any(map(str.isdecimal, words)) else LEAST_WITH_NUMBER + 1
        if not least <= len(words) <= MOST_WORDS:
            return []
        found: dict[int, int] = {}
        for number, message in self._starting.get(words[0], ()):
            template = self._documents[number].templates[message]
            if not _goes_on(template, words[1]):
                continue
            if not _mark_is_missing(template, text) and (size := _words_read(template, tuple(words))):
                found[number] = max(size, found.get(number, 0))
        return [Begun(number, size) for number, size in found.items()]


def _goes_on(template: Template, word: str) -> bool:
    """Tell whether a word may follow the first of a message: most messages that begin alike are told apart by it."""
    return word == GAP or 1 in template.slots or template.words[1:2] == [word]


def _mark_is_missing(template: Template, text: str) -> bool:
    """Tell whether a message has a mark before a value, as in "Assignment not found: ", that a text lacks."""
    marks = (slots[0].before.rstrip() for slots in template.slots.values())
    return any(mark not in text for mark in marks if mark.strip() in _MARKS)


def _with_gaps(text: str) -> list[str]:
    """Return the words of a query, folded, with `GAP` for an ellipsis between or behind them."""
    words: list[str] = []
    for part in _ELLIPSIS.split(text):
        words += [*([GAP] if words else []), *folded_words(part)]
    return words[:-1] if words and words[-1] == GAP else words


def _words_read(template: Template, words: tuple[str, ...]) -> int:
    """Return how many words of a message a query has that is its beginning; 0 if it is not, or has too few."""
    size = len(template.words)

    @cache
    def read(index: int, at: int) -> int:
        """Return how many of the message's words from an index on are read from a place on; negative if it fails."""
        if at == len(words):
            return 0
        best = -size
        if words[at] == GAP:
            return max(read(later, at + 1) for later in range(index, size + 1))
        if index < size:
            is_last = at == len(words) - 1
            if words[at] == template.words[index] or (is_last and template.words[index].startswith(words[at])):
                best = 1 + read(index + 1, at + 1)
        if index in template.slots:
            for end in range(at + 1, min(len(words), at + MOST_VALUE_WORDS) + 1):
                if index == size or end == len(words):
                    is_value = end == len(words) and end - at <= MOST_LAST_WORDS
                    best = max(best, 0 if is_value else -size)
                elif words[end] in (template.words[index], GAP) or template.words[index].startswith(words[end]):
                    best = max(best, read(index, end))
        return best

    count = read(0, 0)
    value = [word for word in words[:-1] if word not in template.words]
    is_number = any(map(str.isdecimal, words)) and all(word.isdecimal() or len(word) <= ID_LETTERS for word in value)
    return count if count >= (LEAST_WITH_NUMBER if is_number else LEAST_WORDS) else 0
