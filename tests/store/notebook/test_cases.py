"""A case is kept as it was filled in; lists, counts and the digest tell what comes back."""

import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
import pytest

from store.catalog import opening
from store.core.errors import BadInput
from store.core.models import Case
from store.notebook import backups, purge
from store.notebook.cases import (
    CaseFields,
    Recurring,
    Wanted,
    digest,
    end_case,
    fields_of,
    listed,
    named,
    recurring,
    remove_case,
    save_case,
    sparkline,
)
from store.notebook.notebook import Notebook

SHIPPED = opening.load(opening.shipped_path())
ENTRY, OTHER = SHIPPED.entries[0], SHIPPED.entries[-1]
VENDORS = {entry.id: entry.vendor for entry in SHIPPED.entries}
NOW = datetime(2026, 11, 14, 15, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FILLED = CaseFields("4411", "Ridgeview", "Algebra 2", "Invalid ID 7", {"id": "7"}, "renamed group")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notebook.json"


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.moment = NOW

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def notebook(path: Path, clock: Clock) -> Notebook:
    return Notebook(path, clock)


def standing(path: Path) -> list[Case]:
    return [case for cases in Notebook(path).snapshot.cases.values() for case in cases]


def case_of(age: timedelta = timedelta(), **fields: Any) -> Case:
    """Return a case that was opened so long before now."""
    opened = NOW - age
    case = Case(
        uid=f"{fields.get('text', '')}-{age}",
        entry=ENTRY.id,
        title=ENTRY.title,
        ticket="",
        school="",
        course="",
        message="",
        values={},
        text="",
        opened=opened,
        closed=opened if fields.get("outcome") else None,
        outcome=None,
        created=opened,
        changed=opened,
        rev="1",
        was=(),
    )
    return msgspec.structs.replace(case, **fields)


# --- keeping ----------------------------------------------------------------------------------------------------------


def test_what_is_filled_in_is_there_again(notebook: Notebook, path: Path) -> None:
    kept = save_case(notebook, ENTRY, FILLED)
    [case] = Notebook(path).snapshot.cases[ENTRY.id]
    assert case == kept
    assert fields_of(case) == FILLED
    assert (case.entry, case.title) == (ENTRY.id, ENTRY.title)
    assert (case.opened, case.created, case.changed) == (NOW, NOW, NOW)
    assert (case.is_open, case.closed, case.outcome, case.was, case.beside) == (True, None, None, (), None)


def test_a_case_may_be_logged_when_it_is_over(notebook: Notebook) -> None:
    kept = save_case(notebook, ENTRY, CaseFields(text="x", outcome="escalated"))
    assert (kept.is_open, kept.closed, kept.outcome) == (False, NOW, "escalated")


@pytest.mark.parametrize(
    "fields", [CaseFields(), CaseFields(" ", "\t", "\n"), CaseFields(values={"a": "b"}, outcome="resolved")]
)
def test_an_empty_case_is_refused(notebook: Notebook, path: Path, fields: CaseFields) -> None:
    with pytest.raises(BadInput, match="empty"):
        save_case(notebook, ENTRY, fields)
    assert not path.exists()


@pytest.mark.parametrize("name", ["ticket", "school", "course", "message", "text"])
def test_one_thing_filled_in_is_enough(notebook: Notebook, name: str) -> None:
    fields = msgspec.structs.replace(CaseFields(), **{name: "x"})
    assert fields_of(save_case(notebook, ENTRY, fields)) == fields


def test_what_is_typed_is_cleaned_at_the_door(notebook: Notebook) -> None:
    typed = CaseFields("\x1b[2J1 \n2", " a\tb ", "c\x07 \td", "m\x1b\r\nn", {"k\x1b": "v\x1b"}, " t\x1b\n\nu\n")
    assert fields_of(save_case(notebook, ENTRY, typed)) == CaseFields(
        "␛[2J1 2", "a b", "c␇ d", "m␛\nn", {"k␛": "v␛"}, "t␛\n\nu"
    )


def test_changing_a_case_keeps_its_identity_and_when_it_was_opened(notebook: Notebook, clock: Clock) -> None:
    before = save_case(notebook, ENTRY, FILLED)
    clock.moment += timedelta(days=2)
    after = save_case(notebook, ENTRY, msgspec.structs.replace(FILLED, text="more"), before)
    assert (after.uid, after.opened, after.created, after.was) == (before.uid, NOW, NOW, (before.rev,))
    assert (after.text, after.changed, after.beside) == ("more", clock.moment, None)
    assert after.rev != before.rev
    assert notebook.snapshot.cases[ENTRY.id] == (after,)


def test_closing_and_opening_again(notebook: Notebook, clock: Clock) -> None:
    opened = save_case(notebook, ENTRY, FILLED)
    clock.moment += timedelta(hours=1)
    closed = end_case(notebook, ENTRY, opened, "resolved")
    assert (closed.closed, closed.outcome, closed.is_open) == (clock.moment, "resolved", False)
    assert fields_of(closed) == msgspec.structs.replace(FILLED, outcome="resolved")
    again = end_case(notebook, ENTRY, closed, None)
    assert (again.closed, again.outcome, again.is_open) == (None, None, True)
    assert fields_of(again) == FILLED


def test_a_closed_case_keeps_its_end_until_it_ends_otherwise(notebook: Notebook, clock: Clock) -> None:
    closed = save_case(notebook, ENTRY, msgspec.structs.replace(FILLED, outcome="resolved"))
    clock.moment += timedelta(hours=1)
    changed = save_case(notebook, ENTRY, msgspec.structs.replace(fields_of(closed), text="more"), closed)
    assert changed.closed == NOW
    assert end_case(notebook, ENTRY, changed, "escalated").closed == clock.moment


def test_each_change_is_undone_in_order(notebook: Notebook, path: Path) -> None:
    first = save_case(notebook, ENTRY, FILLED)
    closed = end_case(notebook, ENTRY, first, "resolved")
    assert remove_case(notebook, closed) is True
    assert standing(path) == []
    name = f"{ENTRY.title}: 4411 · Ridgeview · Algebra 2"
    assert notebook.undo() == f"case removed: {name}"
    assert [case.outcome for case in standing(path)] == ["resolved"]
    assert notebook.undo() == f"case changed: {name}"
    assert [(case.uid, case.outcome, case.closed) for case in standing(path)] == [(first.uid, None, None)]
    assert notebook.undo() == f"case logged: {name}"
    assert standing(path) == []


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"school": "Ridgeview", "text": "x"}, "Ridgeview"),
        ({"text": "two\nlines " + "x" * 50}, "two lines " + "x" * 30),
        ({"message": "m"}, None),
    ],
)
def test_a_case_is_named_by_what_is_known(fields: dict[str, Any], name: str | None) -> None:
    assert named(case_of(**fields)) == (f"{ENTRY.title}: {name}" if name else ENTRY.title)


