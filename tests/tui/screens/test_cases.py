"""Cases: logged with two keys, shown with the entry, listed and counted."""

import re
from datetime import datetime, timedelta
from pathlib import Path

from store.core.models import Case
from store.notebook.cases import CaseFields, save_case
from store.notebook.draft_records import CaseDraft
from store.notebook.drafts import DraftFile, folder
from store.notebook.notebook import Notebook
from tests.tui.conftest import NOW, SHIPPED, Driver, Open, text_of
from tui.widgets.result_list import ResultList
from tui.widgets.row_list import RowList

FIRST, SECOND, THIRD = SHIPPED.entries[:3]


def cases(folder_path: Path) -> list[Case]:
    snapshot = Notebook(folder_path / "notebook.json").snapshot
    return [case for entry_cases in snapshot.cases.values() for case in entry_cases]


def log(folder_path: Path, entry: object, days_ago: float, **fields: object) -> None:
    moment: datetime = NOW - timedelta(days=days_ago)
    notebook = Notebook(folder_path / "notebook.json", lambda: moment)
    save_case(notebook, entry, CaseFields(**fields))  # type: ignore[arg-type]


def rows(app: Driver) -> list[str]:
    shown = next(rows for rows in app.app.screen.query(RowList) if rows.display)
    return [" ".join(text_of(shown.row(number, 110)).split()) for number in range(len(shown.row_ids))]


# --- the form ---------------------------------------------------------------------------------------------------------


def first_result(app: Driver) -> str:
    return text_of(app.app.screen.query_one(ResultList).row(0, 80)).strip()


async def test_a_ticket_number_is_logged_with_two_keys(opened: Open, tmp_path: Path) -> None:
    async with opened() as app:
        await app.press("f4")
        await app.type("T-1 [/b]")
        await app.press("enter")
        [case] = cases(tmp_path)
        assert (case.ticket, case.entry, case.is_open, case.opened) == ("T-1 [/b]", FIRST.id, True, NOW)
        assert app.notices[-1] == "Case logged."
        assert "1 case here, last 14 Nov; 1 open" in app.detail
        assert app.focus == "search"


async def test_all_fields_and_an_outcome_are_saved(opened: Open, tmp_path: Path) -> None:
    log(tmp_path, SECOND, 3, school="Ridgeview", course="Bio 2")
    async with opened() as app:
        await app.press("enter", "c")
        await app.type("T-2")
        await app.press("tab")
        await app.type("rid")
        await app.press("right", "tab")
        await app.type("Chem")
        await app.press("tab", "right", "tab")
        await app.type("renamed group")
        await app.press("ctrl+s")
        case = next(case for case in cases(tmp_path) if case.entry == FIRST.id)
        assert (case.ticket, case.school, case.course, case.outcome) == ("T-2", "Ridgeview", "Chem", "resolved")
        assert (case.text, case.closed) == ("renamed group", NOW)
        assert "1 case here, at Ridgeview, last 14 Nov: renamed group, resolved" in " ".join(app.detail.split())
        assert "14 Nov · T-2 · Ridgeview · Chem · resolved" in app.detail


async def test_the_pasted_message_and_its_values_are_logged(opened: Open, tmp_path: Path) -> None:
    async with opened() as app:
        await app.paste("Hi, Grading category Quizzes not found in Skyward for section 44.1 (11). Thanks")
        await app.press("f4")
        assert "category = Quizzes" in app.text
        await app.type("T-3")
        await app.press("enter")
        [case] = cases(tmp_path)
        assert case.entry == "skyward/grading-category-not-found"
        assert case.message.startswith("Grading category Quizzes")
        assert case.values["category"] == "Quizzes"


async def test_all_of_a_long_message_can_be_read_in_the_form(opened: Open) -> None:
    groups = ", ".join(f"Group {number}" for number in range(99))
    async with opened() as app:
        await app.paste(
            "Grading category Quizzes not found in OneRoster for Bio 2. Please ensure that your assignment categories "
            f"match between OneRoster and Canvas. Available grading categories are: {groups}"
        )
        await app.press("f4")
        assert "Group 98" not in app.text
        await app.press(*["tab"] * 5, "end")
        assert app.focus == "case-pasted"
        assert "Group 98" in app.text


async def test_tab_skips_a_short_message(opened: Open) -> None:
    async with opened() as app:
        await app.paste("Grading category Quizzes not found in Skyward for section 44.1 (11).")
        await app.press("f4", *["tab"] * 5)
        assert app.focus == "case-ticket"


async def test_removing_is_offered_only_for_saved_records(opened: Open) -> None:
    async with opened() as app:
        await app.press("f4")
        assert "Save" in app.said("#editor-hints")
        assert "Remove" not in app.said("#editor-hints")
        await app.type("T-7")
        await app.press("enter", "f6", "enter")
        assert "Remove" in app.said("#editor-hints")
        await app.press("escape", "escape", "f9")
        assert "Save" in app.said("#editor-hints")
        assert "Remove" not in app.said("#editor-hints")


async def test_an_empty_case_is_not_logged(opened: Open, tmp_path: Path) -> None:
    async with opened() as app:
        await app.press("f4", "enter")
        assert "fill in a ticket" in app.said("#editor-problem")
        await app.press("escape")
        assert cases(tmp_path) == []


