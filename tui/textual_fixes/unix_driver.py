"""The app's hold on a Unix terminal: one that closes, stalls, is taken away for a while, or sends what is no UTF-8."""

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
"""How long an end that was asked for may take, before the process ends as it is."""

_ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)


class KeepsDrafts(Protocol):
    """What the driver asks of the app when the terminal goes away."""

    def end(self, status: int) -> None:
        """End without a question, with an exit status; what is being typed stays as a draft."""

    def keep_drafts(self) -> None:
        """Put what is being typed on the disk at once."""


class UnixDriver(LinuxDriver):
    """Textual's driver, which leaves the terminal as it was whatever ends the app, and ends it with its terminal."""

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        """Take the terminal's signals (see Textual's driver for the arguments)."""
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._file = _Output()  # type: ignore[assignment]
        self._suspended = self._ending = False
        for number in _ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
                signal.signal(number, lambda number, _: self._end(number))

    def _end(self, number: int) -> None:
        """End the app for a signal; this runs between any two steps of the main thread, so the app does it later."""
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
        with suppress(RuntimeError):  # the loop is closed: the app is at its end anyway
            if self._app._loop is not None:
                self._app._loop.call_soon_threadsafe(action)

    # --- sizes --------------------------------------------------------------------------------------------------------

    def start_application_mode(self) -> None:
        """Take the terminal.

        Textual reads a new size within the signal. One signal may interrupt the other's handler: then the older size is
        told last, and stays.
        """
        super().start_application_mode()  # type: ignore[no-untyped-call]
        signal.signal(signal.SIGWINCH, lambda *_: self._soon(self._tell_size))

    def _tell_size(self) -> None:
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(events.Resize(size, size))

    # --- stopping and going on ----------------------------------------------------------------------------------------

    def _sigtstp_application(self, *_: object) -> None:
        self._soon(self._stop)

    def _stop(self) -> None:
        cast(KeepsDrafts, self._app).keep_drafts()
        if self._auto_restart:
            self._suspended = True
        super()._sigtstp_application()

    def _sigcont_application(self, *_: object) -> None:
        if self._suspended:  # else stopped without notice, or not at all: two threads would read the keys
            self._suspended = False
            super()._sigcont_application()
        self._soon(lambda: self._app.refresh(layout=True))

    # --- reading ------------------------------------------------------------------------------------------------------

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:
            fault = error
            self._soon(lambda: self._app._handle_exception(fault))

    def run_input_thread(self) -> None:
        """Read what the terminal sends, until the app or the terminal is at its end."""
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
                for part in pastes.part(decode(data)):
                    if isinstance(part, events.Paste):
                        self.process_message(part)
                        continue
                    try:
                        for message in parser.feed(part):
                            self.process_message(message)
                    except (ValueError, OverflowError):  # noise on the line that names a key beyond all characters
                        parser = XTermParser()
            for message in parser.tick():
                self.process_message(message)


class Pastes:
    """Parts pastes from keys. Textual's parser would take each escape character in a paste for a key."""

    def __init__(self) -> None:
        """Begin outside a paste."""
        self._paste: str | None = None
        self._tail = ""
        """The last characters that were read, which may be the beginning of the paste's end."""

    def part(self, data: str) -> Iterator[str | events.Paste]:
        """Give the texts of keys, and each paste once it is whole."""
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
    """Standard error, which goes nowhere once its terminal is gone."""

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
        os.dup2(nowhere, self.fileno())  # what is still in its buffer would spoil the exit status
        os.close(nowhere)
