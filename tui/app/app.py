"""The Textual app: its theme, its first screen, and what holds on every screen."""

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on, work
from textual.app import App
from textual.command import Provider
from textual.errors import NoWidget
from textual.filter import ANSIToTruecolor, LineFilter
from textual.notifications import Notify
from textual.theme import Theme
from textual.timer import Timer
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
from tui.textual_fixes.key_order import KeyOrder, Mark
from tui.textual_fixes.notices import Notice
from tui.textual_fixes.unbracketed_paste import KeyGuard
from tui.toolkit import themes
from tui.toolkit.bindings import everywhere, nearest
from tui.toolkit.messages import AppearanceChanged, Copied, CopyWanted, PageVisited, PageWanted, Pasted
from tui.widgets.key_hints import place_of
from tui.widgets.room import RoomWanted, give_way, is_too_small
from tui.widgets.search_box import QueryPasteInput

if TYPE_CHECKING:
    from textual.driver import Driver

MAX_FORM_PASTE = 200_000
"""Characters of a paste that a form takes: more of them would make each further key wait."""


def _palette() -> type[Provider]:
    from tui.app.palette import PaletteProvider  # imported when it is first opened

    return PaletteProvider


class SisdexApp(App[None]):
    """The dictionary on a screen."""

    TITLE = "sisdex"
    CSS_PATH = "sisdex.tcss"
    COMMANDS: ClassVar = {_palette}
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-short"), (24, "-middle"), (30, "-tall")]
    BINDINGS = everywhere()

    def __init__(self, desk: Desk, *, find: str = "", entry: Entry | None = None) -> None:
        """Set the app up.

        Args:
            desk: The dictionary, the notebook and the settings.
            find: The first query.
            entry: The entry to show first, or None.
        """
        self._themes: dict[str, Theme | None] = {}
        # Without colours, an ANSI theme has to be in force from the start: later, Textual paints black on black.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self._desk = desk
        self._appearance_saves = asyncio.Lock()
        self.mouse_is_ours = True
        self._begin_theme()
        self._arrived = False
        """Whether the agent was shown a text that the terminal may not have taken."""
        self.commands = desk.commands
        """The registry, with the keys of the settings; read by all that shows keys."""
        if desk.settings.keys:
            self.set_keymap(desk.settings.keys)
        self.fault = ""
        """What to tell of the fault that ended the app; empty where none did."""
        self._first_screen = MainScreen(desk, find=find, entry=entry)
        self.key_guard = KeyGuard(careful_keys(self.commands), self.set_timer, self._press, self._keys_pasted)
        self.key_order = KeyOrder(lambda: self.focused or self.screen, self.set_timer)

    def get_default_screen(self) -> MainScreen:
        """Return the dictionary's screen."""
        return self._first_screen

    def on_mount(self) -> None:
        wanted = self._desk.settings.theme
        if wanted and wanted not in self.available_themes:
            there = ", ".join(self.available_themes)
            self.notify(f"theme: there is none called {wanted!r}; there are {there}.", severity="warning", markup=False)

    def get_driver_class(self) -> "type[Driver]":
        """Return what holds the terminal."""
        if os.name == "nt" or "TEXTUAL_DRIVER" in os.environ:
            return super().get_driver_class()
        from tui.textual_fixes.unix_driver import UnixDriver  # there is no such terminal on Windows

        return UnixDriver

    async def on_event(self, event: events.Event) -> None:
        """Let keys and pastes act one after the other."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.key_order.do(partial(self._admit, event))
        elif not isinstance(event, events.MouseEvent) or event.is_forwarded or self._is_there(event):
            await super().on_event(event)

    def _is_there(self, event: events.MouseEvent) -> bool:
        """Tell whether the mouse is over the screen: beside one that has just shrunk, it would take the focus away.

        Over a notice that has just gone, Textual would fail; then the screen is laid out without the notice. A
        scrollbar that goes while the mouse has it would take the focus along.
        """
        try:
            if self.mouse_captured is not None:
                self.screen.find_widget(self.mouse_captured)
        except NoWidget:
            self.capture_mouse(None)
        try:
            widget, _ = self.get_widget_at(event.x, event.y)
        except NoWidget:
            return self.mouse_captured is not None
        if not widget.is_attached:
            self.screen._refresh_layout()
        return True

    def set_timer(self, *args: Any, **kwargs: Any) -> Timer:
        """Call a function later, for certain.

        Textual drops a timer whose moment passed before it began to wait, on a busy machine: then a held key would
        never act, and once the one that waits for the end of a resize was dropped, no size would be taken any more.
        """
        timer = super().set_timer(*args, **kwargs)
        timer._skip = False
        return timer

    async def _admit(self, event: events.Key | events.Paste) -> None:
        """Clean each paste at the door, and let the guard see each key first: a paste may come as keys."""
        if isinstance(event, events.Paste):
            event.text = self._admitted(event.text)
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
        """Whether a key that was pressed has not yet done all that it does."""
        return self.key_guard.busy or self.key_order.busy

    def _takes_lines(self) -> bool:
        """Tell whether keys go into a text of many lines, in which an Enter is a line end and nothing else."""
        return isinstance(self.screen, UnsavedScreen) and not isinstance(self.focused, Input)

    def _admitted(self, paste: str) -> str:
        if isinstance(self.screen, UnsavedScreen) and len(paste) > MAX_FORM_PASTE:
            self.notify(f"Only the first {MAX_FORM_PASTE:,} characters of the paste were taken.", markup=False)
            paste = paste[:MAX_FORM_PASTE]
        return clean(paste[: MAX_PASTE + 1])

    def on_paste(self, event: events.Paste) -> None:
        """Take a paste that no text field took: it becomes the query, whatever lies over the dictionary."""
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
        """The field of one line that has the focus, and takes pastes itself."""
        focused = self.focused
        return focused if isinstance(focused, Input) and not isinstance(focused, QueryPasteInput) else None

    def _to_query(self, text: str) -> None:
        if self._unsaved() is None:
            while self.screen is not self._first_screen:
                self.screen.dismiss()  # and whoever opened it learns that nothing was chosen
            self._first_screen.post_message(Pasted(text))

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
        from tui.system.browser import open_page

        self.post_message(PageVisited(address, open_page(address)))

    @on(PageVisited)
    def _tell_visited(self, message: PageVisited) -> None:
        if message.opened:
            self.notify(f"Opened: {message.address}", markup=False)
        else:
            self.notify("No browser can be opened from here; the address is copied instead.", markup=False)
            self.post_message(CopyWanted("Address", message.address))

    def end(self, status: int) -> None:
        """End without a question, with an exit status; what is being typed stays as a draft."""
        self.keep_drafts()
        self.exit(return_code=status)

    def keep_drafts(self) -> None:
        """Put what is being typed on the disk at once."""
        for screen in self.screen_stack:
            if isinstance(screen, UnsavedScreen):
                screen.keep_draft()

    def _handle_exception(self, error: Exception) -> None:
        """End for a fault (Textual calls this, and would print the values of variables, notes among them)."""
        self._return_code = crash_report.STATUS
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            self.fault = crash_report.report(error)
            with suppress(Exception):  # whatever is broken; the timer kept most of it
                self.keep_drafts()
        self._close_messages_no_wait()

    def _unsaved(self) -> UnsavedScreen | None:
        return next((screen for screen in self.screen_stack if isinstance(screen, UnsavedScreen)), None)

    def on_notify(self, event: Notify) -> None:
        """Take a notice (Textual shows it then)."""
        event.notification = Notice(**vars(event.notification))

    # --- colours, sizes and the mouse ---------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Let all screens give way where there is too little room for them."""
        for screen in self.screen_stack:
            give_way(screen, event.size)

    def push_screen(self, screen: Any, *args: Any, **kwargs: Any) -> Any:
        """Open a screen (Textual calls this, too)."""
        opened = super().push_screen(screen, *args, **kwargs)
        self.screen.mount(RoomWanted())
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
        """Return the theme to start with: that of the settings, else the one chosen last."""
        if self.no_color:
            return themes.TERMINAL
        if self._desk.settings.theme in self.available_themes:
            return self._desk.settings.theme
        if self.console.color_system == "standard":  # 16 colours: the terminal's own suit it best
            return themes.TERMINAL
        return self._desk.appearance.theme if self._desk.appearance.theme in self.available_themes else themes.DARK

    def get_theme(self, theme_name: str) -> Theme | None:
        """Return a theme by its name (Textual asks for each line that it paints, and copies its table each time)."""
        if theme_name not in self._themes:
            self._themes[theme_name] = super().get_theme(theme_name)
        return self._themes[theme_name]

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what goes over each line (Textual asks).

        The filter that turns the terminal's own colours into others is left out: no theme mixes the two.
        """
        return [each for each in super().get_line_filters() if not isinstance(each, ANSIToTruecolor)]

    def get_css_variables(self) -> dict[str, str]:
        """Return the variables of the style sheet (Textual calls this)."""
        return themes.with_app_variables(super().get_css_variables(), self.native_ansi_color)

    def action_change_theme(self) -> None:
        """Choose among the themes."""
        if self.no_color:
            self.notify("NO_COLOR is set, so the terminal's own colours are used.", markup=False)
            return
        from tui.screens.pickers.theme_picker import ThemePicker  # imported when it is first wanted

        before = self.theme

        def chosen(theme: str | None) -> None:
            self.theme = theme or before
            if theme is not None:
                self.post_message(AppearanceChanged({"theme": theme}))

        self.push_screen(ThemePicker(), chosen)

    def action_mouse(self) -> None:
        """Leave the mouse to the terminal, or take it back."""
        self.mouse_is_ours = not self.mouse_is_ours
        if self.mouse_is_ours:
            mouse.capture(self)
            self.notify("The mouse works in sisdex again.", timeout=3, markup=False)
        else:
            mouse.release(self)
            self.notify("The mouse is the terminal's own now; M takes it back.", timeout=5, markup=False)

    @on(AppearanceChanged)
    def _appearance_changed(self, message: AppearanceChanged) -> None:
        self._keep_appearance(message.changes)

    @work(group="look")
    async def _keep_appearance(self, changes: dict[str, Any]) -> None:
        async with self._appearance_saves:  # one after the other
            await asyncio.to_thread(appearance.keep, self._desk.notebook.path.resolve(), **changes)

    # --- help, palette, leaving ---------------------------------------------------------------------------------------

    def action_help(self) -> None:
        """List the commands of the screen."""
        from tui.screens.help import HelpScreen  # imported when it is first wanted

        self.push_screen(HelpScreen(nearest(place_of(self.screen) or Where.LIST)))

    def action_command_palette(self) -> None:
        """Open the palette, where there is something to find in it."""
        from tui.app.palette import Palette  # imported when it is first opened

        if place_of(self.screen) is not None and not is_too_small(self.size):
            self.push_screen(Palette())

    async def action_quit(self) -> None:
        """Leave; an editor with unsaved text asks first, whatever lies over it."""
        editor = self._unsaved()
        if editor is None:
            self.exit()
            return
        while self.screen is not editor:
            self.pop_screen()
        editor.when_safe(self.exit)
