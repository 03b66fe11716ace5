"""Which characters of a text a query matched."""

import sys
from collections.abc import Callable, Collection
from functools import lru_cache

from store.core.models import Span
from store.core.text import words

Highlights = Callable[[str], list[Span]]
"""Takes a text, and returns the characters that the query matched."""

TYPED_WORDS = 8
"""Different words of the longest query that may have been typed; an entry must explain each of them to match."""

_WHOLE = sys.maxsize

_words_in = lru_cache(maxsize=4096)(words)  # the same texts are shown many times


def no_highlights(text: str) -> list[Span]:
    """Highlight nothing: there is no query, or its index is not built yet."""
    return []


class Highlighter:
    """Highlights the texts of one answer; it remembers words, since a dictionary has few of them, many times."""

    def __init__(self, query_words: Collection[str], spellings: Callable[[str], Collection[str]]) -> None:
        """Prepare to highlight what a query matched.

        Args:
            query_words: Its different words, folded.
            spellings: Returns the words of the dictionary that a word of the query may be.
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
        prefix = max((len(typed) for typed in self._query_words if word.startswith(typed)), default=0)
        return prefix or (_WHOLE if any(word in self._spellings(typed) for typed in self._query_words) else 0)
