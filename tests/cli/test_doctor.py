"""What the doctor finds, with a verdict and what to do."""

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
    """Return the findings by their names; one that is not ok stands for its name."""
    answer = json.loads(sisdex("doctor", "--json", *arguments).stdout)
    findings = [Finding(**each) for each in answer["findings"]]
    verdicts = {finding.verdict for finding in findings}
    assert answer["verdict"] == next(each for each in ("bad", "look", "ok") if each in verdicts)
    assert all(finding.advice for finding in findings if finding.verdict != "ok")
    return {each.name: each for each in sorted(findings, key=lambda each: each.verdict != "ok")}


def test_a_healthy_place_has_nothing_bad() -> None:
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


def test_looking_writes_nothing() -> None:
    sisdex("doctor")
    assert not notebook().parent.exists()


def test_a_damaged_notebook_is_bad_and_its_good_copy_named() -> None:
    sisdex("note", "add", ENTRY, "one")
    sisdex("note", "add", ENTRY, "two")
    notebook().write_text("{")
    assert sisdex("doctor").exit_code == 3
    finding = found()["notebook.json"]
    assert (finding.verdict, "is not complete JSON" in finding.value) == ("bad", True)
    assert finding.advice == "sisdex doctor --restore notebook.json.prev uses the newest good copy."
    assert notebook().read_text() == "{"
    assert sisdex("doctor", "--restore", "notebook.json.prev").exit_code == 0
    assert "notebook.json" in found()


def test_a_notebook_damaged_beyond_its_copies_is_told() -> None:
    notebook().parent.mkdir()
    notebook().write_text("null")
    finding = found()["notebook.json"]
    assert (finding.verdict, "No copy is good" in finding.advice) == ("bad", True)


def test_every_copy_is_read() -> None:
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


def test_drafts_are_read() -> None:
    folder = drafts.folder(notebook())
    folder.mkdir(parents=True)
    (folder / "a.json").write_text("{")
    assert found()["a.json"].value == "a draft that cannot be read"


@pytest.mark.skipif(os.name == "nt", reason="there are no modes")
def test_what_others_may_read_is_named() -> None:
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


def test_settings_that_were_passed_over_are_told() -> None:
    path = Path(os.environ["SISDEX_CONFIG"])
    path.parent.mkdir()
    path.write_text('home = ["skywrd"]\n[keys]\nentry.note = "b"\n')
    told = [
        each["value"] for each in json.loads(sisdex("doctor", "--json").stdout)["findings"] if each["verdict"] == "look"
    ]
    assert any("no vendor is called 'skywrd'" in each for each in told)
    assert any("b belongs to entry.bookmark" in each for each in told)


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
def test_facts_of_the_terminal(
    environment: Mapping[str, str], size: tuple[int, int] | None, encoding: str, name: str, verdict: str, value: str
) -> None:
    there = {each.name: each for each in doctor.terminal(environment, size, encoding)}
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
def test_ways_to_the_clipboard(
    tmp_path: Path, environment: Mapping[str, str], tools: list[str], tmux: str, name: str, verdict: str
) -> None:
    assert {each.name: each for each in copying(tmp_path, environment, tools, tmux)}[name].verdict == verdict


@pytest.mark.parametrize(("variable", "tool"), [("WAYLAND_DISPLAY", "wl-copy"), ("DISPLAY", "xsel")])
def test_a_program_with_its_display_is_a_way(tmp_path: Path, variable: str, tool: str) -> None:
    there = {each.name: each for each in copying(tmp_path, {variable: "x"}, [tool])}
    assert there[tool].value == str(tmp_path / tool)
    assert "any way" not in there


def copying(folder: Path, environment: Mapping[str, str], tools: list[str], tmux: str = "") -> list[Finding]:
    for tool in tools:
        (folder / tool).touch(mode=0o700)
    return list(doctor.copying({**environment, "PATH": str(folder)}, tmux))


def test_copies_are_listed_as_data() -> None:
    sisdex("note", "add", ENTRY, "one")
    sisdex("note", "add", ENTRY, "two")
    listed = json.loads(sisdex("doctor", "--restore", "--json").stdout)
    assert "notebook.json.prev" in {each["name"] for each in listed}
    assert all(each["bytes"] for each in listed)
    assert sisdex("doctor", "notebook.json.prev").exit_code == 2
