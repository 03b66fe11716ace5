"""Cases are saved as typed, found by filters, counted by entry and week, and purged from every copy."""

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
    CaseFilter,
    Recurring,
    end_case,
    fields_of,
    listed,
    named,
    recurring,
    remove_case,
    save_case,
)
from store.notebook.notebook import Notebook

SHIPPED = opening.load(opening.shipped_path())
ENTRY, OTHER = SHIPPED.entries[0], SHIPPED.entries[-1]
VENDORS = {entry.id: entry.vendor for entry in SHIPPED.entries}
NOW = datetime(2026, 11, 14, 15, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FILLED = CaseFields(
    ticket="4411",
    school="Ridgeview",
    course="Algebra 2",
    message="Invalid ID 7",
    values={"id": "7"},
    text="renamed group",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notebook.json"


class Clock:
    """A clock that stands still until it is set."""

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


def saved(path: Path) -> list[Case]:
    return Notebook(path).snapshot.all_cases


def case_of(age: timedelta = timedelta(), **fields: Any) -> Case:
    """Return a case that was opened `age` before now."""
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


# --- saving -----------------------------------------------------------------------------------------------------------


def test_a_case_is_saved_as_typed(notebook: Notebook, path: Path) -> None:
    kept = save_case(notebook, ENTRY, FILLED)
    [case] = Notebook(path).snapshot.cases[ENTRY.id]
    assert case == kept
    assert fields_of(case) == FILLED
    assert (case.entry, case.title) == (ENTRY.id, ENTRY.title)
    assert (case.opened, case.created, case.changed) == (NOW, NOW, NOW)
    assert (case.is_open, case.closed, case.outcome, case.was, case.beside) == (True, None, None, (), None)


def test_a_case_can_be_logged_as_closed(notebook: Notebook) -> None:
    kept = save_case(notebook, ENTRY, CaseFields(text="x", outcome="escalated"))
    assert (kept.is_open, kept.closed, kept.outcome) == (False, NOW, "escalated")


@pytest.mark.parametrize(
    "fields",
    [CaseFields(), CaseFields(ticket=" ", school="\t", course="\n"), CaseFields(values={"a": "b"}, outcome="resolved")],
)
def test_an_empty_case_is_refused(notebook: Notebook, path: Path, fields: CaseFields) -> None:
    with pytest.raises(BadInput, match="empty"):
        save_case(notebook, ENTRY, fields)
    assert not path.exists()


@pytest.mark.parametrize("name", ["ticket", "school", "course", "message", "text"])
def test_one_field_is_enough(notebook: Notebook, name: str) -> None:
    fields = msgspec.structs.replace(CaseFields(), **{name: "x"})
    assert fields_of(save_case(notebook, ENTRY, fields)) == fields


def test_typed_text_is_cleaned(notebook: Notebook) -> None:
    typed = CaseFields(
        ticket="\x1b[2J1 \n2",
        school=" a\tb ",
        course="c\x07 \td",
        message="m\x1b\r\nn",
        values={"k\x1b": "v\x1b"},
        text=" t\x1b\n\nu\n",
    )
    assert fields_of(save_case(notebook, ENTRY, typed)) == CaseFields(
        ticket="␛[2J1 2", school="a b", course="c␇ d", message="m␛\nn", values={"k␛": "v␛"}, text="t␛\n\nu"
    )


def test_changing_a_case_keeps_its_identity_and_when_it_was_opened(notebook: Notebook, clock: Clock) -> None:
    before = save_case(notebook, ENTRY, FILLED)
    clock.moment += timedelta(days=2)
    after = save_case(notebook, ENTRY, msgspec.structs.replace(FILLED, text="more"), before)
    assert (after.uid, after.opened, after.created, after.was) == (before.uid, NOW, NOW, (before.rev,))
    assert (after.text, after.changed, after.beside) == ("more", clock.moment, None)
    assert after.rev != before.rev
    assert notebook.snapshot.cases[ENTRY.id] == (after,)


def test_a_case_can_be_closed_and_reopened(notebook: Notebook, clock: Clock) -> None:
    opened = save_case(notebook, ENTRY, FILLED)
    clock.moment += timedelta(hours=1)
    closed = end_case(notebook, ENTRY, opened, "resolved")
    assert (closed.closed, closed.outcome, closed.is_open) == (clock.moment, "resolved", False)
    assert fields_of(closed) == msgspec.structs.replace(FILLED, outcome="resolved")
    again = end_case(notebook, ENTRY, closed, None)
    assert (again.closed, again.outcome, again.is_open) == (None, None, True)
    assert fields_of(again) == FILLED


def test_a_closed_case_keeps_its_closing_time_until_its_outcome_changes(notebook: Notebook, clock: Clock) -> None:
    closed = save_case(notebook, ENTRY, msgspec.structs.replace(FILLED, outcome="resolved"))
    clock.moment += timedelta(hours=1)
    changed = save_case(notebook, ENTRY, msgspec.structs.replace(fields_of(closed), text="more"), closed)
    assert changed.closed == NOW
    assert end_case(notebook, ENTRY, changed, "escalated").closed == clock.moment


def test_changes_are_undone_in_order(notebook: Notebook, path: Path) -> None:
    first = save_case(notebook, ENTRY, FILLED)
    closed = end_case(notebook, ENTRY, first, "resolved")
    assert remove_case(notebook, closed) is True
    assert saved(path) == []
    name = f"{ENTRY.title}: 4411 · Ridgeview · Algebra 2"
    assert notebook.undo() == f"case removed: {name}"
    assert [case.outcome for case in saved(path)] == ["resolved"]
    assert notebook.undo() == f"case changed: {name}"
    assert [(case.uid, case.outcome, case.closed) for case in saved(path)] == [(first.uid, None, None)]
    assert notebook.undo() == f"case logged: {name}"
    assert saved(path) == []


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"school": "Ridgeview", "text": "x"}, "Ridgeview"),
        ({"text": "two\nlines " + "x" * 50}, "two lines " + "x" * 30),
        ({"message": "m"}, None),
    ],
)
def test_a_case_is_named_by_its_filled_fields(fields: dict[str, Any], name: str | None) -> None:
    assert named(case_of(**fields)) == (f"{ENTRY.title}: {name}" if name else ENTRY.title)


