"""The sidebar's list over the screen, for terminals with no room for the sidebar."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding

from tui.desk.listing import Listing, ShelfId
from tui.screens.over import OverModal
from tui.widgets.row_list import RowList
from tui.widgets.shelf_list import ShelfList


class ShelfPicker(OverModal[ShelfId | None]):
    """Returns the id of the chosen shelf, or None."""

    BINDINGS = [Binding("escape,q", "dismiss", "Back", show=False)]

    def __init__(self, listing: Listing) -> None:
        """Offer the shelves of a listing."""
        super().__init__()
        self._listing = listing

    def compose(self) -> ComposeResult:
        yield ShelfList(id="vendor-choices")

    def on_mount(self) -> None:
        choices = self.query_one(ShelfList)
        choices.border_title = "Vendors"
        choices.styles.height = len(self._listing.shelves) + 2
        choices.listing = self._listing

    @on(ShelfList.Chosen)
    def _choose(self, message: RowList.Chosen[ShelfId]) -> None:
        self.dismiss(message.row_id)
