"""An inverted index: from a word, however it was typed, to the entries that have it.

Sets of entries are bits (`store.search.bitset`).
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import log
from typing import Literal, NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from store.matching.english_list import is_english
from store.search.english import FUNCTION_WORDS, stem
from store.search.search_words import indexed_words

# What a match of a word is worth, by its kind. How these were found: `store.search.scoring`.
EXACT, PREFIX, FORM, TYPO, SYNONYM, ABBREVIATION = 1.0, 0.9, 0.8, 0.7, 0.5, 0.6
NOT_THE_NAME = 0.5
"""Factor for what begins with a vendor's name but is something else: "q" is Q-SIS rather than the start of "quiz"."""
SHORT_WORD = 2
"""Letters of the longest word that is never cut short: "in" would be the beginning of a tenth of all words."""
TYPO_LENGTH = 4
"""Letters of the shortest word that may have a typo: shorter ones are like too many others. Numbers never have one."""
TYPO_RATIO = 75
"""Lowest `rapidfuzz.fuzz.ratio` of a typo, 0 to 100: one letter in four wrong, or two swapped in a word of five."""
LONG_TYPO_LENGTH, LONG_TYPO_RATIO = 7, 80
"""Words of so many letters need a higher ratio: at 75 they would have three letters wrong, and be like other words."""
SHORTEST_ABBREVIATION = 2
"""Letters of the shortest abbreviation, such as gb for gradebook."""
LEAST_CONSONANTS = 3
"""Letters of an abbreviation without vowels, such as grd or asg, that is taken for one whatever else could be meant."""
BEGUN_SYNONYM_LENGTH = 4
"""Letters of a word that is being typed from which the synonyms of what it may become count."""
UNKNOWN_WEIGHT = 1.0
"""Weight of a word that no entry has: as common as a word that two in three entries have."""
FUNCTION_WORD = 0.2
"""Factor for the weight of a function word."""

