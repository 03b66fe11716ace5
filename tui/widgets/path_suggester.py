"""Completes the path of a file while it is typed."""

import asyncio
import os
from pathlib import Path

from textual.suggester import Suggester

from store.core.text import is_clean


class PathSuggester(Suggester):
    """Suggests the first name in the folder, in alphabetical order, that starts with what was typed."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        folder, typed = os.path.split(value)
        return await asyncio.to_thread(_first, folder, typed) if value else None  # a disk may be slow


def _first(folder: str, typed: str) -> str | None:
    try:
        with os.scandir(Path(folder or ".").expanduser()) as folder_entries:
            names = [
                entry.name + os.sep * entry.is_dir()
                for entry in folder_entries
                if entry.name.startswith(typed) and is_clean(entry.name) and (typed or not entry.name.startswith("."))
            ]
    except (OSError, RuntimeError, ValueError):
        return None
    return os.path.join(folder, min(names)) if names else None  # noqa: PTH118 - a Path would drop ./ and ~
