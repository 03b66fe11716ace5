"""The shelves as a list: the sidebar, and the list that the vendor line opens."""

from rich.cells import cell_len
from textual.reactive import reactive

from tui.desk.listing import EMPTY, Listing
from tui.widgets.row_list import DIM, Row, RowList, fit


class ShelfList(RowList):
    """All, Bookmarks, Notes and the vendors, each with its count."""

    listing: reactive[Listing] = reactive(EMPTY, repaint=False)

    def watch_listing(self, listing: Listing) -> None:
        self.row_ids = [shelf.id for shelf in listing.shelves]
        self.cursor = self.row_ids.index(listing.shelf)  # before the rows are shown: the shelf may have just gone
        self.show_rows(self.row_ids, keep=True)

    def row(self, index: int, width: int) -> Row:
        shelf = self.listing.shelves[index]
        label = shelf.label if cell_len(shelf.label) <= width - 6 else shelf.short
        name = fit(f" {label}", width - 5, pad=True)
        return [(name, "" if shelf.count else DIM), (f"{shelf.count:>4} ", DIM)]
