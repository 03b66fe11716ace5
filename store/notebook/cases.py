"""Cases: logging, finding and counting calls and tickets about entries."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple, get_args

import msgspec

from store.core.errors import BadInput
from store.core.models import Case, Entry, Outcome
from store.core.text import clean, fold, one_line
from store.notebook.notebook import Notebook, put, take_out

WEEKS = 13
"""Weeks that cases are counted for: 90 days, rounded up."""
RECENT, LONGER = timedelta(days=30), timedelta(days=90)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
_SHOWN = 40
"""Characters of a case's text that tell it apart."""


class CaseFields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an agent types into a case."""

    ticket: str = ""
    school: str = ""
    course: str = ""
    message: str = ""
    values: Mapping[str, str] = {}
    text: str = ""
    outcome: Outcome | None = None
    """How the case ended, or None while it is open."""


class CaseFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which cases to list; None and empty fields do not filter."""

    open_only: bool = False
    days: int | None = None
    """Only cases opened in the last `days` days."""
    vendor: str | None = None
    """Id of the entry's vendor."""
    school: str | None = None
    entry: str | None = None
    """Id of the entry."""
    text: str = ""
    """Words that must all be in the case."""


class Recurring(NamedTuple):
    """How often an entry came up, at all schools or at one."""

    entry: str
    title: str
    school: str | None
    """None if all schools are counted together."""
    recent: int
    """Cases of the last 30 days."""
    longer: int
    """Cases of the last 90 days."""
    weeks: tuple[int, ...]
    """Cases per week, oldest first; `WEEKS` numbers."""
    last: datetime
    """When the most recent case was opened."""
    open: int
    """How many cases are still open."""


def fields_of(case: Case) -> CaseFields:
    """Return the fields of a saved case."""
    return CaseFields(
        ticket=case.ticket,
        school=case.school,
        course=case.course,
        message=case.message,
        values=case.values,
        text=case.text,
        outcome=case.outcome,
    )


def save_case(notebook: Notebook, entry: Entry, fields: CaseFields, editing: Case | None = None) -> Case:
    """Log a case, or change one.

    Args:
        notebook: The notebook to save it in.
        entry: The entry that it is about.
        fields: What the agent typed.
        editing: The case as it was when editing began, or None for a new case. If another terminal has changed or
            removed it since, both are kept.

    Returns:
        The case as saved.

    Raises:
        BadInput: All fields are empty; nothing was changed.
        CannotSave: The case could not be saved; nothing was changed.
    """
    case = _case_of(entry, fields, editing, notebook.now())
    with notebook.transaction(f"case {'changed' if editing else 'logged'}: {named(case)}") as database:
        return put(database.table("cases"), case, editing)


def _case_of(entry: Entry, fields: CaseFields, editing: Case | None, now: datetime) -> Case:
    ticket, school, course, message, text = typed = [
        clean(value).strip() for value in (fields.ticket, fields.school, fields.course, fields.message, fields.text)
    ]
    if not any(typed):
        raise BadInput("The case is empty: fill in a ticket, a school, a course, a text or a message.")
    was_closed = editing.closed if editing is not None and editing.outcome == fields.outcome else None
    return Case(
        uid=str(uuid.uuid4()),
        entry=entry.id,
        title=entry.title,
        ticket=one_line(ticket),
        school=one_line(school),
        course=one_line(course),
        message=message,
        values={clean(name): clean(value) for name, value in fields.values.items()},
        text=text,
        opened=editing.opened if editing is not None else now,
        closed=None if fields.outcome is None else was_closed or now,
        outcome=fields.outcome,
        created=now,
        changed=now,
        rev=uuid.uuid4().hex,
        was=(),
    )


def end_case(notebook: Notebook, entry: Entry, case: Case, outcome: Outcome | None) -> Case:
    """Close a case with an outcome, or reopen it with None; see `save_case`."""
    return save_case(notebook, entry, msgspec.structs.replace(fields_of(case), outcome=outcome), case)


def remove_case(notebook: Notebook, case: Case) -> bool:
    """Remove a case unless another terminal has changed it since; return whether it was removed."""
    with notebook.transaction(f"case removed: {named(case)}") as database:
        return take_out(database.table("cases"), case)


def named(case: Case) -> str:
    """Return the title of a case and what an agent recognizes it by."""
    details = " · ".join(filter(None, (case.ticket, case.school, case.course))) or one_line(case.text)[:_SHOWN]
    return f"{case.title}: {details}" if details else case.title


def listed(cases: Iterable[Case], criteria: CaseFilter, vendors: Mapping[str, str], now: datetime) -> list[Case]:
    """Return the cases that pass a filter, most recently opened first.

    Args:
        cases: All cases.
        criteria: The filter.
        vendors: Entry id to vendor id.
        now: The current time.
    """
    words = fold(criteria.text).split()
    since = now - timedelta(days=criteria.days) if criteria.days is not None else None
    matches = [
        case
        for case in cases
        if (case.is_open or not criteria.open_only)
        and (since is None or case.opened > since)
        and criteria.vendor in (None, vendors.get(case.entry))
        and criteria.entry in (None, case.entry)
        and (criteria.school is None or fold(case.school) == fold(criteria.school))
        and _contains(case, words)
    ]
    return sorted(matches, key=lambda case: case.opened, reverse=True)


def _contains(case: Case, words: Iterable[str]) -> bool:
    text = fold(searched(case)) if words else ""
    return all(word in text for word in words)


def searched(case: Case) -> str:
    """Return all text of a case that can be searched for."""
    texts = (case.title, case.ticket, case.school, case.course, case.text, case.message, *case.values.values())
    return " ".join(filter(None, texts))


def recurring(cases: Iterable[Case], now: datetime, by_school: bool = False) -> list[Recurring]:
    """Count the cases of the last 90 days by entry, the most frequent entry of the last 30 days first.

    Args:
        cases: All cases.
        now: The current time; a week is seven days, and the last one ends now.
        by_school: Count by entry and school.
    """
    groups: dict[tuple[str, str | None], list[Case]] = {}
    for case in cases:
        if case.opened > now - LONGER:
            groups.setdefault((case.entry, fold(case.school) if by_school else None), []).append(case)
    counts = [_counted(group, now, by_school) for group in groups.values()]
    return sorted(counts, key=lambda count: (-count.recent, -count.longer, -count.last.timestamp(), count.entry))


def _counted(cases: list[Case], now: datetime, by_school: bool) -> Recurring:
    """Count cases of one entry, or of one entry at one school."""
    weeks = [0] * WEEKS
    for case in cases:
        weeks[WEEKS - 1 - max(0, (now - case.opened).days // 7)] += 1
    last = max(cases, key=lambda case: case.opened)
    return Recurring(
        entry=last.entry,
        title=last.title,
        school=last.school if by_school else None,
        recent=sum(case.opened > now - RECENT for case in cases),
        longer=len(cases),
        weeks=tuple(weeks),
        last=last.opened,
        open=sum(case.is_open for case in cases),
    )
