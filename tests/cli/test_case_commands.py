"""Cases from scripts: logged, changed, listed, counted and purged."""

import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from store.core.models import Case
from store.notebook.cases import CaseFields, save_case
from store.notebook.missing_entries import stand_in
from store.notebook.notebook import Notebook
from tests.cli.test_cli import SHIPPED, sisdex
from tui.cli.records import Kind, find_record

ENTRY = "skyward/invalid-request"
WITH_SLOTS = "skyward/grading-category-not-found"
NEXT = "sisdex case add"


def notebook() -> Notebook:
    return Notebook(Path(os.environ["SISDEX_NOTEBOOK"]))


def the_case() -> Case:
    [[case]] = notebook().snapshot.cases.values()
    return case


def add(*arguments: str, entry: str = ENTRY, stdin: str | None = None) -> str:
    added = sisdex("case", "add", entry, *arguments, stdin=stdin)
    assert (added.exit_code, len(added.stdout)) == (0, 9)
    return added.stdout.strip()


def logged(opened: datetime, fields: CaseFields, entry_id: str = ENTRY) -> str:
    """Log a case at another time than now; return as much of its id as is shown."""
    entry = SHIPPED.entry(entry_id) or stand_in(entry_id, "Old Error")
    return save_case(Notebook(Path(os.environ["SISDEX_NOTEBOOK"]), lambda: opened), entry, fields).uid[:8]


