"""Writes what is being typed to the disk while it is typed."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from textual.timer import Timer

from store.core.errors import CannotSave
from store.notebook.draft_records import Draft
from store.notebook.drafts import DraftFile
from store.notebook.notebook import Notebook

KEEP_SECONDS = 0.12
"""From a key to the write of the draft: less than a quarter of a second, the write included."""


class Drafting(Protocol):
    """What a draft keeper needs from its editor."""

    @property
    def dirty(self) -> bool:
        """Whether leaving would lose something."""

    def draft(self) -> Draft:
        """Return what is in the fields."""

    def set_timer(self, delay: float, callback: Callable[[], Awaitable[None]]) -> Timer:
        """Call a function later."""

    def tell_draft_problem(self, problem: str) -> None:
        """Say that what is typed is only on the screen so far."""


class DraftKeeper:
    """The draft of one editor: written a moment after each change, removed when nothing would be lost."""

    def __init__(self, editor: Drafting, notebook: Notebook, file: DraftFile | None) -> None:
        """Prepare to keep an editor's text.

        Args:
            editor: The editor.
            notebook: The notebook that the text will be saved in.
            file: The draft file to continue with, or None for a new one.
        """
        self._editor, self._path = editor, notebook.path.resolve()
        self._file = file or DraftFile(self._path)
        self._timer: Timer | None = None
        self._changed = False
        """Whether the text changed since the draft was discarded."""
        self._turn = asyncio.Lock()

    def changed(self) -> None:
        """Write the draft soon: the text changed."""
        self._changed = True
        if self._timer is None:
            self._timer = self._editor.set_timer(KEEP_SECONDS, self._keep)

    def keep_now(self) -> Path:
        """Write the draft now.

        Returns:
            The folder where another program may edit its text.

        Raises:
            CannotSave: It could not be written.
        """
        self._file.save(self._editor.draft())
        return self._file.elsewhere

    def discard(self) -> None:
        """Remove the draft: its text is saved, or the agent discarded it."""
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
