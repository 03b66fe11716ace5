"""Searching and showing entries: standard output is data, standard error is for people, exit statuses are fixed."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from store.catalog import opening
from store.core.models import Entry
from store.notebook.notebook import Notebook
from tui.cli.main import cli

SHIPPED = opening.load(opening.shipped_path())


def sisdex(*arguments: str, stdin: str | None = None, color: bool = False) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="sisdex", input=stdin, color=color)


def test_search_lists_the_best_first() -> None:
    result = sisdex("search", "sky", "locked")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Skyward  Assignment in Locked Grading Period  skyward/assignment-in-locked-grading-period",
        "Skyward  Assignment Marked As Deleted         skyward/assignment-marked-as-deleted",
    ]
    assert result.stderr == ""


@pytest.mark.parametrize("vendor", ["powerschool", "ps", "PowerSchool-PowerTeacher Pro"])
def test_search_accepts_any_name_of_a_vendor(vendor: str) -> None:
    result = sisdex("search", "--vendor", vendor, "due date")
    assert {line.split()[0] for line in result.stdout.splitlines()} == {"PowerSchool"}


def test_search_limits() -> None:
    assert len(sisdex("search", "--limit", "3", "grading").stdout.splitlines()) == 3


def test_search_reads_standard_input() -> None:
    text = "Hello,\nthe sync says: Score is outside of the allowable range.\nThanks\n"
    assert "progressbook/score-outside-allowable-range" in sisdex("search", "-", stdin=text).stdout.splitlines()[0]


def test_search_says_when_plain_words_clearly_lead_to_an_entry() -> None:
    result = sisdex("search", "some students in my class have no due date, focus")
    assert (result.exit_code, result.stderr) == (1, "Closest to your words:\n")
    assert "focus/cannot-find-due-date" in result.stdout.splitlines()[0]


def test_search_without_a_match_lists_the_nearest_and_says_so() -> None:
    result = sisdex("search", "locked", "zzzz")
    assert result.exit_code == 1
    assert result.stderr == "No entry matches; nearest:\n"
    assert "Locked" in result.stdout


def test_search_with_no_entry_even_near() -> None:
    result = sisdex("search", "zzzz")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "No entry matches. Try fewer or different words.\n"


def test_an_unknown_vendor_lists_the_known_ones() -> None:
    result = sisdex("search", "--vendor", "skywrd", "x")
    assert result.exit_code == 2
    assert "unknown vendor 'skywrd'; choose from aeries, aspen" in result.stderr


def test_search_reports_an_unknown_filter() -> None:
    said = sisdex("search", "@nobody locked").stderr
    assert said.startswith("Unknown filter @nobody; searching for it as text.\n")
    assert sisdex("search", "@sky locked").stderr == ""


def test_options_that_open_the_app_exclude_commands() -> None:
    result = sisdex("--find", "locked", "search", "due")
    assert result.exit_code == 2
    assert "--find and --show open the app" in result.stderr


def test_search_finds_notes() -> None:
    import os

    Notebook(Path(os.environ["SISDEX_NOTEBOOK"])).save_note(SHIPPED.entries[3], "gateway reboot", ["ridgeview"])
    assert sisdex("search", "ridgeview").stdout.splitlines() == [
        "Aeries  Invalid Assignment ID  aeries/invalid-assignment-id"
    ]


@pytest.mark.parametrize("entry", SHIPPED.entries, ids=lambda entry: entry.id)
def test_show_prints_everything_as_it_is(entry: Entry) -> None:
    result = sisdex("show", entry.id)
    assert result.exit_code == 0
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert lines[0] == entry.title
    for message in entry.messages:
        assert message.text in lines
        for cause in message.causes:
            assert any((cause.meaning or "not specified by the dictionary") in line for line in lines)
            for number, step in enumerate(cause.fix, 1):
                assert f"{number}. {step}" in lines
            assert any(line.startswith(f"Fix: {cause.basis}") for line in lines)
            for source in cause.sources:
                assert source.url in lines


def test_show_prints_the_entry_as_data() -> None:
    shown = json.loads(sisdex("show", "--json", "aspen/validation-exception").stdout)
    assert shown["messages"][0]["slots"] == {"value": "variable"}


def test_show_names_contacts_and_notes(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text('[contacts]\nsis_admin = "Jane Ruiz, x4411"\n')
    notebook = tmp_path / "n.json"
    entry = SHIPPED.entry("synergy/internal-server-error")
    assert entry is not None
    Notebook(notebook).save_note(entry, "rebooted\ntwice", ["gateway"])
    output = sisdex("show", entry.id, "--config", str(config), "--notebook", str(notebook)).stdout
    assert "Synergy admin acts: Jane Ruiz, x4411" in output
    assert "1 note: rebooted\n" in output
    assert "#gateway\n  rebooted\n  twice\n" in output


def test_show_suggests_the_nearest_ids() -> None:
    result = sisdex("show", "skyward/invalid-requests")
    assert (result.exit_code, result.stdout) == (3, "")
    assert re.search(
        r"There is no entry 'skyward/invalid-requests'\. Nearest: .*skyward/invalid-request", result.stderr
    )


def test_options_may_come_before_or_after_the_command(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    for arguments in (["--catalog", str(broken), "search", "x"], ["search", "x", "--catalog", str(broken)]):
        result = sisdex(*arguments)
        assert (result.exit_code, result.stdout) == (3, "")
        assert result.stderr.startswith(f"sisdex: {broken} is not complete JSON: line 1, column 2")


def test_a_damaged_notebook_is_named_and_left_unchanged(tmp_path: Path) -> None:
    notebook = tmp_path / "n.json"
    notebook.write_text("null")
    result = sisdex("--notebook", str(notebook), "show", "aspen/validation-exception")
    assert result.exit_code == 3
    assert "n.json is not a TinyDB file" in result.stderr
    assert notebook.read_text() == "null"


def test_ignored_settings_are_reported(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text('home = ["skywrd", "sky"]\ncolour = 1\n')
    result = sisdex("--config", str(config), "search", "internal server error")
    assert result.exit_code == 0
    assert "home: unknown vendor 'skywrd'; ignored." in result.stderr
    assert "the key colour is unknown" in result.stderr


def test_catalog_check_passes_the_shipped_one() -> None:
    result = sisdex("catalog", "check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "has no problems" in result.stderr


def test_catalog_check_lists_the_problems(tmp_path: Path) -> None:
    document = json.loads(opening.shipped_path().read_text(encoding="utf-8"))
    document["entries"]["1"]["related"] = ["a/\u001b[2Jb"]
    document["entries"]["2"]["http_status"] = "404"
    path = tmp_path / "catalog.json"
    path.write_text(json.dumps(document))
    result = sisdex("catalog", "check", str(path))
    assert result.exit_code == 3
    assert result.stdout.splitlines() == [
        "entries 1 (aeries/grading-category-not-found).related[0]: has a control or invisible character",
        "entries 2 (aeries/gradebook-number-does-not-match).http_status: expected `int | null`, got `str`",
    ]
    assert f"2 problems in {path}" in result.stderr


def test_without_a_terminal_the_app_says_what_to_use_instead() -> None:
    result = sisdex()
    assert result.exit_code == 2
    assert "sisdex search TEXT" in result.stderr


def test_find_and_show_exclude_each_other() -> None:
    assert sisdex("--find", "x", "--show", "aspen/validation-exception").exit_code == 2


def test_an_unknown_entry_is_named_before_the_app_starts() -> None:
    assert sisdex("--show", "nothing/here").exit_code == 3


def test_arguments_are_cleaned_before_they_are_shown() -> None:
    result = sisdex("show", "a\x1b[2Jb\u202e")
    assert "\x1b" not in result.stderr
    assert "\u202e" not in result.stderr


# --- data for scripts -------------------------------------------------------------------------------------------------

PASTE = "Hi, Grading category Quizzes not found in Skyward for section 44.1 (11)."


def test_search_prints_one_json_object() -> None:
    answer = json.loads(sisdex("search", "--json", "--limit", "1", PASTE).stdout)
    [result] = answer.pop("results")
    assert answer == {"query": PASTE, "matched": True, "codes": []}
    assert result.pop("score") > 1
    assert result == {
        "id": "skyward/grading-category-not-found",
        "vendor": "Skyward",
        "title": "Grading Category Not Found",
        "by": "message",
        "matched": True,
        "message": 0,
        "values": {"category": "Quizzes", "section": "44.1 (11)"},
        "occurrences": [{"start": 4, "end": 72, "values": {"category": "Quizzes", "section": "44.1 (11)"}}],
    }


def test_nearest_results_are_listed_as_not_matched() -> None:
    result = sisdex("search", "--json", "locked zzzz")
    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert answer["matched"] is False
    assert answer["results"]
    assert {hit["by"] for hit in answer["results"]} == {"near"}
    assert result.stderr == ""


def test_each_line_of_queries_has_a_line_of_answers() -> None:
    stdin = (
        json.dumps("sky locked") + "\n" + json.dumps({"query": "due date", "vendor": "ps"}) + '\n{"query": "zzzz"}\n'
    )
    result = sisdex("search", "--jsonl", "-", stdin=stdin)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [answer["query"] for answer in answers] == ["sky locked", "due date", "zzzz"]
    assert {hit["vendor"] for hit in answers[1]["results"]} == {"PowerSchool-PowerTeacher Pro"}
    assert answers[2] == {"query": "zzzz", "matched": False, "results": [], "codes": []}


@pytest.mark.parametrize("line", ["5", "{", '{"query": 5}', '{"vendor": "ps"}', '{"query": "a", "x": 1}'])
def test_a_line_that_is_not_a_query_is_named(line: str) -> None:
    result = sisdex("search", "--jsonl", "-", stdin=f'"due"\n{line}\n')
    assert result.exit_code == 3
    assert "line 2 is not a query" in result.stderr


def test_forms_of_output_exclude_each_other() -> None:
    assert sisdex("search", "--json", "--explain", "x").exit_code == 2
    assert sisdex("search", "--jsonl", "x").exit_code == 2


def test_an_answer_is_explained() -> None:
    lines = sisdex("search", "--explain", "--limit", "1", "sky catgory group").stdout.splitlines()
    assert lines[1].startswith("    words, score ") or lines[1].startswith("    near, score ")
    assert any(line.startswith("    sky: exactly sky, in 1.00 (weight ") for line in lines)
    assert any(" of category, in " in line for line in lines)
    message = sisdex("search", "--explain", "--limit", "1", PASTE).stdout
    assert "message 1 is in the query (whole): Grading category Quizzes not found" in message
    assert "    category = Quizzes\n" in message


LOG = "start\n10:41 | Skyward | ERROR | Grading category Q not found in Skyward for section 1.\nERROR odd\n"


def test_triage_prints_one_json_object(tmp_path: Path) -> None:
    log = tmp_path / "sync.log"
    log.write_text("\ufeff" + LOG, encoding="utf-8")
    for result in (sisdex("triage", "--json", str(log)), sisdex("triage", "--json", "-", stdin=LOG)):
        assert result.exit_code == 0
        assert json.loads(result.stdout) == {
            "lines": 3,
            "entries": [
                {
                    "entries": [
                        {
                            "id": "skyward/grading-category-not-found",
                            "vendor": "Skyward",
                            "title": "Grading Category Not Found",
                        }
                    ],
                    "count": 1,
                    "first_line": 2,
                    "last_line": 2,
                    "values": {"category": ["Q"], "section": ["1"]},
                    "values_more": 0,
                }
            ],
            "unmatched": [{"line": 3, "text": "ERROR odd", "count": 1, "codes": []}],
        }


def test_triage_for_people(tmp_path: Path) -> None:
    result = sisdex("triage", "-", stdin=LOG)
    assert result.stdout.splitlines() == [
        "     1  Skyward: Grading Category Not Found (skyward/grading-category-not-found), line 2",
        "     1  unknown, line 3: ERROR odd",
    ]
    assert result.stderr == "3 lines read as UTF-8: 1 known error of 1 kind, 1 possible error not in the dictionary.\n"


def test_triage_that_finds_nothing_exits_with_1(tmp_path: Path) -> None:
    assert sisdex("triage", "-", stdin="all fine\n").exit_code == 1
    result = sisdex("triage", str(tmp_path / "none.log"))
    assert result.exit_code == 3
    assert "does not exist" in result.stderr


def test_characters_that_a_pipe_cannot_encode_are_escaped() -> None:
    sisdex("note", "add", "skyward/invalid-request", "Łódź — ok")
    run = subprocess.run(
        [sys.executable, "-c", "from tui.cli.main import run; run()", "note", "list"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},  # like a pipe on Windows
        check=True,
    )
    assert run.stdout.decode("cp1252").endswith("\\u0141ód\\u017a — ok\n")
