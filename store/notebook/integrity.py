"""Whether the files of a notebook are whole, each looked at by itself."""

from pathlib import Path
from typing import Any

from store.core import clock
from store.core.errors import BadInput
from store.notebook.notebook import MODELS
from store.notebook.storage import NotebookFile


class _Alone(NotebookFile):
    """Reads one file and lets no copy take its place."""

    def _read_newest(self) -> Any:
        return self._read(self._real)


def contents(path: Path) -> dict[str, int]:
    """Count what a notebook's file, or a copy of it, holds.

    Returns:
        Table to the number of its records.

    Raises:
        BadInput: The file is damaged, foreign or missing; nothing is changed.
    """
    return {table: len(records) for table, records in _Alone(path, clock.now, MODELS).records.items()}


def damage(path: Path) -> str:
    """Say what is wrong with a notebook's file, or a copy of it; nothing where it is whole."""
    try:
        contents(path)
    except BadInput as error:
        return str(error)
    return ""
