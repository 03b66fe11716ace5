"""Each rule of `store.matching.evidence`: a text that it lets through, and one that it does not."""

from collections.abc import Callable

import pytest

from store.core.models import Hit
from store.search.index import SearchIndex
from tests.store.matching.conftest import Find

SKYWARD = "skyward/grading-category-not-found"


# --- another word at its place ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Grading scale Quizzes not found in Skyward for section 44.1 (11).",
        "Homework category Quizzes not found in Skyward for section 44.1 (11).",
        "Assignment group Quizzes not found in Skyward for section 44.1 (11).",
        "Grading category Quizzes not found in Genesis for section 44.1 (11).",
        "Grading category Quizzes not found in Skyward for course 44.1 (11).",
        "Required property 'dueDate' not found in JSON, but the assignment is in an imported category.",
        'Bad Request - The Request body is missing dueDate. Object Passed: {"resultValueMin":0,"status":"active"',
        "Field Course ID cannot be modified for an existing Assignment.",
        "A Data Import Job has timed out and been cancelled.",
        "Student does not belong to the course.",
        "Unable to create assignment Essay 2 Reason: something new",
        "the student was excluded from the assignment by the nurse",
        "Student is excused from assignment",
    ],
)
def test_another_word_at_the_place_of_a_messages_own_forbids_it(find: Find, text: str) -> None:
    assert find(text) == {}


def test_a_message_that_was_cut_at_its_end_is_found(find: Find) -> None:
    for cut in ("", ".", "...", "…", "\n", ', he said"', " s...", " sec"):
        assert SKYWARD in find(f"Grading category Quizzes not found in Skyward for{cut}"), cut


def test_a_message_that_was_cut_at_its_beginning_is_found(find: Find) -> None:
    assert SKYWARD in find("...category Quizzes not found in Skyward for section 44.1 (11).")
    assert SKYWARD in find("Quizzes not found in Skyward for section 44.1 (11).")


def test_what_was_left_out_in_the_middle_is_no_other_word(find: Find) -> None:
    assert "skyward/section-does-not-have-a-gradebook" in find("Section 1204.2 does not ... a gradebook.")
    assert "skyward/section-does-not-have-a-gradebook" not in find("Section 1204.2 does not really like a gradebook.")


def test_a_later_sentence_may_read_otherwise(find: Find) -> None:
    text = "Unable to add assignment because there are more than one gradebooks. Please merge your gradebooks first."
    assert "aeries/unable-to-add-assignment" in find(text)


# --- background words -------------------------------------------------------------------------------------------------

WHOLE_AND_ALONE = [
    "Internal Server Error",
    "internal server error",
    "Error: Internal Server Error",
    "It says “Internal Server Error” again.",
    '{"message":"Internal Server Error","path":"/x"}',
    "2025-01-02 10:11:12 ERROR [worker-1] Internal Server Error",
    "HTTP response HTTP/1.1 500 Internal Server Error",
    "Essay 2\tInternal Server Error\t10/10",
    "Hello,\n> Internal Server Error\nThanks",
    "We get an Internal Server Error when the grades are sent.",
]


@pytest.mark.parametrize("text", WHOLE_AND_ALONE)
def test_a_message_of_background_words_is_found_where_it_stands_alone_or_about_the_sync(find: Find, text: str) -> None:
    assert set(find(text)) == {"aeries/internal-server-error", "synergy/internal-server-error"}


@pytest.mark.parametrize(
    "text",
    [
        "The mail program has an internal server error since noon.",
        "internal error of the server",
        "An internal printer server error comes up.",
        '[{"codeMajor":"FAILURE","severity":"ERROR","codeMinor":"UNKNOWNOBJECT","description":"No such class."}]',
        '{"errors":[{"errorCode":401,"codeMajor":"failure","severity":"error","codeMinor":"unauthorized"}]}',
        "404 Not Found",
        "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>",
    ],
)
def test_background_words_elsewhere_are_no_evidence(find: Find, text: str) -> None:
    assert find(text) == {}


