"""An inverted index: from a word, however it was typed, to the entries that have it.

Sets of entries are bits (`store.search.bitset`).
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from math import log
from typing import NamedTuple

from rapidfuzz import fuzz, process

from store.core.text import folded_words
from store.search.english import FUNCTION_WORDS, stem

# What a match of a word is worth, by its kind. How these were found: `store.search.scoring`.
EXACT, PREFIX, FORM, TYPO, SYNONYM, ABBREVIATION = 1.0, 0.9, 0.8, 0.7, 0.5, 0.6
TYPO_LENGTH = 4
"""Letters of the shortest word that may have a typo: shorter ones are like too many others. Numbers never have one."""
TYPO_RATIO = 75
"""Lowest `rapidfuzz.fuzz.ratio` of a typo, 0 to 100: one letter in four wrong, or two swapped in a word of eight."""
UNKNOWN_WEIGHT = 1.0
"""Weight of a word that no entry has: as common as a word that two in three entries have."""
FUNCTION_WORD = 0.2
"""Factor for the weight of a function word."""


class WordMatches(NamedTuple):
    """The documents that a word of a query matches, as bits."""

    levels: list[tuple[float, int]]
    """How well the word is explained, 0 to 1, best first, and by which documents."""
    documents: int
    """All of them."""
    weight: float
    """How much the word counts: the rarer, the more (inverse document frequency)."""


class WordIndex:
    """The words of numbered documents, each with what it is worth there."""

    def __init__(self, synonyms: Mapping[str, set[str]]) -> None:
        """Begin an index; `synonyms` maps a folded word to those that mean the same."""
        self.postings: dict[str, dict[float, int]] = {}
        """Word to what it is worth, to the documents, as bits, where it is worth that."""
        self.size = 0
        self.synonyms = synonyms
        self._vocabulary: list[str] = []
        self.spellings = lru_cache(maxsize=4096)(self._spellings)
        self.matches = lru_cache(maxsize=512)(self._matches)  # of a typed query, only the last word is new

    def add(self, number: int, texts: Iterable[tuple[str, float]]) -> None:
        """Add a document: its texts, each with what a word in it is worth; of several, the highest counts."""
        worth: dict[str, float] = {}
        for text, weight in sorted(texts, key=lambda pair: pair[1]):
            worth.update(dict.fromkeys(folded_words(text), weight))
        bit = 1 << number
        for word, weight in worth.items():
            posting = self.postings.setdefault(word, {})
            posting[weight] = posting.get(weight, 0) | bit
        self.size += 1

    def finish(self) -> None:
        """Make the index ready for queries, after the last document."""
        self._vocabulary = sorted(self.postings)

    def _matches(self, word: str, related: bool = False, inexact: bool = True) -> WordMatches:
        """Find the documents that a word of a query matches, and how well each explains it.

        Args:
            word: The word, folded.
            related: Whether synonyms and other forms of the word match, too.
            inexact: Whether its beginnings, abbreviations and typos match, too.
        """
        known_words = self.spellings(word) if inexact else {word: EXACT} if word in self.postings else {}
        if related:
            known_words = self._related(word) | known_words
        shares: dict[float, int] = {}
        for known, strength in known_words.items():
            for weight, documents in self.postings[known].items():
                share = strength * weight
                shares[share] = shares.get(share, 0) | documents
        matched, levels = 0, []
        for share, documents in sorted(shares.items(), reverse=True):
            if new := documents & ~matched:
                levels.append((share, new))
                matched |= new
        weight = log(1 + self.size / matched.bit_count()) if matched else UNKNOWN_WEIGHT
        return WordMatches(levels, matched, weight * FUNCTION_WORD if word in FUNCTION_WORDS else weight)

    def known_words(self, word: str) -> dict[str, float]:
        """Return the words of the index that a word may be or mean, each with the strength of the match, 0 to 1."""
        return self._related(word) | self.spellings(word)

    def _spellings(self, word: str) -> dict[str, float]:
        """Return the words of the index that a word may be, in full, begun, abbreviated or mistyped, with strengths."""
        first = bisect_left(self._vocabulary, word)
        last = bisect_left(self._vocabulary, word + "\U0010ffff", first)
        spellings = dict.fromkeys(self._vocabulary[first:last], PREFIX)
        if word in spellings:
            spellings[word] = EXACT
        if not spellings and len(word) >= TYPO_LENGTH and not word.isdecimal():
            similar = process.extract(word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=TYPO_RATIO, limit=8)
            spellings = {known: ABBREVIATION for known in self._vocabulary if abbreviates(word, known)}
            spellings |= {known: TYPO * ratio / 100 for known, ratio, _ in similar}
        return spellings

    def _related(self, word: str) -> dict[str, float]:
        """Return the words of the index that mean the same as a word, or are forms of it, with strengths."""
        forms = self.by_stem.get(stem(word), []) if word.isalpha() else []
        synonyms = {other: SYNONYM for form in (word, *forms) for other in self.synonyms.get(form, ())}
        return {other: strength for other, strength in synonyms.items() if other in self.postings} | dict.fromkeys(
            forms, FORM
        )

    @cached_property
    def by_stem(self) -> dict[str, list[str]]:
        """Stem to the words of the index that have it."""
        by_stem: dict[str, list[str]] = {}
        for word in self._vocabulary:
            if word.isalpha():
                by_stem.setdefault(stem(word), []).append(word)
        return by_stem


def abbreviates(word: str, known: str) -> bool:
    """Tell whether a word is the known one with letters left out, as in assgn for assignment."""
    letters = iter(known)
    return known[0] == word[0] and all(letter in letters for letter in word)
