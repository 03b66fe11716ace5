"""How a file of the agent's is changed: as a whole or not at all, by one writer at a time.

A save writes a complete new file beside the old one, flushes it to the disk and swaps the names, so that a crash leaves
either the old or the new file. A lock file makes writers take turns; readers never wait.
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
"""How long a writer waits for the others."""

FILE_MODE, FOLDER_MODE = 0o600, 0o700
"""What agents write may hold student data, so it is theirs alone."""

HEAD_BYTES = 200
"""Bytes at the beginning of a file that tell one version from another: a notebook's begin with the id of its save."""

_TRIES, _PAUSE = 10, 0.02  # Windows refuses to take the name of a file that another process is reading


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock that writers of a file take; the file's folder is made when it is missing.

    Raises:
        CannotSave: Another writer holds it for too long, or the folder cannot be written.
    """
    from filelock import FileLock, Timeout  # 65 ms to import, so only writers pay for it

    try:
        make_folder(path.parent, flush=True)
        lock = FileLock(f"{path}.lock", timeout=LOCK_SECONDS, poll_interval=0.01, mode=FILE_MODE)
        lock.acquire()
    except Timeout as error:
        raise CannotSave(
            f"Not saved: another sisdex has been writing to {path} for {LOCK_SECONDS:.0f} seconds. Try again."
        ) from error
    except (OSError, NotImplementedError) as error:  # the latter where a file system has no locks
        raise _refused(path, error) from error
    try:
        yield
    finally:
        lock.release()


class Stamp(NamedTuple):
    """What tells one version of a file from another: its first bytes name the save, the rest shows another's hand."""

    head: bytes
    inode: int
    size: int
    modified: int
    """Nanoseconds since the epoch."""


def stamp(path: Path) -> Stamp | None:
    """Return the stamp of a file as it is now; None where it is missing or cannot be read."""
    try:
        with path.open("rb") as file:
            return _stamp(file, file.read(HEAD_BYTES))
    except OSError:
        return None


def read(path: Path, most: int) -> tuple[bytes, Stamp]:
    """Read a file, and the stamp of just this version.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(most + 1)
        return data, _stamp(file, data[:HEAD_BYTES])


def _stamp(file: BinaryIO, head: bytes) -> Stamp:
    found = os.fstat(file.fileno())
    return Stamp(head, found.st_ino, found.st_size, found.st_mtime_ns)


def replace(path: Path, data: bytes, previous: Path | None = None, *, must_keep: bool = False) -> None:
    """Give a file a new content, durably. At each moment the file is there, old or new.

    Args:
        path: The file.
        data: All of its new content.
        previous: Where the content until now is kept, or None.
        must_keep: Refuse the change where the content until now cannot be kept.

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
            with nullcontext() if must_keep else suppress(OSError):  # a second safety must not stop a save
                keep(path, previous)
        rename(temporary, path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise _refused(path, error) from error
    with suppress(OSError):  # some file systems flush no folders; the new file stands, and is saved
        _flush_folder(path.parent)


def keep(path: Path, copy: Path) -> None:
    """Keep a file's content under a second name: a link costs nothing, since content is never changed in place.

    Raises:
        OSError: The disk refuses.
    """
    copy.unlink(missing_ok=True)  # a rename between two names of one file would do nothing
    try:
        os.link(path, copy)
        copy.chmod(FILE_MODE)  # the same file, which others may have opened wider
    except OSError:
        import shutil  # 10 ms to import, and links are nearly always there

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
    """Give a file another name, which another file may have."""
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
    """Give a file another name, durably; a file that has that name is lost.

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
    """Remove what killed writers left half-written. Only under the lock: another's may be in work."""
    sweep_folder(path.parent, f".{escape(path.name)}.*.tmp")


def sweep_folder(folder: Path, pattern: str = ".*.tmp") -> None:
    """Remove the half-written files of a folder, as `sweep` does those of one file."""
    for left in folder.glob(pattern):
        with suppress(OSError):
            left.unlink()


def make_folder(folder: Path, *, flush: bool = False) -> None:
    """Make a private folder, and those it lies in, where they are missing.

    Args:
        folder: The folder.
        flush: Make sure that it outlives a power cut, as what is saved in it must.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent, flush=flush)  # mkdir gives its mode to the last one only
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    if flush:
        with suppress(OSError):
            _flush_folder(folder.parent)


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{uuid.uuid4().hex}.tmp")


def private_opener(name: str, flags: int) -> int:
    """Open a file so that a new one is the agent's alone; for the `opener` of open()."""
    return os.open(name, flags, FILE_MODE)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there; NTFS journals the rename
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refused(path: Path, error: OSError | NotImplementedError) -> CannotSave:
    why = getattr(error, "strerror", None) or error
    return CannotSave(f"Not saved: {path} cannot be written ({why}). What was saved before is kept.")
