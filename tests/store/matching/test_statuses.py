"""A number is a status only where a text says it as one; a code word only as the value of OneRoster's key."""

from pathlib import Path

import pytest

from store.matching.statuses import REASON_PHRASES, readings, said_code_words, said_statuses

HERE = Path(__file__).parent
NOT_SAID = (HERE / "numbers-without-status.txt").read_text(encoding="utf-8").splitlines()
SAID = (HERE / "said-statuses.txt").read_text(encoding="utf-8").splitlines()


def statuses(text: str) -> list[int]:
    return [said.status for said in said_statuses(text)]


def words(text: str) -> list[str]:
    return [next(readings(said.word)) for said in said_code_words(text)]


@pytest.mark.parametrize("around", ["{}", "Hello, {}. Thanks", "2026-11-13 06:05:09 ERROR {}", "Sync error\n{}\n"])
def test_rooms_counts_points_and_ids_are_no_statuses(around: str) -> None:
    assert len(set(NOT_SAID)) >= 300
    assert [line for line in NOT_SAID if said_statuses(around.format(line))] == []


def test_a_status_is_read_in_every_form_in_which_it_is_said() -> None:
    assert [line for line in SAID if len(statuses(line)) != 1] == []
    quoted = [line for line in SAID if not line.isdecimal()]
    assert [line for line in quoted if len(statuses(f"Dear all,\n> {line}\nplease help")) != 1] == []


def test_a_status_comes_with_its_place() -> None:
    text = 'Room 404: HTTP response HTTP/1.1 502 Bad Gateway {"status":409,"id":422}'
    assert [(said.status, text[said.start : said.end]) for said in said_statuses(text)] == [(502, "502"), (409, "409")]


def test_each_phrase_makes_its_own_number_a_status_and_no_other() -> None:
    for status, phrases in REASON_PHRASES.items():
        other = 409 if status != 409 else 404
        for phrase in phrases:
            for text in (f"x {status} {phrase}", f"x {status}: {phrase.upper()}", f"{status} - {phrase.lower()}"):
                assert statuses(text) == [status], text
            if not phrase.endswith("Error"):  # 409 Server Error says one, too
                assert statuses(f"x {other} {phrase}") == []


def test_a_name_before_the_number_makes_it_a_name() -> None:
    assert statuses("Page 404 Not Found") == [404]
    assert statuses("Section 404 Not Found") == []
    assert statuses("Assignment: 409 Conflict") == []
    assert statuses("Section not found (404)") == []


def test_an_escaped_or_wrapped_key_is_the_same_key() -> None:
    for text in (
        '{\\"status\\":404}',
        '{\\\\\\"status\\\\\\": \\\\\\"404\\\\\\"}',
        "&quot;statusCode&quot;:404",
        "HTTP response HTTP/1.1\n404 Not Found",
        "{“status”: 404}",
        "status%22%3A404 x",
    ):
        assert statuses(text) == [404], text


def test_answers_that_are_no_errors_are_none() -> None:
    assert statuses("HTTP/1.1 200 OK, then HTTP/1.1 302 Found and status 399") == []


@pytest.mark.parametrize("query", ["404", " 404 ", "error 404", "404 error", "HTTP 404", "(404)", "“404”", "404?"])
def test_a_whole_text_is_a_status(query: str) -> None:
    assert statuses(query) == [404]


@pytest.mark.parametrize("query", ["#404", "$404", "404%", "/404", "room 404", "4041", "040404"])
def test_a_whole_text_may_still_be_something_else(query: str) -> None:
    assert statuses(query) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('"codeMinor":"UNAUTHORIZED","description":"x"', "unauthorized"),
        ('"codeMinor" : "unknown object"', "unknownobject"),
        ('\\"codeMinor\\":\\"server_busy\\"', "serverbusy"),
        ("&quot;codeMinor&quot;:&quot;invaliddata&quot;", "invaliddata"),
        ("<codeMinor>invalid_sort_field</codeMinor>", "invalidsortfield"),
        ("imsx_codeMinor=forbidden", "forbidden"),
        ('"imsx_codeMinorFieldName":"TargetEndSystem","imsx_codeMinorFieldValue":"unknownobject"', "unknownobject"),
        ("CodeMinor value is 'invalid_ blank_selection _field'", "invalidblankselectionfield"),
    ],
)
def test_the_value_of_code_minor_is_a_code_word(text: str, word: str) -> None:
    assert words(f"The sync says {text} again") in ([word], [f"{word}again"])
    [said] = said_code_words(text)
    assert text[said.start : said.end] == said.word


def test_a_value_without_quotes_can_be_read_without_what_follows() -> None:
    [said] = said_code_words("codeMinor: unknown object for class 12")
    assert list(readings(said.word)) == ["unknownobjectforclass", "unknownobjectfor", "unknownobject", "unknown"]


def test_success_and_words_elsewhere_are_no_code_words() -> None:
    for text in (
        '"codeMinor":"full success"',
        '"imsx_codeMinorFieldValue":"fullsuccess"',
        '"codeMajor":"failure","description":"forbidden"',
        "The request is forbidden, the server busy and the object unknown. Minor code: none.",
        '"imsx_codeMinorFieldName":"TargetEndSystem"',
        "a minor error code",
    ):
        assert said_code_words(text) == [], text
