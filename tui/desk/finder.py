"""Answers the queries of the screen: short ones at once, within a frame; long ones in a worker."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from store.core.models import Case, Entry, Hit, ProtocolCode
from store.notebook.cases import searched
from store.search.codes import codes_beside
from store.search.highlights import Highlights, no_highlights
from store.search.hits import Hits
from tui.desk.desk import Desk

if TYPE_CHECKING:
    from store.search.index import SearchIndex

LONG = 2_000
"""Length of a query, in characters, from which answering may take longer than a frame."""


class Finder:
    """The index, once it is built, and the latest answer."""

    def __init__(self, desk: Desk) -> None:
        """Prepare to answer queries.

        Args:
            desk: Where to search; the index is built with the first query.
        """
        self._desk = desk
        self.index: SearchIndex | None = None
        self._answered: tuple[str, SearchIndex | None, Hits] | None = None
        self._codes: tuple[object, Sequence[ProtocolCode]] = (None, ())
        """The codes in the latest query, and what they were looked for in."""

    def build(self) -> "SearchIndex":
        """Build an index of the catalog and the notebook as they are now."""
        from store.search.index import SearchIndex  # rapidfuzz takes 10 ms to import, too long before the first paint

        return SearchIndex(self._desk.catalog, self._desk.notebook_texts(), self._desk.home, self._desk.marks())

    def answer(self, query: str) -> Hits | None:
        """Return the hits of a query, best first, or None for a long query that no worker has answered yet."""
        if not query.strip() and self.index is None:  # before the first paint: list everything without an index
            order = {vendor: number for number, vendor in enumerate(self._desk.home)}
            entries = sorted(self._desk.catalog.entries, key=lambda entry: order.get(entry.vendor, len(order)))
            return Hits([Hit(entry, 0.0, "words") for entry in entries])
        if len(query) < LONG:
            self.index = self.index or self.build()
            self.take(query, self.index, self.index.answer(query))
        return self._answered[2] if self._answered is not None and self._answered[0] == query else None

    def needs_worker(self, query: str) -> bool:
        """Return whether a query is long and was not answered from the current index."""
        return len(query) >= LONG and (self._answered is None or self._answered[:2] != (query, self.index))

    def take(self, query: str, index: "SearchIndex", hits: Hits) -> None:
        """Store the answer to a query.

        Args:
            query: The query.
            index: The index that answered it.
            hits: The answer.
        """
        self.index = self.index or index
        self._answered = (query, index, hits)

    def codes(self, query: str, hits: Hits | None) -> Sequence[ProtocolCode]:
        """Return what to show with an answer: what the query says by itself (see `codes_beside`).

        Args:
            query: The query.
            hits: The answer, or None if it is not there yet.
        """
        if hits is None or not query.strip():
            return ()
        key = (query, hits.matched, self._desk.catalog.codes)
        if self._codes[0] != key:
            self._codes = (key, codes_beside(query, hits.matched, self._desk.catalog))
        return self._codes[1]

    def case_found(self, query: str, entry: Entry) -> Case | None:
        """Return the case that made a query find an entry, or None if the entry's own text explains it."""
        cases = self._desk.notebook.snapshot.cases.get(entry.id)
        if not cases or self.index is None or self._answered is None or self._answered[0] != query:
            return None
        if not {"is:open", "is:logged"}.isdisjoint(query.casefold().split()):
            return next((case for case in cases if case.is_open), cases[0])
        number = self.index.text_behind(query, entry, [searched(case) for case in cases])
        return None if number is None else cases[number]

    def highlights(self, query: str) -> Highlights:
        """Return a function that gives the characters of a text that match the query."""
        answered = self._answered is not None and self._answered[0] == query
        return partial(self.index.highlights, query) if self.index and answered and query.strip() else no_highlights
