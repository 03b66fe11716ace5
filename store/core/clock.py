"""The time, which tests set."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Tells the time, with its zone."""


def now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)