def ago(days: int) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def listed(*arguments: str) -> list[Any]:
    result = sisdex("case", "list", *arguments, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    found: list[Any] = json.loads(result.stdout)
    return found


# --- logging and changing ---------------------------------------------------------------------------------------------


def test_a_case_is_logged_with_what_is_given() -> None:
    added = sisdex("case", "add", ENTRY, "--ticket", "4411", "--school", "Ridge\x1bview", "--course", "Algebra")
    case = the_case()
    assert (added.exit_code, added.stdout, added.stderr) == (0, f"{case.uid[:8]}\n", "Case logged: Invalid Request\n")
    assert (case.entry, case.ticket, case.school, case.course) == (ENTRY, "4411", "Ridge␛view", "Algebra")
    assert (case.text, case.message, case.values, case.outcome) == ("", "", {}, None)


@pytest.mark.parametrize("outcome", ["resolved", "escalated", "other"])
def test_a_case_may_be_logged_as_closed(outcome: str) -> None:
    add("--text", "-", "--closed", outcome, stdin="two\nlines\n")
    assert (the_case().text, the_case().outcome, the_case().is_open) == ("two\nlines", outcome, False)


@pytest.mark.parametrize(
    "message",
    [
        "Grading category Quizzes not found in Skyward for section 12.",
        "Hi,\n\nGrading category Quizzes not found\nin Skyward for section 12.\n\nThanks",
        "10:41 | Aeries | ERROR | Internal Server Error\n"
        "10:42 | Skyward | ERROR | Grading category Quizzes not found in Skyward for section 12.\n",
    ],
    ids=["whole", "wrapped in a mail", "in a log"],
)
def test_values_are_read_from_the_message(message: str) -> None:
    add("--message", "-", entry=WITH_SLOTS, stdin=message)
    assert (the_case().message, the_case().values) == (message.strip(), {"category": "Quizzes", "section": "12"})


@pytest.mark.parametrize(
    "message", ["Grading category Quizzes not found in Skyward for section 12.", "what the caller expected", "category"]
)
def test_a_message_of_another_entry_gives_no_values(message: str) -> None:
    add("--message", message)
    assert (the_case().message, the_case().values) == (message, {})


def test_only_what_is_given_is_changed() -> None:
    uid = add("--ticket", "1", "--school", "Lake", "--course", "C", "--text", "t", "--closed", "other")
    before = the_case()
    edited = sisdex("case", "edit", uid[:4], "--school", "Hill")
    assert (edited.exit_code, edited.stdout, edited.stderr) == (0, f"{uid}\n", "Case changed.\n")
    case = the_case()
    assert (case.ticket, case.school, case.course, case.text, case.outcome) == ("1", "Hill", "C", "t", "other")
    assert (case.uid, case.opened, case.closed) == (before.uid, before.opened, before.closed)
    options = ("--ticket", "", "--course", "D", "--text", "-", "--closed", "resolved")
    assert sisdex("case", "edit", uid, *options, stdin="new").exit_code == 0
    case = the_case()
    assert (case.ticket, case.school, case.course, case.text, case.outcome) == ("", "Hill", "D", "new", "resolved")


def test_values_follow_the_message() -> None:
    uid = add("--message", "Grading category Quizzes not found in Skyward for section 12.", entry=WITH_SLOTS)
    sisdex("case", "edit", uid, "--text", "x")
    assert the_case().values == {"category": "Quizzes", "section": "12"}
    sisdex("case", "edit", uid, "--message", "Grading category Tests not found in Skyward for section 7.")
    assert the_case().values == {"category": "Tests", "section": "7"}
    sisdex("case", "edit", uid, "--message", "")
    assert (the_case().message, the_case().values) == ("", {})


def test_closing_and_opening_again() -> None:
    uid = add("--text", "x")
    closed = sisdex("case", "close", uid)
    assert (closed.exit_code, closed.stdout, closed.stderr) == (0, f"{uid}\n", "Case closed: resolved.\n")
    assert the_case().outcome == "resolved"
    assert sisdex("case", "close", uid, "--outcome", "escalated").exit_code == 0
    assert the_case().outcome == "escalated"
    assert sisdex("case", "reopen", uid).stderr == "Case reopened.\n"
    assert (the_case().outcome, the_case().closed, the_case().text) == (None, None, "x")


def test_closing_a_closed_case_changes_nothing() -> None:
    uid = add("--text", "x", "--closed", "resolved")
    before = the_case()
    again = sisdex("case", "close", uid)
    assert (again.exit_code, again.stdout, again.stderr) == (0, f"{uid}\n", "The case is already resolved.\n")
    assert the_case() == before
    assert sisdex("undo").stderr == "Undone: case logged: Invalid Request: x\n"


def test_a_removed_case_comes_back() -> None:
    uid = add("--text", "x")
    removed = sisdex("case", "remove", uid)
    assert (removed.exit_code, removed.stderr) == (0, "Case removed. sisdex undo brings it back.\n")
    assert notebook().snapshot.cases == {}
    assert sisdex("undo").exit_code == 0
    assert the_case().text == "x"


def test_what_another_terminal_changed_in_the_meantime_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    uid = add("--text", "x")
    entry = SHIPPED.entry(ENTRY)
    assert entry is not None

    def find_while_another_writes(kind: Kind[Case], ours: Notebook, uid: str) -> Case:
        case = find_record(kind, ours, uid)
        save_case(notebook(), entry, CaseFields(text="theirs"), case)
        return case

    for module in ("cases", "records"):
        monkeypatch.setattr(f"tui.cli.{module}.find_record", find_while_another_writes)
    removed = sisdex("case", "remove", uid)
    assert removed.exit_code == 3
    assert "another terminal changed the case" in removed.stderr
    closed = sisdex("case", "close", uid)
    assert closed.exit_code == 0
    assert closed.stdout.strip() != uid
    assert closed.stderr == "Case closed: resolved. Another terminal changed it just now, so both versions were kept.\n"
    found = [(case.text, case.outcome) for case in notebook().snapshot.cases[ENTRY]]
    assert sorted(found, key=str) == [("theirs", "resolved"), ("theirs", None)]


def test_purging_asks_twice() -> None:
    uid = add("--text", "MARKER", "--school", "Lake")
    kept = add("--text", "kept")
    sisdex("case", "edit", uid, "--school", "Hill")
    for answers in ("n\n", "y\nn\n"):
        assert sisdex("case", "purge", uid, stdin=answers).exit_code == 1
    assert len(listed()) == 2
    asked = sisdex("case", "purge", uid, stdin="y\ny\n")
    assert asked.exit_code == 0
    assert "Purge the case on Invalid Request?" in asked.stderr
    assert "out of reach" in asked.stderr
    files = [path for path in notebook().path.parent.rglob("*") if path.is_file()]
    assert not [path for path in files if b"MARKER" in path.read_bytes()]
    assert [case["uid"][:8] for case in listed()] == [kept]
    assert sisdex("case", "purge", kept, "--yes").exit_code == 0
    assert listed() == []


def test_the_copies_of_a_removed_case_are_purged_by_its_whole_id() -> None:
    uid = add("--text", "MARKER")
    whole = the_case().uid
    sisdex("case", "remove", uid)
    assert sisdex("case", "purge", uid, "--yes").exit_code == 3
    purged = sisdex("case", "purge", whole, stdin="y\ny\n")
    assert f"Purge all copies of case {whole}?" in purged.stderr
    files = [path for path in notebook().path.parent.rglob("*") if path.is_file()]
    assert not [path for path in files if b"MARKER" in path.read_bytes()]


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["add", "skyward/invalid-requst", "--text", "x"], "skyward/invalid-request"),
        (["add", ENTRY], "The case is empty"),
        (["list", "skyward/invalid-requst"], "There is no entry"),
        (["edit", "12345678", "--text", "x"], "There is no case '12345678'. sisdex case list shows the ids."),
        (["close", "12345678"], "There is no case"),
        (["reopen", "12345678"], "There is no case"),
        (["remove", "12345678"], "There is no case"),
        (["remove", "\x1b"], "There is no case '␛'"),
        (["purge", "12345678", "--yes"], "There is no case '12345678'. To purge the copies"),
    ],
)
def test_what_does_not_exist_is_reported(arguments: list[str], expected: str) -> None:
    result = sisdex("case", *arguments)
    assert (result.exit_code, result.stdout) == (3, "")
    assert expected in result.stderr
    assert not notebook().path.exists()


