"""What looks like an error is said to be one; what only counts none is not. A stack trace is one error."""

import pytest

from store.catalog import opening
from store.core.text import word_parts
from store.logs.error_lines import error_mark, from_error, looks_like_an_error
from store.logs.triage import triage
from store.search.index import SearchIndex

INDEX = SearchIndex(opening.load(opening.shipped_path()))

ERRORS = [
    "Student sync failed for section 44",
    "sync could not finish",
    "Couldn't sync",
    "Timeout while sending",
    "INFO request timed out after 10 s",
    '{"processing_errors":[["users.csv","Error while importing CSV. Please contact support."]]}',
    '{"errorCode":17}',
    '{"error":"x"}',
    "10:41 ERROR disk",
    "10:41 WARN slow answer",
    "10:41 warning: slow answer",
    "CRITICAL disk",
    "INFO Connection refused",
    "access denied",
    "permission DENIED",
    "The row is invalid",
    "java.lang.NullPointerException: x",
    "Traceback (most recent call last):",
    "HTTP/1.1 503",
    '"GET /a HTTP/1.1" 404 12',
    "status=500",
    "10 errors",
    "1,000 errors",
    "12 failed",
    "errors=3",
    "errors: 10",
    "failed: 20, errors: 0",
    "0 errors, 2 failed",
    "0 warnings but access denied",
    "no errors in section 1; section 2 failed",
    "error: no such file",
    "Error: no due date",
    "Error: None of the sections match",
    "error no 12",
    "Error 0x80070005",
    "failed with code 0x80",
    "Sync stopped with an error:",
    "An enrollment referenced a non-existent section",
    "User x didn't exist for user enrollment",
    "The section does not exist",
    "Neither course 1 nor section 2 existed for user enrollment",
    "ФАЙЛ: error 5",
]

CLEAR = [
    "0 errors",
    "Job finished in 9 s: 151 sent, 0 errors",
    "Job finished in 9 s: 151 sent, 4 not sent",
    "no errors",
    "No errors found.",
    "error count: 0",
    "PowerSchool error count: 0",
    "errorCount=0",
    "errors=0",
    "errors = 0",
    "without errors",
    "Completed without any errors",
    "failed: 0",
    "0 failed, 0 errors",
    '{"failed":0,"errors":0}',
    '"errors": []',
    '{"errors":[],"warnings":[]}',
    '{"error":null,"ok":true}',
    '{"error":""}',
    "error: false",
    "Errors: none",
    "error rate: 0%",
    "zero errors",
    "Build finished (0 warnings)",
    "Job started by teacher",
    "Connection test OK (HTTP 200)",
    "HTTP/1.1 200 OK, 404 results",
    "room 404",
    "Section 500 linked",
    "all fine",
]


def looks(line: str) -> bool:
    return looks_like_an_error(line, word_parts(line)[1])


@pytest.mark.parametrize("line", ERRORS)
def test_a_line_that_reports_a_failure_looks_like_an_error(line: str) -> None:
    assert looks(line)
    assert looks(f"10:41 | INFO | {line}")
    assert triage([line], INDEX).unmatched == 1


@pytest.mark.parametrize("line", CLEAR)
def test_a_line_that_reports_none_does_not(line: str) -> None:
    assert not looks(line)
    assert triage([line], INDEX).unmatched == 0


def test_the_mark_of_an_error_is_where_it_begins() -> None:
    assert error_mark("Student sync failed") == 13
    assert error_mark("fine") == -1


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("10:43 | Skyward | ERROR host 12 is down", "ERROR host 12 is down"),
        ("2026-11-13 06:05:09 Student sync failed", "Student sync failed"),
        ("12:01 java.lang.NullPointerException: x", "NullPointerException: x"),
        ("Student sync failed", "Student sync failed"),
        ("404", "404"),
    ],
)
def test_an_error_is_shown_from_its_level_or_behind_its_time(line: str, expected: str) -> None:
    assert from_error(line) == expected


JAVA = """\
java.lang.IllegalStateException: no gradebook
\tat org.example.Sync.run(Sync.java:12)
\tat org.example.Error.main(Error.java:7)
Caused by: java.io.IOException: connection refused
\tat org.example.Http.get(Http.java:3)
\t... 12 more"""
PYTHON = """\
Traceback (most recent call last):
  File "sync.py", line 12, in run
    raise ValueError("failed")
ValueError: no gradebook"""
NET = """\
System.NullReferenceException: Object gone
   at Sync.Run() in C:\\sync.cs:line 12
   --- End of inner exception stack trace ---
   at Sync.Main()"""
NODE = """\
TypeError: Cannot read properties of undefined
    at run (/app/sync.js:12:3)
    at async main (/app/error.js:3:1)"""


@pytest.mark.parametrize("trace", [JAVA, PYTHON, NET, NODE])
@pytest.mark.parametrize(
    ("before", "errors"), [("10:41 INFO started", 1), ("10:41 ERROR Sync of section 44 failed", 1), ("", 1)]
)
def test_a_stack_trace_is_one_error_with_the_line_above_it(trace: str, before: str, errors: int) -> None:
    for behind, more in (("10:42 INFO went on", 0), ("10:42 ERROR another", 1), ("", 0)):
        result = triage([before, *trace.split("\n"), behind], INDEX)
        assert (result.known, result.unmatched) == (0, errors + more), (before, behind)


def test_two_stack_traces_are_two_errors() -> None:
    for trace in (JAVA, PYTHON, NET, NODE):
        lines = ["10:41 ERROR one", *trace.split("\n"), "10:42 ERROR two", *trace.split("\n")]
        assert triage(lines, INDEX).unmatched == 2


def test_an_exception_is_shown_by_its_name() -> None:
    [unknown] = triage(PYTHON.split("\n"), INDEX).unknown
    assert unknown.text == "ValueError: no gradebook"


def test_a_traceback_that_is_cut_is_an_error() -> None:
    assert triage(PYTHON.split("\n")[:2], INDEX).unmatched == 1
    assert triage([*PYTHON.split("\n")[:3], "10:42 INFO went on"], INDEX).unmatched == 1


def test_lines_one_after_another_are_errors_of_their_own() -> None:
    lines = ["Student sync failed for section 44", "sync could not finish", "Timeout while sending"]
    assert triage(lines, INDEX).unmatched == 3


def test_the_lines_of_a_known_message_are_not_unknown_errors_too() -> None:
    for text in (
        "10:41 ERROR Internal Server Error",
        "10:41 ERROR Grading category Quizzes not found\nin Skyward for section 12.",
        "10:41 ERROR Cannot find due date for assignment Essay 1, skipping\n\tat org.example.Sync.run(Sync.java:12)",
        '{"error":"Cannot find due date for assignment Essay 1, skipping"}',
    ):
        result = triage(text.split("\n"), INDEX)
        assert (result.known, result.unmatched) == (1, 0), text


def test_a_long_line_with_a_known_message_is_not_an_unknown_error_too() -> None:
    line = "the transfer failed. " * 1_000 + "Cannot find due date for assignment Essay 1, skipping"
    result = triage([line, "10:42 ERROR odd"], INDEX)
    assert (result.known, [unknown.line for unknown in result.unknown][-1]) == (1, 2)
