"""What a screen shows instead of itself when the terminal is too small for it. Announces nothing."""

from typing import Any

from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

MIN_COLUMNS, MIN_ROWS = 40, 10


class TooSmall(Static):
    """Covers its screen with one line. The focus stays below it, so that keys typed meanwhile are not lost."""

    def __init__(self) -> None:
        text = f"sisdex needs at least {MIN_COLUMNS} columns and {MIN_ROWS} rows."
        super().__init__(text, markup=False, classes="-textual-system")


def is_too_small(size: Size) -> bool:
    """Return whether a terminal of this size is too small for the screens."""
    return size.width < MIN_COLUMNS or size.height < MIN_ROWS


def give_way(screen: Screen[Any], size: Size) -> None:
    """Let a screen say that the terminal is too small, or show itself again."""
    screen.set_class(is_too_small(size), "-too-small")
