"""Triage of a whole log in the app: read it, go through the findings, export a plan."""

import os
import stat
import threading
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from store.logs.log_file import LogFile
from store.logs.triage import Triage, triage
from tests.tui.conftest import Driver, Open, text_of
from tui.desk import log_reading
from tui.widgets.paragraphs import FlowText, lay_out
from tui.widgets.row_list import RowList

SYNC_LOG = Path(__file__).parents[2] / "eval" / "sync-log.txt"
LINE = "10:41 | Skyward | ERROR | Grading category {} not found in Skyward for section {}.\n"
CATEGORY = "skyward/grading-category-not-found"
LOG = (
    "10:40 | Skyward | INFO | Job started\n"
    + LINE.format("Quiz [b]zes", 1)
    + LINE.format("Tests", 2)
    + "10:42 | - | ERROR | Internal Server Error\n"
    + "10:43 | Skyward | ERROR host 12 is [red]down\n"
    + "10:44 | Skyward | ERROR host 7 is [red]down"
)


def rows(app: Driver) -> list[str]:
    shown = app.app.screen.query_one("#findings", RowList)
    return [" ".join(text_of(shown.row(number, 100)).split()) for number in range(len(shown.row_ids))]


def preview(app: Driver) -> str:
    return "\n".join(line.plain for line in lay_out(app.app.screen.query_one(FlowText).paragraphs, 500))


async def read_file(app: Driver, path: Path) -> None:
    await app.press("f7")
    app.app.screen.query_one(Input).value = str(path)
    await app.press("enter")


async def test_a_long_paste_offers_triage_and_one_key_reads_it(opened: Open) -> None:
    async with opened() as app:
        await app.paste("One line\nand another\nand a third")
        assert "F7" not in app.said("#verdict")
        await app.paste(LOG)
        assert "6 lines: F7 reads them as a log." in app.text
        await app.press("f7")
        assert rows(app)[0] == "2 Skyward: Grading Category Not Found 2–3"
        assert "Pasted text: 6 lines: 3 known errors of 2 kinds" in app.said("#triage-said")
        assert "category = Quiz [b]zes, Tests" in preview(app)


async def test_unknown_errors_are_listed_below_and_grouped_without_their_digits(opened: Open) -> None:
    async with opened() as app:
        await app.paste(LOG)
        await app.press("f7")
        assert rows(app)[2].startswith("── 2 possible errors not in the dictionary")
        assert rows(app)[3:] == ["2 ERROR host 12 is [red]down 5"]
        await app.press("end")
        assert "2 times like this (numbers may differ), first on line 5:" in app.text
        await app.press("enter")
        assert app.widget("#findings").has_focus


async def test_entries_that_share_a_message_are_in_one_row(opened: Open) -> None:
    async with opened(home=["synergy"]) as app:
        await app.paste(LOG)
        await app.press("f7", "down")
        assert rows(app)[1] == "1 Synergy / Aeries: Internal Server Error 4"
        assert "1 time, line 4; Aeries has the same message, and the log does not say which vendor it is" in preview(
            app
        )


async def test_enter_opens_the_entry_and_a_key_goes_back(opened: Open, tmp_path: Path) -> None:
    log = tmp_path / "sync.log"
    log.write_text(LOG, encoding="utf-8")
    async with opened() as app:
        await read_file(app, log)
        await app.press("enter")
        assert app.entry is not None
        assert (app.entry.id, app.focus) == (CATEGORY, "detail")
        await app.press("t", "down", "e", "escape", "enter", "t")
        assert "Internal Server Error" in preview(app)  # the row where the agent was
        assert rows(app)[0] == "2 Skyward: Grading Category Not Found 2–3"
        await app.press("o")
        assert app.focus == "triage-path"
        await app.press("escape", "escape")
        assert app.app.screen is app.app.get_default_screen()


async def test_a_clear_log_says_so(opened: Open, tmp_path: Path) -> None:
    log = tmp_path / "sync.log"
    log.write_text("started\nfine\n", encoding="latin-1")
    async with opened() as app:
        await read_file(app, log)
        assert (
            app.said("#triage-said")
            == "sync.log: All clear: 2 lines read as UTF-8, no known error, no line that looks like an error."
        )
        await app.press("e")
        assert app.notices == ["There are no errors to plan for."]
        await app.press("escape")
        assert app.app.screen is app.app.get_default_screen()


async def test_a_file_that_cannot_be_read_is_reported_next_to_its_path(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "packed.gz").write_bytes(b"\x1f\x8b\0")
    os.mkfifo(tmp_path / "pipe")
    problems = {
        "none.log": "does not exist",
        "packed.gz": "is not a text file",
        "": "is a folder",
        "pipe": "is a pipe or a device",
        "x" * 300: "Cannot open",
    }
    async with opened() as app:
        await app.press("f7")
        for name, problem in problems.items():
            app.app.screen.query_one(Input).value = f"'{tmp_path / name}'"
            await app.press("enter")
            assert problem in app.said("#triage-said")
            assert app.focus == "triage-path"