@pytest.mark.parametrize("what", ["case", "note"])
@pytest.mark.parametrize("command", [["remove"], ["purge", "--yes"]])
def test_an_empty_id_finds_no_record(what: str, command: list[str]) -> None:
    add("--text", "x")
    sisdex("note", "add", ENTRY, "x")
    result = sisdex(what, *command, "")
    assert result.exit_code == 3
    assert f"There is no {what} ''" in result.stderr
    snapshot = notebook().snapshot
    assert (len(snapshot.cases), len(snapshot.notes)) == (1, 1)


@pytest.mark.parametrize("command", [["close"], ["remove"], ["edit", "--text", "x"], ["purge", "--yes"]])
def test_a_beginning_of_several_ids_is_refused(command: list[str]) -> None:
    for number in range(17):  # hexadecimal digits are sixteen
        add("--text", str(number))
    cases = notebook().snapshot.cases[ENTRY]
    firsts = [case.uid[0] for case in cases]
    shared = next(first for first in firsts if firsts.count(first) > 1)
    result = sisdex("case", *command, shared)
    assert (result.exit_code, result.stdout) == (3, "")
    assert f"{firsts.count(shared)} cases begin with '{shared}'" in result.stderr
    assert notebook().snapshot.cases[ENTRY] == cases


@pytest.mark.parametrize(
    "arguments",
    [
        ["edit", "12345678"],
        ["add", ENTRY, "--text", "-", "--message", "-"],
        ["add", ENTRY, "--text", "x", "--closed", "open"],
        ["close", "12345678", "--outcome", "open"],
        ["list", "--by-school"],
        ["list", "--recurring", "--days", "7"],
        ["list", "--days", "0"],
        ["list", "--days", "99999999999"],
        ["list", "--vendor", "skywrd"],
    ],
)
def test_wrong_usage(arguments: list[str]) -> None:
    assert sisdex("case", *arguments).exit_code == 2
    assert not notebook().path.exists()


# --- listing ----------------------------------------------------------------------------------------------------------


def test_cases_are_listed_in_columns_newest_first() -> None:
    first = logged(
        datetime(2026, 3, 9, 12, tzinfo=UTC), CaseFields(ticket="7", school="Élan High", text="[b]one[/b]\ttab\ntwo")
    )
    second = logged(datetime(2026, 3, 10, 12, tzinfo=UTC), CaseFields(ticket="441", outcome="escalated"), WITH_SLOTS)
    third = logged(datetime(2026, 3, 8, 12, tzinfo=UTC), CaseFields(text="x"), "skyward/old")
    result = sisdex("case", "list")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        f"{second}  2026-03-10  escalated  Skyward   Grading Category Not Found  441",
        f"{first}  2026-03-09  open       Skyward   Invalid Request             7    Élan High  [b]one[/b] tab",
        f"{third}  2026-03-08  open       Not here  Old Error                                   x",
    ]


