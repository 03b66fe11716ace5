"""How to start, shown until the first search. Announces `AppearanceChanged` and `CommandRequested`."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui.desk.listing import EMPTY, Listing
from tui.toolkit.host_app import host_app
from tui.toolkit.literal import literal
from tui.toolkit.messages import AppearanceChanged, CommandRequested

KEY = "bold $text"


class Welcome(Widget):
    """Three lines of help, and the question which vendors the desk supports. The first search hides it."""

    DEFAULT_CSS = """
    Welcome { height: auto; padding: 0 2; color: $foreground-muted; }
    """

    listing: reactive[Listing] = reactive(EMPTY, repaint=False)

    def __init__(self, begun: bool, ask_home: bool, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        """Take whether there was a search before, and whether to ask for the home vendors."""
        super().__init__(id=id)
        self.display = not begun
        self._ask_home = ask_home

    def render(self) -> Content:
        lines = [
            "Type a few letters, or paste the whole message.",
            "Up and Down pick an entry; Enter moves to the list.",
            f"{self._keys('app.help')} lists all keys, {self._keys('app.palette')} finds any command.",
        ]
        text = Content("\n").join(map(literal, lines))
        if self._ask_home:
            text += literal(f"\nWhich SIS do you support? Press {self._keys('desk.home')} to list it first.", KEY)
        return text

    def watch_listing(self, listing: Listing) -> None:
        if listing.query.strip() and self.display:
            self.display = False
            self.post_message(AppearanceChanged({"begun": True}))

    def on_click(self) -> None:
        if self._ask_home:
            self.post_message(CommandRequested("desk.home"))

    def home_chosen(self) -> None:
        """Stop asking for the home vendors."""
        self._ask_home = False
        self.refresh(layout=True)

    def _keys(self, command_id: str) -> str:
        return next(command.keys_while_typing for command in host_app(self).commands if command.id == command_id)
