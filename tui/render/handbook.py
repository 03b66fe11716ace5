"""What the team learned, to share: a handbook in Markdown, and the cases as CSV."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from store.core.escaping import csv_line, markdown_literal
from store.core.masking import Mask, traced, unmasked
from store.core.models import Case, Entry, Note
from store.core.wording import day
from store.notebook.cases import recurring
from store.notebook.missing_entries import is_missing_entry
from tui.desk.desk import Desk
from tui.render.markdown import SECTION, blocks_as_markdown
from tui.render.outline import CONFLICT, SHOWN, Role, outline

COLUMNS = (
    *("entry", "vendor", "title", "ticket", "school", "course", "opened", "closed", "outcome"),
    *("text", "message", "values", "uid"),
)

_LAYOUT = {Role.FACTS: "{}", **SECTION}


def heading(now: datetime, remark: str) -> list[str]:
    """Return the first lines of a handbook.

    Args:
        now: The time, in the agent's time zone.
        remark: A sentence about what was masked.
    """
    return ["# Handbook of sync errors", "", f"From sisdex, {day(now, now)} {now.year}. {remark}"]


def handbook_markdown(desk: Desk, mask: Mask, now: datetime) -> Iterator[str]:
    """Write every bookmarked entry, custom code and entry with notes or cases, along with the notes and cases.

    Args:
        desk: The dictionary and the notebook.
        mask: Masks personal data.
        now: The time, in the agent's time zone.

    Yields:
        Lines of Markdown without line feeds. Text that agents and callers wrote is escaped, not rendered.
    """
    snapshot = desk.notebook.snapshot
    included = {*snapshot.notes, *snapshot.cases, *snapshot.bookmarks, *(code.id for code in snapshot.custom_codes)}
    if not included:
        yield ""
        yield "Nothing yet: no entry has a note, a case or a bookmark."
    for vendor in desk.catalog.vendors:
        entries = [entry for entry in desk.catalog.entries if entry.vendor == vendor.id and entry.id in included]
        if entries:
            yield ""
            yield f"## {markdown_literal(mask(vendor.name, ()))}"
        for entry in entries:
            cases = snapshot.cases.get(entry.id, ())
            yield from _entry(desk, entry, mask, now)
            yield from _notes(snapshot.notes.get(entry.id, ()), cases, mask, now)
            yield from _cases(cases, mask, now)


def cases_csv(desk: Desk, mask: Mask) -> Iterator[str]:
    """Write all cases as CSV, the latest first.

    Args:
        desk: The dictionary and the notebook.
        mask: Masks personal data.

    Yields:
        Rows without line feeds at their ends; a cell may contain line feeds. No spreadsheet reads a cell as a formula.
    """
    yield csv_line(COLUMNS)
    for case in sorted(desk.notebook.snapshot.all_cases, key=lambda case: case.opened, reverse=True):
        entry = desk.catalog.entry(case.entry)
        vendor = desk.catalog.vendor(entry.vendor).name if entry else ""
        unmasked_values = _unmasked_values([case])
        values = [f"{name} = {mask(value, traced({name: value}))}" for name, value in case.values.items()]
        yield csv_line(
            [
                case.entry,
                *(mask(cell, unmasked_values) for cell in (vendor, case.title, case.ticket, case.school, case.course)),
                *(case.opened.isoformat(), case.closed.isoformat() if case.closed else "", case.outcome or "open"),
                *(mask(case.text, unmasked_values), mask(case.message, unmasked_values), "\n".join(values), case.uid),
            ]
        )


def _entry(desk: Desk, entry: Entry, mask: Mask, now: datetime) -> Iterator[str]:
    if desk.dictionary.entry(entry.id) is not None:  # the dictionary names nobody, and its sample numbers must stay
        mask = unmasked
    yield ""
    yield f"### {markdown_literal(mask(entry.title, ()))}"
    blocks = outline(desk.catalog, entry, now).glance
    if is_missing_entry(entry):  # drop the hint about keys to press in the app
        blocks = tuple(block for block in blocks if block.role is not Role.UNSPECIFIED)
    yield from blocks_as_markdown(blocks, _LAYOUT, lambda text: mask(text, ()))


def _notes(notes: Sequence[Note], cases: Sequence[Case], mask: Mask, now: datetime) -> Iterator[str]:
    if notes:
        yield ""
        yield "#### Notes"
    unmasked_values = _unmasked_values(cases)
    for note in notes:
        tags = "".join(f" #{mask(tag, unmasked_values)}" for tag in note.tags)
        conflict = f" · {CONFLICT}" if note.beside else ""
        yield ""
        yield f"{markdown_literal(f'{day(note.changed, now)}{conflict}{tags}')}:"
        yield ""
        yield from _quoted(mask(note.text, unmasked_values))


def _cases(cases: Sequence[Case], mask: Mask, now: datetime) -> Iterator[str]:
    if not cases:
        return
    yield ""
    yield "#### Cases"
    counts = recurring(cases, now, by_school=True)
    if counts:
        yield ""
        yield "| School | last 30 days | last 90 days | last | open |"
        yield "|---|---:|---:|---|---:|"
        for count in counts:
            school = markdown_literal(mask(count.school or "", ())) or "–"
            yield f"| {school} | {count.recent} | {count.longer} | {day(count.last, now)} | {count.open} |"
    yield ""
    for case in cases[:SHOWN]:
        unmasked_values = _unmasked_values([case])
        facts = (case.ticket, case.school, case.course, case.outcome or "open")
        line = " · ".join((day(case.opened, now), *(mask(fact, unmasked_values) for fact in facts if fact)))
        text = f": {markdown_literal(mask(case.text, unmasked_values))}" if case.text else ""
        yield f"- {markdown_literal(line)}{text}"
    if len(cases) > SHOWN:
        yield f"- and {len(cases) - SHOWN} earlier ones"


def _quoted(text: str) -> Iterator[str]:
    """Write a text as a quote, with its line breaks and indents."""
    lines = text.strip("\n").split("\n")
    for number, line in enumerate(lines, 1):
        indent = "\u00a0" * (len(line) - len(line.lstrip()))
        line_break = "\\" if number < len(lines) and line.strip() and lines[number].strip() else ""
        yield f"> {indent}{markdown_literal(line)}{line_break}".rstrip()


def _unmasked_values(cases: Sequence[Case]) -> list[str]:
    """Return what keeps its digits in text about these cases: their tickets and the values that trace the error."""
    return [value for case in cases for value in (case.ticket, *traced(case.values)) if value]
