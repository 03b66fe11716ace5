"""Which characters of a text a query matched."""

import sys
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache

from store.core.models import Span
from store.search.query import TYPED_WORDS
from store.search.search_words import search_words
from store.search.word_index import Reading

Highlights = Callable[[str], list[Span]]
"""Takes a text, and returns the characters that the query matched."""

_WHOLE = sys.maxsize

_words_in = lru_cache(maxsize=4096)(search_words)  # the same texts are shown many times


def no_highlights(text: str) -> list[Span]:
    """Highlight nothing: there is no query, or its index is not built yet."""
    return []


class Highlighter:
    """Highlights the texts of one answer; it remembers words, since a dictionary has few of them, many times."""

    def __init__(
        self, query_words: Mapping[str, Reading], spellings: Callable[[str, Reading], Collection[str]]
    ) -> None:
        """Prepare to highlight what a query matched.

        Args:
            query_words: Its different words, folded, and how each is read.
            spellings: Returns the words of the dictionary that a word of the query may be, when it is read so.
        """
        self._query_words, self._spellings = query_words, spellings
        self._lengths: dict[str, int] = {}

    def spans(self, text: str) -> list[Span]:
        """Return the matched characters of a text, in order: whole words, or the beginning that was typed."""
        spans: list[Span] = []
        for word in _words_in(text):
            length = self._lengths.get(word.folded)
            if length is None:
                length = self._lengths[word.folded] = self._matched_length(word.folded)
            if length:
                spans.append((word.start, min(word.start + length, word.end)))
        return spans

    def _matched_length(self, word: str) -> int:
        if word in self._query_words:
            return _WHOLE
        if len(self._query_words) > TYPED_WORDS:
            return 0
        length = 0
        for typed, reading in self._query_words.items():
            if word.startswith(typed) and (reading.startswith("begun") or self._is_cut(typed, reading)):
                length = max(length, len(typed))
            elif word in self._spellings(typed, reading):
                return _WHOLE
        return length

    def _is_cut(self, typed: str, reading: Reading) -> bool:
        """Tell whether a word of the query, not the last, was found as the beginning of others."""
        return reading == "word" and any(known.startswith(typed) for known in self._spellings(typed, reading))
