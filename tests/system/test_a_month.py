"""A month of work in real terminals: every logged case is saved and counted, even after kills and restarts."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from store.catalog import opening
from tests.system.terminal import Terminal, program

SHIPPED = opening.load(opening.shipped_path())

SCHOOLS = ("Ridgeview", "Lincoln", "Oakwood", "Maple")
TITLES = (
    "Gradebook Number Does Not Match",
    "Multiple Matches Found",
    "Rest Easy: Could Not Find Resource",
    "Validation Exception",
    "Data Sync Job Timed Out",
    "No Grading Period Found",
    "Field Section ID",
    "Score Outside Allowable Range",
)
DAYS = [
    datetime(2026, month, day, 15, 0, tzinfo=UTC) for month, day in ((10, 17), (10, 24), (10, 30), (11, 6), (11, 14))
]

BARS = "▁▂▃▄▅▆▇█"

CASES = [
    # for each of five days and three terminals, two cases: index of the title, index of the school
    [[(0, 0), (1, 1)], [(0, 0), (2, 2)], [(3, 3), (0, 1)]],
    [[(0, 0), (4, 0)], [(5, 1), (1, 1)], [(6, 2), (0, 0)]],
    [[(0, 0), (7, 3)], [(4, 0), (0, 2)], [(1, 1), (2, 2)]],
    [[(0, 0), (1, 1)], [(4, 0), (5, 1)], [(6, 2), (0, 1)]],
    [[(0, 0), (1, 1)], [(4, 0), (2, 2)], [(0, 0), (7, 3)]],
]


def run_day(home: Path, day: int) -> None:
    """Log cases in three open terminals and from a script at the same time, then kill the terminals."""
    terminals = [Terminal(home=home, now=DAYS[day]) for _ in range(3)]
    try:
        for terminal in terminals:
            terminal.wait_for("Enter Results")
        for number, terminal in enumerate(terminals):
            (title, school), (other_title, other_school) = CASES[day][number]
            press(terminal, TITLES[title].lower(), "\x1bOS", f"T-{day}{number}", "\t", SCHOOLS[school])
            terminal.send("\x13")  # Ctrl+S
            terminal.wait_for("Case logged.")
            entry = next(entry.id for entry in SHIPPED.entries if entry.title == TITLES[other_title])
            run(home, DAYS[day], "add", entry, "--school", SCHOOLS[other_school])
    finally:
        for terminal in terminals:  # as in a crash
            terminal.__exit__(None, None, None)


def press(terminal: Terminal, *keys: str) -> None:
    """Press keys as a person does: wait for the response to each one."""
    for key in keys:
        terminal.send(key)
        terminal.wait_for_quiet()


def run(home: Path, now: datetime, *arguments: str) -> str:
    """Run `sisdex case` with its clock at `now`; return its output."""
    command = [sys.executable, "-c", program(now), "case", *arguments]
    environment = os.environ | {"SISDEX_NOTEBOOK": str(home / "notebook.json"), "TZ": "UTC"}
    return subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout


def listed(home: Path, *arguments: str) -> Any:
    """Return the `--json` listing at the end of the month."""
    return json.loads(run(home, DAYS[-1], "list", "--json", *arguments))


def test_a_month_of_three_terminals(tmp_path: Path) -> None:
    for day in range(len(DAYS)):
        run_day(tmp_path, day)
    logged = [(title, school) for day in CASES for terminal in day for title, school in terminal]
    assert len(logged) == 30
    cases = listed(tmp_path)
    assert sorted((case["title"], case["school"]) for case in cases) == sorted(
        (TITLES[title], SCHOOLS[school]) for title, school in logged
    )
    assert [case["opened"] for case in cases] == sorted((case["opened"] for case in cases), reverse=True)
    groups = listed(tmp_path, "--recurring")
    counts = {TITLES[number]: sum(title == number for title, _ in logged) for number in range(8)}
    assert {group["title"]: group["last_90_days"] for group in groups} == counts
    first = groups[0]
    assert (first["title"], first["last_30_days"], first["weeks"]) == (TITLES[0], 11, [0] * 8 + [3, 2, 2, 2, 2])
    by_school = listed(tmp_path, "--recurring", "--by-school")
    assert (by_school[0]["title"], by_school[0]["school"], by_school[0]["last_30_days"]) == (TITLES[0], "Ridgeview", 8)
    with Terminal(home=tmp_path, now=DAYS[-1], size=(120, 40)) as terminal:
        terminal.wait_for("Enter Results")
        terminal.send("\x1b[17~")  # F6
        terminal.wait_for("Cases: 30")
        assert sorted(list_rows(terminal)) == sorted(expected_cases())
        terminal.send("r")
        terminal.wait_for("30d  90d")
        assert list_rows(terminal) == expected_recurring(groups)
        terminal.send("\x1b")
        terminal.wait_for("cases here")
        press(terminal, "\x15")
        terminal.send("oakwood")
        terminal.wait_for("Found through the case")
        rows = [row for row in terminal.screen() if "○ Oakwood" in row]
        shown = {title for title in TITLES if any(title[:9] in row for row in rows)}
        assert shown == {TITLES[title] for title, school in logged if SCHOOLS[school] == "Oakwood"}


def list_rows(terminal: Terminal) -> list[str]:
    """Return the rows of the list on the screen, with runs of spaces collapsed."""
    rows = [" ".join(row.strip("┃").replace("›", "", 1).split()) for row in terminal.screen() if row.startswith("┃")]
    return [row for row in rows if row]


def expected_cases() -> list[str]:
    """Return each case as the screen should show it, worked out without the program's own code."""
    shorts = {entry.title: SHIPPED.vendor(entry.vendor).short for entry in reversed(SHIPPED.entries)}
    rows = []
    for day, terminals in enumerate(CASES):
        when = f"{DAYS[day].day} {('Oct', 'Nov')[DAYS[day].month - 10]}"
        for place, ((title, school), (other, other_school)) in enumerate(terminals):
            for name, ticket, at in ((TITLES[title], f"T-{day}{place}", school), (TITLES[other], "", other_school)):
                rows.append(" ".join(f"{when} ○ {ticket} {SCHOOLS[at]} {shorts[name]} {name}".split()))
    return rows


def expected_recurring(groups: list[dict[str, Any]]) -> list[str]:
    """Return each recurring entry as the screen should show it, in the order of the `--json` listing."""
    weeks_ago = [4, 3, 2, 1, 0]  # for each of the five days
    rows = []
    for title in (group["title"] for group in groups):
        number = TITLES.index(title)
        days = [sum(case[0] == number for terminal in day for case in terminal) for day in CASES]
        weeks = [0] * 13
        for day, count in enumerate(days):
            weeks[12 - weeks_ago[day]] = count
        bars = "".join("·" if not count else BARS[-(-8 * count // max(weeks)) - 1] for count in weeks)
        last = max(day for day, count in enumerate(days) if count)
        when = f"{DAYS[last].day} {('Oct', 'Nov')[DAYS[last].month - 10]}"
        total = sum(days)
        rows.append(" ".join(f"{total} {total} │{bars}│ {when} {total} open {title}".split()))
    return rows
