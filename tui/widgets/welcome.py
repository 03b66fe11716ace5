"""How to begin, on a desk where nothing was searched yet."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui.desk.listing import EMPTY, Listing
from tui.toolkit.bindings import commands_of
from tui.toolkit.literal import literal
from tui.toolkit.messages import AppearanceChanged, CommandWanted

KEY = "bold $text"


class Welcome(Widget):
    """Three lines, and the question for the home vendors; gone with the first search."""

    DEFAULT_CSS = """
    Welcome { height: auto; padding: 0 2; color: $foreground-muted; }
    """

    listing: reactive[Listing] = reactive(EMPTY, repaint=False)

    def __init__(self, begun: bool, ask_home: bool, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        """Take whether something was searched before, and whether the home vendors are still to be asked for."""
        super().__init__(id=id)
        self.display = not begun
        self._ask_home = ask_home

    def render(self) -> Content:
        lines = [
            "Type a few letters, or paste the whole message.",
            "Up and Down choose an entry; Enter goes into the list.",
            f"{self._keys('app.help')} lists all keys, {self._keys('app.palette')} finds any command.",
        ]
        text = Content("\n").join(map(literal, lines))
        if self._ask_home:
            text += literal(f"\nWhich SIS do you support? {self._keys('desk.home')} chooses; it comes first.", KEY)
        return text

    def watch_listing(self, listing: Listing) -> None:
        if listing.query.strip() and self.display:
            self.display = False
            self.post_message(AppearanceChanged({"begun": True}))

    def on_click(self) -> None:
        if self._ask_home:
            self.post_message(CommandWanted("desk.home"))

    def home_chosen(self) -> None:
        """Ask no more."""
        self._ask_home = False
        self.refresh(layout=True)

    def _keys(self, command_id: str) -> str:
        return next(command.keys_while_typing for command in commands_of(self.app) if command.id == command_id)
