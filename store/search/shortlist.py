"""The entries that are worth scoring: those that explain most of a query's words, found without looking at each entry.

Sets of entries are bits (`store.search.bitset`).
"""

from collections.abc import Mapping, Sequence
from heapq import nlargest

from store.search.bitset import lowest, numbers
from store.search.english import FUNCTION_WORDS
from store.search.word_index import WordMatches

POOL = 24
"""Entries that are scored where some explain the whole query."""
NEAR_POOL = 256
"""Entries that are scored where none does: most words of a pasted text are not the message's."""


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


def nearest(words: Sequence[WordMatches], documents: int) -> dict[int, float]:
    """Choose the documents that explain most of a query where none explains all of it.

    Args:
        words: The words of the query.
        documents: The documents to choose from, as bits.

    Returns:
        Document to how much of the query it explains, 0 to 1: at most `NEAR_POOL` of them.
    """
    total = sum(word.weight for word in words)
    recalls: dict[int, float] = {}
    for word in words:
        weight = word.weight / total
        for share, level in word.levels:
            for number in numbers(level & documents):
                recalls[number] = recalls.get(number, 0.0) + weight * share
    chosen = nlargest(NEAR_POOL, sorted(recalls), key=recalls.__getitem__)
    return {number: recalls[number] for number in chosen}