# --- other terminals --------------------------------------------------------------------------------------------------


def test_two_terminals_change_one_case_and_both_stand(notebook: Notebook, path: Path) -> None:
    case = save_case(notebook, ENTRY, FILLED)
    other = Notebook(path, lambda: NOW + timedelta(days=1))
    save_case(notebook, ENTRY, msgspec.structs.replace(FILLED, text="one"), case)
    kept = save_case(other, ENTRY, msgspec.structs.replace(FILLED, text="two", outcome="other"), case)
    assert (kept.beside, kept.opened, kept.created) == (case.uid, NOW, NOW + timedelta(days=1))
    assert kept.uid != case.uid
    assert sorted((each.text, each.outcome or "open") for each in standing(path)) == [("one", "open"), ("two", "other")]


def test_a_case_that_another_terminal_removed_comes_back_with_what_was_filled_in(
    notebook: Notebook, path: Path
) -> None:
    case = save_case(notebook, ENTRY, FILLED)
    other = Notebook(path)
    remove_case(notebook, case)
    end_case(other, ENTRY, case, "resolved")
    assert [(each.text, each.outcome) for each in standing(path)] == [("renamed group", "resolved")]


def test_a_case_that_another_terminal_changed_is_not_removed(notebook: Notebook, path: Path) -> None:
    case = save_case(notebook, ENTRY, FILLED)
    changed = end_case(Notebook(path), ENTRY, case, "resolved")
    assert remove_case(notebook, case) is False
    assert standing(path) == [changed]


