"""What Textual's `App` gets wrong. Tried with Textual 8.2.8; names below are in its `app.py` unless a file is given.

Lost timers:
    `Timer._run` (timer.py) skips a tick whose time has passed before the timer began to wait, which happens on a busy
    machine. A one-shot timer then never fires: a held key never acts, or no new terminal size is ever taken again.
    No issue known. Remove when a one-shot timer that is late still fires.
Mouse events at places without a widget:
    `App.on_event` and `Screen._forward_event` (screen.py) act on any coordinates. Next to a screen that has just shrunk
    a click takes the focus away; on a notice that has just gone it ends the app with an AssertionError or NoScreen; a
    scrollbar that goes while it has the mouse keeps it, and takes the focus along.
    Related: https://github.com/Textualize/textual/issues/5629 and /issues/6596 (both closed, and both cover other
    cases of the same assumption). Remove when `tests/tui/screens/test_over.py` passes without.
Crash output with private data:
    `App._handle_exception` prints a traceback with the values of local variables (`_fatal_error`, show_locals=True),
    which here may be notes and student data. No setting and no issue known. Remove when Textual has a hook for faults.
Notices that never go: see notices.py.
Copies that never arrive:
    `App.copy_to_clipboard` writes one OSC 52 sequence, however long and also where the terminal ignores it, and says
    nothing: https://github.com/Textualize/textual/issues/5839. Remove when Textual reports whether a copy can arrive.
Slow painting (only speed):
    `App.get_theme` is called for each painted line and copies the table of themes each time; `App.get_line_filters`
    includes a filter for mixed colors, which no theme of ours has, and which keeps every line from the short way to
    the screen (strips.py). No issue known. Remove when `make bench-keys` is no slower without.
"""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App, ReturnType
from textual.errors import NoWidget
from textual.filter import ANSIToTruecolor, LineFilter
from textual.notifications import Notify
from textual.theme import Theme
from textual.timer import Timer

from tui.textual_fixes.notices import Notice
from tui.textual_fixes.speed import is_tried

if TYPE_CHECKING:
    from textual.driver import Driver


class FixedApp(App[ReturnType]):
    """Textual's app without the faults that the head of this file lists."""

    FAULT_STATUS = 1
    """Exit status of a run that an exception ended."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        """Set the app up.

        Args:
            ansi_color: Use the terminal's own colors from the start; None for the theme's choice.
        """
        self._known_themes: dict[str, Theme] = {}
        super().__init__(ansi_color=ansi_color)

    def get_driver_class(self) -> "type[Driver]":
        """Return the class that controls the terminal: ours on Unix, Textual's elsewhere."""
        if os.name == "nt" or "TEXTUAL_DRIVER" in os.environ:
            return super().get_driver_class()
        from tui.textual_fixes.unix_driver import UnixDriver  # it cannot be imported on Windows

        return UnixDriver

    # --- timers and the mouse -----------------------------------------------------------------------------------------

    def set_timer(self, *args: Any, **kwargs: Any) -> Timer:
        """Call a function later, even if the machine is too busy to call it on time."""
        timer = super().set_timer(*args, **kwargs)
        timer._skip = False
        return timer

    async def on_event(self, event: events.Event) -> None:
        """Drop mouse events that would hit no widget."""
        if not isinstance(event, events.MouseEvent) or event.is_forwarded or self._can_take(event):
            await super().on_event(event)

    def _can_take(self, event: events.MouseEvent) -> bool:
        """Tell whether a mouse event hits a widget, after getting rid of widgets that have just gone."""
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

    # --- faults -------------------------------------------------------------------------------------------------------

    def take_fault(self, error: Exception) -> None:
        """Take note of the exception that ends the app. For subclasses; it must not raise."""

    def fail(self, error: Exception) -> None:
        """End the app because of an exception, as if no one had caught it."""
        self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        self._return_code = self.FAULT_STATUS
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            self.take_fault(error)
        self._close_messages_no_wait()

    # --- notices and the clipboard ------------------------------------------------------------------------------------

    def on_notify(self, event: Notify) -> None:
        """Give a notice some time on the screen, however late it gets there."""
        event.notification = Notice(**vars(event.notification))

    def take_copy(self, text: str) -> None:
        """Bring a text that was selected on the screen to the clipboard. For subclasses."""
        raise NotImplementedError

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text that was selected on the screen (Textual calls this)."""
        self._clipboard = text  # what Ctrl+V puts into a text field
        self.take_copy(text)

    def write_to_terminal(self, sequence: str) -> None:
        """Send an escape sequence to the terminal."""
        if self._driver is not None:
            self._driver.write(sequence)

    # --- speed --------------------------------------------------------------------------------------------------------

    def get_theme(self, theme_name: str) -> Theme | None:
        """Return a theme by its name; each is registered before it is first asked for."""
        if not is_tried():
            return super().get_theme(theme_name)
        if theme_name not in self._known_themes:
            theme = super().get_theme(theme_name)
            if theme is None:
                return None
            self._known_themes[theme_name] = theme
        return self._known_themes[theme_name]

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what changes the colors of every line."""
        filters = super().get_line_filters()
        return [one for one in filters if not isinstance(one, ANSIToTruecolor)] if is_tried() else filters