# --- other terminals --------------------------------------------------------------------------------------------------


def test_if_two_terminals_change_a_case_both_versions_are_kept(notebook: Notebook, path: Path) -> None:
    case = save_case(notebook, ENTRY, FILLED)
    other = Notebook(path, lambda: NOW + timedelta(days=1))
    save_case(notebook, ENTRY, msgspec.structs.replace(FILLED, text="one"), case)
    kept = save_case(other, ENTRY, msgspec.structs.replace(FILLED, text="two", outcome="other"), case)
    assert (kept.beside, kept.opened, kept.created) == (case.uid, NOW, NOW + timedelta(days=1))
    assert kept.uid != case.uid
    assert sorted((case.text, case.outcome or "open") for case in saved(path)) == [("one", "open"), ("two", "other")]


def test_a_case_that_another_terminal_removed_comes_back_with_the_change(notebook: Notebook, path: Path) -> None:
    case = save_case(notebook, ENTRY, FILLED)
    other = Notebook(path)
    remove_case(notebook, case)
    end_case(other, ENTRY, case, "resolved")
    assert [(case.text, case.outcome) for case in saved(path)] == [("renamed group", "resolved")]


def test_a_case_that_another_terminal_changed_is_not_removed(notebook: Notebook, path: Path) -> None:
    case = save_case(notebook, ENTRY, FILLED)
    changed = end_case(Notebook(path), ENTRY, case, "resolved")
    assert remove_case(notebook, case) is False
    assert saved(path) == [changed]


def test_undo_does_not_overwrite_what_another_terminal_changed(notebook: Notebook, path: Path) -> None:
    case = save_case(notebook, ENTRY, FILLED)
    closed = end_case(notebook, ENTRY, case, "resolved")
    theirs = save_case(Notebook(path), ENTRY, msgspec.structs.replace(FILLED, text="theirs"), closed)
    with pytest.raises(BadInput, match="changed again"):
        notebook.undo()
    assert saved(path) == [theirs]


