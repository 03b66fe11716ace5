"""Messages are counted wherever they stand: on long lines, across lines and windows, each of them once."""

import json
import sys
from collections.abc import Iterable
from io import BytesIO

import pytest

from store.catalog import opening
from store.logs.log_file import BLOCK, LogFile, log_of_text
from store.logs.triage import Triage, triage
from store.logs.windows import AHEAD, MAX_LINES, WINDOW, Windows
from store.search.index import SearchIndex
from tests.eval.varied_log import varied_log

INDEX = SearchIndex(opening.load(opening.shipped_path()))
MESSAGE = "Grading category {} not found in Skyward for section {}."
OTHER = "Cannot find due date for assignment {}, skipping"


def read(text: str | bytes) -> Triage:
    """Read a text as the app and the command line read a file."""
    data = text if isinstance(text, bytes) else text.encode()
    return triage(LogFile(BytesIO(data), "a.log", len(data)).lines(), INDEX)


def found(result: Triage) -> dict[str, int]:
    return {finding.entries[0].id: finding.count for finding in result.found}


def values(result: Triage, slot: str) -> list[str]:
    return [value for finding in result.found for value in finding.values.get(slot, ())]


SKYWARD = "skyward/grading-category-not-found"


@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
def test_a_json_list_of_a_thousand_errors_on_one_line_is_a_thousand_errors(separators: tuple[str, str]) -> None:
    errors = [{"id": number, "error": MESSAGE.format("Quizzes", number)} for number in range(1_000)]
    result = read(json.dumps(errors, separators=separators))
    assert (result.lines, found(result), result.unmatched) == (1, {SKYWARD: 1_000}, 0)
    assert (result.found[0].first_line, result.found[0].last_line) == (1, 1)
    assert values(result, "section") == [str(number) for number in range(1_000)]


def test_a_json_list_of_texts_on_one_line_is_counted_by_its_messages() -> None:
    result = read(json.dumps([MESSAGE.format(f"Quiz {number}", number) for number in range(500)]))
    assert found(result) == {SKYWARD: 500}
    assert values(result, "category") == [f"Quiz {number}" for number in range(500)]


def test_unknown_errors_of_a_json_list_are_counted_by_its_objects() -> None:
    result = read(json.dumps([{"error": f"Row {number} refused"} for number in range(300)]))
    assert (result.found, result.unmatched, len(result.unknown)) == ([], 300, 1)


def test_each_object_of_a_list_names_its_vendor() -> None:
    objects = [{"sis": vendor, "error": "Internal Server Error"} for vendor in ("Synergy", "Aeries", "Synergy")]
    assert found(read(json.dumps(objects))) == {"synergy/internal-server-error": 2, "aeries/internal-server-error": 1}
    whole = {"sis": "Aeries", "errors": [{"error": "Internal Server Error"}, {"error": "Internal Server Error"}]}
    assert found(read(json.dumps(whole))) == {"aeries/internal-server-error": 2}


def test_a_line_of_a_megabyte_is_read_to_its_end() -> None:
    words = "lorem ipsum dolor sit amet " * 40_000
    result = read(f"first\n{words}{MESSAGE.format('Quizzes', 12)} {words}{OTHER.format('Essay 1')}\nlast")
    assert result.lines == 3
    assert found(result)[SKYWARD] == 1
    assert (result.known, result.unmatched) == (2, 0)
    assert {finding.first_line for finding in result.found} == {2}
    assert values(result, "section") == ["12"]


def test_a_line_of_a_megabyte_without_a_blank_is_read_to_its_end() -> None:
    result = read("x" * 1_000_000 + f'"{MESSAGE.format("Quizzes", 12)}"')
    assert found(result) == {SKYWARD: 1}


def test_an_unknown_error_at_the_end_of_a_long_line_is_seen_and_shown() -> None:
    result = read("lorem ipsum " * 100_000 + "and then the transfer failed.")
    assert (result.unmatched, result.unknown[0].line) == (1, 1)
    assert "the transfer failed." in result.unknown[0].text


@pytest.mark.parametrize("edge", [WINDOW, 2 * WINDOW, BLOCK])
@pytest.mark.parametrize("shift", range(-80, 20, 7))
def test_a_message_across_the_edge_of_a_window_counts_once(edge: int, shift: int) -> None:
    message = MESSAGE.format("Quizzes and Tests", "44.1 (30217)")
    before = ("word " * edge)[: edge + shift - 1]
    result = read(f"{before} {message} {'word ' * AHEAD}")
    assert found(result) == {SKYWARD: 1}
    assert (values(result, "category"), values(result, "section")) == (["Quizzes and Tests"], ["44.1 (30217)"])


def test_windows_count_nothing_twice_in_a_long_line_full_of_messages() -> None:
    messages = [MESSAGE.format(f"Quiz {number}", number) for number in range(2_000)]
    result = read(" ".join(messages))
    assert found(result) == {SKYWARD: 2_000}
    assert values(result, "section") == [str(number) for number in range(1_000)]


@pytest.mark.parametrize("cut", range(1, 9))
@pytest.mark.parametrize("mark", ["", "> ", "    "])
def test_a_message_across_lines_counts_once(cut: int, mark: str) -> None:
    words = MESSAGE.format("Quizzes", 12).split()
    text = f"On Monday, Ann wrote:\n{mark}{' '.join(words[:cut])}\n{mark}{' '.join(words[cut:])}\nThanks"
    result = read(text)
    assert found(result) == {SKYWARD: 1}
    assert (result.found[0].first_line, result.unmatched) == (2, 0)
    assert values(result, "section") == ["12"]


