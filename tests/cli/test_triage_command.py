"""A whole log on the command line: counts, a plan, a table, the progress, and the end."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt

from store.core.escaping import markdown_literal
from store.logs.log_file import LogFile
from tui.cli import triage
from tui.cli.main import cli

SYNC_LOG = Path(__file__).parents[1] / "eval" / "sync-log.txt"
LINE = "10:41 | Skyward | ERROR | Grading category {} not found in Skyward for section {}.\n"
HOSTILE = "*b* _i_ [l](http://x.y) <i>t<i> `c` www.x.y a@b.cd #1 &amp; ~s~ | \\"


def sisdex(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="sisdex", input=stdin)


def rendered(markdown: str) -> str:
    """Return the text that a reader of the Markdown sees."""
    texts = []
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(markdown):
        for child in token.children or []:
            assert child.type in {"text", "strong_open", "strong_close", "em_open", "em_close", "text_special"}, child
            texts.append(child.content)
        texts.append("\n" if token.type.endswith("_close") else "")
    return "".join(texts)


def test_the_plan_says_who_acts_what_to_do_and_what_is_affected(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[contacts]\nteacher = "the front office"\n', encoding="utf-8")
    result = sisdex("triage", "--markdown", "--config", str(config), str(SYNC_LOG))
    assert result.exit_code == 0
    text = rendered(result.stdout)
    assert text.startswith(
        "Plan for sync-log.txt\n400 lines read as UTF-8: 150 known errors of 42 kinds, 8 possible errors"
    )
    first = text[: text.index("2. ")]
    assert "1. Campus: Cannot Export Canvas Submission in Section\n14 times, lines 9 to 368.\n" in first
    assert "Teacher acts: the front office\nIn the Canvas gradebook, find the student" in text
    assert "student (14): 1075150, 1084309" in text
    assert "Possible errors that are not in the dictionary\n" in text


def test_text_of_a_log_stays_text_in_the_plan() -> None:
    stdin = LINE.format(HOSTILE, 1) + f"ERROR {HOSTILE}\nERROR - 1. = + odd\n"
    text = rendered(sisdex("triage", "--markdown", "-", stdin=stdin).stdout)
    assert f"category (1): {HOSTILE}"[:40] in text
    assert f"first in line 2: ERROR {HOSTILE}" in text
    for beginning in ("- a", "+ a", "1. a", "12) a", "# a", "> a", "=== a", "| a |"):
        assert rendered(markdown_literal(beginning)) == beginning + "\n"


def test_the_table_has_a_row_for_each_value_and_no_formulas() -> None:
    stdin = LINE.format("+1+1", 1) + LINE.format("@x", 1) + LINE.format("Quizzes", -7) + "ERROR odd, very\n"
    result = sisdex("triage", "--csv", "-", stdin=stdin)
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    counts = [(row["entry"], row["count"], row["first_line"], row["last_line"], row["who"]) for row in rows[:-1]]
    entry = "skyward/grading-category-not-found"
    assert set(counts) == {(entry, "3", "1", "3", "Teacher")}
    assert [(row["slot"], row["value"]) for row in rows[:-1]] == [
        ("category", "'+1+1"),
        ("category", "'@x"),
        ("category", "Quizzes"),
        ("section", "1"),
        ("section", "'-7"),
    ]
    assert (rows[-1]["entry"], rows[-1]["count"], rows[-1]["text"]) == ("", "1", "ERROR odd, very")


def test_output_formats_exclude_each_other() -> None:
    assert sisdex("triage", "--json", "--csv", str(SYNC_LOG)).exit_code == 2


def test_a_clear_log_says_so() -> None:
    result = sisdex("triage", "-", stdin="started\nall fine\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "All clear: 2 lines read as UTF-8, no known error, no line that looks like an error.\n"


def test_a_log_with_only_unknown_errors_is_not_all_clear() -> None:
    result = sisdex("triage", "-", stdin="ERROR odd\n")
    assert (result.exit_code, result.stderr) == (
        1,
        "1 line read as UTF-8: no known errors, 1 possible error not in the dictionary.\n",
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_each_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    log = tmp_path / "sync.log"
    log.write_bytes(LINE.format("Español", 1).encode(encoding))
    answer = json.loads(sisdex("triage", "--json", str(log)).stdout)
    assert answer["entries"][0]["values"]["category"] == ["Español"]


@pytest.mark.parametrize(("data", "problem"), [(b"", "is empty"), (b"PK\3\4\0\0", "is not a text file")])
def test_a_file_that_is_not_a_log_is_refused_with_a_sentence(tmp_path: Path, data: bytes, problem: str) -> None:
    log = tmp_path / "sync.log"
    log.write_bytes(data)
    for result in (sisdex("triage", str(log)), sisdex("triage", "-", stdin=data)):
        assert (result.exit_code, result.stdout) == (3, "")
        assert problem in result.stderr
    folder = sisdex("triage", str(tmp_path))
    assert (folder.exit_code, "is a folder" in folder.stderr) == (3, True)


def test_ctrl_c_stops_it_with_a_message_and_prints_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self: LogFile, tell: object) -> Iterator[str]:
        yield "one line"
        raise KeyboardInterrupt

    monkeypatch.setattr(LogFile, "lines", interrupted)
    result = sisdex("triage", "-", stdin="x\n")
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr == "sisdex: Stopped. Nothing was printed, and the log was left unchanged.\n"


def test_progress_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    log = tmp_path / "sync.log"
    log.write_text("all fine\n" * 50_000, encoding="utf-8")
    monkeypatch.setattr(triage, "SECONDS_BETWEEN", 0.0)
    assert "\r" not in sisdex("triage", str(log)).stderr
    monkeypatch.setattr(triage, "_is_terminal", lambda: True)
    result = sisdex("triage", str(log))
    assert "100%, about 0 s left; Ctrl+C stops" in result.stderr
    assert result.stderr.endswith(
        "\rAll clear: 50,000 lines read as UTF-8, no known error, no line that looks like an error.\n"
    )
