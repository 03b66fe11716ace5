"""Answers what the agent asks: the listing for the query and the shelf, and the workers that search meanwhile."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import get_current_worker

from store.core.models import Vendor
from store.search.hits import Hits
from tui.desk.desk import Desk
from tui.desk.finder import Finder
from tui.desk.listing import Listing, make_listing
from tui.screens.dictionary.actions import Actions, Host, worker

if TYPE_CHECKING:
    from store.search.index import SearchIndex

NEAREST = 3
"""How many entries are listed for a paste that contains no known message."""


@dataclass
class IndexBuilt(Message):
    """A worker has built the search index."""

    index: "SearchIndex"


@dataclass
class HitsFound(Message):
    """A worker has searched for a long query."""

    query: str
    index: "SearchIndex"
    hits: Hits


class Searching(Actions):
    """The finder, and the workers that build its index and search for long queries."""

    def __init__(self, desk: Desk, host: Host) -> None:
        """Take the desk, and the screen to search for."""
        super().__init__(desk, host)
        self.finder = Finder(desk)

    def answer(self) -> Listing:
        """Return what to list now. If a worker has to search first, the listing says so and `HitsFound` follows."""
        browsing = self.host.browsing
        query = browsing.query
        if self.finder.needs_worker(query):
            self._search(query)
        hits = self.finder.answer(query)
        if hits is not None and not query.strip():
            by_id = {hit.entry.id: hit for hit in hits}
            hits = Hits([by_id[entry_id] for entry_id in self.desk.start_order(list(by_id))])
        elif hits is not None and browsing.is_pasted and not hits.matched:
            hits = Hits(hits[:NEAREST])
        snapshot = self.desk.notebook.snapshot
        codes = self.finder.codes(query, hits)
        return make_listing(self._vendors, hits, snapshot, query, browsing.shelf, browsing.is_pasted, codes)

    @property
    def _vendors(self) -> list[Vendor]:
        """The vendors, home vendors first."""
        home = self.desk.home
        return sorted(
            self.desk.catalog.vendors, key=lambda vendor: home.index(vendor.id) if vendor.id in home else len(home)
        )

    @worker(thread=True, exclusive=True, group="index")
    def build_index(self) -> None:
        """Build the index again, from the dictionary and the notebook as they are now; `IndexBuilt` follows."""
        index = self.finder.build()
        if not get_current_worker().is_cancelled:  # a later one knows newer notes
            self.host.post_message(IndexBuilt(index))

    @worker(thread=True, exclusive=True, group="find")
    def _search(self, query: str) -> None:
        index = self.finder.index or self.finder.build()
        hits = index.answer(query)
        self.finder.codes(query, hits)  # here, since reading a long text may take longer than a frame
        if not get_current_worker().is_cancelled:  # another query has replaced it
            self.host.post_message(HitsFound(query, index, hits))

    def take_hits(self, found: HitsFound) -> bool:
        """Take the hits of a long query. Returns whether they answer the present one."""
        if found.query != self.host.browsing.query:
            return False
        self.finder.take(found.query, found.index, found.hits)
        return True
