"""Cases in one line: a sparkline of counts, and the digest at the top of an entry."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest

from store.core.models import Case
from store.notebook.cases import CaseFields, save_case
from store.notebook.notebook import Notebook
from tests.store.notebook.test_cases import ENTRY, NOW, case_of
from tui.render.case_lines import digest, sparkline

DAY = timedelta(days=1)


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
            [case_of(school=school, outcome="other") for school in ("Longest", "Hill", "RIDGE", "Ridge")],
            "4 cases here, 2 at RIDGE, last 14 Nov: other",
        ),
        (
            [case_of(school=school, outcome="other") for school in ("Lake", "Hill")],
            "2 cases here, 1 at Lake, last 14 Nov: other",
        ),
        ([case_of(365 * DAY, outcome="other")], "1 case here, last 14 Nov 2025: other"),
        ([case_of(9 * DAY, outcome="other")], "1 case here, last 5 Nov: other"),
    ],
)
def test_digest(cases: list[Case], line: str) -> None:
    assert digest(cases, NOW) == line


@pytest.mark.parametrize(
    ("hours", "day"), [(-16, "13 Nov"), (0, "14 Nov"), (9, "15 Nov")], ids=["west", "here", "east"]
)
def test_the_day_is_in_the_agents_time_zone(hours: int, day: str) -> None:
    zone = timezone(timedelta(hours=hours))
    assert digest([case_of(outcome="other")], NOW.astimezone(zone)) == f"1 case here, last {day}: other"


def test_the_year_is_in_the_agents_time_zone() -> None:
    new_year = datetime(2027, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    case = msgspec.structs.replace(case_of(outcome="other"), opened=datetime(2026, 12, 31, 23, 15, tzinfo=UTC))
    assert digest([case], new_year) == "1 case here, last 1 Jan: other"
    assert digest([case], new_year.astimezone(UTC)) == "1 case here, last 31 Dec: other"


def test_markup_and_control_characters_are_shown_as_text(tmp_path: Path) -> None:
    fields = CaseFields(school="[b]Lake[/b]\x1b[2J", text="[/x]\x1b]52;c;eA==\x07\n\u202eb")
    case = save_case(Notebook(tmp_path / "notebook.json", lambda: NOW), ENTRY, fields)
    assert digest([case], NOW) == ("1 case here, at [b]Lake[/b]␛[2J, last 14 Nov: [/x]␛]52;c;eA==␇ \ufffdb; 1 open")
