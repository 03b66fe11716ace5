"""What a screen shows instead of itself where the terminal is too small for it."""

from typing import Any

from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

LEAST_COLUMNS, LEAST_ROWS = 40, 10


class TooSmall(Static):
    """Covers its screen with one line. The focus stays below it, so that no key that is typed meanwhile is lost."""

    def __init__(self) -> None:
        wanted = f"sisdex needs at least {LEAST_COLUMNS} columns and {LEAST_ROWS} rows."
        super().__init__(wanted, markup=False, classes="-textual-system")


def is_too_small(size: Size) -> bool:
    """Tell whether a terminal of a size has no room for the screens."""
    return size.width < LEAST_COLUMNS or size.height < LEAST_ROWS


def give_way(screen: Screen[Any], size: Size) -> None:
    """Let a screen ask for room, or show itself again."""
    screen.set_class(is_too_small(size), "-too-small")
