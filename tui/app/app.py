"""The Textual app: its first screen, its theme, and what works the same on every screen."""

import asyncio
import os
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar

from textual import events, on, work
from textual.app import App
from textual.command import Provider
from textual.widgets import Input

from store.core.models import Entry
from store.core.text import MAX_PASTE, clean, one_line
from store.preferences import appearance
from tui.commands.registry import Where, careful_keys
from tui.desk.desk import Desk
from tui.screens.dictionary.main import MainScreen
from tui.screens.editors.unsaved import UnsavedScreen
from tui.system import clipboard, crash_report
from tui.textual_fixes import mouse
from tui.textual_fixes.app import FixedApp
from tui.textual_fixes.key_order import KeyOrder, Mark
from tui.textual_fixes.unbracketed_paste import KeyGuard
from tui.toolkit import themes
from tui.toolkit.bindings import everywhere, nearest
from tui.toolkit.messages import AppearanceChanged, Copied, CopyRequested, PageRequested, PageVisited
from tui.widgets.key_hints import place_of
from tui.widgets.room import TooSmall, give_way, is_too_small
from tui.widgets.search_box import QueryPasteInput

MAX_FORM_PASTE = 200_000
"""How many characters of a paste a form takes: with more, every further key would be slow."""


def _palette() -> type[Provider]:
    from tui.app.palette import PaletteProvider  # imported on first use

    return PaletteProvider


