"""What is being typed, on the disk while it is typed, so that a kill loses none of it."""

import shutil
import threading
import uuid
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from store.core.models import Moment, NonEmpty, Record
from store.core.text import clean, clean_all
from store.files import atomic

EDITED = "note.md"
"""Name of the file that another program edits."""

if TYPE_CHECKING:
    from filelock import BaseFileLock


class Draft(Record, frozen=True):
    """A note, a case or an own code as it stood in its editor."""

    kind: Literal["note", "case", "entry"]
    entry: NonEmpty
    """What it is about; of a new code, no entry's id."""
    title: str
    """The entry's title."""
    record: str | None
    """Uid of what was being changed, or None for something new."""
    rev: str | None
    """The version of it that was being changed."""
    text: str
    tags: tuple[str, ...]
    """Of a note."""
    fields: dict[str, str]
    """Of a case or a code: what else was filled in, by the names of the fields."""
    values: dict[str, str]
    """Of a case: the values of its message."""
    saved: Moment


def folder(notebook: Path) -> Path:
    """Return where the drafts of a notebook lie."""
    real = notebook.resolve()  # a linked notebook has its drafts where it lies
    return real.with_name(f"{real.name}.drafts")


class DraftFile:
    """The file of one editor. Its lock is held as long as the editor lives, so that others leave it alone."""

    def __init__(self, notebook: Path, path: Path | None = None) -> None:
        """Prepare a draft of its own; `path` takes over one that was left behind."""
        self.path = path or folder(notebook) / f"{uuid.uuid4().hex}.json"
        self._lock: BaseFileLock | None = None
        self._turn = threading.Lock()
        self._given_up = False

    @property
    def elsewhere(self) -> Path:
        """The folder in which another program edits the text."""
        return self.path.parent / f"editor-{self.path.stem}"

    def take(self) -> bool:
        """Hold the file's lock; tell whether that worked, which it does not while another terminal holds it."""
        from filelock import FileLock, Timeout  # 65 ms to import, so only writers pay for it

        if self._lock is None:
            lock = FileLock(f"{self.path}.lock", timeout=0, mode=atomic.FILE_MODE)
            try:
                atomic.make_folder(self.path.parent)
                lock.acquire()
            except (Timeout, OSError):
                return False
            self._lock = lock
        return True

    def read(self) -> Draft | None:
        """Return the draft; None where it is missing or unreadable."""
        try:
            draft = msgspec.convert(clean_all(msgspec.json.decode(self.path.read_bytes())), Draft)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None
        with suppress(OSError):  # a kill while another program had the text
            text = clean((self.elsewhere / EDITED).read_text(encoding="utf-8", errors="replace")).rstrip("\n")
            draft = msgspec.structs.replace(draft, text=text)
        return draft

    def save(self, draft: Draft) -> None:
        """Put the draft on the disk.

        Raises:
            CannotSave: The disk refuses; the draft before it stays.
        """
        with self._turn:
            if not self._given_up:
                self.take()
                atomic.replace(self.path, msgspec.json.encode(draft))

    def clear(self) -> None:
        """Remove the draft for now: its text equals what is saved."""
        with self._turn, suppress(OSError):
            self.path.unlink(missing_ok=True)

    def let_go(self) -> None:
        """Leave the draft on the disk, to be offered again."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def discard(self) -> None:
        """Remove the draft for good; a write that is on its way comes to nothing."""
        with self._turn, suppress(OSError):
            self._given_up = True
            self.path.unlink(missing_ok=True)
            shutil.rmtree(self.elsewhere, ignore_errors=True)
            self.let_go()
            Path(f"{self.path}.lock").unlink(missing_ok=True)


def left_behind(notebook: Path) -> list[tuple[DraftFile, Draft]]:
    """List the drafts that no living editor holds, oldest first. Their files are held from then on."""
    found = []
    for path in sorted(folder(notebook).glob("*.json")):
        file = DraftFile(notebook, path)
        if file.take():
            draft = file.read()
            if draft is None:
                file.let_go()
            else:
                found.append((file, draft))
    return sorted(found, key=lambda each: each[1].saved)