Reading = Literal["whole", "word", "begun", "begun name"]
"""How a word of a query is read: as it stands; as a word that may be cut short or mistyped; as the last word of a typed
query, which may be only its beginning; or as that where it is a vendor's name already."""


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
        self._with_synonyms = sorted(synonyms)
        self._vocabulary: list[str] = []
        self.by_stem: dict[str, list[str]] = {}
        """Stem to the words of the index that have it."""
        self.known_words = lru_cache(maxsize=512)(self._known_words)
        self.known_stems = lru_cache(maxsize=512)(self._known_stems)
        self.spellings = lru_cache(maxsize=4096)(self._spellings)
        self.matches = lru_cache(maxsize=512)(self._matches)  # of a typed query, only the last word is new

    def add(self, number: int, texts: Iterable[tuple[str, float]]) -> None:
        """Add a document: its texts, each with what a word in it is worth; of several, the highest counts."""
        worth: dict[str, float] = {}
        for text, weight in sorted(texts, key=lambda pair: pair[1]):
            worth.update(dict.fromkeys(indexed_words(text), weight))
        bit = 1 << number
        for word, weight in worth.items():
            posting = self.postings.setdefault(word, {})
            posting[weight] = posting.get(weight, 0) | bit
        self.size += 1

    def finish(self) -> None:
        """Make the index ready for queries, after the last document."""
        self._vocabulary = sorted(self.postings)
        for word in self._vocabulary:
            if word.isalpha():
                self.by_stem.setdefault(stem(word), []).append(word)

    def _matches(self, word: str, reading: Reading, related: bool = False, abbreviated: bool = False) -> WordMatches:
        """Find the documents that a word of a query matches, and how well each explains it.

        Args:
            word: The word, folded.
            reading: How it is read.
            related: Whether synonyms and other forms of the word match, too.
            abbreviated: Whether any word that it may abbreviate matches, too.
        """
        known_words = self.spellings(word, reading)
        if related:
            known_words = self._related(word, reading) | known_words
        if abbreviated and not known_words:
            known_words = dict.fromkeys(self.abbreviated(word), ABBREVIATION)
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

    def _known_words(self, word: str, reading: Reading) -> dict[str, float]:
        """Return the words of the index that a word may be or mean, each with the strength of the match, 0 to 1."""
        return self._related(word, reading) | self.spellings(word, reading)

    def _known_stems(self, word: str, reading: Reading) -> frozenset[str]:
        """Return the stems of `known_words`."""
        return frozenset(map(stem, self.known_words(word, reading)))

    def is_guessed(self, word: str, reading: Reading) -> bool:
        """Tell whether a word matches words of the index only if it has more than one slip.

        One slip is a letter that is missing, added or wrong, or two that are swapped.
        """
        spellings = self.spellings(word, reading)
        if not spellings or max(spellings.values()) > TYPO or self._related(word, reading):
            return False
        begun = (known[: len(word)] for known in spellings if reading == "begun")
        return not any(abbreviates(word, known) or OSA.distance(word, known) <= 1 for known in (*spellings, *begun))

    def _spellings(self, word: str, reading: Reading) -> dict[str, float]:
        """Return the words of the index that a word may be, in full, begun, cut short or mistyped, with strengths."""
        whole = {word: EXACT} if word in self.postings else {}
        if reading == "whole" or (reading == "word" and (len(word) <= SHORT_WORD or word in FUNCTION_WORDS)):
            return whole
        if reading == "word" and (whole or word + "s" in self.postings or self._forms(word)):
            return dict.fromkeys(self._forms(word), FORM) | dict.fromkeys(self._plural(word), FORM) | whole
        begun = PREFIX * NOT_THE_NAME if reading == "begun name" else PREFIX
        spellings = dict.fromkeys(_beginning_with(word, self._vocabulary), begun) | whole
        return spellings or self._slips(word, reading)

    def _plural(self, word: str) -> list[str]:
        """Return a word with an s, if the index has it: a stem does not always show that the two are one."""
        return [word + "s"] if word + "s" in self.postings else []

    def _forms(self, word: str) -> list[str]:
        """Return the words of the index that are forms of a word."""
        return self.by_stem.get(stem(word), []) if word.isalpha() else []

    def _slips(self, word: str, reading: Reading) -> dict[str, float]:
        """Return the words of the index that a word is when typed wrong or abbreviated, with strengths.

        A word that is English as it stands was meant as it stands: excused is no slip of excluded.
        """
        if word.isdecimal() or is_english(word):
            return {}
        shortest = SHORTEST_ABBREVIATION if reading == "begun" else LEAST_CONSONANTS
        if len(word) < TYPO_LENGTH:
            return dict.fromkeys(
                self.abbreviated(word) if len(word) >= shortest and drops_vowels(word) else (), ABBREVIATION
            )
        cutoff = LONG_TYPO_RATIO if len(word) >= LONG_TYPO_LENGTH else TYPO_RATIO
        near = [*_beginning_with(word[0], self._vocabulary), *_beginning_with(word[1] + word[0], self._vocabulary)]
        similar = process.extract(word, near, scorer=fuzz.ratio, score_cutoff=cutoff, limit=8)
        slips = {known: TYPO * ratio / 100 for known, ratio, _ in similar}
        if reading == "begun" and not slips:
            starts: dict[str, list[str]] = {}
            for known in near:
                starts.setdefault(known[: len(word)], []).append(known)
            begun = process.extract(word, list(starts), scorer=fuzz.ratio, score_cutoff=cutoff, limit=8)
            slips = {known: PREFIX * TYPO * ratio / 100 for start, ratio, _ in begun for known in starts[start]}
        return dict.fromkeys(self.abbreviated(word), ABBREVIATION) | slips

    def abbreviated(self, word: str) -> list[str]:
        """Return the words of the index that a word may abbreviate."""
        if len(word) < SHORTEST_ABBREVIATION or not word.isalpha() or is_english(word):
            return []
        return [known for known in _beginning_with(word[0], self._vocabulary) if abbreviates(word, known)]

    def _related(self, word: str, reading: Reading) -> dict[str, float]:
        """Return the words of the index that mean the same as a word, or are forms of it, with strengths."""
        forms = self._forms(word)
        asked = [word, *forms]
        if reading == "begun" and len(word) >= BEGUN_SYNONYM_LENGTH:
            asked += _beginning_with(word, self._with_synonyms)
        synonyms = {other: SYNONYM for form in asked for other in self.synonyms.get(form, ())}
        return {other: strength for other, strength in synonyms.items() if other in self.postings} | dict.fromkeys(
            forms, FORM
        )


def _beginning_with(letters: str, words: Sequence[str]) -> Sequence[str]:
    """Return those of some sorted words that begin with some letters."""
    first = bisect_left(words, letters)
    return words[first : bisect_left(words, letters + "\U0010ffff", first)]


def readings(words: Iterable[str], names: Iterable[int], is_typed: bool) -> Iterator[tuple[str, Reading]]:
    """Say how each word of a query is read.

    Args:
        words: Its words, in order.
        names: Indexes of those that name a vendor.
        is_typed: Whether it may have been typed; of a pasted text, all words stand as they are.

    Yields:
        Each word with its reading.
    """
    words, names = list(words), set(names)
    for place, word in enumerate(words):
        if is_typed and place == len(words) - 1:
            yield word, "begun name" if place in names and place else "begun"
        else:
            yield word, "word" if is_typed and place not in names else "whole"


def drops_vowels(word: str) -> bool:
    """Tell whether a word has no vowel but perhaps its first letter, as most abbreviations do."""
    return not any(letter in "aeiou" for letter in word[1:])


def abbreviates(word: str, known: str) -> bool:
    """Tell whether a word is the known one with letters left out, as in assgn for assignment."""
    letters = iter(known)
    return known[0] == word[0] and all(letter in letters for letter in word)
