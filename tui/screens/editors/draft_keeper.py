"""Puts what is being typed on the disk while it is typed."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from textual.timer import Timer

from store.core.errors import CannotSave
from store.notebook.drafts import Draft, DraftFile
from store.notebook.notebook import Notebook

KEEP_SECONDS = 0.12
"""From a key to the write of the draft: with the write itself, less than a quarter of a second."""


class Drafting(Protocol):
    """What a draft keeper asks of the editor whose text it keeps."""

    @property
    def dirty(self) -> bool:
        """Whether leaving would lose something."""

    def draft(self) -> Draft:
        """Return what is in the fields."""

    def set_timer(self, delay: float, callback: Callable[[], Awaitable[None]]) -> Timer:
        """Call a function later."""

    def tell_draft_problem(self, problem: str) -> None:
        """Say that what is typed is on the screen alone."""


class DraftKeeper:
    """The draft of one editor: written a moment after each change, removed when nothing would be lost."""

    def __init__(self, editor: Drafting, notebook: Notebook, file: DraftFile | None) -> None:
        """Keep the editor's text; `file` is one that was left behind, or None for one of its own."""
        self._editor, self._path = editor, notebook.path.resolve()
        self._file = file or DraftFile(self._path)
        self._timer: Timer | None = None
        self._changed = False
        """Whether there was a change since the draft was discarded."""
        self._turn = asyncio.Lock()

    def changed(self) -> None:
        """Note that the text changed."""
        self._changed = True
        if self._timer is None:
            self._timer = self._editor.set_timer(KEEP_SECONDS, self._keep)

    def keep_now(self) -> Path:
        """Write the draft at once; return the folder in which another program may edit its text.

        Raises:
            CannotSave: The disk refuses.
        """
        self._file.save(self._editor.draft())
        return self._file.elsewhere

    def discard(self) -> None:
        """Remove the draft: its text is saved, or the agent gave it up."""
        self._changed = False
        file, self._file = self._file, DraftFile(self._path)
        file.discard()

    async def _keep(self) -> None:
        self._timer = None
        async with self._turn:
            if not self._changed:
                return
            file, dirty = self._file, self._editor.dirty
            try:
                if dirty:
                    await asyncio.to_thread(file.save, self._editor.draft())
                else:
                    await asyncio.to_thread(file.clear)
            except CannotSave as error:
                self._editor.tell_draft_problem(str(error))
