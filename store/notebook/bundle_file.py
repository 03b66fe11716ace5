"""Bundles: a whole notebook in one file that another desk can import.

A bundle is a TinyDB file like the notebook: the same tables with one record per line, and a table `meta` that says what
the file is.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from store.core.choices import explained
from store.core.errors import BadInput, NewerSchema
from store.core.models import Record, Removed
from store.core.text import clean, clean_all, is_clean
from store.files import atomic, tinydb_file
from store.notebook.migrations import migrate, newest
from store.notebook.notebook import MODELS, Notebook

KIND = "sisdex bundle"
NOTICE = "May contain student data. Keep it private, and share it only with people who may see that data."
MAX_BYTES = 5_000_000
"""Size of the largest bundle that is read."""

REMOVED = "removed"
"""The table of what remains of removed records."""
SHAPES: Mapping[str, type[Record]] = {**MODELS, REMOVED: Removed}
"""Table name to the type of its records."""

_YEARS = range(1970, 9999)
"""Years that dates may be in; time zones can push a later date past the end of the calendar."""
_LARGEST_NUMBER = 2**31
"""Bookmarks are numbered on from the largest rank."""
_SHOWN = 80
"""Characters of a faulty value that an error message quotes."""

State = Mapping[str, Mapping[str, Any]]
"""Table name to record key to record. The key is the uid, or the entry id for a bookmark. Includes `removed`."""


class Bundle(NamedTuple):
    """The contents of a bundle."""

    state: State
    cleaned: int
    """How many texts had control characters, which were made harmless."""


def state_of(notebook: Notebook) -> State:
    """Return the records of a notebook by their keys."""
    return {
        table: {key_of(record): record for record in notebook.file.records.get(table, {}).values()} for table in SHAPES
    }


def encode(notebook: Notebook) -> bytes:
    """Return a notebook as the bytes of a bundle, unmasked, with the marks of removed records."""
    meta = {"kind": KIND, "schema": newest(), "exported": notebook.now(), "notice": NOTICE}
    tables = {
        table: {str(number): msgspec.to_builtins(record) for number, record in enumerate(records.values(), 1)}
        for table, records in notebook.file.records.items()
        if table in SHAPES
    }
    return tinydb_file.encode({"meta": {"1": meta}, **tables})


def read(path: Path) -> Bundle:
    """Read a bundle.

    Raises:
        BadInput: The file cannot be read, is too large, is not a bundle or has a bad record. The text names the place.
        NewerSchema: A newer release wrote it.
    """
    try:
        data, stamp = atomic.read(path, MAX_BYTES)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from error
    if len(data) > MAX_BYTES:
        size = f"{stamp.size:,} bytes long" if stamp.size > MAX_BYTES else "too long"
        raise BadInput(f"{path} is {size}; the limit for a bundle is {MAX_BYTES:,} bytes.")
    tables = tinydb_file.parse(data, path, KIND)
    schema = _schema_of(tables.pop("meta", {}).get("1", {}), path)
    try:
        cleaned = sum(_needs_cleaning(tables, path))
        tables = migrate(clean_all(tables), schema)
    except RecursionError as error:
        place = tinydb_file.fault_place(data.decode("utf-8-sig"))
        raise BadInput(f"{path} is nested too deeply to be read{place}.") from error
    return Bundle(_decoded(tables, path), cleaned)


def key_of(record: Any) -> str:
    """Return what identifies a record: its uid, or the entry id of a bookmark."""
    key: str = getattr(record, "uid", None) or record.entry
    return key


def _schema_of(meta: Mapping[str, Any], path: Path) -> int:
    """Return the schema of a bundle.

    Raises:
        BadInput: The record `meta` is not that of a bundle.
        NewerSchema: The schema is newer than this release.
    """
    if meta.get("kind") != KIND:
        hint = " To import another notebook, export it first: sisdex --notebook FILE export BUNDLE.json."
        raise BadInput(
            f"{path} is not a {KIND}: record 1 of its table 'meta' does not say so.{hint if 'save' in meta else ''}"
        )
    schema = meta.get("schema")
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise BadInput(f"{path} is a {KIND} with an invalid schema: {clean(repr(schema))[:_SHOWN]}.")
    if schema > newest():
        raise NewerSchema(f"{path} was written by a newer sisdex (schema {schema}); this one reads up to {newest()}.")
    return schema


def _needs_cleaning(value: Any, path: Path) -> Iterator[bool]:
    """Yield for each text whether `clean` will change it.

    Raises:
        BadInput: The name of a field would change; two fields could then have the same name.
    """
    if isinstance(value, str):
        yield not is_clean(value)
    elif isinstance(value, list):
        for item in value:
            yield from _needs_cleaning(item, path)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not is_clean(key):
                raise BadInput(
                    f"{path} has a field name with control characters or loose accents: {ascii(key)[:_SHOWN]}."
                )
            yield from _needs_cleaning(item, path)


def _decoded(tables: tinydb_file.Tables, path: Path) -> State:
    state: dict[str, dict[str, Any]] = {table: {} for table in SHAPES}
    places: dict[str, str] = {}
    for table, records in tables.items():
        if table not in SHAPES:
            raise BadInput(f"{path} has a table {table[:_SHOWN]!r}, which this sisdex does not know.")
        for number, raw in records.items():
            place = f"{table} {number}"
            try:
                record = msgspec.convert(raw, SHAPES[table])
            except msgspec.ValidationError as error:
                raise BadInput(f"{path}, {place}: {clean(explained(error)).rstrip('.')}.") from error
            _require_sane(record, f"{path}, {place}")
            key = key_of(record)
            known_as = f"{key} of bookmarks" if table == "bookmarks" else key
            if known_as in places:
                raise BadInput(f"{path}, {place}: {key[:_SHOWN]!r} is used twice, first in {places[known_as]}.")
            places[known_as] = place
            state[table][key] = record
    return state


def _require_sane(record: Record, place: str) -> None:
    """Refuse a record with dates or numbers that later arithmetic could not handle.

    Raises:
        BadInput: A date or number is out of range.
    """
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if isinstance(value, datetime) and value.year not in _YEARS:
            raise BadInput(f"{place}: {name} is in the year {value.year}, which is out of range.")
        if isinstance(value, int) and abs(value) > _LARGEST_NUMBER:
            raise BadInput(f"{place}: {name} is larger than {_LARGEST_NUMBER:,}.")
