"""Steps of a fix that name slots of the message in braces, such as `Move {assignment}`, and filling in the values."""

import re
from collections.abc import Mapping

from store.core.models import Cause
from store.core.text import one_line

_SLOT = re.compile(r"\{([^{}]*)\}")


def slots_of(wording: str) -> list[str]:
    """Return the names of the slots in a wording, in order."""
    return _SLOT.findall(wording)


def steps_of(cause: Cause, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the steps of a cause, with values filled in where all values of a step are known.

    Args:
        cause: The cause.
        values: Slot of its message to the value. Braces in a value are left alone.
    """
    return tuple(_filled(cause.filled.get(str(number)), values) or step for number, step in enumerate(cause.fix, 1))


def _filled(wording: str | None, values: Mapping[str, str]) -> str | None:
    if wording is None or any(name not in values for name in slots_of(wording)):
        return None
    return _SLOT.sub(lambda slot: one_line(values[slot[1]]), wording)
