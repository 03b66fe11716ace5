"""Which SIS this desk supports: one or more vendors, which are then listed first and win ties."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from store.core.models import Vendor
from tui.screens.over import OverModal
from tui.screens.pickers.pick_list import PickList
from tui.toolkit.literal import literal
from tui.widgets.answers import Answer, Answers


class HomeList(PickList):
    """Vendors, of which Enter saves those that have a check mark.

    Not Textual's `SelectionList`: that shows by color alone what is chosen.
    """

    async def action_choose(self) -> None:
        await self.run_action("screen.keep")


class HomePicker(OverModal[tuple[str, ...] | None]):
    """Returns the ids of the chosen vendors, in the order of the list, or None to leave them as they are."""

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
        self._vendors, self._earlier = vendors, chosen
        self._chosen = set(chosen)

    def compose(self) -> ComposeResult:
        with Vertical(id="home-box") as box:
            box.border_title = "Which SIS do you support?"
            yield HomeList(*(Option(self._line(vendor), vendor.id) for vendor in self._vendors), id="home")
            yield Answers(
                Answer("Space", "Choose", "mark"), Answer("Enter", "Save", "keep"), Answer("Esc", "Back", "dismiss")
            )

    def _line(self, vendor: Vendor) -> Content:
        return literal(f"{'✓' if vendor.id in self._chosen else '·'} {vendor.name}")

    @property
    def _highlighted(self) -> int:
        return self.query_one(HomeList).highlighted or 0

    def action_mark(self) -> None:
        """Choose the highlighted vendor, or no longer choose it."""
        self._toggle(self._highlighted)

    @on(OptionList.OptionSelected)
    def _clicked(self, message: OptionList.OptionSelected) -> None:
        self._toggle(message.option_index)

    def _toggle(self, index: int) -> None:
        vendor = self._vendors[index]
        self._chosen ^= {vendor.id}
        self.query_one(HomeList).replace_option_prompt_at_index(index, self._line(vendor))

    def action_keep(self) -> None:
        """Return the chosen vendors; if none was ever chosen, the highlighted one."""
        chosen = self._chosen if self._chosen or self._earlier else {self._vendors[self._highlighted].id}
        self.dismiss(tuple(vendor.id for vendor in self._vendors if vendor.id in chosen))
