"""What comes of a log that was read: counts in a sentence, a plan as Markdown, a table as CSV."""

from collections.abc import Iterator

from store.catalog.opening import Catalog
from store.core.escaping import csv_line, markdown_literal
from store.core.text import one_line
from store.core.wording import counted
from store.logs.log_file import Progress
from store.logs.triage import Found, Triage
from tui.desk.desk import Desk
from tui.render.outline import Role, outline_at, who_acts
from tui.render.plain_text import lines_of

SHOWN_VALUES = 200
"""Values of a slot that a plan writes out; the CSV has all that were kept."""

COLUMNS = ("entry", "vendor", "title", "who", "count", "first_line", "last_line", "slot", "value", "text")

_IN_A_PLAN = {
    Role.SYNCS: "{}",
    Role.MESSAGE: "> {}",
    Role.MEANING: "{}",
    Role.UNSPECIFIED: "_{}_",
    Role.REMARK: "{}",
    Role.WHO: "**{}**",
    Role.BASIS: "_{}_",
}
"""How a plan sets the paragraphs of an entry; the agent's notes and cases are no part of it."""


def names(catalog: Catalog, found: Found) -> str:
    """Name the entry, or the entries that share a message: vendor and title."""
    titles = dict.fromkeys(entry.title for entry in found.entries)
    if len(titles) == 1:
        return f"{' / '.join(catalog.vendor(entry.vendor).short for entry in found.entries)}: {next(iter(titles))}"
    return " / ".join(f"{catalog.vendor(entry.vendor).short}: {entry.title}" for entry in found.entries)


def summary(triage: Triage, encoding: str) -> str:
    """Say in a sentence what is wrong in a log; the encoding is empty for a pasted text."""
    read = counted(triage.lines, "line") + (f" read as {encoding}" if encoding else "")
    if not triage.found and not triage.unmatched:
        return f"All clear: {read}, no error in them."
    known = (
        f"{counted(triage.known, 'known error')} of {counted(len(triage.found), 'kind')}"
        if triage.found
        else "no known error"
    )
    unknown = f", {counted(triage.unmatched, 'error line')} not in the dictionary" if triage.unmatched else ""
    return f"{read}: {known}{unknown}."


def progress_line(progress: Progress) -> str:
    """Say how far a log has been read, and how long the rest will take."""
    said = f"{counted(progress.lines, 'line')} read"
    if progress.share is None or progress.seconds_left is None:
        return said
    left = round(progress.seconds_left)
    minutes = f"{left // 60} min {left % 60} s" if left >= 60 else f"{left} s"
    return f"{said}, {progress.share:.0%}, about {minutes} left"


def plan_markdown(desk: Desk, triage: Triage, name: str, encoding: str) -> Iterator[str]:
    """Write what is to be done about a log as Markdown: per entry who acts, the steps, and what is affected.

    Args:
        desk: The dictionary, and whom to call.
        triage: What is wrong in the log.
        name: What the log is called.
        encoding: How it was encoded; empty for a pasted text.

    Yields:
        Lines without their ends. What comes from the log or the dictionary stays the text that it is.
    """
    yield f"# Plan for {markdown_literal(name)}"
    yield ""
    yield markdown_literal(summary(triage, encoding))
    for number, found in enumerate(triage.found, 1):
        yield ""
        yield f"## {number}. {markdown_literal(names(desk.catalog, found))}"
        yield ""
        yield f"{counted(found.count, 'time')}, {lines_of(found)}."
        if len(found.entries) > 1:
            yield ""
            yield "These vendors share the message, and nothing in the log tells them apart."
        for entry in found.entries:
            if len(found.entries) > 1:
                yield ""
                yield f"### {markdown_literal(desk.catalog.vendor(entry.vendor).name)}"
            in_list = False
            for block in outline_at(desk, entry).glance:
                if block.role is Role.STEP:
                    if not in_list:
                        yield ""
                    yield f"{block.mark}{markdown_literal(block.text)}"
                elif block.role in _IN_A_PLAN:
                    yield ""
                    yield _IN_A_PLAN[block.role].format(markdown_literal(block.text))
                in_list = block.role is Role.STEP
        if found.values:
            yield ""
            yield "Affected:"
            yield ""
            yield from _affected(found)
    if triage.unmatched:
        yield ""
        yield "## Errors that the dictionary does not know"
        yield ""
        for unknown in triage.unknown:
            where = f"{counted(unknown.count, 'time')}, first in line {unknown.line:,}"
            yield f"- {where}: {markdown_literal(unknown.text)}"
        if triage.unknown_more:
            yield f"- {counted(triage.unknown_more, 'more line')}, like none of these"


def _affected(found: Found) -> Iterator[str]:
    for slot, values in found.values.items():
        shown = ", ".join(markdown_literal(value) for value in list(values)[:SHOWN_VALUES])
        more = f" and {len(values) - SHOWN_VALUES:,} more" if len(values) > SHOWN_VALUES else ""
        yield f"- {markdown_literal(slot)} ({len(values):,}): {shown}{more}"
    if found.values_more:
        yield f"- {counted(found.values_more, 'further value')} counted, not kept"


def plan_csv(catalog: Catalog, triage: Triage) -> Iterator[str]:
    """Write what is wrong in a log as CSV: a row for each value of an entry, then the unknown errors.

    Yields:
        Lines without their ends. No cell is a formula to a spreadsheet.
    """
    yield csv_line(COLUMNS)
    for found in triage.found:
        who = dict.fromkeys(
            who_acts(catalog, entry, cause.who)
            for entry in found.entries
            for message in entry.messages
            for cause in message.causes
        )
        group = (
            " / ".join(entry.id for entry in found.entries),
            " / ".join(catalog.vendor(entry.vendor).name for entry in found.entries),
            " / ".join(dict.fromkeys(entry.title for entry in found.entries)),
            " / ".join(who),
            str(found.count),
            str(found.first_line),
            str(found.last_line),
        )
        values = [(slot, value) for slot, those in found.values.items() for value in those]
        for slot, value in values or [("", "")]:
            yield csv_line((*group, slot, value, ""))
    for unknown in triage.unknown:
        line = str(unknown.line)
        yield csv_line(("", "", "", "", str(unknown.count), line, "", "", "", one_line(unknown.text)))
