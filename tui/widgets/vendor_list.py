"""The shelves as a list: the sidebar, and the list that the vendor line opens."""

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive

from tui.listing import EMPTY, Listing
from tui.literal import literal
from tui.widgets.row_list import DIM, RowList


class VendorList(RowList):
    """All, Bookmarks, Noted and the vendors, each with its count."""

    listing: reactive[Listing] = reactive(EMPTY, repaint=False)

    def watch_listing(self, listing: Listing) -> None:
        self.row_ids = [shelf.id for shelf in listing.shelves]
        self.cursor = self.row_ids.index(listing.shelf)  # before the rows are shown: the shelf may have just gone
        self.show_rows(self.row_ids, keep=True)

    def row(self, index: int, width: int) -> Content:
        shelf = self.listing.shelves[index]
        label = shelf.label if cell_len(shelf.label) <= width - 6 else shelf.short
        name = literal(f" {label}").truncate(width - 5, ellipsis=True, pad=True)
        style = DIM if shelf.count == 0 else ""
        return Content.assemble(name, (f"{shelf.count:>4} ", DIM)).stylize(style).truncate(width)
