"""A terminal for the real program: a pseudo-terminal with a reader that waits for texts."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType

import pyte

PATIENCE = 30.0
_ESCAPES = re.compile(rb"\x1b(?:\[[0-9;:?<>=]*[A-Za-z]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78])")

_PRIVATE = re.compile(rb"\x1b\[[<>=][0-9;]*[A-Za-z]")
"""Sequences of the keyboard protocol, which pyte would print."""


def program(now: datetime | None = None) -> str:
    """Return the code that starts `sisdex`, with its clock fixed at `now`."""
    clock = f"import datetime, store.core.clock; store.core.clock.now = lambda: {now!r}; " if now is not None else ""
    return f"{clock}from tui.cli.main import run; run()"


class Terminal:
    """Runs a command on its own terminal."""

    def __init__(
        self,
        *arguments: str,
        home: Path,
        size: tuple[int, int] = (120, 36),
        now: datetime | None = None,
        installed: Path | None = None,
        command: Sequence[str] = (),
        variables: Mapping[str, str] | None = None,
        controlling: bool = False,
    ) -> None:
        """Start `sisdex` with arguments.

        Args:
            arguments: As on its command line.
            home: Folder of its notebook and settings.
            size: Columns and rows.
            now: The time that its clock shows, or None for the real time.
            installed: The program to start, from its home folder, or None for this checkout's.
            command: The command to start instead, such as a shell.
            variables: Additional environment variables.
            controlling: Make this its controlling terminal, so that it gets a signal when the terminal closes.
        """
        environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": str(home)}
        environment |= {"SISDEX_NOTEBOOK": str(home / "notebook.json"), "SISDEX_CONFIG": str(home / "config.toml")}
        environment |= variables or {}
        for name in ("COLUMNS", "LINES"):  # the terminal's own size applies
            environment.pop(name, None)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        setup = "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); " if controlling else ""
        if controlling:  # tests run by nohup or in the background ignore these, and so would the program
            names = [number.name for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)]
            setup += f"import signal; [signal.signal(getattr(signal, name), signal.SIG_DFL) for name in {names}]; "
        start = [str(installed)] if installed else list(command) or [sys.executable, "-c", setup + program(now)]
        self.process = subprocess.Popen(
            [*start, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            cwd=None if installed is None else home,
            start_new_session=True,
        )
        os.close(slave)
        self.raw = b""
        """Everything the program wrote."""
        self._new = b""
        """What it wrote after the last text that a test waited for, and after the last keys or pause."""
        self._size = size
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._painted = 0
        """How many bytes of `raw` are on the screen already."""

    def send(self, text: str | bytes) -> None:
        """Send keys as a terminal does, while reading what the program writes."""
        data = text.encode() if isinstance(text, str) else text
        self._new = b"" if data else self._new
        while data:
            readable, writable, _ = select.select([self._master], [self._master], [], PATIENCE)
            if readable:
                self._read()
            if writable:
                data = data[os.write(self._master, data[:4096]) :]

    def resize(self, columns: int, rows: int) -> None:
        """Change the terminal's size."""
        self._size = columns, rows
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process.send_signal(signal.SIGWINCH)  # the kernel signals only programs that the terminal controls

    def close(self) -> None:
        """Close the window."""
        os.close(self._master)
        self._master = -1

    @property
    def modes(self) -> list[int]:
        """The settings of the terminal's line."""
        return [mode for mode in termios.tcgetattr(self._master)[:4] if isinstance(mode, int)]

    @property
    def switches(self) -> dict[int, bool]:
        """Each private mode of the terminal that the program set, to whether it is on now."""
        return {int(number): state == b"h" for number, state in re.findall(rb"\x1b\[\?(\d+)([hl])", self.raw)}

    def wait_for(self, text: str) -> None:
        """Wait until the program writes a text after the last wait; escape sequences are ignored."""
        end = time.monotonic() + PATIENCE
        while text.encode() not in (shown := _ESCAPES.sub(b"", self._new)):
            assert time.monotonic() < end, f"{text!r} never came; last: {shown[-2000:]!r}"
            self._read()
        self._new = shown.partition(text.encode())[2]  # the next text may have come in the same read

    def wait_for_quiet(self, looks: int = 2) -> None:
        """Wait until the program writes nothing for `looks` tenths of a second."""
        end = time.monotonic() + PATIENCE
        while any(self._read() for _ in range(looks)):
            assert time.monotonic() < end, f"it keeps writing: {self.raw[-500:]!r}"
        self._new = b""

    def press(self, key: str) -> None:
        """Send a key and wait up to a second for the program's response."""
        self.send(key)
        if self._read(1.0):
            self.wait_for_quiet(1)

    def wait_to_see(self, text: str) -> None:
        """Wait until a text is on the screen."""
        end = time.monotonic() + PATIENCE
        while text not in (shown := "\n".join(self.screen())):
            assert time.monotonic() < end, f"{text!r} is not on the screen:\n{shown}"

    def screen(self) -> list[str]:
        """Return the rows of the screen once the program is quiet."""
        self.wait_for_quiet()
        if (self._screen.columns, self._screen.lines) != self._size:
            self._screen.resize(self._size[1], self._size[0])
        self._stream.feed(_PRIVATE.sub(b"", self.raw[self._painted :]))
        self._painted = len(self.raw)
        return [line.rstrip() for line in self._screen.display]

    def wait_for_exit(self) -> int:
        """Wait until the program ends and return its exit status."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, "the program did not end"
            self._read()
        self._read()
        return self.process.returncode

    def _read(self, seconds: float = 0.1) -> bytes:
        data = b""
        if self._master < 0:
            time.sleep(seconds)
            return b""
        if select.select([self._master], [], [], seconds)[0]:
            try:
                data = os.read(self._master, 65536)
            except OSError:  # the other side is closed
                return b""
        self.raw += data
        self._new += data
        return data

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        if self._master >= 0:
            os.close(self._master)