class SisdexApp(FixedApp[None]):
    """The dictionary as an app."""

    TITLE = "sisdex"
    CSS_PATH = "sisdex.tcss"
    COMMANDS: ClassVar = {_palette}
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-short"), (24, "-middle"), (30, "-tall")]
    BINDINGS = everywhere()
    FAULT_STATUS = crash_report.STATUS

    def __init__(self, desk: Desk, *, find: str = "", entry: Entry | None = None) -> None:
        """Set the app up.

        Args:
            desk: The dictionary, the notebook and the settings.
            find: The first query.
            entry: The entry to show first, or None.
        """
        # Without colors, an ANSI theme must be there from the start; set later, Textual paints black on black.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self._desk = desk
        self._appearance_saves = asyncio.Lock()
        self.mouse_is_ours = True
        self._begin_theme()
        self._osc52_explained = False
        """Whether the agent has seen what to do if the terminal does not take a text."""
        self.commands = desk.commands
        """The registry, with the keys from the settings (see `HostApp`)."""
        if desk.settings.keys:
            self.set_keymap(desk.settings.keys)
        self.fault = ""
        """What to print about the fault that ended the app; empty if none did."""
        self._first_screen = MainScreen(desk, find=find, entry=entry)
        self.key_guard = KeyGuard(careful_keys(self.commands), self.set_timer, self._press, self._keys_pasted)
        self.key_order = KeyOrder(lambda: self.focused or self.screen, self.set_timer)

    def get_default_screen(self) -> MainScreen:
        """Return the dictionary's screen."""
        return self._first_screen

    def on_mount(self) -> None:
        theme = self._desk.settings.theme
        if theme and theme not in self.available_themes:
            problem = f"Unknown theme {theme!r} in the settings. Available: {', '.join(self.available_themes)}."
            self.notify(problem, severity="warning", markup=False)

    async def on_event(self, event: events.Event) -> None:
        """Let keys and pastes act one after the other."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.key_order.do(partial(self._admit, event))
        else:
            await super().on_event(event)

    async def _admit(self, event: events.Key | events.Paste) -> None:
        """Clean a paste, and show a key to the guard first: a paste may come as keys."""
        if isinstance(event, events.Paste):
            event.text = self._cleaned_paste(event.text)
            if self._field is not None:
                event.text = one_line(event.text)  # the field itself would drop all but the first line
            await super().on_event(event)
        elif self._takes_lines():
            await self._act(event)
        else:
            in_form = isinstance(self.screen, UnsavedScreen)
            await self._press(self.key_guard.admit(event, isinstance(self.focused, Input), in_form))

    async def _press(self, keys: list[events.Key]) -> None:
        await self.key_order.do(*(partial(self._act, key) for key in keys), first=True)

    async def _act(self, key: events.Key) -> None:
        target = self.focused or self.screen
        writes = key.is_printable and (isinstance(target, Input) or self._takes_lines())
        await super().on_event(key)
        if not writes:
            self.key_order.begin(key, target)

    def on_key(self, event: events.Key) -> None:
        self.call_next(self.key_order.acted, event)

    @on(Mark)
    async def _mark_arrived(self, message: Mark) -> None:
        await self.key_order.arrived(message)

    @property
    def keys_under_way(self) -> bool:
        """Whether a key that was pressed is still at work."""
        return self.key_guard.busy or self.key_order.busy

    def _takes_lines(self) -> bool:
        """Return whether keys go into a text of several lines, where Enter only starts a new line."""
        return isinstance(self.screen, UnsavedScreen) and not isinstance(self.focused, Input)

    def _cleaned_paste(self, paste: str) -> str:
        if isinstance(self.screen, UnsavedScreen) and len(paste) > MAX_FORM_PASTE:
            self.notify(f"Only the first {MAX_FORM_PASTE:,} characters of the paste were taken.", markup=False)
            paste = paste[:MAX_FORM_PASTE]
        return clean(paste[: MAX_PASTE + 1])

    def on_paste(self, event: events.Paste) -> None:
        """Make a paste that no text field took the query, whatever screen is open."""
        self._to_query(event.text)

    def _keys_pasted(self, text: str, continues: bool) -> None:
        if continues and self._field is not None:
            self._field.insert_text_at_cursor(one_line(text))
        elif continues and self.screen is self._first_screen:
            self._first_screen.take_keys_of_paste(text)
        else:
            self._to_query(clean(text))

    @property
    def _field(self) -> Input | None:
        """The one-line field with the focus that takes pastes itself, or None."""
        focused = self.focused
        return focused if isinstance(focused, Input) and not isinstance(focused, QueryPasteInput) else None

    def _to_query(self, text: str) -> None:
        if self._unsaved() is None:
            while self.screen is not self._first_screen:
                self.screen.dismiss()  # as if nothing had been chosen there
            self._first_screen.post_message(MainScreen.Pasted(text))

    def take_copy(self, text: str) -> None:
        self.post_message(CopyRequested("Selection", text))

    @on(CopyRequested)
    def _copy_requested(self, message: CopyRequested) -> None:
        self._copy(message.name, message.text)

    @work(thread=True, group="copy")
    def _copy(self, name: str, text: str) -> None:
        self.post_message(Copied(name, text, clipboard.hand_to_tool(text)))

    @on(Copied)
    def _report_copied(self, message: Copied) -> None:
        if message.tool:
            self.notify(f"{message.name} copied ({message.tool}).", timeout=3, markup=False)
            return
        sequence = clipboard.osc52(message.text)
        if sequence:
            self.write_to_terminal(sequence)
        if sequence and (self._osc52_explained or clipboard.takes_osc52()):
            self.notify(f"{message.name} sent to the terminal's clipboard (OSC 52).", timeout=3, markup=False)
            return
        self._osc52_explained = True  # from now on a notice is enough
        problem = "was sent to the terminal's clipboard (OSC 52)" if sequence else "is too long for the clipboard"
        from tui.screens.text_screen import TextScreen  # imported on first use

        hint = f"{message.name} {problem}. If it does not arrive, select it here with the mouse."
        self.push_screen(TextScreen(hint, message.text))

    @on(PageRequested)
    def _page_requested(self, message: PageRequested) -> None:
        self._visit(message.address)

    @work(thread=True, group="browser")
    def _visit(self, address: str) -> None:
        from tui.system.browser import open_page

        self.post_message(PageVisited(address, open_page(address)))

    @on(PageVisited)
    def _report_visited(self, message: PageVisited) -> None:
        if message.opened:
            self.notify(f"Opened: {message.address}", markup=False)
        else:
            self.notify("Cannot open a browser here. Copying the address instead.", markup=False)
            self.post_message(CopyRequested("Address", message.address))

    def end(self, status: int) -> None:
        """Quit without asking, with an exit status; what is being typed stays as a draft."""
        self.keep_drafts()
        self.exit(return_code=status)

    def keep_drafts(self) -> None:
        """Save what is being typed as drafts, at once."""
        for screen in self.screen_stack:
            if isinstance(screen, UnsavedScreen):
                screen.keep_draft()

    def take_fault(self, error: Exception) -> None:
        self.fault = crash_report.report(error)
        with suppress(Exception):  # whatever is broken; the timer kept most of it
            self.keep_drafts()

    def _unsaved(self) -> UnsavedScreen | None:
        return next((screen for screen in self.screen_stack if isinstance(screen, UnsavedScreen)), None)

    # --- colors, sizes and the mouse ----------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Let all screens say if the terminal is too small for them."""
        for screen in self.screen_stack:
            give_way(screen, event.size)

    def push_screen(self, screen: Any, *args: Any, **kwargs: Any) -> Any:
        """Open a screen (Textual calls this, too)."""
        opened = super().push_screen(screen, *args, **kwargs)
        self.screen.mount(TooSmall())
        give_way(self.screen, self.size)
        return opened

    def _begin_theme(self) -> None:
        for theme in themes.THEMES:
            self.register_theme(theme)
        name = self._first_theme()
        if self.available_themes[name].ansi:
            self.theme = name
        else:  # setting it would have the style sheet read a second time: 20 ms
            self.set_reactive(App.theme, name)
            self.stylesheet.set_variables(self.get_css_variables())

    def _first_theme(self) -> str:
        """Return the theme to start with: the one in the settings, or else the one chosen last."""
        if self.no_color:
            return themes.TERMINAL
        if self._desk.settings.theme in self.available_themes:
            return self._desk.settings.theme
        if self.console.color_system == "standard":  # with 16 colors, the terminal's own look best
            return themes.TERMINAL
        return self._desk.appearance.theme if self._desk.appearance.theme in self.available_themes else themes.DARK

    def get_css_variables(self) -> dict[str, str]:
        """Return the variables of the style sheet (Textual calls this)."""
        return themes.with_app_variables(super().get_css_variables(), self.native_ansi_color)

    def action_change_theme(self) -> None:
        """Choose a theme."""
        if self.no_color:
            self.notify("NO_COLOR is set, so only the terminal's own colors are used.", markup=False)
            return
        from tui.screens.pickers.theme_picker import ThemePicker  # imported on first use

        before = self.theme

        def chosen(theme: str | None) -> None:
            self.theme = theme or before
            if theme is not None:
                self.post_message(AppearanceChanged({"theme": theme}))

        self.push_screen(ThemePicker(), chosen)

    def action_mouse(self) -> None:
        """Leave the mouse to the terminal, which selects text with it, or use it again."""
        self.mouse_is_ours = not self.mouse_is_ours
        if self.mouse_is_ours:
            mouse.capture(self)
            self.notify("The mouse works in sisdex again.", timeout=3, markup=False)
        else:
            mouse.release(self)
            self.notify(
                "The mouse now selects text. Press M to use it in sisdex again.",
                timeout=5,
                markup=False,
            )

    @on(AppearanceChanged)
    def _appearance_changed(self, message: AppearanceChanged) -> None:
        self._keep_appearance(message.changes)

    @work(group="look")
    async def _keep_appearance(self, changes: dict[str, Any]) -> None:
        async with self._appearance_saves:  # one after the other
            await asyncio.to_thread(appearance.keep, self._desk.notebook.path.resolve(), **changes)

    # --- help, palette, quitting --------------------------------------------------------------------------------------

    def action_help(self) -> None:
        """List the commands of the screen."""
        from tui.screens.help import HelpScreen  # imported on first use

        self.push_screen(HelpScreen(nearest(place_of(self.screen) or Where.LIST)))

    def action_command_palette(self) -> None:
        """Open the palette, on a screen that has commands and room for it."""
        from tui.app.palette import Palette  # imported on first use

        if place_of(self.screen) is not None and not is_too_small(self.size):
            self.push_screen(Palette())

    async def action_quit(self) -> None:
        """Quit; an editor with unsaved text asks first, whatever is open over it."""
        editor = self._unsaved()
        if editor is None:
            self.exit()
            return
        while self.screen is not editor:
            self.pop_screen()
        editor.when_safe(self.exit)
