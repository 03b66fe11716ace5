"""What the doctor finds: each finding has a verdict, and advice if it is not ok."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from store.notebook import drafts
from tests.cli.test_cli import sisdex
from tui.desk import doctor
from tui.desk.doctor import Finding

ENTRY = "skyward/invalid-request"


def notebook() -> Path:
    return Path(os.environ["SISDEX_NOTEBOOK"])


def found(*arguments: str) -> dict[str, Finding]:
    """Return the findings by their names; of several with one name, one that is not ok."""
    answer = json.loads(sisdex("doctor", "--json", *arguments).stdout)
    findings = [Finding(**record) for record in answer["findings"]]
    verdicts = {finding.verdict for finding in findings}
    assert answer["verdict"] == next(verdict for verdict in ("bad", "look", "ok") if verdict in verdicts)
    assert all(finding.advice for finding in findings if finding.verdict != "ok")
    return {finding.name: finding for finding in sorted(findings, key=lambda finding: finding.verdict != "ok")}


def test_a_healthy_installation_has_nothing_bad() -> None:
    sisdex("note", "add", ENTRY, "one")
    sisdex("note", "add", ENTRY, "two")
    result = sisdex("doctor")
    assert result.exit_code == 0
    assert result.stderr.startswith("0 bad, ")
    there = found()
    assert there["notebook.json"].value == "whole: 0 bookmarks, 2 notes, 0 cases"
    assert there["notebook.json.prev"].value.startswith("whole, saved ")
    assert [name for name in there if name.startswith("daily-")]
    assert there["catalog"].verdict == there["private"].verdict == there["folder"].verdict == "ok"
    for library in doctor.LIBRARIES:
        assert there[library].value[0].isdigit()


def test_the_doctor_writes_nothing() -> None:
    sisdex("doctor")
    assert not notebook().parent.exists()


def test_a_damaged_notebook_is_bad_and_its_good_backup_is_named() -> None:
    sisdex("note", "add", ENTRY, "one")
    sisdex("note", "add", ENTRY, "two")
    notebook().write_text("{")
    assert sisdex("doctor").exit_code == 3
    finding = found()["notebook.json"]
    assert (finding.verdict, "is not whole JSON" in finding.value) == ("bad", True)
    assert finding.advice == "sisdex doctor --restore notebook.json.prev uses the newest good copy."
    assert notebook().read_text() == "{"
    assert sisdex("doctor", "--restore", "notebook.json.prev").exit_code == 0
    assert "notebook.json" in found()


def test_a_damaged_notebook_without_a_good_backup_is_bad() -> None:
    notebook().parent.mkdir()
    notebook().write_text("null")
    finding = found()["notebook.json"]
    assert (finding.verdict, "No copy is good" in finding.advice) == ("bad", True)


def test_every_backup_is_checked() -> None:
    for text in ("one", "two"):
        sisdex("note", "add", ENTRY, text)
    previous = notebook().with_name("notebook.json.prev")
    previous.unlink()
    previous.write_text('{"meta": {"1": {"schema": 1}}, "notes": {"1": {"uid": 5}}}')
    [backup] = notebook().with_name("notebook.json.backups").glob("hourly-*")
    backup.unlink()
    backup.write_bytes(b"\xff")
    aside = notebook().with_name("notebook.json.damaged-2026-11-14T093000")
    aside.write_text("{")
    there = found()
    assert (there[previous.name].verdict, "notes 1" in there[previous.name].value) == ("look", True)
    assert (there[backup.name].verdict, "is not UTF-8" in there[backup.name].value) == ("look", True)
    assert there[aside.name].verdict == "look"


DRAFT = {"kind": "note", "schema": 1, "entry": ENTRY, "title": "A title", "saved": "2026-11-14T09:30:00Z", "text": "x"}


@pytest.mark.parametrize(
    ("text", "value", "verdict"),
    [
        (json.dumps(DRAFT), "a draft of a note on A title", "look"),
        (json.dumps(DRAFT | {"schema": 2}), "a draft written by a newer sisdex", "look"),
        (json.dumps(DRAFT | {"mood": "good"}), "a draft that cannot be read as it was", "look"),
        (json.dumps(DRAFT)[:-2], "a draft that cannot be read as it was", "look"),
        ("{", "a draft without text; the app leaves it alone", "ok"),
        (None, "a draft that cannot be opened", "look"),
    ],
    ids=["note", "newer", "unknown field", "half written", "empty", "folder"],
)
def test_a_draft_is_named_and_never_to_be_removed(text: str | None, value: str, verdict: str) -> None:
    path = drafts.folder(notebook()) / "a.json"
    path.parent.mkdir(parents=True)
    path.mkdir() if text is None else path.write_text(text)
    finding = found()["a.json"]
    assert (finding.value, finding.verdict) == (value, verdict)
    assert "remove" not in finding.advice and "delete" not in finding.advice


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
def test_files_that_others_can_read_are_named() -> None:
    sisdex("note", "add", ENTRY, "one")
    notebook().chmod(0o644)
    finding = found()["private"]
    assert (finding.verdict, str(notebook()) in finding.value) == ("look", True)


def test_a_folder_that_cannot_be_written_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere
    assert found()["folder"].verdict == "bad"


def test_a_catalog_that_cannot_be_used_is_bad(tmp_path: Path) -> None:
    path = tmp_path / "catalog.json"
    path.write_text("{}")
    assert found("--catalog", str(path))["catalog"].verdict == "bad"


def test_ignored_settings_are_findings() -> None:
    path = Path(os.environ["SISDEX_CONFIG"])
    path.parent.mkdir()
    path.write_text('home = ["skywrd"]\n[keys]\nentry.note = "b"\n')
    findings = json.loads(sisdex("doctor", "--json").stdout)["findings"]
    problems = [finding["value"] for finding in findings if finding["verdict"] == "look"]
    assert any("unknown vendor 'skywrd'" in problem for problem in problems)
    assert any("b is already used by entry.bookmark" in problem for problem in problems)


def test_a_library_that_is_missing_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LIBRARIES", ("no-such-library",))
    assert found()["no-such-library"].verdict == "bad"


GOOD = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


@pytest.mark.parametrize(
    ("environment", "size", "encoding", "name", "verdict", "value"),
    [
        (GOOD, (120, 36), "utf-8", "TERM", "ok", "xterm-256color"),
        (GOOD, (120, 36), "UTF-8", "encoding", "ok", "UTF-8"),
        (GOOD, (120, 36), "latin-1", "encoding", "look", "latin-1"),
        (GOOD, (60, 20), "utf-8", "size", "look", "60 columns, 20 rows"),
        (GOOD, (39, 20), "utf-8", "size", "bad", "39 columns, 20 rows"),
        (GOOD, None, "utf-8", "size", "look", "none"),
        (GOOD, None, "utf-8", "colours", "ok", "16 million"),
        ({**GOOD, "NO_COLOR": "1"}, None, "utf-8", "colours", "ok", "none, for NO_COLOR is set"),
        ({"TERM": "xterm-256color"}, None, "utf-8", "colours", "ok", "256"),
        ({"TERM": "dumb"}, None, "utf-8", "TERM", "look", "dumb"),
        ({"TERM": "vt100"}, None, "utf-8", "colours", "look", "16 or unknown"),
        ({"TMUX": "x", "ZELLIJ": "0"}, None, "utf-8", "multiplexer", "ok", "tmux in zellij"),
    ],
)
def test_the_terminal_is_checked(
    environment: Mapping[str, str], size: tuple[int, int] | None, encoding: str, name: str, verdict: str, value: str
) -> None:
    there = {finding.name: finding for finding in doctor.terminal(environment, size, encoding)}
    assert (there[name].verdict, there[name].value) == (verdict, value)


@pytest.mark.parametrize(
    ("environment", "tools", "tmux", "name", "verdict"),
    [
        ({"TERM": "xterm-kitty"}, [], "", "OSC 52", "ok"),
        ({"TMUX": "x"}, ["tmux"], "off", "tmux", "look"),
        ({"TMUX": "x"}, ["tmux"], "external", "tmux", "ok"),
        ({}, [], "", "any way", "look"),
        ({}, ["xclip", "wl-copy"], "", "any way", "look"),
    ],
)
def test_ways_to_the_clipboard_are_checked(
    tmp_path: Path, environment: Mapping[str, str], tools: list[str], tmux: str, name: str, verdict: str
) -> None:
    assert {finding.name: finding for finding in copying(tmp_path, environment, tools, tmux)}[name].verdict == verdict


@pytest.mark.parametrize(("variable", "tool"), [("WAYLAND_DISPLAY", "wl-copy"), ("DISPLAY", "xsel")])
def test_a_clipboard_program_with_its_display_is_found(tmp_path: Path, variable: str, tool: str) -> None:
    there = {finding.name: finding for finding in copying(tmp_path, {variable: "x"}, [tool])}
    assert there[tool].value == str(tmp_path / tool)
    assert "any way" not in there


def copying(folder: Path, environment: Mapping[str, str], tools: list[str], tmux: str = "") -> list[Finding]:
    for tool in tools:
        (folder / tool).touch(mode=0o700)
    return list(doctor.copying({**environment, "PATH": str(folder)}, tmux))


def test_backups_can_be_listed_as_data() -> None:
    sisdex("note", "add", ENTRY, "one")
    sisdex("note", "add", ENTRY, "two")
    listed = json.loads(sisdex("doctor", "--restore", "--json").stdout)
    assert "notebook.json.prev" in {backup["name"] for backup in listed}
    assert all(backup["bytes"] for backup in listed)
    assert sisdex("doctor", "notebook.json.prev").exit_code == 2
