"""Completes the path of a file that is being typed."""

import asyncio
import os
from pathlib import Path

from textual.suggester import Suggester

from store.core.text import is_clean


class PathSuggester(Suggester):
    """Suggests the first name, in the order of the alphabet, that begins with what was typed."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        folder, typed = os.path.split(value)
        return await asyncio.to_thread(_first, folder, typed) if value else None  # a disk may be slow


def _first(folder: str, typed: str) -> str | None:
    try:
        with os.scandir(Path(folder or ".").expanduser()) as found:
            names = [
                each.name + os.sep * each.is_dir()
                for each in found
                if each.name.startswith(typed) and is_clean(each.name) and (typed or not each.name.startswith("."))
            ]
    except (OSError, RuntimeError, ValueError):
        return None
    return os.path.join(folder, min(names)) if names else None  # noqa: PTH118 - a Path would take away ./ and ~
