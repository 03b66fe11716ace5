"""The Textual app: its theme, its first screen, and what holds on every screen."""

from typing import ClassVar

from textual import events
from textual.app import App
from textual.command import Provider
from textual.widgets import Input

from store.models import Entry
from tui.commands import careful_keys
from tui.desk import Desk
from tui.paste import KeyGuard
from tui.screens.main import MainScreen


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
        if not (isinstance(event, events.Key) and not event.is_forwarded and self._guards(event)):
            await super().on_event(event)

    def _guards(self, key: events.Key) -> bool:
        return isinstance(self.screen, MainScreen) and self.key_guard.takes(key, isinstance(self.focused, Input))

    def _press(self, key: events.Key) -> None:
        self.call_next(super().on_event, key)

    def _keys_pasted(self, text: str, continues: bool) -> None:
        if isinstance(self.screen, MainScreen):
            self.screen.take_keys_of_paste(text, continues)

    def action_command_palette(self) -> None:
        """Open the palette, where there is something to find in it."""
        if isinstance(self.screen, MainScreen):
            super().action_command_palette()

    async def action_quit(self) -> None:
        """Leave; an editor with unsaved text asks first, whatever lies over it."""
        from tui.screens.note_editor import NoteEditor  # TextArea: 70 ms, which starting does not wait for

        editor = next((screen for screen in self.screen_stack if isinstance(screen, NoteEditor)), None)
        if editor is None:
            self.exit()
            return
        while self.screen is not editor:
            self.pop_screen()
        editor.when_safe(self.exit)