async def test_leaving_asks_and_a_draft_is_recovered_after_a_kill(opened: Open, tmp_path: Path) -> None:
    file = DraftFile(tmp_path / "notebook.json")
    fields = CaseFields(
        ticket="T-4", school="Lincoln", values={"category": "Q"}, text="left behind", outcome="escalated"
    )
    file.save(CaseDraft(entry=FIRST.id, title=FIRST.title, saved=NOW, fields=fields))
    file.let_go()
    async with opened() as app:
        assert "left behind" in app.text
        await app.press("o", "escape")
        assert "Leave without saving?" in app.said("#confirm Static")
        await app.press("n", "ctrl+s")
        [case] = cases(tmp_path)
        assert (case.ticket, case.school, case.text, case.outcome) == ("T-4", "Lincoln", "left behind", "escalated")
        assert case.values == {"category": "Q"}
        assert not list(folder(tmp_path / "notebook.json").glob("*.json"))


async def test_logging_can_be_undone(opened: Open, tmp_path: Path) -> None:
    async with opened() as app:
        await app.press("f4")
        await app.type("T-5")
        await app.press("enter", "enter", "u")
        assert cases(tmp_path) == []
        assert app.notices[-1] == f"Undone: case logged: {FIRST.title}: T-5"


# --- the lists --------------------------------------------------------------------------------------------------------


async def test_without_cases_the_list_says_what_to_do(opened: Open) -> None:
    async with opened() as app:
        await app.press("f6")
        assert "No cases yet. Choose an entry and press c or F4" in app.text
        await app.press("escape")
        assert app.focus == "search"


async def test_cases_are_listed_by_date_and_filtered(opened: Open, tmp_path: Path) -> None:
    log(tmp_path, FIRST, 40, ticket="T-old", school="Ridgeview", outcome="resolved")
    log(tmp_path, SECOND, 2, ticket="T-new", school="Lincoln")
    log(tmp_path, SHIPPED.entries[8], 5, ticket="T-mid", school="Ridgeview", text="[/x] call back")
    async with opened() as app:
        await app.press("f6")
        assert [re.findall(r"T-\w+", row) for row in rows(app)] == [["T-new"], ["T-mid"], ["T-old"]]
        assert "[/x] call back" in app.text
        await app.press("o")
        assert [re.findall(r"T-\w+", row) for row in rows(app)] == [["T-new"], ["T-mid"]]
        await app.press("o", "d")
        assert len(rows(app)) == 2
        await app.press("d", "d", "d", "down", "s")
        assert [re.findall(r"T-\w+", row) for row in rows(app)] == [["T-mid"], ["T-old"]]
        await app.press("v")
        assert len(rows(app)) == 1
        await app.press("v", "s", "slash")
        await app.type("call")
        assert [re.findall(r"T-\w+", row) for row in rows(app)] == [["T-mid"]]
        await app.type("zzz")
        assert "No matching cases" in app.text


async def test_enter_opens_the_case_and_its_entry(opened: Open, tmp_path: Path) -> None:
    log(tmp_path, THIRD, 2, ticket="T-9")
    async with opened() as app:
        await app.press("f6", "enter")
        assert app.entry is THIRD
        assert "T-9" in app.text
        await app.press("tab", "tab", "tab", "right", "ctrl+s")
        assert [case.outcome for case in cases(tmp_path)] == ["resolved"]


async def test_recurring_entries_are_counted_and_lead_to_their_cases(opened: Open, tmp_path: Path) -> None:
    for days_ago in (1, 8, 50):
        log(tmp_path, THIRD, days_ago, school="Ridgeview")
    log(tmp_path, FIRST, 2, school="Lincoln", outcome="resolved")
    log(tmp_path, FIRST, 120, school="Lincoln")
    async with opened() as app:
        await app.press("f6", "r")
        assert rows(app) == [
            f"2 3 │·····█·····██│ 13 Nov 3 open {THIRD.title}",
            f"1 1 │············█│ 12 Nov {FIRST.title}",
        ]
        await app.press("s")
        assert rows(app)[0].endswith(f"Ridgeview · {THIRD.title}")
        await app.press("enter")
        assert len(rows(app)) == 3


async def test_the_key_goes_back_from_recurring_cases_to_the_whole_list(opened: Open, tmp_path: Path) -> None:
    for ticket, entry in (("T-1", FIRST), ("T-2", FIRST), ("T-3", SECOND)):
        log(tmp_path, entry, 1, ticket=ticket, school="Ridgeview")
    log(tmp_path, FIRST, 2, ticket="T-4", school="Lincoln", outcome="resolved")
    async with opened() as app:
        await app.press("f6", "o", "r", "enter")
        assert [re.findall(r"T-\w+", row) for row in rows(app)] == [["T-2"], ["T-1"]]
        await app.press("r")
        assert len(rows(app)) == 2
        await app.press("r")
        assert len(rows(app)) == 3
        await app.press("o")
        assert len(rows(app)) == 4


async def test_the_sidebar_counts_cases_and_opens_them(opened: Open, tmp_path: Path) -> None:
    log(tmp_path, FIRST, 2, ticket="T-1")
    log(tmp_path, FIRST, 1, ticket="T-2")
    async with opened() as app:
        assert re.search(r"Cases +2 ", app.text)
        await app.press("enter", "left", "down", "down", "down")
        assert app.results == [FIRST.id]
        await app.press("enter")
        assert len(rows(app)) == 2


async def test_schools_tickets_and_open_cases_find_the_entry(opened: Open, tmp_path: Path) -> None:
    log(tmp_path, THIRD, 2, ticket="INC0042", school="Ridgeview")
    async with opened() as app:
        for query in ("ridgev", "inc0042", "is:open"):
            await app.press("ctrl+u")
            await app.type(query)
            assert app.results == [THIRD.id], query
            assert f"{THIRD.title} ○ Ridgeview INC0042" in first_result(app), query
            assert "Found through the case: " in app.detail and "INC0042 · Ridgeview · open" in app.detail, query
        await app.press("ctrl+u")
        await app.type(THIRD.title)
        assert app.results[0] == THIRD.id
        assert "Ridgeview" not in first_result(app) and "Found through" not in app.detail
