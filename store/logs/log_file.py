"""A log as a stream of clean lines, whatever its encoding; it is never in memory as a whole."""

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

BLOCK = 1 << 15
"""Bytes that are read at once."""
MAX_LINE = 1 << 16
"""Bytes of a line that are kept in memory; a longer one comes in parts."""
CUT_WITHIN = 1 << 10
"""Bytes at the end of a part in which a blank is looked for to cut it there."""

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Progress(Struct, frozen=True):
    """How far a log has been read."""

    lines: int
    read: int
    """Bytes."""
    total: int | None
    """Bytes of the whole log; None if unknown, as for a pipe."""
    seconds: float
    """Time since reading began."""

    @property
    def share(self) -> float | None:
        """How much of the log has been read, 0 to 1; None if unknown."""
        return min(1.0, self.read / self.total) if self.total else None

    @property
    def seconds_left(self) -> float | None:
        """How long the rest will take; None if unknown."""
        return self.seconds * (1 / self.share - 1) if self.share else None


class Unfinished(str):
    """A part of a line that is so long that it comes in parts; the last part is a plain `str`."""

    __slots__ = ()


class LogFile:
    """An open log, which can be read once."""

    def __init__(self, file: BinaryIO, name: str, total: int | None) -> None:
        """Read the first block, to find the encoding.

        Args:
            file: The log; whoever opened it closes it.
            name: What to call it in an error.
            total: How many bytes it has; None if unknown.

        Raises:
            BadInput: It is empty or not a text file.
        """
        self._file, self._name, self._total = file, name, total
        self._is_utf8 = self._is_latin1 = False
        """Whether a line was read that has to be in this encoding."""
        self._first = self._next_block()
        if self._first in (b"", codecs.BOM_UTF8, *_UTF16):
            raise BadInput(f"{name} is empty, so there is nothing to triage.")
        self._utf16 = _UTF16.get(self._first[:2])
        self._decoder = codecs.getincrementaldecoder(self._utf16 or "utf-8")("replace")
        self._has_mark = self._first.startswith(codecs.BOM_UTF8)
        if b"\0" in self._as_utf8(self._first):
            raise BadInput(f"{name} is not a text file: it contains NUL bytes. If it is compressed, unpack it first.")
        self._decoder.reset()

    @property
    def encoding(self) -> str:
        """The encoding of what was read so far, for people."""
        if self._utf16:
            return "UTF-16"
        if self._is_latin1:
            return "UTF-8, some lines Latin-1" if self._is_utf8 or self._has_mark else "Latin-1"
        return "UTF-8 with BOM" if self._has_mark else "UTF-8"

    def lines(self, report: Callable[[Progress], None] = lambda progress: None) -> Iterator[str]:
        """Read the log.

        Args:
            report: Called after each block with the progress so far; it may raise to stop the reading.

        Yields:
            The lines, cleaned, without their ends. A very long one comes in parts, of which all but the last are
            `Unfinished`.

        Raises:
            BadInput: The rest cannot be read.
        """
        begun, count, read = time.monotonic(), 0, 0
        carriage_return = rest = b""
        """The end of a block: a carriage return whose line feed may follow, and the unfinished line before it."""
        is_unfinished = False
        block = self._first
        while block:
            read += len(block)
            data = carriage_return + self._as_utf8(block)
            carriage_return = b"\r" if data.endswith(b"\r") else b""
            data = data.removesuffix(b"\r").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            whole, end, rest = (rest + data).rpartition(b"\n")
            if end:
                lines = self._decoded(whole)
                yield from lines
                count += len(lines)
                is_unfinished = False
            if len(rest) > MAX_LINE:
                part, rest = _cut(rest)
                yield Unfinished(self._decoded(part)[0])
                is_unfinished = True
            report(Progress(count, read, self._total, time.monotonic() - begun))
            block = self._next_block()
        if rest or is_unfinished:
            yield from self._decoded(rest)
            report(Progress(count + 1, read, self._total, time.monotonic() - begun))

    def _next_block(self) -> bytes:
        try:
            return self._file.read(BLOCK)
        except OSError as error:
            raise BadInput(f"{self._name} cannot be read ({error.strerror}).") from error

    def _as_utf8(self, block: bytes) -> bytes:
        if self._utf16:
            return self._decoder.decode(block).removeprefix("\ufeff").encode()
        return block.removeprefix(codecs.BOM_UTF8) if block is self._first else block

    def _decoded(self, lines: bytes) -> list[str]:
        """Decode lines: as UTF-8, or else as Latin-1, in which all bytes are text."""
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
        BadInput: It is missing, a folder, empty, not a text file, or not readable.
    """
    try:
        if path.is_dir():
            raise BadInput(f"{path} is a folder. Choose a file in it.")
        file = path.open("rb")
    except FileNotFoundError as error:
        raise BadInput(f"{path} does not exist. Check the path.") from error
    except (OSError, ValueError) as error:  # ValueError for a name that no file can have
        raise BadInput(f"{path} cannot be read ({getattr(error, 'strerror', None) or error}).") from error
    with file:
        yield LogFile(file, str(path), path.stat().st_size if path.is_file() else None)


def log_of_text(text: str, name: str) -> LogFile:
    """Open a pasted text as a log; `name` is what to call it in an error."""
    data = text.encode()
    return LogFile(BytesIO(data), name, len(data))


def _cut(line: bytes) -> tuple[bytes, bytes]:
    """Divide a line that is too long near its end: behind a blank, or at least not inside a character."""
    blank = line.rfind(b" ", len(line) - CUT_WITHIN)
    if blank >= 0:
        return line[: blank + 1], line[blank + 1 :]
    for place in range(-1, -4, -1):
        if line[place] >= 0xC0:
            return line[:place], line[place:]
    return line, b""
