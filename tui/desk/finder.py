"""Answers the screen's queries: at once where that takes less than a frame; a long one is left to a worker."""

from functools import partial
from typing import TYPE_CHECKING

from store.core.models import Case, Entry, Hit
from store.notebook.cases import searched
from store.search.highlights import Highlights, no_highlights
from store.search.hits import Hits
from tui.desk.desk import Desk

if TYPE_CHECKING:
    from store.search.index import SearchIndex

LONG = 2_000
"""Characters of a query from which on an answer may take longer than a frame."""


class Finder:
    """The index, once it is built, and the last answer."""

    def __init__(self, desk: Desk) -> None:
        """Prepare to answer from the desk's dictionary and notebook; the index is built when it is needed."""
        self._desk = desk
        self.index: SearchIndex | None = None
        self._answered: tuple[str, SearchIndex | None, Hits] | None = None

    def build(self) -> "SearchIndex":
        """Build an index of what the dictionary and the notebook now hold."""
        from store.search.index import SearchIndex  # rapidfuzz: 10 ms that the first paint does not wait for

        return SearchIndex(self._desk.catalog, self._desk.notes(), self._desk.home, self._desk.marks())

    def answer(self, query: str) -> Hits | None:
        """Return the hits of a query, best first; of a long one those that a worker found, or None before it has."""
        if not query.strip() and self.index is None:  # the first paint does not wait for the index
            order = {vendor: number for number, vendor in enumerate(self._desk.home)}
            entries = sorted(self._desk.catalog.entries, key=lambda entry: order.get(entry.vendor, len(order)))
            return Hits([Hit(entry, 0.0, "words") for entry in entries])
        if len(query) < LONG:
            self.index = self.index or self.build()
            self.take(query, self.index, self.index.answer(query))
        return self._answered[2] if self._answered is not None and self._answered[0] == query else None

    def needs_worker(self, query: str) -> bool:
        """Tell whether a query is long and was not put to the newest index."""
        return len(query) >= LONG and (self._answered is None or self._answered[:2] != (query, self.index))

    def take(self, query: str, index: "SearchIndex", hits: Hits) -> None:
        """Take the hits of a query."""
        self.index = self.index or index
        self._answered = (query, index, hits)

    def case_found(self, query: str, entry: Entry) -> Case | None:
        """Return the case through which a query found an entry, where the dictionary's own text does not explain it."""
        cases = self._desk.notebook.snapshot.cases.get(entry.id)
        if not cases or self.index is None or self._answered is None or self._answered[0] != query:
            return None
        if not {"is:open", "is:logged"}.isdisjoint(query.casefold().split()):
            return next((case for case in cases if case.is_open), cases[0])
        number = self.index.text_behind(query, entry, [searched(case) for case in cases])
        return None if number is None else cases[number]

    def highlights(self, query: str) -> Highlights:
        """Return what says which characters of a text the query matched."""
        answered = self._answered is not None and self._answered[0] == query
        return partial(self.index.highlights, query) if self.index and answered and query.strip() else no_highlights
