"""What a text says by itself, on the command line: never a match, always as data."""

import json

import pytest
from click.testing import CliRunner, Result

from tui.cli.main import cli

TEXT = 'Lakeside feed refused: HTTP/1.1 502 Bad Gateway {"codeMinor":"unknownobject"}'
HEADING = "What the text says by itself"


def sisdex(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="sisdex", input=stdin)


def test_a_search_lists_the_codes_and_is_still_without_a_match() -> None:
    result = sisdex("search", "--limit", "1", TEXT)
    assert result.exit_code == 1
    assert result.stderr == "No entry matches; nearest:\n"
    _, empty, heading, first, advice, source, second, *_ = result.stdout.splitlines()
    assert (empty, heading) == ("", f"{HEADING}:")
    assert first.startswith("  502 Bad Gateway: A server on the way")
    assert advice.startswith("    SIS admin usually acts. First: Check ")
    assert source.endswith(": https://www.rfc-editor.org/rfc/rfc9110.html#section-15.6.3")
    assert second.startswith("  OneRoster unknownobject: ")


def test_the_codes_are_in_the_json_of_a_search() -> None:
    answer = json.loads(sisdex("search", "--json", TEXT).stdout)
    assert (answer["matched"], [code["code"] for code in answer["codes"]]) == (False, ["502", "unknownobject"])
    assert answer["codes"][0].keys() == {"code", "says", "who", "first", "source"}
    assert answer["codes"][0]["source"].keys() == {"title", "url"}
    [line] = sisdex("search", "--jsonl", "-", stdin=json.dumps(TEXT)).stdout.splitlines()
    assert json.loads(line)["codes"] == answer["codes"]


@pytest.mark.parametrize(("query", "entries"), [("404", 2), ("429", 2)])
def test_a_code_alone_comes_after_the_entries_that_say_so(query: str, entries: int) -> None:
    result = sisdex("search", query)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[entries : entries + 2] == ["", f"{HEADING}:"]
    assert lines[entries + 2].startswith(f"  {query} ")


def test_a_code_that_no_entry_says_is_no_match() -> None:
    result = sisdex("search", "502")
    assert result.exit_code == 1
    assert "502 Bad Gateway: " in result.stdout


def test_a_match_has_no_codes() -> None:
    text = "Section 44.1 does not have a gradebook. HTTP/1.1 502 Bad Gateway"
    assert HEADING not in sisdex("search", text).stdout
    assert json.loads(sisdex("search", "--json", text).stdout)["codes"] == []


LOG = "ERROR feed: HTTP/1.1 502 Bad Gateway\nERROR other: HTTP/1.1 502 Bad Gateway\nERROR in room 404\n"


def test_a_triage_explains_unknown_errors_each_code_once() -> None:
    result = sisdex("triage", "-", stdin=LOG)
    assert result.exit_code == 1
    says = [line.strip() for line in result.stdout.splitlines() if line.startswith(" " * 10)]
    assert len(says) == 2
    assert says[0].startswith("says 502 Bad Gateway: A server") and "First: Check" in says[0]
    assert says[1] == "says 502 Bad Gateway (see above)"
    groups = json.loads(sisdex("triage", "--json", "-", stdin=LOG).stdout)["unmatched"]
    assert [[code["code"] for code in group["codes"]] for group in groups] == [["502"], ["502"], []]


def test_a_plan_explains_unknown_errors() -> None:
    plan = sisdex("triage", "--markdown", "-", stdin=LOG).stdout
    assert plan.count("  - What it says by itself: 502 Bad Gateway") == 2
    assert plan.count("A server on the way") == 1