# --- listing ----------------------------------------------------------------------------------------------------------

LISTED = [
    case_of(timedelta(days=40), text="old", school="Élan High", ticket="7"),
    case_of(timedelta(days=1), text="new [b]group[/b]", school="Ridgeview", course="Algebra"),
    case_of(timedelta(days=20), text="done", outcome="resolved", values={"category": "Quizzes"}),
    case_of(timedelta(days=30), text="other", entry=OTHER.id, title="Its title", message="pasted words"),
]


@pytest.mark.parametrize(
    ("criteria", "texts"),
    [
        (CaseFilter(), ["new [b]group[/b]", "done", "other", "old"]),
        (CaseFilter(open_only=True), ["new [b]group[/b]", "other", "old"]),
        (CaseFilter(vendor=OTHER.vendor), ["other"]),
        (CaseFilter(vendor="nobody"), []),
        (CaseFilter(entry=ENTRY.id), ["new [b]group[/b]", "done", "old"]),
        (CaseFilter(school="elan HIGH"), ["old"]),
        (CaseFilter(school="High"), []),
        (CaseFilter(school=""), ["done", "other"]),
        (CaseFilter(text="GROUP algebra"), ["new [b]group[/b]"]),
        (CaseFilter(text="group done"), []),
        (CaseFilter(text="elan"), ["old"]),
        (CaseFilter(text="quizzes"), ["done"]),
        (CaseFilter(text="its title"), ["other"]),
        (CaseFilter(text="7"), ["old"]),
        (CaseFilter(open_only=True, entry=ENTRY.id, days=39), ["new [b]group[/b]"]),
    ],
)
def test_filters(criteria: CaseFilter, texts: list[str]) -> None:
    assert OTHER.vendor != ENTRY.vendor
    assert [case.text for case in listed(LISTED, criteria, VENDORS, NOW)] == texts


def test_a_case_of_a_missing_entry_has_no_vendor() -> None:
    gone = case_of(entry="skyward/gone")
    assert listed([gone], CaseFilter(vendor="skyward"), VENDORS, NOW) == []
    assert listed([gone], CaseFilter(), VENDORS, NOW) == [gone]


@pytest.mark.parametrize("days", [7, 30, 90])
def test_the_filter_counts_days_as_the_counts_do(days: int) -> None:
    within, beyond = case_of(timedelta(days=days) - SECOND), case_of(timedelta(days=days))
    assert listed([beyond, within], CaseFilter(days=days), VENDORS, NOW) == [within]


# --- counts -----------------------------------------------------------------------------------------------------------


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


def test_counts_cover_thirty_and_ninety_days() -> None:
    ages = [timedelta(days=days) - less for days in (30, 90) for less in (SECOND, timedelta())]
    count = counted(*(case_of(age) for age in ages))
    assert (count.recent, count.longer, sum(count.weeks)) == (1, 3, 3)
    assert recurring([case_of(timedelta(days=90))], NOW) == []


def test_the_last_week_ends_now_in_any_time_zone() -> None:
    cases = [case_of(timedelta(days=7) - SECOND), case_of(timedelta(days=7))]
    for hours in (-11, 13):
        [count] = recurring(cases, NOW.astimezone(timezone(timedelta(hours=hours))))
        assert count.weeks[-2:] == (1, 1)


def test_a_count_has_the_title_of_the_newest_case() -> None:
    newest = case_of(timedelta(days=1), title="New title", outcome="resolved", school="Lake")
    count = counted(case_of(timedelta(days=50), title="Old title"), newest, case_of(timedelta(days=2)))
    assert (count.entry, count.title, count.school, count.last) == (ENTRY.id, "New title", None, newest.opened)
    assert (count.recent, count.longer, count.open) == (2, 3, 2)


def test_schools_can_be_counted_separately() -> None:
    schools = ["Ridgeview", "", "RIDGEVIEW", "Lake"]
    cases = [case_of(timedelta(days=number), school=school) for number, school in enumerate(schools)]
    assert [(count.school, count.recent) for count in recurring(cases, NOW)] == [(None, 4)]
    by_school = [(count.school, count.recent) for count in recurring(cases, NOW, by_school=True)]
    assert by_school == [("Ridgeview", 2), ("", 1), ("Lake", 1)]


