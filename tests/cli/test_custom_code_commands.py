"""Custom codes from scripts: added, changed, listed, removed, and used like entries of the dictionary."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from store.core.models import CustomCode
from store.notebook.custom_codes import CustomCodeFields, save_custom_code
from store.notebook.notebook import Notebook
from tests.cli.test_cli import SHIPPED, sisdex

MESSAGE = "Roster feed [number] was refused for [school name]."
TEXT = "It says: Roster feed 4411 was refused for Ridgeview High. What now?"


def notebook() -> Notebook:
    return Notebook(Path(os.environ["SISDEX_NOTEBOOK"]))


def the_code() -> CustomCode:
    [own] = notebook().snapshot.custom_codes
    return own


def add(*arguments: str, message: str = MESSAGE, stdin: str | None = None) -> str:
    added = sisdex("entry", "add", "--message", message, *arguments, stdin=stdin)
    assert (added.exit_code, added.stdout) == (0, f"{the_code().id}\n")
    return added.stdout.strip()


def test_a_code_is_saved_with_the_given_fields() -> None:
    steps = ["--step", "Add it", "--step", "Wait"]
    given = ["--vendor", "Acme", "--title", "Refused \x1b[31m", "--slot", "feed", "--meaning", "The school is new."]
    added = sisdex("entry", "add", *given, "--message", "-", "--who", "teacher", *steps, stdin=MESSAGE)
    own = the_code()
    assert (added.exit_code, added.stdout, added.stderr) == (0, f"{own.id}\n", "Custom code added: Refused ␛[31m\n")
    [message] = own.messages
    [cause] = message.causes
    assert (message.text, list(message.slots)) == (MESSAGE, ["feed", "school name"])
    assert (cause.meaning, cause.who, cause.fix) == ("The school is new.", "teacher", ("Add it", "Wait"))


def test_without_a_vendor_it_belongs_to_the_first_home_vendor(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('home = ["sky"]', encoding="utf-8")
    add("--config", str(config))
    assert the_code().vendor == "skyward"


def test_a_custom_vendor_can_be_a_home_vendor_and_a_filter(tmp_path: Path) -> None:
    code = add("--vendor", "Acme SIS")
    config = tmp_path / "config.toml"
    config.write_text('home = ["acme-sis"]', encoding="utf-8")
    found = sisdex("search", "--config", str(config), "--vendor", "Acme SIS", TEXT)
    assert (found.exit_code, found.stderr) == (0, "")
    assert code in found.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "expected"),
    [
        (["add"], 2, "--message"),
        (["add", "--message", " "], 3, "fill in the error text"),
        (["add", "--message", "for [id]", "--slot", "a", "--slot", "b"], 3, "1 part in [brackets], but 2 names"),
        (["add", "--message", "x" * 20_001], 3, "20,001 characters"),
        (["edit", "own/x"], 2, "Say what to change"),
        (["edit", "own/x", "--title", "T"], 3, "There is no entry 'own/x'"),
        (["edit", "skyward/invalid-request", "--title", "T"], 3, "is not a custom code and was left unchanged"),
        (["remove", "skyward/invalid-request"], 3, "is not a custom code and was left unchanged"),
    ],
)
def test_what_cannot_be_done_is_reported(arguments: list[str], status: int, expected: str) -> None:
    result = sisdex("entry", *arguments)
    assert (result.exit_code, result.stdout) == (status, "")
    assert expected in result.stderr
    assert notebook().snapshot.custom_codes == ()


def test_given_fields_are_changed_and_the_others_stay() -> None:
    code = add("--vendor", "Acme", "--slot", "feed", "--step", "Add it", "--who", "teacher")
    changed = sisdex("entry", "edit", code, "--meaning", "The school is new.")
    assert (changed.exit_code, changed.stdout, changed.stderr) == (0, f"{code}\n", "Custom code changed.\n")
    [message] = the_code().messages
    assert list(message.slots) == ["feed", "school name"]
    assert (message.causes[0].meaning, message.causes[0].fix) == ("The school is new.", ("Add it",))
    sisdex("entry", "edit", code, "--message", "-", "--step", "Wait", stdin="No brackets")
    [message] = the_code().messages
    assert (message.text, message.slots, message.causes[0].fix) == ("No brackets", {}, ("Wait",))
    sisdex("entry", "edit", code, "--step", "")
    assert the_code().messages[0].causes[0].fix == ()
    assert the_code().title == MESSAGE


def test_codes_are_listed() -> None:
    empty = sisdex("entry", "list")
    assert (empty.exit_code, empty.stdout) == (0, "")
    assert "sisdex entry add" in empty.stderr
    assert json.loads(sisdex("entry", "list", "--json").stdout) == []
    code = add("--vendor", "Acme", "--title", "Refused")
    assert sisdex("entry", "list").stdout == f"{code}  Acme  Refused\n"
    [listed] = json.loads(sisdex("entry", "list", "--json").stdout)
    assert (listed["id"], listed["title"], listed["messages"][0]["text"]) == (code, "Refused", MESSAGE)


def test_a_removed_code_comes_back() -> None:
    code = add()
    removed = sisdex("entry", "remove", code)
    assert (removed.exit_code, removed.stdout) == (0, "")
    assert notebook().snapshot.custom_codes == ()
    assert sisdex("undo").stderr == f"Undone: custom code removed: {MESSAGE}\n"
    assert the_code().id == code


def test_a_code_is_searched_shown_noted_and_counted_in_logs() -> None:
    code = add("--vendor", "Acme", "--step", "Add it")
    [first, *_] = json.loads(sisdex("search", "--json", TEXT).stdout)["results"]
    assert (first["id"], first["vendor"], first["by"]) == (code, "Acme", "message")
    assert first["values"] == {"number": "4411", "school name": "Ridgeview High"}
    assert sisdex("note", "add", code, "Ask Ben").exit_code == 0
    assert sisdex("case", "add", code, "--ticket", "T-1").exit_code == 0
    shown = sisdex("show", code).stdout
    facts = "Acme · custom code · sync unknown"
    for line in (facts, "1 note: Ask Ben", "  1. Add it", "Fix: custom code", "Acme admin acts"):
        assert line in shown.splitlines() or line in shown, line
    assert "not specified by the dictionary" not in shown and "derived" not in shown
    log = json.loads(sisdex("triage", "--json", "-", stdin=f"10:41 {TEXT}\n").stdout)
    assert [entry["id"] for found in log["entries"] for entry in found["entries"]] == [code]


def test_notes_on_a_removed_code_are_kept() -> None:
    code = add("--title", "Refused")
    sisdex("note", "add", code, "Ask Ben")
    sisdex("entry", "remove", code)
    shown = sisdex("show", code).stdout
    assert "Refused" in shown and "Ask Ben" in shown
    assert "You removed this custom code. Your notes are below." in shown


def test_two_terminals_keep_both(monkeypatch: pytest.MonkeyPatch) -> None:
    code = add()
    own = the_code()

    def meanwhile(*arguments: Any) -> CustomCode:
        save_custom_code(notebook(), SHIPPED, CustomCodeFields("theirs"), own)
        return save_custom_code(*arguments)

    monkeypatch.setattr("tui.cli.custom_codes.save_custom_code", meanwhile)
    changed = sisdex("entry", "edit", code, "--title", "Mine")
    assert "both versions were kept" in changed.stderr
    theirs, mine = notebook().snapshot.custom_codes
    assert (theirs.id, theirs.title) == (code, "theirs")
    assert (changed.stdout, mine.title, mine.beside) == (f"{mine.id}\n", "Mine", own.uid)
    assert "conflicting copy" in sisdex("show", mine.id).stdout
