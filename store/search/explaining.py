"""Why an entry answers a query: which word matched how, and which of the agent's texts it was found through."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from store.catalog.opening import Catalog
from store.core.models import Entry
from store.search.english import stem
from store.search.entry_document import fields_of
from store.search.search_words import indexed_words
from store.search.word_index import Reading, WordIndex, abbreviates

MAX_EXPLAINED = 200
"""Words of a query that are explained; a pasted log has thousands."""


class Explained(NamedTuple):
    """How an entry explains a word of a query."""

    asked: str
    """The word of the query."""
    kind: str
    """How it matched; empty when it did not."""
    known: str
    """The entry's word."""
    share: float
    """How well, by kind and field, 0 to 1."""
    weight: float
    """How much the word counts: the rarer, the more."""


class Explainer:
    """Explains the answers of an index."""

    def __init__(self, catalog: Catalog, words: WordIndex) -> None:
        """Prepare to explain answers from this catalog's entries and this index of their words."""
        self._catalog, self._words = catalog, words
        self._dictionary_words = lru_cache(maxsize=64)(self._words_of_entry)

    def explain(self, query_words: Mapping[str, Reading], number: int) -> list[Explained]:
        """Say how a document, by its number, explains each word of a query, in order; at most `MAX_EXPLAINED`."""
        return [self._explain(word, reading, number) for word, reading in islice(query_words.items(), MAX_EXPLAINED)]

    def text_behind(self, query_words: Mapping[str, Reading], entry: Entry, texts: Sequence[str]) -> int | None:
        """Say through which of the agent's texts on an entry a query finds it.

        Args:
            query_words: The words of the query, and how each is read.
            entry: The entry.
            texts: The agent's texts.

        Returns:
            Index of the first text that matches a word which the dictionary's own text of the entry does not match;
            None if there is no such text.
        """
        own = self._dictionary_words(entry.id)
        asked = (self._words.known_words(word, reading).keys() for word, reading in query_words.items())
        foreign = [known for known in asked if not own & known]
        for index, text in enumerate(texts):
            if any(not known.isdisjoint(indexed_words(text)) for known in foreign):
                return index
        return None

    def _words_of_entry(self, entry_id: str) -> frozenset[str]:
        entry = self._catalog.entry(entry_id)
        fields = [] if entry is None else fields_of(self._catalog, entry, ())
        return frozenset(word for field in fields for word in indexed_words(field.text))

    def _explain(self, word: str, reading: Reading, number: int) -> Explained:
        matches = [
            (strength * weight, known)
            for known, strength in self._words.known_words(word, reading).items()
            for weight, documents in self._words.postings[known].items()
            if documents >> number & 1
        ]
        share, known = max(matches, default=(0.0, ""))
        return Explained(word, self._kind(word, known), known, share, self._words.matches(word, reading, True).weight)

    def _kind(self, word: str, known: str) -> str:
        if not known or known == word:
            return "exactly" if known else ""
        if known.startswith(word):
            return "beginning of"
        if known in self._words.synonyms.get(word, ()):
            return "synonym of"
        if known in self._words.by_stem.get(stem(word), ()):
            return "form of"
        return "abbreviation of" if abbreviates(word, known) else "typo of"
