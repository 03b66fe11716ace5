"""What an agent learned, for others to read: a handbook as Markdown, the cases as CSV."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from store.core.escaping import csv_line, markdown_literal
from store.core.masking import Mask, traced, unmasked
from store.core.models import Case, Entry, Note
from store.core.wording import day
from store.notebook.cases import recurring
from tui.desk.desk import Desk
from tui.render.outline import SHOWN, Role, outline

COLUMNS = (
    *("entry", "vendor", "title", "ticket", "school", "course", "opened", "closed", "outcome"),
    *("text", "message", "values", "uid"),
)

_SETTING = {
    Role.FACTS: "{}",
    Role.SYNCS: "{}",
    Role.MESSAGE: "> {}",
    Role.MEANING: "{}",
    Role.UNSPECIFIED: "_{}_",
    Role.REMARK: "{}",
    Role.WHO: "**{}**",
    Role.BASIS: "_{}_",
}
"""How the paragraphs of an entry are set."""


def heading(now: datetime, said: str) -> list[str]:
    """Return the lines before a handbook, with what its reader has to know."""
    return ["# Handbook of sync errors", "", f"From sisdex, {day(now, now)} {now.year}. {said}"]


def handbook_lines(desk: Desk, mask: Mask, now: datetime) -> Iterator[str]:
    """Write the entries that have notes or cases, are bookmarked or the agent's own, with what is known of them.

    Args:
        desk: The dictionary and the notebook.
        mask: Masks what may name a person.
        now: The time, in the agent's zone.

    Yields:
        Lines of Markdown without their ends. What agents and callers wrote stays the text that it is.
    """
    snapshot = desk.notebook.snapshot
    known = {*snapshot.notes, *snapshot.cases, *snapshot.bookmarks, *(each.id for each in snapshot.custom_codes)}
    if not known:
        yield ""
        yield "Nothing yet: no entry has a note, a case or a bookmark."
    for vendor in desk.catalog.vendors:
        entries = [entry for entry in desk.catalog.entries if entry.vendor == vendor.id and entry.id in known]
        if entries:
            yield ""
            yield f"## {markdown_literal(mask(vendor.name, ()))}"
        for entry in entries:
            cases = snapshot.cases.get(entry.id, ())
            yield from _entry(desk, entry, mask, now)
            yield from _notes(snapshot.notes.get(entry.id, ()), cases, mask, now)
            yield from _cases(cases, mask, now)


def case_lines(desk: Desk, mask: Mask) -> Iterator[str]:
    """Write all cases as CSV, the one opened last first.

    Args:
        desk: The dictionary and the notebook.
        mask: Masks what may name a person.

    Yields:
        Rows without their ends; a cell may hold several lines. No cell is a formula to a spreadsheet.
    """
    yield csv_line(COLUMNS)
    for case in sorted(desk.notebook.snapshot.all_cases, key=lambda case: case.opened, reverse=True):
        entry = desk.catalog.entry(case.entry)
        vendor = desk.catalog.vendor(entry.vendor).name if entry else ""
        kept = _kept([case])
        values = [f"{name} = {mask(value, traced({name: value}))}" for name, value in case.values.items()]
        told = (vendor, case.title, case.ticket, case.school, case.course)
        ended = case.closed.isoformat() if case.closed else ""
        yield csv_line(
            [
                case.entry,
                *(mask(each, kept) for each in told),
                *(case.opened.isoformat(), ended, case.outcome or "open"),
                *(mask(case.text, kept), mask(case.message, kept), "\n".join(values), case.uid),
            ]
        )


def _entry(desk: Desk, entry: Entry, mask: Mask, now: datetime) -> Iterator[str]:
    if desk.dictionary.entry(entry.id) is not None:  # which names nobody, but prints sample numbers
        mask = unmasked
    yield ""
    yield f"### {markdown_literal(mask(entry.title, ()))}"
    in_list = False
    for block in outline(desk.catalog, entry, (), (), {}, now).glance:
        text = markdown_literal(mask(block.text, ()))
        if block.role is Role.STEP:
            if not in_list:
                yield ""
            yield f"{block.mark}{text}"
        elif block.role in _SETTING and not (block.role is Role.UNSPECIFIED and not entry.messages):
            yield ""
            yield _SETTING[block.role].format(f"{block.mark}{text}")
        in_list = block.role is Role.STEP


def _notes(notes: Sequence[Note], cases: Sequence[Case], mask: Mask, now: datetime) -> Iterator[str]:
    if notes:
        yield ""
        yield "#### Notes"
    kept = _kept(cases)
    for note in notes:
        tags = "".join(f" #{mask(tag, kept)}" for tag in note.tags)
        beside = " · kept beside another text" if note.beside else ""
        yield ""
        yield f"{markdown_literal(f'{day(note.changed, now)}{beside}{tags}')}:"
        yield ""
        yield from _quoted(mask(note.text, kept))


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
        kept = _kept([case])
        told = (case.ticket, case.school, case.course, case.outcome or "open")
        line = " · ".join((day(case.opened, now), *(mask(each, kept) for each in told if each)))
        found = f": {markdown_literal(mask(case.text, kept))}" if case.text else ""
        yield f"- {markdown_literal(line)}{found}"
    if len(cases) > SHOWN:
        yield f"- and {len(cases) - SHOWN} earlier ones"


def _quoted(text: str) -> Iterator[str]:
    """Quote a text with its lines and their indents."""
    lines = text.strip("\n").split("\n")
    for number, line in enumerate(lines, 1):
        indent = "\u00a0" * (len(line) - len(line.lstrip()))
        more = "\\" if number < len(lines) and line.strip() and lines[number].strip() else ""
        yield f"> {indent}{markdown_literal(line)}{more}".rstrip()


def _kept(cases: Sequence[Case]) -> list[str]:
    """Return what keeps its digits where cases are told of: their tickets, and the values that they are traced by."""
    return [each for case in cases for each in (case.ticket, *traced(case.values)) if each]