async def test_a_path_is_completed(opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "sync-10-14.log").write_text(LOG, encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    async with opened() as app:
        await app.press("f7")
        await app.type("~/lo")
        await app.press("right")
        await app.type("sy")
        await app.press("right", "enter")
        assert "sync-10-14.log: 6 lines read" in app.said("#triage-said")


async def test_reading_shows_its_progress_and_escape_stops_it(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "sync.log"
    log.write_text(LOG, encoding="utf-8")
    monkeypatch.setattr(LogFile, "_next_block", lambda self: b"a line that never ends to come\n" * 500)
    async with opened() as app:
        await app.press("f7")
        app.app.screen.query_one(Input).value = str(log)
        await app.pilot.press("enter")
        while "lines read" not in app.said("#triage-said"):
            await app.pilot.pause()
        assert "Esc stops." in app.said("#triage-said")
        await app.press("escape")
        assert app.said("#triage-said") == "Stopped before the end of the log."
        assert app.focus == "triage-path"


async def test_a_log_that_was_stopped_at_its_last_line_does_not_appear(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "sync.log"
    log.write_text(LOG, encoding="utf-8")
    at_the_end, stopped = threading.Event(), threading.Event()

    def until_stopped(*arguments: Any) -> Triage:
        result = triage(*arguments)
        at_the_end.set()
        stopped.wait()
        return result

    monkeypatch.setattr(log_reading, "triage", until_stopped)
    async with opened() as app:
        await app.press("f7")
        app.app.screen.query_one(Input).value = str(log)
        await app.pilot.press("enter")
        while not at_the_end.is_set():
            await app.pilot.pause()
        await app.pilot.press("e")
        assert app.notices == []
        await app.pilot.press("escape")
        stopped.set()
        await app.settle()
        assert app.said("#triage-said") == "Stopped before the end of the log."
        assert app.focus == "triage-path"


async def test_the_plan_is_private_and_replaces_a_file_only_when_confirmed(opened: Open, tmp_path: Path) -> None:
    plan = tmp_path / "plan.md"
    async with opened() as app:
        await app.paste(LOG)
        await app.press("f7")

        async def export(path: Path) -> None:
            await app.press("e")
            app.app.screen.query_one(Input).value = str(path)
            await app.press("enter")

        await export(plan)
        assert app.notices == [f"Plan written: {plan}"]
        assert "## 1. Skyward: Grading Category Not Found" in plan.read_text(encoding="utf-8")
        assert stat.S_IMODE(plan.stat().st_mode) == 0o600
        assert app.focus == "findings"
        plan.write_text("mine", encoding="utf-8")
        await export(plan)
        await app.press("n")
        assert plan.read_text(encoding="utf-8") == "mine"
        await app.press("enter", "y")
        assert plan.read_text(encoding="utf-8").startswith("# Plan for the pasted text")
        await export(tmp_path / "plan.csv")
        assert (tmp_path / "plan.csv").read_text(encoding="utf-8").startswith("entry,vendor,")
        await export(tmp_path / "plan.md" / "none")
        assert "Not saved" in app.said("#triage-said")
        await export(tmp_path)
        assert "is a folder" in app.said("#triage-said")
        await export(tmp_path / ("x" * 300))
        assert "(File name too long)" in app.said("#triage-said")


async def test_the_sync_log_fits_each_size(opened: Open) -> None:
    async with opened(size=(40, 10)) as app:
        await read_file(app, SYNC_LOG)
        assert any("Campus: Cannot" in line for line in app.lines)


async def test_a_paste_over_help_over_a_log_ends_in_the_dictionary(opened: Open) -> None:
    async with opened() as app:
        await app.paste(LOG)
        await app.press("f7", "down", "f1")
        await app.paste("due date")
        assert app.app.get_default_screen().listing.query == "due date"
        await app.press("f7", "escape", "f7")
        assert "Internal Server Error" in preview(app)


async def test_an_unknown_error_is_explained_by_its_codes(opened: Open) -> None:
    async with opened() as app:
        await app.paste("start\nERROR feed refused: HTTP/1.1 502 Bad Gateway\nERROR in room 404\nend")
        await app.press("f7", "down")
        text = " ".join(app.said("#unknown").split())
        assert "What the text says by itself: 502 Bad Gateway: A server on the way" in text
        assert "SIS admin usually acts. First: Check whether the SIS is running" in text
        await app.press("down")
        assert "by itself" not in app.said("#unknown")
