"""The chosen shelf as one line, where there is no room for the sidebar.

Announces `ShelfBar.Stepped`, `ShelfBar.SteppedDown` and `ShelfBar.ListRequested`.
"""

from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.desk.listing import EMPTY, Listing
from tui.toolkit.literal import literal


class ShelfBar(Widget, can_focus=True):
    """The chosen shelf and its count between two arrows."""

    @dataclass
    class BarMessage(Message):
        """Base of what the line announces."""

        shelf_bar: "ShelfBar"

        @property
        def control(self) -> "ShelfBar":
            """The line, for `on` with a selector."""
            return self.shelf_bar

    @dataclass
    class Stepped(BarMessage):
        """The agent asked for the next shelf, or the previous one."""

        step: int

    @dataclass
    class SteppedDown(BarMessage):
        """The agent went down to the results."""

    @dataclass
    class ListRequested(BarMessage):
        """The agent asked for all shelves as a list."""

    BINDINGS = [
        Binding("left", "step(-1)", "Previous vendor", show=False),
        Binding("right", "step(1)", "Next vendor", show=False),
        Binding("down,j", "down", "Results", show=False),
        Binding("enter", "list", "List the vendors", show=False),
    ]
    DEFAULT_CSS = """
    ShelfBar { height: 1; color: $foreground-muted; }
    ShelfBar:focus { background: $primary; color: $text; text-style: bold; }
    ShelfBar:focus:ansi { background: transparent; text-style: bold reverse; }
    """

    listing: reactive[Listing] = reactive(EMPTY, repaint=False)

    def watch_listing(self) -> None:
        if self.display:
            self.refresh()

    def render(self) -> Content:
        shelf = self.listing.chosen
        return literal(f" ‹ {shelf.label} · {shelf.count} › ")

    def action_step(self, step: int) -> None:
        self.post_message(self.Stepped(self, step))

    def action_down(self) -> None:
        self.post_message(self.SteppedDown(self))

    def action_list(self) -> None:
        self.post_message(self.ListRequested(self))

    def on_click(self, event: events.Click) -> None:
        line = self.render().plain.rstrip()
        if event.x <= line.index("‹") + 1:
            self.action_step(-1)
        elif line.index("›") - 1 <= event.x <= len(line):
            self.action_step(1)
        else:
            self.action_list()
