"""The Textual app: its theme, its first screen, and what holds on every screen."""

from typing import ClassVar

from textual import events
from textual.app import App
from textual.command import Provider
from textual.widgets import Input

from store.models import Entry
from store.text import clean, one_line
from tui.commands import careful_keys
from tui.desk import Desk
from tui.intents import Pasted
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
        self._first_screen = MainScreen(desk, find=find, entry=entry)
        self.key_guard = KeyGuard(careful_keys(), self.set_timer, self._press, self._keys_pasted)

    def get_default_screen(self) -> MainScreen:
        """Return the dictionary's screen."""
        return self._first_screen

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
