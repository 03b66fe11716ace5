"""A message is found in a text, whatever is wrapped around it, and its values are read."""

import html
import json
from collections.abc import Callable

import pytest

from store.catalog import opening
from store.core.models import Cause, Entry, Message
from store.matching.decoding import readable
from store.matching.message_template import FOUND_COVER, Match, Template
from store.matching.pasted_text import Text

CAUSE = Cause(meaning=None, notes=(), syncs_anyway=None, who="teacher", fix=("a",), basis="derived", sources=())
SKYWARD = (
    "Grading category [xxxxx] not found in Skyward for section [xxxxxxxx (xxxxxx)].",
    {"category": "[xxxxx]", "section": "[xxxxxxxx (xxxxxx)]"},
)


def message(text: str, slots: dict[str, str]) -> Message:
    return Message(text=text, slots=slots, complete_text=None, also=(), causes=(CAUSE,))


def find(parts: tuple[str, dict[str, str]], text: str) -> Match | None:
    return Template(message(*parts)).find(Text(readable(text)))


def values(parts: tuple[str, dict[str, str]], text: str) -> dict[str, str]:
    match = find(parts, text)
    assert match is not None
    return match.values


def is_found(parts: tuple[str, dict[str, str]], text: str) -> bool:
    match = find(parts, text)
    return match is not None and match.found


def test_the_example_in_the_head_of_the_module() -> None:
    text = Text("ERROR Grading category Quizzes not foudn in Skyward for section 4411.")
    template = Template(message(*SKYWARD))
    assert template.words == ["grading", "category", "not", "found", "in", "skyward", "for", "section"]
    assert list(template.slots) == [2, 8]
    alignment = template.align(text)
    assert alignment is not None
    assert alignment.word_pairs == [(0, 1), (1, 2), (2, 4), (4, 6), (5, 7), (6, 8), (7, 9)]
    assert (round(alignment.cover, 3), round(alignment.weight, 3), alignment.found) == (0.975, 0.447, True)
    assert template.match(text, alignment).values == {"category": "Quizzes", "section": "4411"}


def test_a_single_word_is_found_only_when_the_text_has_nothing_else() -> None:
    assert is_found(("Locked", {}), "locked")
    assert not is_found(("Locked", {}), "the period is locked")
    assert not is_found(("Locked", {}), "locked since Monday")
    assert is_found(("Locked: [x]", {"by": "[x]"}), "LOCKED: the registrar")
    assert not is_found(("Locked: [x]", {"by": "[x]"}), "locked since Monday")
    assert not is_found(("Locked [x]", {"by": "[x]"}), "locked since Monday")


def test_a_value_may_have_fourteen_words() -> None:
    parts = ("Line [x] locked", {"line": "[x]"})
    longest = " ".join(["word"] * 14)
    assert values(parts, f"Line {longest} locked") == {"line": longest}


def test_a_message_is_found_among_many_occurrences_of_its_words() -> None:
    parts = ("Term [x] of the section is locked", {"term": "[x]"})
    decoys = ("Term of the month\n" + "blank " * 40 + "\nsection is locked\n" + "blank " * 40) * 40
    scrambled = "locked is the section of Term\n" + "blank " * 40
    match = find(parts, f"{scrambled}{decoys}Term 4 of the section is locked\n{decoys}")
    assert match is not None
    assert (match.cover, match.values) == (1, {"term": "4"})


def test_an_id_counts_as_one_word_however_many_parts_it_has() -> None:
    parts = ("Line [x] locked", {"line": "[x]"})
    long_id = "-".join(f"a{n}b{n}" for n in range(20))
    assert values(parts, f"Line {long_id} locked") == {"line": long_id}
    assert not is_found(parts, f"Line {long_id.replace('-', ' - ')} locked")


PLAIN = "Grading category Quizzes & Tests not found in Skyward for section 44.1 (11)."
WRAPPINGS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "ticket prose": lambda text: f"Hi, my sync shows this since Monday: {text} What now?",
    "mail quoting": lambda text: "> " + text.replace(" Skyward ", " Skyward\n> "),
    "JSON": lambda text: json.dumps({"level": "error", "message": text}),
    "JSON in JSON": lambda text: json.dumps({"log": json.dumps({"message": text})}),
    "HTML": lambda text: f"<td>{html.escape(text)}</td>",
    "log line": lambda text: f"2024-10-03 06:14:55 | 118 | ERROR | {text}",
    "no-break spaces": lambda text: text.replace(" ", "\xa0"),
    "line wrap": lambda text: text.replace("not found in", "not found\nin"),
}


@pytest.mark.parametrize("name", WRAPPINGS)
def test_values_are_read_from_wrapped_texts(name: str) -> None:
    match = find(SKYWARD, WRAPPINGS[name](PLAIN))
    assert match is not None
    assert match.found
    assert match.values == {"category": "Quizzes & Tests", "section": "44.1 (11)"}


@pytest.mark.parametrize("value", ["[Quizzes]", '"Quizzes"', "“Quizzes”", "'Quizzes'", " Quizzes "])
def test_brackets_and_quotes_around_a_value_are_not_the_value(value: str) -> None:
    text = f"Grading category {value} not found in Skyward for section [4411]."
    assert values(SKYWARD, text) == {"category": "Quizzes", "section": "4411"}


