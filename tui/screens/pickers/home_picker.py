"""Which SIS this desk supports: several may be chosen; they are listed first and win ties."""

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from store.core.models import Vendor
from tui.screens.over import OverModal
from tui.widgets.answers import Answer, Answers
from tui.widgets.row_list import Row, RowList


class HomeRows(RowList[str]):
    """A row for each vendor; a check mark before those chosen. A click chooses one more, or one less."""

    vendors: Sequence[Vendor] = ()
    chosen: frozenset[str] = frozenset()

    def row(self, index: int, width: int) -> Row:
        vendor = self.vendors[index]
        mark = "✓" if vendor.id in self.chosen else "·"
        return [(f"{mark} {vendor.name}", "")]

    def mark(self) -> None:
        """Choose the vendor under the cursor, or let it go."""
        if self.cursor_id is not None:
            self.chosen ^= {self.cursor_id}
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        event.prevent_default()
        if self.cursor_to(event):
            self.mark()


class HomePicker(OverModal[tuple[str, ...] | None]):
    """Gives the ids of the vendors chosen, in the order of the list, or None for leaving them as they are."""

    BINDINGS = [
        Binding("space", "mark", "Choose", show=False),
        Binding("escape,q", "dismiss", "Back", show=False),
    ]
    DEFAULT_CSS = """
    HomePicker {
        align: center middle;
        #home-box {
            width: 56; max-width: 100%; height: auto; max-height: 95%;
            border: heavy $primary; background: $surface;
        }
        #home { max-height: 11; }
        Answers { margin: 0 1; }
    }
    """

    def __init__(self, vendors: Sequence[Vendor], chosen: Sequence[str]) -> None:
        """Offer vendors, some of which are chosen already, by id."""
        super().__init__()
        self._vendors, self._chosen = vendors, chosen

    def compose(self) -> ComposeResult:
        with Vertical(id="home-box"):
            yield HomeRows(id="home")
            yield Answers(
                Answer("Space", "Choose", "mark"), Answer("Enter", "Keep", "keep"), Answer("Esc", "Back", "dismiss")
            )

    def on_mount(self) -> None:
        rows = self.query_one(HomeRows)
        rows.vendors, rows.chosen = self._vendors, frozenset(self._chosen)
        self.query_one("#home-box").border_title = "Which SIS do you support?"
        rows.styles.height = len(self._vendors)
        rows.show_rows([vendor.id for vendor in self._vendors], keep=False)

    def action_mark(self) -> None:
        self.query_one(HomeRows).mark()

    @on(HomeRows.Chosen)
    def action_keep(self) -> None:
        """Keep what is chosen; the row under the cursor where none is."""
        rows = self.query_one(HomeRows)
        chosen = rows.chosen
        if not chosen and not self._chosen and rows.cursor_id is not None:
            chosen = frozenset({rows.cursor_id})
        self.dismiss(tuple(vendor.id for vendor in self._vendors if vendor.id in chosen))