def test_a_cut_message_of_background_words_that_begins_no_other_is_found_alone(find: Find) -> None:
    assert "powerschool/404-error-not-found" in find("404 Not Found response:")
    assert "powerschool/404-error-not-found" not in find('404 Not Found response: {"message":"Printer 4 is gone"}')


# --- code words -------------------------------------------------------------------------------------------------------


def test_a_code_word_of_one_entry_is_evidence_by_itself(find: Find) -> None:
    assert set(find("detail: RESTEASY003210: Could not find resource for full path: http://h/x")) == {
        "aspen/rest-easy-could-not-find-resource"
    }
    assert set(find("job 7 ended with EXCHANGE_ERROR_EXCEEDED_RETRIES")) == {
        "powerschool/exchange-error-exceeded-retries"
    }
    assert find("sis_section_id,course_id,status") == {}


# --- common beginnings ------------------------------------------------------------------------------------------------

GUID = "71608256-b2d7-450f-a7cb-5349af35977d"


@pytest.mark.parametrize(
    "text",
    [
        f"COLLECTION_GENERIC - {GUID} - something new happened",
        f'COLLECTION_GENERIC - {GUID} - HTTP response HTTP/1.1 409 Conflict response: "The room is taken"',
        "We got a PowerSchool error: Section is closed for this term",
        "2025-09-22 21:00:16 PowerSchool ERROR roster feed refused, code 71",
        'Details: HTTP response HTTP/1.1 409 Conflict response: {"message":"The room is taken"}',
        f"ASSIGNMENT_SCORES_EXPORT - {GUID} - something new happened",
    ],
)
def test_a_common_beginning_is_no_message(find: Find, text: str) -> None:
    assert find(text) == {}


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("PowerSchool Error: 'Assignment not found.'", "powerschool/powerschool-error-assignment-not-found"),
        (
            f'COLLECTION_GENERIC - {GUID} - HTTP response HTTP/1.1 409 Conflict response: "actualScoreGradeScaleId"',
            "powerschool/409-error-actual-score-grade-scale-id",
        ),
        (
            f"ASSIGNMENT_SCORES_EXPORT - {GUID} - due date is required",
            "infinite-campus/assignment-scores-export-error",
        ),
    ],
)
def test_a_common_beginning_with_its_likely_rest_is_found(find: Find, text: str, entry: str) -> None:
    assert set(find(text)) == {entry}


def test_a_beginning_of_its_own_needs_no_rest(find: Find) -> None:
    assert set(find("The assignment failed to be updated: period 7 is over")) == {"skyward/assignment-failed-to-update"}
    assert set(find("Canvas Authentication Error - 12")) == {"skyward/canvas-authentication-error"}


def test_a_message_that_a_longer_one_quotes_is_no_common_beginning(find: Find) -> None:
    text = 'PUT for ONEROSTER:Result[result/results] for "s8821" failed with HTTP Status: 404'
    assert find(text) == {"infinite-campus/put-for-oneroster-error": {"result": "8821"}}


# --- slips ------------------------------------------------------------------------------------------------------------


def test_one_word_may_be_mistyped_but_not_two(find: Find) -> None:
    assert SKYWARD in find("Gradng category Quizzes not found in Skyward for section 44.1 (11).")
    assert SKYWARD not in find("Gradng category Quizzes not found in Skyward for secton 44.1 (11).")


# --- several messages -------------------------------------------------------------------------------------------------


def test_all_messages_of_a_text_are_found_each_with_its_values(hits: Callable[[str], list[Hit]]) -> None:
    text = "Assignment not found: Quiz 1; Assignment not found: Quiz 2\nSection 12 does not have a gradebook."
    found = [(hit.entry.id, dict(hit.values)) for hit in hits(text)]
    assert found == [
        ("focus/assignment-not-found", {"assignment": "Quiz 1"}),
        ("focus/assignment-not-found", {"assignment": "Quiz 2"}),
        ("skyward/section-does-not-have-a-gradebook", {"section": "12"}),
    ]


