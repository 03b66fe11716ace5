"""A log with its findings, as the triage screen shows it and the main screen remembers it."""

from msgspec import Struct

from store.logs.triage import Triage


class Reading(Struct, frozen=True):
    """A log with its findings."""

    name: str
    """What to call the log."""
    text: str | None
    """The pasted text; None for a file."""
    encoding: str
    """The encoding of the file; empty for a pasted text."""
    triage: Triage
