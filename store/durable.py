"""A TinyDB file that is changed as a whole or not at all, by one writer at a time.

A save writes a complete new file beside the old one, flushes it to the disk and swaps the names, so that a crash leaves
either the old or the new file. A lock file makes writers take turns; readers never wait.
"""

import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from store import document
from store.document import Document
from store.errors import BadInput, CannotSave

LOCK_SECONDS = 10.0
"""How long a writer waits for the others."""

FILE_MODE, FOLDER_MODE = 0o600, 0o700
"""What agents write may hold student data, so it is theirs alone."""


def read(path: Path, schema: int) -> Document:
    """Read the file as it is now.

    Args:
        path: The file; a missing one is empty.
        schema: The newest schema that the caller understands.

    Returns:
        Its tables.

    Raises:
        BadInput: It is damaged, foreign, or of a newer schema.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from error
    found = document.read(path)
    for meta in found.get("meta", {}).values():
        if not (isinstance(meta.get("schema"), int) and isinstance(meta.get("generation", 0), int)):
            raise BadInput(f"{path} is not a sisdex notebook: its meta record names no schema and generation.")
        if meta["schema"] > schema:
            raise BadInput(f"{path} was written by a newer sisdex (schema {meta['schema']}); this one reads {schema}.")
    if "meta" not in found:
        raise BadInput(f"{path} is not a sisdex notebook: it has no meta record.")
    return found


@contextmanager
def transaction(path: Path, schema: int) -> Iterator[TinyDB]:
    """Change the file: lock it, load its newest state, hand that out as a database, and save it in one durable write.

    Nothing is written when the block raises.

    Args:
        path: The file; it and its folder are made when missing.
        schema: The schema that the caller writes.

    Yields:
        A TinyDB over a copy in memory.

    Raises:
        BadInput: The file is damaged, foreign or of a newer schema; it is left as it is.
        CannotSave: Another writer holds the lock, or the disk refuses the new file; the old one is left as it is.
    """
    path = Path(os.path.realpath(path))  # a link to the notebook stays a link
    with _lock(path):
        storage = MemoryStorage()  # type: ignore[no-untyped-call]
        storage.memory = read(path, schema)
        with TinyDB(storage=lambda: storage) as database:
            yield database
            generation = max((meta.get("generation", 0) for meta in database.table("meta")), default=0)
            database.drop_table("meta")
            database.table("meta").insert({"schema": schema, "generation": generation + 1})
        _replace(path, storage.memory or {})


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout  # 65 ms to import, so only writers pay for it

    try:
        path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        lock = FileLock(f"{path}.lock", timeout=LOCK_SECONDS, poll_interval=0.01, mode=FILE_MODE)
        lock.acquire()
    except Timeout as error:
        raise CannotSave(
            f"Not saved: another sisdex has been writing to {path} for {LOCK_SECONDS:.0f} seconds. Try again."
        ) from error
    except OSError as error:
        raise _refused(path, error) from error
    try:
        yield
    finally:
        lock.release()


def _replace(path: Path, tables: Document) -> None:
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}.tmp")
    data = json.dumps(tables, ensure_ascii=False, indent=1).encode()
    try:
        with open(temporary, "xb", opener=_private) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise _refused(path, error) from error
    with suppress(OSError):  # some file systems flush no folders; the new file stands, and is saved
        _flush_folder(path.parent)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, FILE_MODE)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there; NTFS journals the rename
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refused(path: Path, error: OSError) -> CannotSave:
    return CannotSave(
        f"Not saved: {path} cannot be written ({error.strerror or error}). What was saved before is kept."
    )