def test_a_message_in_the_slot_of_another_loses(find: Find) -> None:
    assert set(find("Assignment not found: Internal Server Error Lab")) == {"focus/assignment-not-found"}


def test_the_message_with_more_of_it_in_the_text_wins(find: Find) -> None:
    text = "Grading category Classwork not found in OneRoster for Eng 9-2. Please ensure that your assi..."
    assert set(find(text)) == {"aeries/grading-category-not-found", "focus/grading-category-not-found"}


def test_a_query_that_begins_a_message_and_holds_nothing_else_is_found(find: Find) -> None:
    assert set(find("Section 44.1 does not")) == {
        "skyward/section-does-not-have-a-gradebook",
        "skyward/section-does-not-have-a-sis-id",
    }
    assert set(find("assignment 55 is in a locked")) == {"skyward/assignment-in-locked-grading-period"}
    assert find("the assignment is") == {}


def test_an_answer_names_the_rule_by_which_a_message_counts_or_does_not(index: SearchIndex) -> None:
    found, near = (
        index.search(f"Grading {word} Quizzes not found in Skyward for section 44.1 (11). What should we do about it?")[
            0
        ]
        for word in ("category", "scale")
    )
    assert (found.by, found.rule) == ("message", "whole")
    assert (near.by, near.rule) == ("near", "another word at its place")


# --- contradictions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Synergy: Grading category Quizzes not found in Skyward for section 44.1 (11).",
        "10:41 | Synergy | Grading category Quizzes not found in Skyward for section 44.1 (11).",
        "Unable to update assignment Essay 2 Reason: HTTP response HTTP/1.1 502 Bad Gateway",
        f'COLLECTION_GENERIC - {GUID} - HTTP response HTTP/1.1 401 Unauthorized response: "grade scale"',
    ],
)
def test_another_label_or_status_forbids_a_message(find: Find, text: str) -> None:
    assert find(text) == {}


def test_a_vendor_in_a_value_or_in_prose_or_a_label_of_another_record_forbids_nothing(find: Find) -> None:
    for text in (
        "Grading category Synergy Lab not found in Skyward for section 44.1 (11).",
        "Pinnacle High School: Grading category Quizzes not found in Skyward for section 44.1 (11).",
        "We left Synergy for Skyward. Grading category Quizzes not found in Skyward for section 44.1 (11).",
        '[{"sis":"Synergy","error":"No Grading Period Found"},'
        '{"sis":"Skyward","error":"Grading category Quizzes not found in Skyward for section 44.1 (11)."}]',
    ):
        assert SKYWARD in find(text), text


def test_canvas_says_429_or_403_for_a_rate_limit(find: Find) -> None:
    text = f"EXCHANGE_ERROR_NON_RETRYABLE - {GUID} - HTTP response HTTP/1.1 {{0}} response: {{0}} (Rate Limit Exceeded)"
    for status in ("403 Forbidden", "429 Too Many Requests"):
        assert set(find(text.format(status))) == {
            "infinite-campus/exchange-error",
            "powerschool/403-error-forbidden-rate-limit",
        }
    assert find(text.format("500 Internal Server Error")) == {}


def test_the_values_of_a_later_place_are_read_where_the_first_has_none(index: SearchIndex) -> None:
    hit = index.search("Section Does Not Have a Gradebook\nSection 12 does not have a gradebook.")[0]
    assert (dict(hit.values), len(hit.occurrences)) == ({"section": "12"}, 2)


def test_a_bracket_that_opened_before_the_message_ends_its_value(find: Find) -> None:
    for text, value in (
        ("(it said Assignment not found: Vocab 3). Ask", "Vocab 3"),
        ("Assignment not found: Lab (A) 2", "Lab (A) 2"),
    ):
        assert find(text)["focus/assignment-not-found"] == {"assignment": value}


def test_a_short_message_needs_its_own_marks(find: Find) -> None:
    assert set(find("It says Assignment not found: Vocab 3")) == {"focus/assignment-not-found"}
    assert find("She wrote assignment not found in my notebook") == {}
    assert find("There was no grading, period found me asleep") == {}