def test_closing_a_case_that_another_terminal_changed_is_not_undone_over_it(notebook: Notebook, path: Path) -> None:
    case = save_case(notebook, ENTRY, FILLED)
    closed = end_case(notebook, ENTRY, case, "resolved")
    theirs = save_case(Notebook(path), ENTRY, msgspec.structs.replace(FILLED, text="theirs"), closed)
    with pytest.raises(BadInput, match="changed since"):
        notebook.undo()
    assert standing(path) == [theirs]


# --- listing ----------------------------------------------------------------------------------------------------------

LISTED = [
    case_of(timedelta(days=40), text="old", school="Élan High", ticket="7"),
    case_of(timedelta(days=1), text="new [b]group[/b]", school="Ridgeview", course="Algebra"),
    case_of(timedelta(days=20), text="done", outcome="resolved", values={"category": "Quizzes"}),
    case_of(timedelta(days=30), text="other", entry=OTHER.id, title="Its title", message="pasted words"),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["new [b]group[/b]", "done", "other", "old"]),
        (Wanted(open_only=True), ["new [b]group[/b]", "other", "old"]),
        (Wanted(vendor=OTHER.vendor), ["other"]),
        (Wanted(vendor="nobody"), []),
        (Wanted(entry=ENTRY.id), ["new [b]group[/b]", "done", "old"]),
        (Wanted(school="elan HIGH"), ["old"]),
        (Wanted(school="High"), []),
        (Wanted(school=""), ["done", "other"]),
        (Wanted(text="GROUP algebra"), ["new [b]group[/b]"]),
        (Wanted(text="group done"), []),
        (Wanted(text="elan"), ["old"]),
        (Wanted(text="quizzes"), ["done"]),
        (Wanted(text="its title"), ["other"]),
        (Wanted(text="7"), ["old"]),
        (Wanted(open_only=True, entry=ENTRY.id, days=39), ["new [b]group[/b]"]),
    ],
)
def test_filters(wanted: Wanted, found: list[str]) -> None:
    assert OTHER.vendor != ENTRY.vendor
    assert [case.text for case in listed(LISTED, wanted, VENDORS, NOW)] == found


def test_a_case_of_an_entry_that_is_gone_has_no_vendor() -> None:
    gone = case_of(entry="skyward/gone")
    assert listed([gone], Wanted(vendor="skyward"), VENDORS, NOW) == []
    assert listed([gone], Wanted(), VENDORS, NOW) == [gone]


@pytest.mark.parametrize("days", [7, 30, 90])
def test_days_are_those_that_the_counts_take(days: int) -> None:
    within, beyond = case_of(timedelta(days=days) - SECOND), case_of(timedelta(days=days))
    assert listed([beyond, within], Wanted(days=days), VENDORS, NOW) == [within]


# --- what comes back --------------------------------------------------------------------------------------------------


def counted(*cases: Case) -> Recurring:
    [count] = recurring(cases, NOW)
    return count


@pytest.mark.parametrize(
    ("age", "back"),
    [
        (-timedelta(hours=1), 0),  # a clock that was set back
        (timedelta(), 0),
        (timedelta(days=7) - SECOND, 0),
        (timedelta(days=7), 1),
        (timedelta(days=14) - SECOND, 1),
        (timedelta(days=14), 2),
        (timedelta(days=84) - SECOND, 11),
        (timedelta(days=84), 12),
        (timedelta(days=90) - SECOND, 12),
    ],
)
def test_a_case_counts_in_its_week(age: timedelta, back: int) -> None:
    weeks = [0] * 13
    weeks[12 - back] = 1
    assert counted(case_of(age)).weeks == tuple(weeks)


def test_counts_end_at_thirty_and_at_ninety_days() -> None:
    ages = [timedelta(days=days) - less for days in (30, 90) for less in (SECOND, timedelta())]
    count = counted(*(case_of(age) for age in ages))
    assert (count.recent, count.longer, sum(count.weeks)) == (1, 3, 3)
    assert recurring([case_of(timedelta(days=90))], NOW) == []


def test_weeks_end_now_in_whatever_zone() -> None:
    cases = [case_of(timedelta(days=7) - SECOND), case_of(timedelta(days=7))]
    for hours in (-11, 13):
        [count] = recurring(cases, NOW.astimezone(timezone(timedelta(hours=hours))))
        assert count.weeks[-2:] == (1, 1)


