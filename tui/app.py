"""The Textual app: its theme, its first screen, and what holds on every screen."""

from typing import ClassVar

from textual import events, on, work
from textual.app import App
from textual.command import Provider
from textual.widgets import Input

from store.models import Entry
from store.text import clean, one_line
from tui import clipboard
from tui.commands import careful_keys
from tui.desk import Desk
from tui.intents import Copied, CopyWanted, PageVisited, PageWanted, Pasted
from tui.paste import KeyGuard
from tui.screens.main import MainScreen
from tui.screens.unsaved import UnsavedScreen
from tui.widgets.search_box import MAX_PASTE, SearchBox


def _palette() -> type[Provider]:
    from tui.palette import PaletteProvider  # imported when it is first opened

    return PaletteProvider


class SisdexApp(App[None]):
    """The dictionary on a screen."""

    TITLE = "sisdex"
    CSS_PATH = "sisdex.tcss"
    COMMANDS: ClassVar = {_palette}

    def __init__(self, desk: Desk, *, find: str = "", entry: Entry | None = None) -> None:
        """Set the app up.

        Args:
            desk: The dictionary, the notebook and the settings.
            find: The first query.
            entry: The entry to show first, or None.
        """
        super().__init__()
        self._arrived = False
        """Whether the agent was shown a text that the terminal may not have taken."""
        self.commands = desk.commands
        """The registry, with the keys of the settings; read by all that shows keys."""
        self._theme_wanted = desk.config.theme
        if desk.config.keys:
            self.set_keymap(desk.config.keys)
        if self._theme_wanted in self.available_themes:
            self.theme = self._theme_wanted
        self._first_screen = MainScreen(desk, find=find, entry=entry)
        self.key_guard = KeyGuard(careful_keys(self.commands), self.set_timer, self._press, self._keys_pasted)

    def get_default_screen(self) -> MainScreen:
        """Return the dictionary's screen."""
        return self._first_screen

    def on_mount(self) -> None:
        if self._theme_wanted and self.theme != self._theme_wanted:
            there = ", ".join(sorted(self.available_themes))
            told = f"theme: there is none called {self._theme_wanted!r}; there are {there}."
            self.notify(told, severity="warning", markup=False)

    async def on_event(self, event: events.Event) -> None:
        """Let the guard see each key first: a paste may come as keys."""
        if isinstance(event, events.Key) and not event.is_forwarded and not self._takes_lines():
            in_form = isinstance(self.screen, UnsavedScreen)
            for key in self.key_guard.admit(event, isinstance(self.focused, Input), in_form):
                await super().on_event(key)
        else:
            await super().on_event(event)

    def _takes_lines(self) -> bool:
        """Tell whether keys go into a text of many lines, in which an Enter is a line end and nothing else."""
        return isinstance(self.screen, UnsavedScreen) and not isinstance(self.focused, Input)

    def on_paste(self, event: events.Paste) -> None:
        """Take a paste that no text field took: it becomes the query, whatever lies over the dictionary."""
        self._to_query(event.text[: MAX_PASTE + 1])

    def _press(self, keys: list[events.Key]) -> None:
        for key in keys:
            self.call_next(super().on_event, key)

    def _keys_pasted(self, text: str, continues: bool) -> None:
        if continues and isinstance(self.focused, Input) and not isinstance(self.focused, SearchBox):
            self.focused.insert_text_at_cursor(one_line(text))
        elif continues and self.screen is self._first_screen:
            self._first_screen.take_keys_of_paste(text)
        else:
            self._to_query(text)

    def _to_query(self, text: str) -> None:
        if self._unsaved() is None:
            while self.screen is not self._first_screen:
                self.screen.dismiss()  # and whoever opened it learns that nothing was chosen
            self._first_screen.post_message(Pasted(clean(text)))

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what was selected with the mouse (Textual calls this)."""
        self._clipboard = text
        self.post_message(CopyWanted("Selection", text))

    @on(CopyWanted)
    def _copy_wanted(self, message: CopyWanted) -> None:
        self._copy(message.name, message.text)

    @work(thread=True, group="copy")
    def _copy(self, name: str, text: str) -> None:
        self.post_message(Copied(name, text, clipboard.hand_to_tool(text)))

    @on(Copied)
    def _tell_copied(self, message: Copied) -> None:
        if message.tool:
            self.notify(f"{message.name} copied ({message.tool}).", timeout=3, markup=False)
            return
        sequence = clipboard.osc52(message.text)
        if sequence and self._driver is not None:
            self._driver.write(sequence)
        if sequence and (self._arrived or clipboard.takes_osc52()):
            self.notify(f"{message.name} sent to the terminal's clipboard (OSC 52).", timeout=3, markup=False)
            return
        self._arrived = True  # who knows the way now is not shown the text again
        way = (
            "was sent to the terminal's clipboard (OSC 52)" if sequence else "is too long for the terminal's clipboard"
        )
        from tui.screens.text_screen import TextScreen  # imported when it is first wanted

        self.push_screen(
            TextScreen(f"{message.name} {way}. If it does not arrive, select it here with the mouse.", message.text)
        )

    @on(PageWanted)
    def _page_wanted(self, message: PageWanted) -> None:
        self._visit(message.address)

    @work(thread=True, group="browser")
    def _visit(self, address: str) -> None:
        from tui.browser import open_page

        self.post_message(PageVisited(address, open_page(address)))

    @on(PageVisited)
    def _tell_visited(self, message: PageVisited) -> None:
        if message.opened:
            self.notify(f"Opened: {message.address}", markup=False)
        else:
            self.notify("No browser can be opened from here; the address is copied instead.", markup=False)
            self.post_message(CopyWanted("Address", message.address))

    def _unsaved(self) -> UnsavedScreen | None:
        return next((screen for screen in self.screen_stack if isinstance(screen, UnsavedScreen)), None)

    def action_command_palette(self) -> None:
        """Open the palette, where there is something to find in it."""
        if isinstance(self.screen, MainScreen):
            super().action_command_palette()

    async def action_quit(self) -> None:
        """Leave; an editor with unsaved text asks first, whatever lies over it."""
        editor = self._unsaved()
        if editor is None:
            self.exit()
            return
        while self.screen is not editor:
            self.pop_screen()
        editor.when_safe(self.exit)
