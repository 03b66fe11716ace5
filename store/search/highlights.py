"""Which characters of a text a query matched."""

import sys
from collections.abc import Callable, Collection
from functools import lru_cache

from store.core.models import Span
from store.core.text import words

Highlights = Callable[[str], list[Span]]
"""Says which characters of a text the query matched."""

TYPED_WORDS = 8
"""A query of at most so many different words may have been typed: each of them has to be explained."""

_WHOLE = sys.maxsize

_words_in = lru_cache(maxsize=4096)(words)  # of the texts that are shown, many times


def no_highlights(text: str) -> list[Span]:
    """Mark nothing: there is no query, or its index is not built yet."""
    return []


class Highlighter:
    """Marks the texts of an answer; it remembers words, since a dictionary says few of them many times."""

    def __init__(self, asked: Collection[str], expand: Callable[[str], Collection[str]]) -> None:
        """Take a query.

        Args:
            asked: Its different words, as search compares them.
            expand: Gives the other words of the dictionary that a word stands for.
        """
        self._asked, self._expand = asked, expand
        self._lengths: dict[str, int] = {}

    def spans(self, text: str) -> list[Span]:
        """Return the matched places of a text, in order: whole words, or the typed part of a word's beginning."""
        spans: list[Span] = []
        for word in _words_in(text):
            length = self._lengths.get(word.folded)
            if length is None:
                length = self._lengths[word.folded] = self._matched_length(word.folded)
            if length:
                spans.append((word.start, min(word.start + length, word.end)))
        return spans

    def _matched_length(self, word: str) -> int:
        if word in self._asked:
            return _WHOLE
        if len(self._asked) > TYPED_WORDS:
            return 0
        prefix = max((len(each) for each in self._asked if word.startswith(each)), default=0)
        return prefix or (_WHOLE if any(word in self._expand(each) for each in self._asked) else 0)