@pytest.mark.parametrize(("zone", "day"), [("UTC", "2026-03-09"), ("EAST-13", "2026-03-10"), ("WEST+12", "2026-03-08")])
def test_days_follow_the_agents_time_zone(zone: str, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    logged(datetime(2026, 3, 9, 11, 30, tzinfo=UTC), CaseFields(text="x"))
    monkeypatch.setenv("TZ", zone)
    time.tzset()  # the next test sets it back
    assert sisdex("case", "list").stdout.split()[1] == day


def test_the_json_list_is_the_cases() -> None:
    add("--text", "a\n[b]", "--ticket", "1")
    [case] = listed()
    assert (case["uid"], case["text"], case["ticket"], case["outcome"]) == (the_case().uid, "a\n[b]", "1", None)
    assert set(case) == set(Case.__struct_fields__)


def test_filters() -> None:
    logged(ago(1), CaseFields(text="new one", school="Lake"))
    logged(ago(3), CaseFields(text="over", school="Élan High", outcome="resolved"))
    logged(ago(10), CaseFields(text="old", school="Lake"), "aeries/invalid-assignment-id")
    for arguments, found in (
        ([], ["new one", "over", "old"]),
        (["--open"], ["new one", "old"]),
        (["--days", "5"], ["new one", "over"]),
        (["--vendor", "aer"], ["old"]),
        (["--school", " elan  high "], ["over"]),
        (["--text", "ONE new"], ["new one"]),
        ([ENTRY], ["new one", "over"]),
        ([ENTRY, "--open", "--school", "lake"], ["new one"]),
    ):
        assert [case["text"] for case in listed(*arguments)] == found, arguments


def test_recurring_cases_are_counted() -> None:
    moments = [ago(days) for days in (1, 8, 40, 2)]
    for moment, school in zip(moments, ("Lake", "Lake", "Hill"), strict=False):
        logged(moment, CaseFields(text="x", school=school))
    logged(moments[3], CaseFields(text="x", outcome="resolved"), "aeries/invalid-assignment-id")
    result = sisdex("case", "list", "--recurring")
    one, two = moments[0].date(), moments[3].date()
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            f"   2     3  ·······█···██  {one}  3 open  Invalid Request",
            f"   1     1  ············█  {two}  0 open  Invalid Assignment ID",
        ],
    )
    assert result.stderr == "Columns: last 30 days, last 90 days, per week, latest case, still open.\n"
    by_school = sisdex("case", "list", "--recurring", "--by-school", "--vendor", "sky").stdout.splitlines()
    assert [line.split("  ")[-2:] for line in by_school] == [["Invalid Request", "Lake"], ["Invalid Request", "Hill"]]


def test_the_json_of_counts() -> None:
    for days in (1, 8, 40):
        logged(ago(days), CaseFields(text="x", school="Lake" if days < 40 else "Hill"))
    weeks = [0] * 13
    weeks[12], weeks[11], weeks[7] = 1, 1, 1
    [count] = listed("--recurring")
    last = datetime.fromisoformat(count.pop("last"))
    assert last == max(case.opened for case in notebook().snapshot.cases[ENTRY])
    assert count == {
        "entry": ENTRY,
        "title": "Invalid Request",
        "school": None,
        "last_30_days": 2,
        "last_90_days": 3,
        "weeks": weeks,
        "open": 3,
    }
    apart = listed("--recurring", "--by-school")
    assert [(count["school"], count["last_30_days"], count["last_90_days"]) for count in apart] == [
        ("Lake", 2, 2),
        ("Hill", 0, 1),
    ]


def test_an_empty_list_says_what_to_do_next() -> None:
    for arguments in ([], ["--recurring"]):
        result = sisdex("case", "list", *arguments)
        assert (result.exit_code, result.stdout) == (0, "")
        assert NEXT in result.stderr
        assert sisdex("case", "list", *arguments, "--json").stdout == "[]\n"
    logged(ago(100), CaseFields(text="x"))
    for arguments in (["--open", "--text", "nothing"], ["--recurring"]):
        result = sisdex("case", "list", *arguments)
        assert (result.exit_code, result.stdout) == (0, "")
        assert "sisdex case list shows all" in result.stderr
        assert listed(*arguments) == []


def test_text_from_a_damaged_file_is_printed_clean() -> None:
    add("--text", "PLAIN", "--school", "SCHOOL")
    path = notebook().path
    path.write_text(path.read_text().replace("PLAIN", "\\u001b[2J\\u009b").replace("SCHOOL", "\\u202ex"))
    for arguments in ([], ["--json"], ["--recurring", "--by-school"], ["--recurring", "--by-school", "--json"]):
        printed = sisdex("case", "list", *arguments).stdout
        assert "\ufffdx" in printed
        assert not {"\x1b", "\x9b", "\u202e"} & set(printed)


@pytest.mark.parametrize("command", ["add", "edit", "close", "reopen", "remove", "purge", "list"])
def test_each_command_shows_an_example(command: str) -> None:
    assert f"sisdex case {command}" in " ".join(
        sisdex("case", command, "--help").stdout.partition("Example")[2].split()
    )
