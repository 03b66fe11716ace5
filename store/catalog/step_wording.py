"""Steps that name the slots of a message in braces, such as `Move {assignment}`, and their filling."""

import re
from collections.abc import Mapping

from store.core.models import Cause
from store.core.text import one_line

_PLACE = re.compile(r"\{([^{}]*)\}")


def slots_of(wording: str) -> list[str]:
    """Return the names of the slots that a wording has a place for, in order."""
    return _PLACE.findall(wording)


def steps_of(cause: Cause, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the steps of a cause, each with the values that it names where all of them are known.

    Args:
        cause: The cause.
        values: Slot of its message to the value; what a value holds is never read as a place itself.
    """
    return tuple(_filled(cause.filled.get(str(number)), values) or step for number, step in enumerate(cause.fix, 1))


def _filled(wording: str | None, values: Mapping[str, str]) -> str | None:
    if wording is None or any(name not in values for name in slots_of(wording)):
        return None
    return _PLACE.sub(lambda place: one_line(values[place[1]]), wording)