@pytest.mark.parametrize(
    "value", ["Quiz 3: Ödipus & Co. (a/b)", "QUIZ – no. 7!", "Lab 🙂 #3", "Teacher's pick", "1st [A] list"]
)
def test_a_value_keeps_its_own_characters(value: str) -> None:
    assert values(SKYWARD, f"Grading category {value} not found in Skyward for section 1.")["category"] == value


def test_case_does_not_matter_and_a_value_keeps_its_own() -> None:
    text = "GRADING CATEGORY QuizZes NOT FOUND IN SKYWARD FOR SECTION AB.1."
    assert values(SKYWARD, text) == {"category": "QuizZes", "section": "AB.1"}


def test_mistyped_words_count_nearly_as_much() -> None:
    exact, typo = (
        find(SKYWARD, f"Grading category Quizzes not {word} in Skyward for section 4411.")
        for word in ("found", "foudn")
    )
    assert exact is not None
    assert typo is not None
    assert 0.9 < typo.cover < exact.cover == 1
    assert typo.values == exact.values


def test_words_in_another_order_are_not_a_message() -> None:
    match = find(SKYWARD, "Section for Skyward in found not category grading.")
    assert match is None or match.cover < FOUND_COVER


def test_words_scattered_over_a_long_text_are_not_a_message() -> None:
    filler = " word" * 60
    match = find(SKYWARD, filler.join(["grading", "category", "not", "found", "in", "skyward", "for", "section"]))
    assert match is None or not match.found


def test_a_slot_that_was_cut_off_has_no_value() -> None:
    assert values(SKYWARD, "Grading category Quizzes not found in Skyward for") == {"category": "Quizzes"}
    assert values(SKYWARD, "egory Quizzes not found in Skyward for section 44.") == {"section": "44"}


def test_a_message_is_found_although_its_end_was_cut_off() -> None:
    match = find(SKYWARD, "Grading category Quizzes not found in")
    assert match is not None
    assert match.found


def test_two_slots_in_one_place_are_split_at_the_literal_between_them() -> None:
    parts = ("API route not found: GET /results/[id]/[id]}", {"first id": "[id]", "second id": "[id]"})
    assert values(parts, "API route not found: GET /results/8812/77-a}") == {"first id": "8812", "second id": "77-a"}


def test_a_guid_is_not_cut_at_its_hyphens() -> None:
    parts = ("COLLECTION_GENERIC - XXXX -", {"request id": "XXXX"})
    text = "COLLECTION_GENERIC - 71608256-b2d7-450f-a7cb-5349af35977d - HTTP response"
    assert values(parts, text) == {"request id": "71608256-b2d7-450f-a7cb-5349af35977d"}


def test_a_value_at_the_end_ends_with_its_sentence_or_line() -> None:
    parts = ("Assignment not found: [name]", {"name": "[name]"})
    assert values(parts, "Assignment not found: Essay 2. Please advise") == {"name": "Essay 2"}
    assert values(parts, "Assignment not found: Essay v1.2\nnext line") == {"name": "Essay v1.2"}
    assert values(parts, '{"m":"Assignment not found: Essay 2","x":1}') == {"name": "Essay 2"}
    wrapped = "Assignment not found: An essay on the many causes of the old French\nrevolution"
    assert values(parts, wrapped) == {"name": "An essay on the many causes of the old French revolution"}


def test_a_message_with_few_words_must_be_unbroken() -> None:
    parts: tuple[str, dict[str, str]] = ("PowerSchool Error:", {})
    assert (match := find(parts, "x | PowerSchool Error: 'no'")) is not None
    assert match.found
    assert (match := find(parts, "PowerSchool | - | ERROR | something else")) is not None
    assert not match.found


def test_the_longer_of_two_whole_messages_weighs_more() -> None:
    text = "Details: HTTP response HTTP/1.1 409 Conflict response: x"
    short, long = find(("HTTP response HTTP/1.1", {}), text), find(("Details: HTTP response HTTP/1.1 409", {}), text)
    assert short is not None
    assert long is not None
    assert long.weight > short.weight


def test_a_message_in_the_middle_of_a_long_log_is_found() -> None:
    noise = "2024-10-03 06:14:55 INFO grading job for section 12 done\n" * 3000
    match = find(SKYWARD, noise + PLAIN + "\n" + noise)
    assert match is not None
    assert match.found
    assert match.values["category"] == "Quizzes & Tests"


@pytest.mark.parametrize("entry", opening.load(opening.shipped_path()).entries, ids=lambda entry: entry.id)
def test_every_shipped_message_gives_back_the_values_put_into_it(entry: Entry) -> None:
    for shipped in entry.messages:
        text, at, filled = shipped.text, 0, {}
        for number, (name, placeholder) in enumerate(shipped.slots.items()):
            value = f"7{number}zq"
            start = text.index(placeholder, at)
            text = text[:start] + value + text[start + len(placeholder) :]
            at = start + len(value)
            filled[name] = value
        match = Template(shipped).find(Text(readable(f"before it\n{text}\nafter it")))
        assert match is not None
        assert match.found
        assert match.values == filled
