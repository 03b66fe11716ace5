"""Changing a file as a whole or not at all, with one writer at a time.

A save writes a complete new file next to the old one, flushes it to the disk and renames it, so that a crash leaves
either the old or the new file. Writers take turns with a lock file; readers never wait.
"""

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from glob import escape
from pathlib import Path
from typing import BinaryIO, NamedTuple

from store.core.errors import CannotSave

LOCK_SECONDS = 10.0
"""How long a writer waits for its turn."""

FILE_MODE, FOLDER_MODE = 0o600, 0o700
"""Only for the user: what agents write may contain student data."""

HEAD_BYTES = 200
"""Bytes at the start of a file that identify a version: a notebook starts with the random id of its save."""

_TRIES, _PAUSE = 10, 0.02  # Windows refuses to replace a file that another process is reading


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the write lock of a file; its folder is made if missing.

    Raises:
        CannotSave: Another writer has the lock for too long, or the folder cannot be written.
    """
    from filelock import FileLock, Timeout  # 65 ms to import, and only writers need it

    try:
        make_folder(path.parent, flush=True)
        lock = FileLock(f"{path}.lock", timeout=LOCK_SECONDS, poll_interval=0.01, mode=FILE_MODE)
        lock.acquire()
    except Timeout as error:
        raise CannotSave(
            f"Not saved: another sisdex has been writing to {path} for {LOCK_SECONDS:.0f} seconds. Try again."
        ) from error
    except (OSError, NotImplementedError) as error:  # the latter if a file system has no locks
        raise _refused(path, error) from error
    try:
        yield
    finally:
        lock.release()


class Stamp(NamedTuple):
    """Identifies a version of a file. The head tells saves by sisdex apart; the rest shows edits by other programs."""

    head: bytes
    inode: int
    size: int
    modified: int
    """Nanoseconds since the epoch."""


def stamp(path: Path) -> Stamp | None:
    """Return the stamp of a file as it is now, or None if it is missing or cannot be read."""
    try:
        with path.open("rb") as file:
            return _stamp(file, file.read(HEAD_BYTES))
    except OSError:
        return None


def read(path: Path, most: int) -> tuple[bytes, Stamp]:
    """Read a file and the stamp of the version that was read.

    Args:
        path: The file.
        most: Bytes to read at most; one more is read, so that the caller can see that there are more.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(most + 1)
        return data, _stamp(file, data[:HEAD_BYTES])


def _stamp(file: BinaryIO, head: bytes) -> Stamp:
    status = os.fstat(file.fileno())
    return Stamp(head, status.st_ino, status.st_size, status.st_mtime_ns)


def replace(path: Path, data: bytes, previous: Path | None = None, *, must_keep: bool = False) -> None:
    """Replace the content of a file durably. At any moment the file exists, old or new.

    Args:
        path: The file.
        data: Its whole new content.
        previous: Where to keep the old content, or None.
        must_keep: Fail if the old content cannot be kept.

    Raises:
        CannotSave: The disk refuses; the file is as it was.
    """
    temporary = _temporary(path)
    try:
        with open(temporary, "xb", opener=private_opener) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if previous is not None and path.exists():
            with nullcontext() if must_keep else suppress(OSError):  # an extra copy must not stop a save
                keep(path, previous)
        rename(temporary, path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise _refused(path, error) from error
    with suppress(OSError):  # some file systems cannot flush folders; the file itself is saved
        _flush_folder(path.parent)


def keep(path: Path, copy: Path) -> None:
    """Keep the content of a file under a second name, as a link: content is never changed in place.

    Raises:
        OSError: The disk refuses.
    """
    copy.unlink(missing_ok=True)  # a rename between two names of one file would do nothing
    try:
        os.link(path, copy)
        copy.chmod(FILE_MODE)  # the same file, whose mode others may have widened
    except OSError:
        import shutil  # 10 ms to import, and links nearly always work

        temporary = _temporary(copy)
        try:
            with path.open("rb") as old, open(temporary, "xb", opener=private_opener) as new:
                shutil.copyfileobj(old, new)
            shutil.copystat(path, temporary)
            temporary.chmod(FILE_MODE)
            rename(temporary, copy)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise


def rename(old: Path, new: Path) -> None:
    """Rename a file, replacing any file with the new name."""
    for attempt in range(_TRIES):
        try:
            old.replace(new)
        except PermissionError:
            if os.name != "nt" or attempt == _TRIES - 1:
                raise
            time.sleep(_PAUSE)
        else:
            return


def set_aside(path: Path, name: Path) -> None:
    """Rename a file durably, replacing any file with the new name.

    Raises:
        CannotSave: The disk refuses; the file is as it was.
    """
    try:
        rename(path, name)
    except OSError as error:
        raise _refused(path, error) from error
    with suppress(OSError):
        _flush_folder(path.parent)


def sweep(path: Path) -> None:
    """Remove half-written files of killed writers. Call it under the lock: another writer may be at work."""
    sweep_folder(path.parent, f".{escape(path.name)}.*.tmp")


def sweep_folder(folder: Path, pattern: str = ".*.tmp") -> None:
    """Remove all half-written files in a folder. Call it under the lock of the files."""
    for temporary in folder.glob(pattern):
        with suppress(OSError):
            temporary.unlink()


def make_folder(folder: Path, *, flush: bool = False) -> None:
    """Make a private folder and its parents, if missing.

    Args:
        folder: The folder.
        flush: Make sure that it survives a power cut, like the files saved in it.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent, flush=flush)  # mkdir applies its mode to the last folder only
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    if flush:
        with suppress(OSError):
            _flush_folder(folder.parent)


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{uuid.uuid4().hex}.tmp")


def private_opener(name: str, flags: int) -> int:
    """Open a file, private if it is new; for the `opener` of `open()`."""
    return os.open(name, flags, FILE_MODE)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there, and NTFS journals the rename
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refused(path: Path, error: OSError | NotImplementedError) -> CannotSave:
    reason = getattr(error, "strerror", None) or error
    return CannotSave(f"Not saved: {path} cannot be written ({reason}). What was saved before is unchanged.")