def test_what_is_told_of_an_entry_is_its_newest_cases() -> None:
    newest = case_of(timedelta(days=1), title="New title", outcome="resolved", school="Lake")
    count = counted(case_of(timedelta(days=50), title="Old title"), newest, case_of(timedelta(days=2)))
    assert (count.entry, count.title, count.school, count.last) == (ENTRY.id, "New title", None, newest.opened)
    assert (count.recent, count.longer, count.open) == (2, 3, 2)


def test_schools_are_counted_together_or_apart() -> None:
    schools = ["Ridgeview", "", "RIDGEVIEW", "Lake"]
    cases = [case_of(timedelta(days=number), school=school) for number, school in enumerate(schools)]
    assert [(count.school, count.recent) for count in recurring(cases, NOW)] == [(None, 4)]
    found = [(count.school, count.recent) for count in recurring(cases, NOW, by_school=True)]
    assert found == [("Ridgeview", 2), ("", 1), ("Lake", 1)]


def test_the_most_frequent_of_late_comes_first() -> None:
    def several(entry: str, *days: int) -> list[Case]:
        return [case_of(timedelta(days=each), entry=entry) for each in days]

    cases = [
        *several("once-lately", 5),
        *several("twice-of-old", 40, 50),
        *several("often-of-old", 60, 61, 62),
        *several("twice-lately", 20, 21),
        *several("b-tie", 5),
        *several("once-and-old", 6, 80),
        *several("later", 4),
    ]
    found = [count.entry for count in recurring(cases, NOW)]
    assert found == ["twice-lately", "once-and-old", "later", "b-tie", "once-lately", "often-of-old", "twice-of-old"]


def test_nothing_comes_back_of_nothing() -> None:
    assert recurring([], NOW) == []


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        ([], ""),
        ([0, 0, 0], "···"),
        ([0, 1, 0], "·█·"),
        ([1, 2], "▄█"),
        (list(range(9)), "·▁▂▃▄▅▆▇█"),
        ([1, 1000, 999, 500], "▁██▄"),
    ],
)
def test_sparkline(counts: list[int], line: str) -> None:
    assert sparkline(counts) == line


# --- digest -----------------------------------------------------------------------------------------------------------

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("cases", "line"),
    [
        ([case_of(outcome="resolved")], "1 case here, last 14 Nov: resolved"),
        ([case_of()], "1 case here, last 14 Nov; 1 open"),
        ([case_of(school="Lake", text="a\nb")], "1 case here, at Lake, last 14 Nov: a b; 1 open"),
        ([case_of(text="a", outcome="other")], "1 case here, last 14 Nov: a, other"),
        (
            [
                case_of(school="Ridgeview", text="renamed group", outcome="resolved"),
                case_of(DAY, school="Lake"),
                case_of(2 * DAY, school="Ridgeview", outcome="escalated", text="earlier"),
            ],
            "3 cases here, 2 at Ridgeview, last 14 Nov: renamed group, resolved; 1 open",
        ),
        ([case_of(), case_of(DAY)], "2 cases here, last 14 Nov; 2 open"),
        ([case_of(), case_of(DAY, school="Lake")], "2 cases here, 1 at Lake, last 14 Nov; 2 open"),
        (
            [case_of(outcome="other"), case_of(DAY, outcome="resolved", text="earlier")],
            "2 cases here, last 14 Nov: other",
        ),
        (
            [case_of(school=each, outcome="other") for each in ("Longest", "Hill", "RIDGE", "Ridge")],
            "4 cases here, 2 at RIDGE, last 14 Nov: other",
        ),
        (
            [case_of(school=each, outcome="other") for each in ("Lake", "Hill")],
            "2 cases here, 1 at Lake, last 14 Nov: other",
        ),
        ([case_of(365 * DAY, outcome="other")], "1 case here, last 14 Nov 2025: other"),
        ([case_of(9 * DAY, outcome="other")], "1 case here, last 5 Nov: other"),
    ],
)
def test_digest(cases: list[Case], line: str) -> None:
    assert digest(cases, NOW) == line


@pytest.mark.parametrize(
    ("hours", "told"), [(-16, "13 Nov"), (0, "14 Nov"), (9, "15 Nov")], ids=["west", "here", "east"]
)
def test_a_digest_tells_the_day_in_the_agents_zone(hours: int, told: str) -> None:
    zone = timezone(timedelta(hours=hours))
    assert digest([case_of(outcome="other")], NOW.astimezone(zone)) == f"1 case here, last {told}: other"


