"""A log as a stream: its lines cleaned, its encoding found, its progress told; never the whole of it in memory."""

import codecs
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from store.core.errors import BadInput
from store.core.text import clean

BLOCK = 1 << 16
"""Bytes that are read at a time."""
MAX_LINE = 1 << 16
"""Bytes of a line that are kept; the rest of it is passed over."""

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Progress(Struct, frozen=True):
    """How far a log has been read."""

    lines: int
    read: int
    """Bytes."""
    total: int | None
    """Bytes of the whole log; None where nobody knows, as of a pipe."""
    seconds: float
    """Since the reading began."""

    @property
    def share(self) -> float | None:
        """How much of the log has been read, 0 to 1; None where nobody knows."""
        return min(1.0, self.read / self.total) if self.total else None

    @property
    def seconds_left(self) -> float | None:
        """How long the rest will take; None where nobody knows."""
        return self.seconds * (1 / self.share - 1) if self.share else None


class LogFile:
    """A log that is open for reading, once."""

    def __init__(self, file: BinaryIO, name: str, total: int | None) -> None:
        """Look at the beginning of a log.

        Args:
            file: Its bytes; whoever opened it closes it.
            name: What to call it in a message.
            total: How many bytes it has; None where nobody knows.

        Raises:
            BadInput: It is empty or no text.
        """
        self._file, self._name, self._total = file, name, total
        self._is_utf8 = self._is_latin1 = False
        """Whether a line was met that can only be read so."""
        self._first = self._read()
        if self._first in (b"", codecs.BOM_UTF8, *_UTF16):
            raise BadInput(f"{name} is empty: there is nothing to read.")
        self._utf16 = _UTF16.get(self._first[:2])
        self._decoder = codecs.getincrementaldecoder(self._utf16 or "utf-8")("replace")
        self._has_mark = self._first.startswith(codecs.BOM_UTF8)
        if b"\0" in self._as_utf8(self._first):
            raise BadInput(f"{name} is no text: it holds NUL bytes. A log that was packed has to be unpacked first.")
        self._decoder.reset()

    @property
    def encoding(self) -> str:
        """How what was read so far is encoded, for people."""
        if self._utf16:
            return "UTF-16"
        if self._is_latin1:
            return "UTF-8, some lines Latin-1" if self._is_utf8 or self._has_mark else "Latin-1"
        return "UTF-8 with BOM" if self._has_mark else "UTF-8"

    def lines(self, tell: Callable[[Progress], None] = lambda progress: None) -> Iterator[str]:
        """Read the log.

        Args:
            tell: Is called now and then with how far the reading has come; to end it, let it raise.

        Yields:
            The lines, cleaned, without their ends.

        Raises:
            BadInput: The rest cannot be read.
        """
        begun, count, read = time.monotonic(), 0, 0
        held = rest = b""
        """The end of a block: a carriage return whose line feed may follow, and the line it belongs to."""
        is_cut = False
        block = self._first
        while block:
            read += len(block)
            data = held + self._as_utf8(block)
            held = b"\r" if data.endswith(b"\r") else b""
            data = data.removesuffix(b"\r").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            if is_cut:
                data = data[data.find(b"\n") :] if b"\n" in data else b""
            whole, end, rest = (rest + data).rpartition(b"\n")
            is_cut = len(rest) > MAX_LINE
            rest = _cut(rest) if is_cut else rest
            if end:
                lines = self._decoded(whole)
                yield from lines
                count += len(lines)
            tell(Progress(count, read, self._total, time.monotonic() - begun))
            block = self._read()
        if rest:
            yield from self._decoded(rest)
            tell(Progress(count + 1, read, self._total, time.monotonic() - begun))

    def _read(self) -> bytes:
        try:
            return self._file.read(BLOCK)
        except OSError as error:
            raise BadInput(f"{self._name} cannot be read ({error.strerror}).") from error

    def _as_utf8(self, block: bytes) -> bytes:
        if self._utf16:
            return self._decoder.decode(block).removeprefix("\ufeff").encode()
        return block.removeprefix(codecs.BOM_UTF8) if block is self._first else block

    def _decoded(self, lines: bytes) -> list[str]:
        """Decode some lines: as UTF-8, and those that are none as Latin-1, in which any bytes are a text."""
        try:
            text = lines.decode()
        except UnicodeDecodeError:
            return [clean(self._decoded_line(line)) for line in lines.split(b"\n")]
        self._is_utf8 |= not text.isascii()
        return clean(text).split("\n")

    def _decoded_line(self, line: bytes) -> str:
        try:
            text = line.decode()
        except UnicodeDecodeError:
            self._is_latin1 = True
            return line.decode("latin-1")
        self._is_utf8 |= not text.isascii()
        return text


@contextmanager
def open_log(path: Path) -> Iterator[LogFile]:
    """Open a log by its path, for a `with` statement.

    Raises:
        BadInput: It is missing, a folder, empty or no text, or it may not be read.
    """
    try:
        if path.is_dir():
            raise BadInput(f"{path} is a folder. Name a file in it.")
        file = path.open("rb")
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {path}.") from error
    except (OSError, ValueError) as error:  # the latter for a name that no file can have
        raise BadInput(f"{path} cannot be read ({getattr(error, 'strerror', None) or error}).") from error
    with file:
        yield LogFile(file, str(path), path.stat().st_size if path.is_file() else None)


def log_of_text(text: str, name: str) -> LogFile:
    """Read a text that was pasted as a log."""
    data = text.encode()
    return LogFile(BytesIO(data), name, len(data))


def _cut(line: bytes) -> bytes:
    """Cut a line that is too long, but not within a character."""
    line = line[:MAX_LINE]
    for place in range(-1, -4, -1):
        if line[place] >= 0xC0:
            return line[:place]
    return line
