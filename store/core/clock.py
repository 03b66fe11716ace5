"""The current time, which tests can set."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the current time, with a time zone."""


def now() -> datetime:
    """Return the current time, in UTC."""
    return datetime.now(UTC)