def test_the_year_is_the_agents(clock: Clock) -> None:
    new_year = datetime(2027, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    case = msgspec.structs.replace(case_of(outcome="other"), opened=datetime(2026, 12, 31, 23, 15, tzinfo=UTC))
    assert digest([case], new_year) == "1 case here, last 1 Jan: other"
    assert digest([case], new_year.astimezone(UTC)) == "1 case here, last 31 Dec: other"


def test_a_digest_of_what_was_typed_obeys_none_of_it(notebook: Notebook, path: Path) -> None:
    save_case(notebook, ENTRY, CaseFields(school="[b]Lake[/b]\x1b[2J", text="[/x]\x1b]52;c;eA==\x07\n\u202eb"))
    assert digest(standing(path), NOW) == (
        "1 case here, at [b]Lake[/b]␛[2J, last 14 Nov: [/x]␛]52;c;eA==␇ \ufffdb; 1 open"
    )


# --- purging ----------------------------------------------------------------------------------------------------------


def holding(path: Path, marker: str) -> list[str]:
    """Return the names of the files that hold a text."""
    files = [file for file in path.parent.rglob("*") if file.is_file()]
    return sorted(file.name for file in files if marker.encode() in file.read_bytes())


@pytest.mark.parametrize(
    "fields", [CaseFields(text="MARKER"), CaseFields(message="MARKER"), CaseFields(ticket="MARKER")]
)
def test_a_purged_case_is_in_no_copy_and_in_no_undo_step(
    notebook: Notebook, path: Path, clock: Clock, fields: CaseFields
) -> None:
    kept = save_case(notebook, OTHER, CaseFields(text="kept"))
    note = notebook.save_note(ENTRY, "kept", [])
    case = end_case(notebook, ENTRY, save_case(notebook, ENTRY, fields), "resolved")
    clock.moment += timedelta(days=1)
    remove_case(notebook, case)
    notebook.undo()
    assert len(holding(path, "MARKER")) > 2
    purged = purge.purge_record(notebook, "cases", case.uid)
    assert (purged.live, purged.copies, purged.drafts) == (True, 3, 0)
    assert holding(path, "MARKER") == []
    assert standing(path) == [kept]
    assert Notebook(path).snapshot.notes[ENTRY.id] == (note,)
    assert purge.purge_record(notebook, "cases", case.uid)[:2] == (False, 0)


@pytest.mark.parametrize("fields", [CaseFields(text='say "MARKER" é'), CaseFields(message='say "MARKER" é')])
def test_a_damaged_file_that_holds_a_purged_case_goes_and_others_stay(
    notebook: Notebook, path: Path, fields: CaseFields
) -> None:
    case = save_case(notebook, ENTRY, fields)
    path.with_name(f"{path.name}.damaged-1").write_text('..."say \\"MARKER\\" é", "')
    path.with_name(f"{path.name}.damaged-2").write_text(f'..."uid": "{case.uid}')
    path.with_name(f"{path.name}.damaged-3").write_text('..."say nothing')
    purge.purge_record(notebook, "cases", case.uid)
    assert [file.name for file in backups.damaged(path)] == [f"{path.name}.damaged-3"]


@pytest.mark.parametrize("table", ["cases", "notes"])
def test_after_purging_the_newest_copy_is_the_newest_still(
    notebook: Notebook, path: Path, clock: Clock, table: str
) -> None:
    purged = save_case(notebook, ENTRY, FILLED) if table == "cases" else notebook.save_note(ENTRY, "x", [])
    for number in range(4):
        clock.moment += timedelta(days=1)
        notebook.save_note(OTHER, str(number), [])
    days = sorted(backups.folder(path).glob("daily-*.json"))
    for number, copy in enumerate(days):
        os.utime(copy, (number, number))  # files of one test may share a tick of the file system
    purge.purge_record(notebook, table, purged.uid)
    newest_first = [copy for copy in backups.newest_first(path) if copy in days]
    assert (len(days), newest_first) == (4, days[::-1])
    assert [copy.stat().st_mtime for copy in days] == [0, 1, 2, 3]