def test_the_most_frequent_recent_entry_comes_first() -> None:
    def several(entry: str, *days: int) -> list[Case]:
        return [case_of(timedelta(days=age), entry=entry) for age in days]

    cases = [
        *several("once-lately", 5),
        *several("twice-of-old", 40, 50),
        *several("often-of-old", 60, 61, 62),
        *several("twice-lately", 20, 21),
        *several("b-tie", 5),
        *several("once-and-old", 6, 80),
        *several("later", 4),
    ]
    entries = [count.entry for count in recurring(cases, NOW)]
    assert entries == ["twice-lately", "once-and-old", "later", "b-tie", "once-lately", "often-of-old", "twice-of-old"]


def test_without_cases_nothing_is_counted() -> None:
    assert recurring([], NOW) == []


# --- purging ----------------------------------------------------------------------------------------------------------


def files_with(path: Path, marker: str) -> list[str]:
    """Return the names of the files that contain a text."""
    files = [file for file in path.parent.rglob("*") if file.is_file()]
    return sorted(file.name for file in files if marker.encode() in file.read_bytes())


@pytest.mark.parametrize(
    "fields", [CaseFields(text="MARKER"), CaseFields(message="MARKER"), CaseFields(ticket="MARKER")]
)
def test_a_purge_clears_every_copy_and_undo_step(
    notebook: Notebook, path: Path, clock: Clock, fields: CaseFields
) -> None:
    kept = save_case(notebook, OTHER, CaseFields(text="kept"))
    note = notebook.save_note(ENTRY, "kept", [])
    case = end_case(notebook, ENTRY, save_case(notebook, ENTRY, fields), "resolved")
    clock.moment += timedelta(days=1)
    remove_case(notebook, case)
    notebook.undo()
    assert len(files_with(path, "MARKER")) > 2
    purged = purge.purge_record(notebook, "cases", case.uid)
    assert (purged.live, purged.copies, purged.drafts) == (True, 3, 0)
    assert files_with(path, "MARKER") == []
    assert saved(path) == [kept]
    assert Notebook(path).snapshot.notes[ENTRY.id] == (note,)
    assert purge.purge_record(notebook, "cases", case.uid)[:2] == (False, 0)


@pytest.mark.parametrize("fields", [CaseFields(text='say "MARKER" é'), CaseFields(message='say "MARKER" é')])
def test_a_purge_deletes_damaged_files_with_the_case_and_no_others(
    notebook: Notebook, path: Path, fields: CaseFields
) -> None:
    case = save_case(notebook, ENTRY, fields)
    path.with_name(f"{path.name}.damaged-1").write_text('..."say \\"MARKER\\" é", "')
    path.with_name(f"{path.name}.damaged-2").write_text(f'..."uid": "{case.uid}')
    path.with_name(f"{path.name}.damaged-3").write_text('..."say nothing')
    purge.purge_record(notebook, "cases", case.uid)
    assert [file.name for file in backups.damaged(path)] == [f"{path.name}.damaged-3"]


@pytest.mark.parametrize("table", ["cases", "notes"])
def test_a_purge_keeps_the_order_of_the_copies(notebook: Notebook, path: Path, clock: Clock, table: str) -> None:
    purged = save_case(notebook, ENTRY, FILLED) if table == "cases" else notebook.save_note(ENTRY, "x", [])
    for number in range(4):
        clock.moment += timedelta(days=1)
        notebook.save_note(OTHER, str(number), [])
    days = sorted(backups.folder(path).glob("daily-*.json"))
    for number, copy in enumerate(days):
        os.utime(copy, (number, number))  # otherwise files of one test could have the same time
    purge.purge_record(notebook, table, purged.uid)
    newest_first = [copy for copy in backups.newest_first(path) if copy in days]
    assert (len(days), newest_first) == (4, days[::-1])
    assert [copy.stat().st_mtime for copy in days] == [0, 1, 2, 3]
