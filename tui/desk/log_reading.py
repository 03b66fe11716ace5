"""A log that was read, as the triage screen shows it and the main screen keeps it for the next look."""

from msgspec import Struct

from store.logs.triage import Triage


class Reading(Struct, frozen=True):
    """A log that was read."""

    name: str
    """What it is called."""
    text: str | None
    """What was pasted; None where it was read from a file."""
    encoding: str
    """Of the file; empty for a pasted text."""
    triage: Triage
