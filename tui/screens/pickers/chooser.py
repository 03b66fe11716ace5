"""A few things to choose from, each with a line of its own; the chosen one is shown whole below."""

from collections.abc import Sequence
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from tui.screens.over import OverModal
from tui.toolkit.literal import literal
from tui.widgets.row_list import Row, RowList


class Option(NamedTuple):
    """Something to choose."""

    name: str
    whole: str
    """What is shown of it while it is under the cursor."""


class OptionRows(RowList[int]):
    """A row for each option, numbered as far as digits choose them."""

    options: Sequence[Option] = ()

    def row(self, index: int, width: int) -> Row:
        digit = f"{index + 1}" if index < 9 else " "
        return [(f"{digit} {self.options[index].name}", "")]


class Chooser(OverModal[int | None]):
    """Gives the number of the option chosen, from 0, or None."""

    DEFAULT_CSS = """
    Chooser {
        align: center middle;
        #chooser {
            width: 90%; max-width: 84; height: auto; max-height: 100%;
            border: heavy $primary; background: $surface; padding: 0 1;
        }
        #options { max-height: 12; }
        #whole-scroll { height: auto; max-height: 16; border-top: solid $frame; }
    }
    """
    BINDINGS = [
        Binding("escape,q", "dismiss", "Back", show=False),
        # before the list, which would page through the few options
        Binding("pagedown,space", "scroll_whole(1)", "Down", show=False, priority=True),
        Binding("pageup,shift+space", "scroll_whole(-1)", "Up", show=False, priority=True),
        *(Binding(str(digit), f"choose_number({digit})", str(digit), show=False) for digit in range(1, 10)),
    ]

    def __init__(self, title: str, hint: str, options: Sequence[Option]) -> None:
        """Offer options.

        Args:
            title: What they are.
            hint: What Enter does.
            options: At least one.
        """
        super().__init__()
        self._title, self._hint, self._options = title, hint, options

    def compose(self) -> ComposeResult:
        with Vertical(id="chooser"):
            yield OptionRows(id="options")
            with VerticalScroll(id="whole-scroll", can_focus=False):
                yield Static(id="whole", markup=False)

    def on_mount(self) -> None:
        chooser, rows = self.query_one("#chooser"), self.query_one(OptionRows)
        chooser.border_title = literal(self._title)
        chooser.border_subtitle = literal(f"{self._hint} · Esc goes back")
        rows.options = self._options
        rows.styles.height = min(len(self._options), 12)
        rows.show_rows(range(len(self._options)), keep=False)
        self._show()

    def action_scroll_whole(self, step: int) -> None:
        shown = self.query_one("#whole-scroll")
        shown.scroll_relative(y=step * max(1, shown.size.height - 1), animate=False)

    def action_choose_number(self, number: int) -> None:
        if number <= len(self._options):
            self.dismiss(number - 1)

    @on(OptionRows.Highlighted)
    def _show(self) -> None:
        self.query_one("#whole", Static).update(literal(self._options[self.query_one(OptionRows).cursor].whole))
        self.query_one("#whole-scroll").scroll_home(animate=False)

    @on(OptionRows.Chosen)
    def _choose(self, message: RowList.Chosen[int]) -> None:
        self.dismiss(message.row_id)
