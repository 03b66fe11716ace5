"""Cases: which entry met which school when, what was done, and what comes back."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, get_args

import msgspec

from store.core.errors import BadInput
from store.core.models import Case, Entry, Outcome
from store.core.text import clean, fold, one_line
from store.notebook.notebook import Notebook, put, take_out

WEEKS = 13
"""Of the sparkline: what the last 90 days hold, rounded up."""
RECENT, LONGER = timedelta(days=30), timedelta(days=90)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
_BARS = "▁▂▃▄▅▆▇█"


class CaseFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an agent fills in."""

    ticket: str = ""
    school: str = ""
    course: str = ""
    message: str = ""
    values: Mapping[str, str] = {}
    text: str = ""
    outcome: Outcome | None = None
    """How the case ended; None for an open one."""


class Wanted(msgspec.Struct, frozen=True):
    """Which cases to list."""

    open_only: bool = False
    days: int | None = None
    """Opened in so many days until now."""
    vendor: str | None = None
    """Id of the vendor of their entries."""
    school: str | None = None
    entry: str | None = None
    text: str = ""
    """Words that each stand somewhere in the case."""


class Recurring(NamedTuple):
    """What comes back: an entry, or an entry at a school."""

    entry: str
    title: str
    school: str | None
    """None where all schools are counted together."""
    recent: int
    """Cases of the last 30 days."""
    longer: int
    """Cases of the last 90 days."""
    weeks: tuple[int, ...]
    """Cases by week, the last one at the end."""
    last: datetime
    open: int


def fields_of(case: Case) -> CaseFields:
    """Return what was filled in."""
    return CaseFields(case.ticket, case.school, case.course, case.message, case.values, case.text, case.outcome)


def save_case(notebook: Notebook, entry: Entry, fields: CaseFields, editing: Case | None = None) -> Case:
    """Log a case, or change one.

    Args:
        notebook: Where it is kept.
        entry: What it is about.
        fields: What the agent filled in.
        editing: The case as it was when its editing began, or None for a new one. Where another terminal changed or
            removed it since, both are kept.

    Returns:
        The case as kept.

    Raises:
        BadInput: Nothing is filled in.
        CannotSave: The change could not be made durable.
    """
    now = notebook.now()
    filled = [
        clean(each).strip() for each in (fields.ticket, fields.school, fields.course, fields.message, fields.text)
    ]
    if not any(filled):
        raise BadInput("The case is empty: fill in a ticket, a school, a course, a text or a message.")
    ticket, school, course, message, text = filled
    was_closed = editing.closed if editing is not None and editing.outcome == fields.outcome else None
    case = Case(
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
    with notebook.transaction(f"case {'changed' if editing else 'logged'}: {named(case)}") as database:
        return put(database.table("cases"), case, editing)


def end_case(notebook: Notebook, entry: Entry, case: Case, outcome: Outcome | None) -> Case:
    """Close a case with an outcome, or open it again with None."""
    return save_case(notebook, entry, msgspec.structs.replace(fields_of(case), outcome=outcome), case)


def remove_case(notebook: Notebook, case: Case) -> bool:
    """Remove a case; tell whether it was removed. One that another terminal changed since is kept."""
    with notebook.transaction(f"case removed: {named(case)}") as database:
        return take_out(database.table("cases"), case)


def named(case: Case) -> str:
    """Return words by which an agent knows a case again."""
    told = " · ".join(filter(None, (case.ticket, case.school, case.course))) or one_line(case.text)[:40]
    return f"{case.title}: {told}" if told else case.title


def listed(cases: Iterable[Case], wanted: Wanted, vendors: Mapping[str, str], now: datetime) -> list[Case]:
    """Return the cases that are wanted, the one opened last first.

    Args:
        cases: All of them.
        wanted: Which ones.
        vendors: Entry id to the id of its vendor.
        now: The time.
    """
    words = fold(wanted.text).split()
    since = now - timedelta(days=wanted.days) if wanted.days is not None else None
    found = [
        case
        for case in cases
        if (case.is_open or not wanted.open_only)
        and (since is None or case.opened > since)
        and wanted.vendor in (None, vendors.get(case.entry))
        and wanted.entry in (None, case.entry)
        and (wanted.school is None or fold(case.school) == fold(wanted.school))
        and all(word in told for told in [fold(searched(case))] for word in words)
    ]
    return sorted(found, key=lambda case: case.opened, reverse=True)


def searched(case: Case) -> str:
    """Return all of a case's text, as search takes it."""
    told = (case.title, case.ticket, case.school, case.course, case.text, case.message, *case.values.values())
    return " ".join(filter(None, told))


def recurring(cases: Iterable[Case], now: datetime, by_school: bool = False) -> list[Recurring]:
    """Count what came back in the last 90 days, the most frequent of the last 30 days first.

    Args:
        cases: All of them.
        now: The time; a week is the seven days until then.
        by_school: Count each school apart.
    """
    groups: dict[tuple[str, str | None], list[Case]] = {}
    for case in cases:
        if case.opened > now - LONGER:
            groups.setdefault((case.entry, fold(case.school) if by_school else None), []).append(case)
    found = []
    for (entry, school), group in groups.items():
        weeks = [0] * WEEKS
        for case in group:
            weeks[WEEKS - 1 - max(0, (now - case.opened).days // 7)] += 1
        last = max(group, key=lambda case: case.opened)
        found.append(
            Recurring(
                entry=entry,
                title=last.title,
                school=last.school if school is not None else None,
                recent=sum(case.opened > now - RECENT for case in group),
                longer=len(group),
                weeks=tuple(weeks),
                last=last.opened,
                open=sum(case.is_open for case in group),
            )
        )
    return sorted(found, key=lambda each: (-each.recent, -each.longer, -each.last.timestamp(), each.entry))


def sparkline(counts: Sequence[int]) -> str:
    """Draw counts as bars, one cell each.

    Nothing is a dot: gaps would look like bars, and bars like gaps, where a row has the colours of the cursor.
    """
    most = max(counts, default=0)
    return "".join(_BARS[(len(_BARS) * count - 1) // most] if count else "·" for count in counts)


def digest(cases: Sequence[Case], now: datetime) -> str:
    """Say in one line what is known of an entry's cases.

    Args:
        cases: At least one, the one opened last first.
        now: The time, in the agent's zone.

    Returns:
        For instance `3 cases here, 2 at Ridgeview, last 14 Nov: renamed group, resolved; 1 open`.
    """
    schools = [case.school for case in cases if case.school]
    counts = Counter(fold(school) for school in schools)
    most = max(schools, key=lambda school: counts[fold(school)], default="")  # of equals, that of the newest case
    last = cases[0]
    if len(cases) == 1:
        where_ = f", at {most}" if most else ""
    else:
        where_ = f", {counts[fold(most)]} at {most}" if most else ""
    told = [one_line(last.text)] if last.text else []
    told += [last.outcome] if last.outcome else []
    said = f"{_count(len(cases))} here{where_}, last {day(last.opened, now)}"
    said += f": {', '.join(told)}" if told else ""
    still = sum(case.is_open for case in cases)
    return f"{said}; {still} open" if still else said


def day(moment: datetime, now: datetime) -> str:
    """Write a day in the agent's zone, with its year where that is another one."""
    local = moment.astimezone(now.tzinfo)
    return f"{local.day} {local:%b}" + (f" {local.year}" if local.year != now.year else "")


def _count(number: int) -> str:
    return f"{number} case{'' if number == 1 else 's'}"
