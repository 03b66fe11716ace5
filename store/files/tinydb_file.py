"""Reading a TinyDB file strictly: tables of numbered records, and nothing that the next save would silently lose.

TinyDB itself accepts duplicate keys, NaN and `null` without complaint, and drops data at the next write.
"""

import json
import re
from math import isinf
from pathlib import Path
from typing import Any, NoReturn

import msgspec
from tinydb.storages import Storage

from store.core.errors import BadInput
from store.files import atomic
from store.files.atomic import Stamp

MAX_BYTES = 64 * 1024 * 1024

_encode = msgspec.json.Encoder().encode

_NUMBER = re.compile(r"[1-9][0-9]{0,15}")
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\]:]')
_DEEPEST = 100
"""Levels of nesting that every JSON decoder can read."""

Record = dict[str, Any]
Tables = dict[str, dict[str, Record]]
"""Table name to record number, in decimal digits, to record."""


class ReadOnlyStorage(Storage):
    """A TinyDB storage that reads its file once and never writes it."""

    def __init__(self, path: Path) -> None:
        self._document = read(path)

    def read(self) -> Tables:
        return self._document

    def write(self, data: Tables) -> NoReturn:
        raise PermissionError("this file is read only")


class _DuplicateKey(ValueError):
    pass


def read(path: Path) -> Tables:
    """Read a TinyDB file.

    Args:
        path: The file.

    Returns:
        Its tables.

    Raises:
        BadInput: It is missing, unreadable, too large, not JSON, or not a TinyDB file; the text names file and place.
    """
    return read_stamped(path)[0]


def read_stamped(path: Path) -> tuple[Tables, Stamp]:
    """Read a TinyDB file and the stamp of the version that was read.

    Raises:
        BadInput: See `read`.
    """
    try:
        data, stamp = atomic.read(path, MAX_BYTES)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from error
    if len(data) > MAX_BYTES:
        raise BadInput(f"{path} is {stamp.size:,} bytes long; the limit is {MAX_BYTES:,} bytes.")
    return parse(data, path), stamp


def encode(tables: Tables) -> bytes:
    """Return the bytes of a TinyDB file, one record per line so that people can read it without this program."""
    parts = []
    for table, records in tables.items():
        rows = b",\n".join(_encode(number) + b":" + _encode(record) for number, record in records.items())
        parts.append(_encode(table) + b":{\n" + rows + b"}")
    return b"{" + b",\n".join(parts) + b"}\n"


def parse(data: bytes, path: Path, kind: str = "TinyDB file") -> Tables:
    """Decode the bytes of a TinyDB file.

    Args:
        data: The bytes.
        path: The file, for error messages.
        kind: What the file should be, for error messages.

    Raises:
        BadInput: The bytes are not a TinyDB file. The text names the file and the place.
    """
    if not data.strip():
        raise BadInput(f"{path} is empty, so it is not a {kind}.")
    text = ""
    try:
        text = data.decode("utf-8-sig")
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8 text (byte {error.start + 1}).") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BadInput(f"{path} is not complete JSON: {place}: {error.msg}.") from error
    except _DuplicateKey as error:
        raise BadInput(f"{path} has the key {str(error)!r} twice in one object{fault_place(text)}.") from error
    except RecursionError as error:
        raise BadInput(f"{path} is nested too deeply to be read{fault_place(text)}.") from error
    except ValueError as error:
        raise BadInput(f"{path} has a number that cannot be read: {error}.") from error
    _require_tables(value, path, kind)
    tables: Tables = value
    return tables


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    unique = dict(pairs)
    if len(unique) < len(pairs):
        seen: set[str] = set()
        raise _DuplicateKey(next(key[:80] for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
    return unique


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if isinf(number):
        raise ValueError(f"{digits} is too large")
    return number


def fault_place(text: str) -> str:
    """Return where a JSON text repeats a key in an object or is nested too deeply: Python's decoder does not say.

    Returns:
        The place to put into a sentence, such as ": line 3, column 1"; empty if there is none.
    """
    keys: list[set[str]] = []
    last = None
    for token in _TOKEN.finditer(text):
        if token[0] in "{[":
            keys.append(set())
            if len(keys) > _DEEPEST:
                return _place(text, token.start())
        elif token[0] in "}]":
            keys.pop()
        elif token[0] == ":" and last is not None:
            key = json.loads(last[0])
            if key in keys[-1]:
                return _place(text, last.start())
            keys[-1].add(key)
        last = token
    return ""


def _place(text: str, offset: int) -> str:
    line = text.count("\n", 0, offset) + 1
    return f": line {line}, column {offset - text.rfind(chr(10), 0, offset)}"


def _require_tables(value: Any, path: Path, kind: str) -> None:
    if not isinstance(value, dict):
        raise BadInput(f"{path} is not a {kind}: its top level is not an object of tables.")
    for table, records in value.items():
        if not isinstance(records, dict):
            raise BadInput(f"{path} is not a {kind}: table {table!r} is not an object of records.")
        for number, record in records.items():
            if not _NUMBER.fullmatch(number):
                raise BadInput(f"{path} is not a {kind}: {number!r} in table {table!r} is not a record number.")
            if not isinstance(record, dict):
                raise BadInput(f"{path} is not a {kind}: record {number} of table {table!r} is not an object.")
