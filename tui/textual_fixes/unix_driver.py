"""Controls a Unix terminal, also one that closes, stalls, is suspended, or sends invalid text.

Tried with Textual 8.2.8. All of this is in its `LinuxDriver` (drivers/linux_driver.py), the base class:

Signals: There is no handler for SIGTERM, SIGHUP and SIGQUIT. The app dies at once, leaves the terminal in the app's
    mode, and loses what is being typed. No issue known. Remove when there are such handlers.
A closed terminal: `run_input_thread` skips an empty read, which is all that a closed terminal gives, and the app runs
    on; what it writes then raises OSError. No issue known. Remove when the app ends instead.
Invalid UTF-8: `run_input_thread` decodes strictly, and one wrong byte ends it; the app then takes no keys.
    https://github.com/Textualize/textual/issues/6456 (open). Remove when that is fixed.
Pastes with escape characters: `XTermParser` (_xterm_parser.py) takes each of them for a key, and a paste of a log with
    colors runs commands. No issue known. Remove when `tests/tui/textual_fixes/test_unix_driver.py` passes without.
Exceptions: `_run_input_thread` prints them with the values of variables; see app.py.
Sizes: `start_application_mode` reads a new size inside the signal handler. When one signal interrupts the handler of
    another, the older size is reported last. No issue known. Remove when the size is read in the event loop.
Suspending: `_sigtstp_application` stops inside the signal handler, and `_sigcont_application` starts the input thread
    even if it was never stopped; then two threads read the keys. No issue known. Remove when both are fixed.

`tests/system/test_endings.py` and `test_extremes.py` show what happens without.
"""

import os
import select
import signal
import sys
import termios
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Protocol, cast

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from store.core.text import MAX_PASTE

END_SECONDS = 5
"""How long the app may take to end after a signal, before the process is ended as it is."""

_ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)


class KeepsDrafts(Protocol):
    """What the driver needs from the app when the terminal goes away."""

    def end(self, status: int) -> None:
        """End the app without a question; what is being typed is saved as a draft.

        Args:
            status: Exit status of the process.
        """

    def keep_drafts(self) -> None:
        """Save what is being typed as a draft, now."""


class UnixDriver(LinuxDriver):
    """Ends the app with its terminal, and leaves the terminal as it was, whatever ends the app."""

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        """Handle the signals that end a process (see Textual's driver for the arguments)."""
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._file = _Output()  # type: ignore[assignment]
        self._suspended = self._ending = False
        for number in _ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
                signal.signal(number, lambda number, _: self._end(number))

    def _end(self, number: int) -> None:
        """End the app because of a signal: soon, since a signal handler can interrupt the app anywhere."""
        if self._ending:
            return
        self._ending = True
        signal.signal(signal.SIGALRM, lambda *_: self._end_now(128 + number))
        signal.alarm(END_SECONDS)  # the main thread may be waiting for a terminal that takes no more
        self._soon(lambda: cast(KeepsDrafts, self._app).end(128 + number))

    def _end_now(self, status: int) -> None:
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        os._exit(status)

    def _soon(self, action: Callable[[], object]) -> None:
        with suppress(RuntimeError):  # the loop is closed: the app has ended anyway
            if self._app._loop is not None:
                self._app._loop.call_soon_threadsafe(action)

    # --- sizes --------------------------------------------------------------------------------------------------------

    def start_application_mode(self) -> None:
        """Take over the terminal, and read its new sizes in the event loop."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        signal.signal(signal.SIGWINCH, lambda *_: self._soon(self._report_size))

    def _report_size(self) -> None:
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(events.Resize(size, size))

    # --- suspending --------------------------------------------------------------------------------------------------

    def _sigtstp_application(self, *_: object) -> None:
        self._soon(self._stop)

    def _stop(self) -> None:
        cast(KeepsDrafts, self._app).keep_drafts()
        if self._auto_restart:
            self._suspended = True
        super()._sigtstp_application()

    def _sigcont_application(self, *_: object) -> None:
        if self._suspended:  # otherwise the input thread still runs, and another one would read the same keys
            self._suspended = False
            super()._sigcont_application()
        self._soon(lambda: self._app.refresh(layout=True))

    # --- reading ------------------------------------------------------------------------------------------------------

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:
            unhandled = error
            self._soon(lambda: self._app._handle_exception(unhandled))

    def run_input_thread(self) -> None:
        """Read what the terminal sends, until the app ends or the terminal closes."""
        parser, pastes = XTermParser(), Pastes()
        decode = getincrementaldecoder("utf-8")("replace").decode
        while not self.exit_event.is_set():
            if select.select([self.fileno], [], [], 0.1)[0]:
                try:
                    data = os.read(self.fileno, 65536)
                except OSError:
                    data = b""
                if not data:
                    self._soon(lambda: self._end(signal.SIGHUP))
                    return
                for piece in pastes.split(decode(data)):
                    if isinstance(piece, events.Paste):
                        self.process_message(piece)
                        continue
                    try:
                        for message in parser.feed(piece):
                            self.process_message(message)
                    except (ValueError, OverflowError):  # a garbled sequence with a number that is no character
                        parser = XTermParser()
            for message in parser.tick():
                self.process_message(message)


class Pastes:
    """Separates bracketed pastes from keys, however the terminal's output is cut into pieces."""

    def __init__(self) -> None:
        """Start outside a paste."""
        self._paste: str | None = None
        self._tail = ""
        """The last characters that were read, which may be the first ones of the mark at the end of a paste."""

    def split(self, data: str) -> Iterator[str | events.Paste]:
        """Yield the input for keys as text, and each paste once it is complete.

        Args:
            data: The next piece of input; may end anywhere.
        """
        while data:
            if self._paste is None:
                keys, start, data = data.partition(BRACKETED_PASTE_START)
                if keys:
                    yield keys
                if start:
                    self._paste = self._tail = ""
            else:
                text, end, rest = (self._tail + data).partition(BRACKETED_PASTE_END)
                at = len(text) if end else max(0, len(text) - len(BRACKETED_PASTE_END) + 1)
                self._paste = (self._paste + text[:at])[: MAX_PASTE + 1]
                self._tail, data = text[at:], rest
                if end:
                    yield events.Paste(self._paste)
                    self._paste = None


class _Output:
    """Standard error, until its terminal is gone; after that, nothing is written."""

    def write(self, text: str) -> None:
        try:
            sys.__stderr__.write(text)  # type: ignore[union-attr]
        except OSError:
            self._drop()

    def flush(self) -> None:
        try:
            sys.__stderr__.flush()  # type: ignore[union-attr]
        except OSError:
            self._drop()

    def fileno(self) -> int:
        return sys.__stderr__.fileno()  # type: ignore[union-attr]

    def _drop(self) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())  # text that is still in its buffer would change the exit status
        os.close(nowhere)
