"""A log becomes a list of its errors, with counts."""

from collections.abc import Iterator

from msgspec.structs import replace

from store.catalog import opening
from store.catalog.opening import Catalog
from store.logs.triage import MAX_VALUES, triage
from store.logs.unknown_errors import MAX_TEXT, MAX_UNMATCHED
from store.search.index import SearchIndex

SHIPPED = opening.load(opening.shipped_path())
INDEX = SearchIndex(SHIPPED)
LINE = "10:41 | Skyward | ERROR | Grading category {} not found in Skyward for section {}."


def test_errors_have_counts_line_numbers_and_values() -> None:
    lines = ["start", LINE.format("Quizzes", 1), "INFO ok", LINE.format("Tests", 1), LINE.format("Quizzes", 2), "end"]
    result = triage(lines, INDEX)
    [found] = result.found
    assert (result.lines, found.count, found.first_line, found.last_line) == (6, 3, 2, 5)
    assert {slot: list(values) for slot, values in found.values.items()} == {
        "category": ["Quizzes", "Tests"],
        "section": ["1", "2"],
    }
    assert result.unknown == []


def test_a_vendor_column_decides_between_vendors_that_share_a_message() -> None:
    lines = [f"10:41 | {vendor} | Internal Server Error" for vendor in ("Synergy", "Aeries", "Synergy")]
    result = triage(lines, INDEX)
    assert [(found.entries[0].vendor, found.count) for found in result.found] == [("synergy", 2), ("aeries", 1)]


def test_a_message_that_several_vendors_share_counts_once_for_all_of_them() -> None:
    [found] = triage(["10:41 Internal Server Error"], INDEX).found
    assert sorted(entry.vendor for entry in found.entries) == ["aeries", "synergy"]
    assert found.count == 1


def test_the_vendor_asked_for_decides() -> None:
    [found] = triage(["Internal Server Error"], INDEX, "aeries").found
    assert [entry.vendor for entry in found.entries] == ["aeries"]


def test_a_message_wrapped_over_lines_counts_once() -> None:
    lines = ["start", "Grading category Quizzes not found", "in Skyward for section 12.", "end"]
    [found] = triage(lines, INDEX).found
    assert (found.count, found.first_line) == (1, 2)
    assert list(found.values["section"]) == ["12"]


def test_unknown_errors_that_differ_in_digits_only_are_one_group() -> None:
    lines = ["ERROR host 12 is down", "WARN slow", "ERROR host 7 is down", "java.lang.NullPointerException: x"]
    assert [(error.line, error.text, error.count) for error in triage(lines, INDEX).unknown] == [
        (1, "ERROR host 12 is down", 2),
        (2, "WARN slow", 1),
        (4, "java.lang.NullPointerException: x", 1),
    ]


def test_lists_are_bounded_and_the_rest_is_counted() -> None:
    def log() -> Iterator[str]:
        for number in range(MAX_VALUES + 5):
            yield LINE.format(f"c{number}", 1)
        for number in range(MAX_UNMATCHED + 5):
            yield f"ERROR {'x' * (number % 1000)}{'y' * (number // 1000)} odd"

    result = triage(log(), INDEX)
    assert len(result.found[0].values["category"]) == MAX_VALUES
    assert result.found[0].values_more == 5
    assert len(result.unknown) == MAX_UNMATCHED
    assert result.unknown_more == 5
    assert result.unmatched == MAX_UNMATCHED + 5


def test_an_empty_log_has_no_errors() -> None:
    result = triage([], INDEX)
    assert (result.lines, result.found, result.unknown) == (0, [], [])


def test_a_value_may_be_on_the_line_after_its_message() -> None:
    entry = SHIPPED.entries[0]
    message = replace(entry.messages[0], text="Rejected: [reason]", slots={"reason": "[reason]"}, also=())
    index = SearchIndex(Catalog(SHIPPED.edition, SHIPPED.vendors, (replace(entry, messages=(message,)),)))
    [found] = triage(["Rejected", ": too late"], index).found
    assert (found.count, found.values) == (1, {"reason": {"too late": None}})


def test_a_message_that_mail_quoted_and_wrapped_has_its_own_first_line() -> None:
    lines = ["On Monday, Ann wrote:", "> Grading category Quizzes not found", "> in Skyward for section 12.", "Thanks"]
    [found] = triage(lines, INDEX).found
    assert (found.count, found.first_line) == (1, 2)


def test_a_long_unknown_error_is_cut() -> None:
    [unknown] = triage(["ERROR " + "x" * 10_000], INDEX).unknown
    assert len(unknown.text) == MAX_TEXT


def test_lines_with_html_entities_are_decoded_and_searched_together() -> None:
    lines = ["&#71rading &#99ategory Quizzes &#110ot", "found in Skyward &#102;or section 12."]
    [found] = triage(lines, INDEX).found
    assert (found.count, list(found.values["section"])) == (1, ["12"])
