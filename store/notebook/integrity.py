"""Checking a notebook's file, or one of its copies, on its own."""

from pathlib import Path
from typing import Any

from store.core import clock
from store.core.errors import BadInput
from store.notebook.notebook import MODELS
from store.notebook.storage import NotebookFile


class _SingleFile(NotebookFile):
    """Reads one file, without falling back to a copy."""

    def _read_newest(self) -> Any:
        return self._read(self._real)


def contents(path: Path) -> dict[str, int]:
    """Count the records in a notebook's file or in a copy of it.

    Returns:
        Table name to the number of its records.

    Raises:
        BadInput: The file is damaged, of another kind or missing; nothing is changed.
    """
    return {table: len(records) for table, records in _SingleFile(path, clock.now, MODELS).records.items()}


def damage(path: Path) -> str:
    """Return what is wrong with a notebook's file or a copy of it; empty if it is whole."""
    try:
        contents(path)
    except BadInput as error:
        return str(error)
    return ""
