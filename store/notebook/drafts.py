"""The files that keep what is being typed, so that a crash loses none of it; `draft_records` says what is in them."""

import shutil
import threading
import uuid
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from store.core.text import clean
from store.files import atomic
from store.notebook.draft_records import Draft, NoteDraft, RecoveredText, decode

if TYPE_CHECKING:
    from filelock import BaseFileLock

EDITED = "note.md"
"""Name of the file that another program edits."""
MAX_BYTES = 64 * 1024 * 1024
"""How much of a draft file is read."""


def folder(notebook: Path) -> Path:
    """Return the folder with the drafts of a notebook."""
    real = notebook.resolve()  # the drafts of a linked notebook are beside the file itself
    return real.with_name(f"{real.name}.drafts")


class DraftFile:
    """The file of one editor, locked as long as that editor is open, so that other terminals leave it alone."""

    def __init__(self, notebook: Path, path: Path | None = None) -> None:
        """Prepare a draft file.

        Args:
            notebook: The notebook's file.
            path: A draft file that was left behind, or None for a new one.
        """
        self.path = path or folder(notebook) / f"{uuid.uuid4().hex}.json"
        self._lock: BaseFileLock | None = None
        self._turn = threading.Lock()
        self._given_up = False

    @property
    def elsewhere(self) -> Path:
        """The folder in which another program edits the text."""
        return self.path.parent / f"editor-{self.path.stem}"

    def take(self) -> bool:
        """Lock the file; return False if another terminal has it or it cannot be locked."""
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

    def read(self) -> Draft | RecoveredText | None:
        """Return the draft, or the text of one that does not fit; None if the file cannot be opened."""
        try:
            with self.path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
            saved = datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
        except OSError:
            return None
        draft = decode(data, saved)
        with suppress(OSError):  # sisdex was killed while another program had the text
            text = clean((self.elsewhere / EDITED).read_text(encoding="utf-8", errors="replace")).rstrip("\n")
            if isinstance(draft, NoteDraft) and text.strip():
                draft = msgspec.structs.replace(draft, text=text)
            elif isinstance(draft, RecoveredText):
                draft = msgspec.structs.replace(draft, text=f"{draft.text}\n\n{text}".strip("\n"))
        return draft

    def save(self, draft: Draft) -> None:
        """Write the draft to the disk.

        Raises:
            CannotSave: It could not be written; the draft before it is unchanged.
        """
        with self._turn:
            if not self._given_up:
                self.take()
                atomic.replace(self.path, msgspec.json.encode(draft))

    def clear(self) -> None:
        """Remove the draft for now: it equals what is saved."""
        with self._turn, suppress(OSError):
            self.path.unlink(missing_ok=True)

    def let_go(self) -> None:
        """Leave the draft on the disk, to be offered again."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def discard(self) -> None:
        """Remove the draft for good; a write that has not begun yet is dropped."""
        with self._turn, suppress(OSError):
            self._given_up = True
            self.path.unlink(missing_ok=True)
            shutil.rmtree(self.elsewhere, ignore_errors=True)
            self.let_go()
            Path(f"{self.path}.lock").unlink(missing_ok=True)


def left_behind(notebook: Path) -> list[tuple[DraftFile, Draft | RecoveredText]]:
    """Return the drafts that no open editor has, oldest first. Their files stay locked.

    Args:
        notebook: The notebook's file.
    """
    drafts = []
    for path in sorted(folder(notebook).glob("*.json")):
        file = DraftFile(notebook, path)
        if file.take():
            draft = file.read()
            if draft is None or (isinstance(draft, RecoveredText) and not draft.text):
                file.let_go()
            else:
                drafts.append((file, draft))
    return sorted(drafts, key=lambda found: found[1].saved)
