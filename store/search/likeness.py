"""How like the fields of an entry a whole query is: the L of `store.search.scoring`."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from store.search.entry_document import EntryDocument
from store.search.query import Query

# L of a title or message that is the query, that begins with it, that has its words in a row, or in the same order with
# others between; and of any field, times the share of the words that it has, in any order. Word order weighs as much as
# a title does more than a message, so that "more than one gradebook" finds the message that says it.
SAME, BEGINS, IN_A_ROW, IN_ORDER, ALIKE = 1.2, 1.0, 1.0, 0.88, 0.8
LEAST_ORDERED = 2
"""Words that a query must have for their order to say something."""


def likeness(document: EntryDocument, query: Query, is_explained: bool) -> float:
    """Return how like the query one of an entry's fields is, 0 to 1.2.

    The vendor's name is left out of the query: it is in few fields, and those would be liker than the one meant.

    Args:
        document: The entry.
        query: The query.
        is_explained: Whether the entry explains each word of the query; if not, only the stems of words are compared.
    """
    if best := _word_for_word(document.names, query.line):
        return best
    alike = process.extractOne(
        query.line if is_explained else query.stems,
        document.phrases if is_explained else document.stemmed_phrases,
        scorer=fuzz.token_set_ratio,
    )
    return ALIKE * alike[1] / 100 if alike else 0.0


def _word_for_word(names: Iterable[str], line: str) -> float:
    """Return how like a query the likest title or message is that has its words in order; 0 if none has."""
    best = 0.0
    inside, starts = f" {line}", [f" {word}" for word in line.split()]
    for name in names:
        if name.startswith(line):
            best = max(best, SAME if name == line else BEGINS)
        elif len(starts) >= LEAST_ORDERED:
            if inside in name:
                best = max(best, IN_A_ROW)
            elif best < IN_ORDER and has_in_order(f" {name}", starts):
                best = IN_ORDER
    return best


def has_in_order(line: str, parts: Iterable[str]) -> bool:
    """Tell whether a line has some parts one behind another; a part that begins with a blank begins a word."""
    at = -1
    for part in parts:
        at = line.find(part, at + 1)
        if at < 0:
            return False
    return True
