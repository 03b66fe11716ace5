"""Vendors that a query names, by their names and the nicknames that people type.

A vendor's name says whose entries are meant, not what the error is. So "Q" is Q-SIS before it is the beginning of
"quizzes", and the rest of the query is what is compared with an entry's title and messages.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from store.core.models import Vendor
from store.search.search_words import folded_search_words


class Named(NamedTuple):
    """The vendors that a query names."""

    vendors: frozenset[str]
    """Their ids."""
    places: frozenset[int]
    """Indexes of the words that name them."""


class VendorNames:
    """The names of vendors, each as the words that search compares."""

    def __init__(self, vendors: Iterable[Vendor]) -> None:
        """Prepare to find the names of these vendors."""
        self._owners: dict[tuple[str, ...], str] = {}
        for vendor in vendors:
            for name in (vendor.name, vendor.short, *vendor.aliases):
                self._owners.setdefault(tuple(folded_search_words(name)), vendor.id)
        self._first_words = {name[0] for name in self._owners if name}
        self._longest = max(map(len, self._owners), default=0)

    def named_in(self, words: Sequence[str]) -> Named:
        """Return the vendors that some words name; of names that begin with the same word, the longest counts."""
        vendors: set[str] = set()
        places: set[int] = set()
        at = 0
        while at < len(words):
            size = self._size_at(words, at) if words[at] in self._first_words else 0
            if size:
                vendors.add(self._owners[tuple(words[at : at + size])])
                places.update(range(at, at + size))
            at += size or 1
        return Named(frozenset(vendors), frozenset(places))

    def _size_at(self, words: Sequence[str], at: int) -> int:
        """Return how many words from this one on are a name; 0 if none is."""
        sizes = range(min(self._longest, len(words) - at), 0, -1)
        return next((size for size in sizes if tuple(words[at : at + size]) in self._owners), 0)
