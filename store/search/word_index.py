"""An inverted index: from a word, in whatever form it was typed, to the entries that hold it."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from math import log
from typing import NamedTuple

from rapidfuzz import fuzz, process

from store.core.text import folded_words
from store.search.english import FUNCTION_WORDS, stem

# What a match of a word is worth, by its kind.
EXACT, PREFIX, FORM, TYPO, SYNONYM, ABBREVIATION = 1.0, 0.9, 0.8, 0.7, 0.5, 0.6
# A word this short has too many neighbours one letter away; numbers are never fuzzy (409 is not 404).
TYPO_LENGTH = 4
TYPO_RATIO = 75
"""Least `rapidfuzz.fuzz.ratio` of a typo, 0 to 100: one letter in four wrong, or two swapped in a word of eight."""
UNKNOWN = 1.0
"""Weight of a word that no entry holds: as common as one that two in three entries hold."""
FUNCTION_WORD = 0.2
"""What a word that stands in all sentences counts, against one that carries meaning."""


class Explained(NamedTuple):
    """How an entry explains a word of a query."""

    asked: str
    kind: str
    """How it matched; empty when it did not."""
    known: str
    """The entry's word."""
    share: float
    """How well, by kind and field, 0 to 1."""
    weight: float
    """How much the word counts: the rarer, the more."""


class Reached(NamedTuple):
    """The documents that a word reaches, as bits (`store.search.bitset`)."""

    levels: list[tuple[float, int]]
    """How well the word is explained, 0 to 1, best first, and by which documents."""
    documents: int
    """All of them."""
    weight: float
    """How much the word counts: the rarer, the more (inverse document frequency)."""


class WordIndex:
    """The words of numbered documents, each with what it is worth where it stands."""

    def __init__(self, synonyms: Mapping[str, set[str]]) -> None:
        """Begin an index; `synonyms` maps a folded word to those that mean the same."""
        self.postings: dict[str, dict[float, int]] = {}
        """Word to what it is worth, to the documents (as bits) where it is worth that at most."""
        self.size = 0
        self._synonyms = synonyms
        self._vocabulary: list[str] = []
        self.expand = lru_cache(maxsize=4096)(self._expand)
        self.reach = lru_cache(maxsize=512)(self._reach)  # of a typed query, only the last word is new

    def add(self, number: int, texts: Iterable[tuple[str, float]]) -> None:
        """Add a document: its texts, each with what a word in it is worth."""
        worth: dict[str, float] = {}
        for text, weight in sorted(texts, key=lambda each: each[1]):
            worth.update(dict.fromkeys(folded_words(text), weight))
        bit = 1 << number
        for word, weight in worth.items():
            posting = self.postings.setdefault(word, {})
            posting[weight] = posting.get(weight, 0) | bit
        self.size += 1

    def finish(self) -> None:
        """Make the index ready to be asked."""
        self._vocabulary = sorted(self.postings)

    def explain(self, word: str, number: int) -> Explained:
        """Say how a document explains a word."""
        held = [
            (strength * weight, known)
            for known, strength in self.forms(word).items()
            for weight, documents in self.postings[known].items()
            if documents >> number & 1
        ]
        share, known = max(held, default=(0.0, ""))
        return Explained(word, self._kind(word, known), known, share, self.reach(word, True).weight)

    def forms(self, word: str) -> dict[str, float]:
        """Map each word of the index that a word may stand for or means the same as to the strength of the match."""
        return self._same(word) | self.expand(word)

    def _reach(self, word: str, synonyms: bool = False, inexact: bool = True) -> Reached:
        """Find the documents that hold the word, in whatever form, and how well each explains it."""
        forms = self.expand(word) if inexact else {word: EXACT} if word in self.postings else {}
        if synonyms:
            forms = self._same(word) | forms
        shares: dict[float, int] = {}
        for known, strength in forms.items():
            for weight, documents in self.postings[known].items():
                share = strength * weight
                shares[share] = shares.get(share, 0) | documents
        reached, levels = 0, []
        for share, documents in sorted(shares.items(), reverse=True):
            if fresh := documents & ~reached:
                levels.append((share, fresh))
                reached |= fresh
        weight = log(1 + self.size / reached.bit_count()) if reached else UNKNOWN
        return Reached(levels, reached, weight * FUNCTION_WORD if word in FUNCTION_WORDS else weight)

    def _expand(self, word: str) -> dict[str, float]:
        """Map each word of the index that a word may stand for to the strength of the match."""
        first = bisect_left(self._vocabulary, word)
        last = bisect_left(self._vocabulary, word + "\U0010ffff", first)
        found = dict.fromkeys(self._vocabulary[first:last], PREFIX)
        if word in found:
            found[word] = EXACT
        if not found and len(word) >= TYPO_LENGTH and not word.isdecimal():
            alike = process.extract(word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=TYPO_RATIO, limit=8)
            found = {known: ABBREVIATION for known in self._vocabulary if _abbreviates(word, known)}
            found |= {known: TYPO * ratio / 100 for known, ratio, _ in alike}
        return found

    def _same(self, word: str) -> dict[str, float]:
        """Map each word of the index that means the same, or is a form of the word, to the strength of the match."""
        forms = self._forms.get(stem(word), []) if word.isalpha() else []
        same = {other: SYNONYM for form in (word, *forms) for other in self._synonyms.get(form, ())}
        return {other: strength for other, strength in same.items() if other in self.postings} | dict.fromkeys(
            forms, FORM
        )

    @cached_property
    def _forms(self) -> dict[str, list[str]]:
        """Stem to the words of the index that have it."""
        forms: dict[str, list[str]] = {}
        for word in self._vocabulary:
            if word.isalpha():
                forms.setdefault(stem(word), []).append(word)
        return forms

    def _kind(self, word: str, known: str) -> str:
        if not known or known == word:
            return "exactly" if known else ""
        if known.startswith(word):
            return "beginning of"
        if known in self._synonyms.get(word, ()):
            return "synonym of"
        if known in self._forms.get(stem(word), ()):
            return "form of"
        return "abbreviation of" if _abbreviates(word, known) else "typo of"


def _abbreviates(word: str, known: str) -> bool:
    """Tell whether the word is the known one with letters left out, as in assgn for assignment."""
    letters = iter(known)
    return known[0] == word[0] and all(letter in letters for letter in word)
