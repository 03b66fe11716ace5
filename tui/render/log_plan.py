"""The findings of a log: a sentence with counts, a plan as Markdown, a table as CSV."""

from collections.abc import Iterator

from store.catalog.opening import Catalog
from store.core.escaping import csv_line, markdown_literal
from store.core.text import one_line
from store.core.wording import counted
from store.logs.log_file import Progress
from store.logs.triage import Finding, Triage
from store.search.codes import codes_in
from tui.desk.desk import Desk
from tui.render.markdown import SECTION, blocks_as_markdown
from tui.render.outline import outline_at, who_acts
from tui.render.plain_text import lines_of
from tui.render.protocol_codes import Notes

SHOWN_VALUES = 200
"""The most values of a slot that a plan lists; the CSV has all that the triage recorded."""

COLUMNS = ("entry", "vendor", "title", "who", "count", "first_line", "last_line", "slot", "value", "text")


def names(catalog: Catalog, finding: Finding) -> str:
    """Name the entry of a finding, or the entries that share a message, by vendor and title."""
    titles = dict.fromkeys(entry.title for entry in finding.entries)
    if len(titles) == 1:
        return f"{' / '.join(catalog.vendor(entry.vendor).short for entry in finding.entries)}: {next(iter(titles))}"
    return " / ".join(f"{catalog.vendor(entry.vendor).short}: {entry.title}" for entry in finding.entries)


def summary(triage: Triage, encoding: str, vendor: str = "") -> str:
    """Sum up a log in a sentence, which claims nothing that was not looked at.

    Args:
        triage: The findings.
        encoding: The encoding of the log; empty for a pasted text.
        vendor: Name of the only vendor whose messages were looked for, if it was only one.
    """
    read = counted(triage.lines, "line") + (f" read as {encoding}" if encoding else "")
    of_vendor = f" of {vendor}" if vendor else ""
    if not triage.found and not triage.unmatched:
        return f"All clear: {read}, no known error{of_vendor}, no line that looks like an error."
    known = (
        f"{counted(triage.known, 'known error')} of {counted(len(triage.found), 'kind')}"
        if triage.found
        else f"no known errors{of_vendor}"
    )
    where = f"that are not {vendor}'s" if vendor else "not in the dictionary"
    unknown = f", {counted(triage.unmatched, 'possible error')} {where}" if triage.unmatched else ""
    return f"{read}: {known}{unknown}."


def progress_line(progress: Progress) -> str:
    """Say how much of a log has been read, and how long the rest will take."""
    read = f"{counted(progress.lines, 'line')} read"
    if progress.share is None or progress.seconds_left is None:
        return read
    left = round(progress.seconds_left)
    minutes = f"{left // 60} min {left % 60} s" if left >= 60 else f"{left} s"
    return f"{read}, {progress.share:.0%}, about {minutes} left"


def plan_markdown(desk: Desk, triage: Triage, name: str, encoding: str) -> Iterator[str]:
    """Write a plan for a log as Markdown: for each entry, who acts, the steps, and what is affected.

    Args:
        desk: The dictionary and the contacts.
        triage: The findings.
        name: What to call the log.
        encoding: The encoding of the log; empty for a pasted text.

    Yields:
        Lines without line feeds. Text from the log and the dictionary is escaped, not rendered.
    """
    yield f"# Plan for {markdown_literal(name)}"
    yield ""
    yield markdown_literal(summary(triage, encoding))
    for number, finding in enumerate(triage.found, 1):
        yield ""
        yield f"## {number}. {markdown_literal(names(desk.catalog, finding))}"
        yield ""
        yield f"{counted(finding.count, 'time')}, {lines_of(finding)}."
        yield from _entries(desk, finding)
        if finding.values:
            yield from ("", "Affected:", "")
            yield from _affected(finding)
    if triage.unmatched:
        yield from ("", "## Possible errors that are not in the dictionary", "")
        yield from _unknown(desk.catalog, triage)


def _entries(desk: Desk, finding: Finding) -> Iterator[str]:
    shared = len(finding.entries) > 1
    if shared:
        yield ""
        yield "These vendors use the same message, and the log does not show which one it came from."
    for entry in finding.entries:
        if shared:
            yield ""
            yield f"### {markdown_literal(desk.catalog.vendor(entry.vendor).name)}"
        yield from blocks_as_markdown(outline_at(desk, entry).glance, SECTION)


def _affected(finding: Finding) -> Iterator[str]:
    for slot, values in finding.values.items():
        shown = ", ".join(markdown_literal(value) for value in list(values)[:SHOWN_VALUES])
        more = f" and {len(values) - SHOWN_VALUES:,} more" if len(values) > SHOWN_VALUES else ""
        yield f"- {markdown_literal(slot)} ({len(values):,}): {shown}{more}"
    if finding.values_more:
        yield f"- {counted(finding.values_more, 'more value')} counted but not listed"


def _unknown(catalog: Catalog, triage: Triage) -> Iterator[str]:
    notes = Notes()
    for unknown in triage.unknown:
        place = f"{counted(unknown.count, 'time')}, first in line {unknown.line:,}"
        yield f"- {place}: {markdown_literal(unknown.text)}"
        for line in notes.lines(codes_in(unknown.text, catalog)):
            yield f"  - What it says by itself: {markdown_literal(line)}"
    if triage.unknown_more:
        yield f"- {counted(triage.unknown_more, 'more possible error')} of other kinds"


def plan_csv(catalog: Catalog, triage: Triage) -> Iterator[str]:
    """Write the findings of a log as CSV: a row for each value, then the unknown errors.

    Yields:
        Rows without line feeds at their ends. No spreadsheet reads a cell as a formula.
    """
    yield csv_line(COLUMNS)
    for finding in triage.found:
        who = dict.fromkeys(
            who_acts(catalog, entry, cause.who)
            for entry in finding.entries
            for message in entry.messages
            for cause in message.causes
        )
        group = (
            " / ".join(entry.id for entry in finding.entries),
            " / ".join(catalog.vendor(entry.vendor).name for entry in finding.entries),
            " / ".join(dict.fromkeys(entry.title for entry in finding.entries)),
            " / ".join(who),
            str(finding.count),
            str(finding.first_line),
            str(finding.last_line),
        )
        slot_values = [(slot, value) for slot, values in finding.values.items() for value in values]
        for slot, value in slot_values or [("", "")]:
            yield csv_line((*group, slot, value, ""))
    for unknown in triage.unknown:
        line = str(unknown.line)
        yield csv_line(("", "", "", "", str(unknown.count), line, "", "", "", one_line(unknown.text)))
