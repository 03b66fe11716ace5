"""The entries that are worth scoring: those that explain most of a query's words, found without looking at each entry.

Sets of entries are bits (`store.search.bitset`).
"""

from collections.abc import Mapping, Sequence
from functools import partial
from heapq import nlargest
from typing import NamedTuple

from store.search.bitset import lowest, numbers
from store.search.english import FUNCTION_WORDS
from store.search.query import Query
from store.search.word_index import Reading, WordIndex, WordMatches

POOL = 24
"""Entries that are scored where some explain the whole query, and of the nearest beside those."""
NEAR_POOL = 256
"""Entries that are scored where none does: most words of a pasted text are not the message's."""
GUESSED_SHARE = 0.5
"""Share of a query's content words from which, if they match only with two slips or more, it is not explained."""


class Shortlist(NamedTuple):
    """The entries that are worth scoring."""

    recalls: dict[int, float]
    """Document to how much of the query it explains, 0 to 1."""
    explaining: int
    """All documents, as bits, that explain the whole query; they need not be in `recalls`."""


def choose(index: WordIndex, query: Query, readings: Mapping[str, Reading], documents: int, named: int) -> Shortlist:
    """Choose the entries to score.

    Args:
        index: The words of all entries.
        query: The query.
        readings: Its different words, in order, and how each is read.
        documents: The documents to choose from, as bits.
        named: Those of the vendors that the query names, as bits; all documents where it names none.
    """
    read = partial(_matches, index, readings)
    if not query.is_short:
        return Shortlist(nearest(list(read(related=True).values()), documents, NEAR_POOL), 0)
    words = read()
    complete = explaining_all(words, documents)
    if query.is_plain or not complete:  # only now, so that each letter typed narrows the answer
        words = read(related=True)
        complete = explaining_all(words, documents)
    if not complete:  # an abbreviation may be many words, but if one entry has all the others, it is that one's
        expanded = read(related=True, abbreviated=True)
        only = explaining_all(expanded, documents & named)
        if only.bit_count() == 1:
            words, complete = expanded, only
    guessed = sum(index.is_guessed(word, readings[word]) for word in query.content_words) if complete else 0
    if guessed and guessed >= GUESSED_SHARE * len(query.content_words):
        complete = 0
    matches = list(words.values())
    if not complete:
        return Shortlist(nearest(matches, documents, NEAR_POOL), 0)
    recalls = best(matches, complete)
    if query.is_plain:  # one entry that has all the words by chance must not hide the one that is meant
        recalls = nearest(matches, documents & ~complete, POOL) | recalls
    return Shortlist(recalls, complete)


def _matches(
    index: WordIndex, readings: Mapping[str, Reading], related: bool = False, abbreviated: bool = False
) -> dict[str, WordMatches]:
    return {word: index.matches(word, reading, related, abbreviated) for word, reading in readings.items()}


def explaining_all(words: Mapping[str, WordMatches], documents: int) -> int:
    """Return the documents that explain all words of a query but function words, which vary from caller to caller.

    Args:
        words: The words of the query, in order. The last one may be the beginning of a word that is being typed, so it
            always counts.
        documents: The documents to choose from, as bits.

    Returns:
        The documents, as bits.
    """
    *before, last = words
    needed = [word for word in before if word not in FUNCTION_WORDS]
    for word in (*needed, last):
        documents &= words[word].documents
    return documents


def best(words: Sequence[WordMatches], complete: int) -> dict[int, float]:
    """Choose the documents that explain a query best, among those that explain all of it.

    Documents that explain the words so far equally well are handled together, as bits.

    Args:
        words: The words of the query.
        complete: The documents that explain all of them, as bits.

    Returns:
        Document to how much of the query it explains, 0 to 1: at most `POOL` of them.
    """
    total = sum(word.weight for word in words)
    grades = {0.0: complete}
    for word in words:
        weight = word.weight / total
        finer: dict[float, int] = {}
        for recall, documents in grades.items():
            for share, level in (*word.levels, (0.0, ~word.documents)):
                if both := documents & level:
                    grade = round(recall + weight * share, 9)
                    finer[grade] = finer.get(grade, 0) | both
        grades = finer
    chosen: dict[int, float] = {}
    for recall in sorted(grades, reverse=True):
        chosen |= dict.fromkeys(lowest(grades[recall], POOL - len(chosen)), recall)
    return chosen


def nearest(words: Sequence[WordMatches], documents: int, most: int) -> dict[int, float]:
    """Choose the documents that explain most of a query where none explains all of it.

    Args:
        words: The words of the query.
        documents: The documents to choose from, as bits.
        most: How many to choose.

    Returns:
        Document to how much of the query it explains, 0 to 1.
    """
    total = sum(word.weight for word in words)
    recalls: dict[int, float] = {}
    for word in words:
        weight = word.weight / total
        for share, level in word.levels:
            for number in numbers(level & documents):
                recalls[number] = recalls.get(number, 0.0) + weight * share
    chosen = nlargest(most, sorted(recalls), key=recalls.__getitem__)
    return {number: recalls[number] for number in chosen}
