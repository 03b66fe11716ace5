"""A few things to choose from; the highlighted one is shown in full below the list."""

from collections.abc import Sequence
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.widgets import OptionList, Static

from tui.screens.over import OverModal
from tui.screens.pickers.pick_list import PickList
from tui.toolkit.literal import literal


class Option(NamedTuple):
    """Something to choose."""

    name: str
    whole: str
    """The text shown below the list while the option is highlighted."""


def _numbered(index: int, name: str) -> str:
    """Put the digit that chooses an option before its name; only nine have one."""
    return f"{index + 1 if index < 9 else ' '} {name}"


class Chooser(OverModal[int | None]):
    """Returns the index of the chosen option, or None."""

    DEFAULT_CSS = """
    Chooser {
        align: center middle;
        #chooser {
            width: 90%; max-width: 84; height: auto; max-height: 100%;
            border: heavy $primary; background: $surface; padding: 0 1;
        }
        #options { max-height: 12; }
        #whole-scroll {
            height: auto; max-height: 16; border-top: solid $frame;
            scrollbar-gutter: stable; /* a scrollbar that takes room can lay out a tiny screen without end */
        }
    }
    """
    BINDINGS = [
        Binding("escape,q", "dismiss", "Back", show=False),
        # priority: the list would take these keys, and has few options to page through
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
        self._heading, self._hint, self._options = title, hint, options

    def compose(self) -> ComposeResult:
        with Vertical(id="chooser") as box:
            box.border_title = literal(self._heading)
            box.border_subtitle = literal(f"{self._hint} · Esc goes back")
            names = [option.name for option in self._options]
            yield PickList(*(literal(_numbered(index, name)) for index, name in enumerate(names)), id="options")
            with VerticalScroll(id="whole-scroll", can_focus=False):
                yield Static(literal(self._options[0].whole), id="whole", markup=False)

    def action_scroll_whole(self, step: int) -> None:
        pane = self.query_one("#whole-scroll")
        pane.scroll_relative(y=step * max(1, pane.size.height - 1), animate=False)

    def action_choose_number(self, number: int) -> None:
        if number <= len(self._options):
            self.dismiss(number - 1)

    @on(OptionList.OptionHighlighted)
    def _show(self, message: OptionList.OptionHighlighted) -> None:
        self.query_one("#whole", Static).update(literal(self._options[message.option_index].whole))
        self.query_one("#whole-scroll").scroll_home(animate=False)

    @on(OptionList.OptionSelected)
    def _choose(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(message.option_index)
