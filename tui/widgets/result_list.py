"""The answer to the query, a line an entry."""

from textual.content import Content
from textual.reactive import reactive

from store.search import SearchIndex
from tui.listing import EMPTY, Listing
from tui.literal import literal
from tui.widgets.row_list import RowList

BOOKMARK, NOTE = "★", "✎"


class ResultList(RowList):
    """Marks, title with the matched characters set off, short vendor."""

    listing: reactive[Listing] = reactive(EMPTY)
    index: SearchIndex | None = None
    """Knows which characters matched; None until it is built."""

    def watch_listing(self, before: Listing, listing: Listing) -> None:
        same_question = (before.query, before.shelf) == (listing.query, listing.shelf)
        self.show_rows([hit.entry.id for hit in listing.hits], keep=same_question)

    def row(self, index: int, width: int) -> Content:
        listing = self.listing
        entry = listing.hits[index].entry
        column = max(len(listing.shorts[hit.entry.vendor]) for hit in listing.hits)
        vendor = listing.shorts[entry.vendor]
        room = max(8, width - column - 5)
        matched = self.index.highlights(listing.query, entry.title) if self.index and listing.query.strip() else ()
        title = literal(entry.title, marked=matched, mark=self.part("match")).truncate(room, ellipsis=True, pad=True)
        mark = self.part("mark")
        return Content.assemble(
            (BOOKMARK if entry.id in listing.bookmarked else " ", mark),
            (NOTE if entry.id in listing.noted else " ", mark),
            " ",
            title,
            " ",
            (f"{vendor:>{column}} ", self.part("dim")),
        ).truncate(width)
