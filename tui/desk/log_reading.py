"""A log with its findings, as the triage screen shows it and the main screen remembers it."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from msgspec import Struct

from store.logs.log_file import Progress, log_of_text, open_log
from store.logs.triage import Triage, triage
from tui.desk.desk import Desk


class Reading(Struct, frozen=True):
    """A log with its findings."""

    name: str
    """What to call the log."""
    text: str | None
    """The pasted text; None for a file."""
    encoding: str
    """The encoding of the file; empty for a pasted text."""
    triage: Triage


def read_log(desk: Desk, name: str, source: str | Path, report: Callable[[Progress], None]) -> Reading:
    """Read a whole log.

    Args:
        desk: The dictionary whose errors to find.
        name: What to call the log.
        source: The pasted text, or the path of a file.
        report: Called now and then with the progress; what it raises stops the reading.

    Raises:
        BadInput: The file cannot be read.
    """
    from store.search.index import SearchIndex  # rapidfuzz: 10 ms

    index = SearchIndex(desk.catalog, home=desk.home)
    with nullcontext(log_of_text(source, name)) if isinstance(source, str) else open_log(source) as log:
        findings = triage(log.lines(report), index)
    text, encoding = (source, "") if isinstance(source, str) else (None, log.encoding)
    return Reading(name, text, encoding, findings)