def test_a_message_over_many_lines_counts_once() -> None:
    text = OTHER.format("Read pages 10 to 25 and answer the questions")
    result = read("start\n" + "\n".join(text.split()) + "\nend")
    assert (result.known, result.found[0].first_line) == (1, 2)


@pytest.mark.parametrize("lines", [0, MAX_LINES - 2, MAX_LINES - 1, MAX_LINES, 3 * MAX_LINES - 1])
def test_a_wrapped_message_behind_any_number_of_lines_counts_once(lines: int) -> None:
    text = "some words of a mail\n" * lines + "Grading category Quizzes not found\nin Skyward for section 12.\nthe end"
    result = read(text)
    assert found(result) == {SKYWARD: 1}
    assert (result.lines, result.found[0].first_line) == (lines + 3, lines + 1)


def test_lines_that_all_may_belong_together_are_each_counted_once() -> None:
    half = "Grading category Quizzes not found\nin Skyward for section {}.\n"
    result = read("".join(half.format(number) for number in range(200)))
    assert found(result) == {SKYWARD: 200}
    assert result.found[0].last_line == 399


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_message_at_the_very_end_is_counted(end: str) -> None:
    assert found(read(f"start\n{MESSAGE.format('Quizzes', 12)}{end}")) == {SKYWARD: 1}
    assert found(read(f"start\nGrading category Quizzes not found\nin Skyward for section 12.{end}")) == {SKYWARD: 1}


def test_line_ends_and_encodings_change_nothing() -> None:
    lines = list(varied_log(300))
    expected = found(read("\n".join(lines)))
    assert sum(expected.values()) > 50
    for data in (
        "\r\n".join(lines).encode(),
        "\r".join(lines).encode(),
        "\n".join(lines).encode("utf-16"),
        b"\xfe\xff" + "\r\n".join(lines).encode("utf-16-be"),
    ):
        assert found(read(data)) == expected


def test_records_are_not_joined() -> None:
    text = "10:41 Grading category Quizzes not found\n10:42 in Skyward for section 12.\n"
    assert values(read(text), "section") == []


def test_a_log_without_times_is_read_as_well_as_one_with_them() -> None:
    lines = list(varied_log(1_200))
    bare = [line.split(" | ")[-1] for line in lines]
    together = triage(bare, INDEX)
    assert together.known == sum(triage([line], INDEX).known for line in bare)


def test_a_value_does_not_run_into_the_next_column() -> None:
    for line in (
        "Focus,Assignment not found: Essay 2,Room 12,44.1",
        "Focus\tAssignment not found: Essay 2\tRoom 12\t44.1",
        '"Focus","Assignment not found: Essay 2","Room 12"',
        "Focus | Assignment not found: Essay 2 | Room 12",
        "10:41;Assignment not found: Essay 2;Room 12",
        "Focus,Error: Assignment not found: Essay 2,Room 12",
        "Focus|Assignment not found: Essay 2|Room 12",
        "Focus,Assignment not found: Essay 2,",
        "Focus,Assignment not found: Essay 2",
    ):
        assert values(read(line), "assignment") == ["Essay 2"], line
    assert values(read("Assignment not found: Essay 2,Room 12,44.1"), "assignment") == []
    assert values(read("Assignment not found: Essay 2, Draft 1, 1,000 words"), "assignment") == [
        "Essay 2, Draft 1, 1,000 words"
    ]


def test_a_decoded_line_end_does_not_shift_line_numbers() -> None:
    quoted = json.dumps({"log": f"started\n{MESSAGE.format('Quizzes', 12)}\nended"})
    result = read(f"first\n{quoted}\n10:41 {MESSAGE.format('Tests', 13)}")
    assert (result.lines, result.found[0].count) == (3, 2)
    assert (result.found[0].first_line, result.found[0].last_line) == (2, 3)


def test_each_line_of_the_log_is_in_one_window() -> None:
    lines = ["a", "", "Grading category Quizzes not found", "in Skyward for section 12.", "b" * 20_000, "c"] * 20
    numbers: list[int] = []
    for window in Windows(INDEX.messages, None).of(log_of_text("\n".join(lines), "a log").lines()):
        numbers += [line.number for line in window.lines if not line.goes_on]
    assert numbers == list(range(1, len(lines) + 1))


HOSTILE = {
    "one word": "assignment ",
    "one message": MESSAGE.format("x", 1) + " ",
    "its beginning": "Grading category ",
    "an open message": "Assignment not found: ",
    "half of it on each line": "Grading category x\nnot found in Skyward for section\n",
    "braces": '{"a":',
    "objects": "{},",
    "quotes": '"',
    "backslashes": "\\",
    "error words": "0 errors failed: ",
    "zeros": "0 ",
    "frames": "  at x\n",
    "dots": "... ",
    "blank lines": "\n",
}


def steps_to_read(lines: Iterable[str]) -> int:
    """Return how many lines of Python run while a log is read: a measure of time that no other process disturbs."""
    steps = 0

    def step(frame: object, event: str, argument: object) -> object:
        nonlocal steps
        steps += 1
        return step

    sys.settrace(step)  # type: ignore[arg-type]
    try:
        triage(lines, INDEX)
    finally:
        sys.settrace(None)
    return steps


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_cost_no_more_than_their_length(piece: str) -> None:
    def log(length: int) -> Iterable[str]:
        return log_of_text((piece * (length // len(piece) + 1))[:length], "a log").lines()

    triage(log(20_000), INDEX)
    few, many = steps_to_read(log(20_000)), steps_to_read(log(80_000))
    assert many < 6 * few + 20_000
