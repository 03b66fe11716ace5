"""What the prefilter rejects would not have been found, and what shapes remember would have been found again."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.catalog import opening
from store.matching.pasted_text import Text
from store.matching.shapes import Shapes
from store.search.index import SearchIndex
from store.search.message_search import MessageSearch, Recognized
from tests.eval.varied_log import varied_log

SHIPPED = opening.load(opening.shipped_path())
MESSAGES = SearchIndex(SHIPPED).messages
PREFILTER = MESSAGES.prefilter
PLAIN = SearchIndex(SHIPPED).messages
"""Aligns every message with every text."""
EVERY = tuple(range(len(PREFILTER.messages)))
PLAIN._finder.possible = lambda text: EVERY  # type: ignore[method-assign]
TEXTS = [message.text for entry in SHIPPED.entries for message in entry.messages]
WORDS = sorted({word for known in PREFILTER.messages for word in known.template.words})
NAMES = [vendor.name for vendor in SHIPPED.vendors]
SKYWARD = "Grading category Quizzes not found in Skyward for section 12."


def candidates(line: str) -> set[str]:
    text = Text(line)
    numbers = PREFILTER.candidates(text, PREFILTER.sketch(text))
    assert PREFILTER.candidates_alone(text) == numbers
    return {PREFILTER.messages[number].entry.id for number in numbers}


def comparable(found: list[Recognized]) -> list[tuple[object, ...]]:
    return [
        (one.span, sorted((hit.entry.id, hit.message, tuple(hit.values.items())) for hit in one.hits)) for one in found
    ]


def with_prefilter(messages: MessageSearch, line: str) -> list[Recognized]:
    text = Text(line)
    return messages.recognize_among(text, messages.prefilter.candidates(text, messages.prefilter.sketch(text)))


def test_the_example_in_the_head_of_the_module() -> None:
    line = "Student 7 was found in section 12 for category Tests"
    assert "skyward/grading-category-not-found" not in candidates(line)
    assert "skyward/grading-category-not-found" in candidates(SKYWARD)


def test_a_mistyped_word_is_found_next_to_its_neighbor() -> None:
    slip = SKYWARD.replace("category", "categroy")
    assert "skyward/grading-category-not-found" in candidates(slip)
    [found] = with_prefilter(MESSAGES, slip)
    assert found.hits[0].entry.id == "skyward/grading-category-not-found"


def test_lines_are_joined_where_each_has_what_the_other_lacks() -> None:
    def can_join(first: str, second: str) -> bool:
        before, behind = Text(first), Text(second)
        return PREFILTER.can_join(
            PREFILTER.sketch(before), PREFILTER.sketch(behind), (before.words[-1], behind.words[0])
        )

    assert can_join("10:41 ERROR Grading category Quizzes not", "found in Skyward for section 12.")
    assert not can_join(SKYWARD, SKYWARD)
    assert not can_join("12 grades for the office", SKYWARD)
    assert not can_join("Job started by teacher", "Section 12 linked to gradebook")


def test_the_example_in_the_head_of_shapes() -> None:
    shapes = Shapes(PREFILTER.messages, (), lambda known, written: (known, written) == ("category", "categroy"))

    def shape(line: str) -> str:
        return shapes.of(Text(line))

    first = "10:41 | Skyward | Grading category Quizzes not found in Skyward for section 4411."
    second = "10:52 | Skyward | Grading category Tests not found in Skyward for section 4509."
    assert shape(first) == shape(second)
    for other in (
        first.replace("Quizzes", "Quizzes Tests"),
        first.replace("Quizzes", '"Quizzes"'),
        first.replace("4411", "411"),
        first.replace("category", "categroy"),
        first.replace("category", "Category"),
    ):
        assert shape(other) != shape(first)
    assert shape("Prüfung é") == shape("Übung é")


@pytest.mark.slow
def test_a_varied_log_gives_the_same_as_without_the_prefilter() -> None:
    for line in varied_log(1_200):
        assert comparable(with_prefilter(MESSAGES, line)) == comparable(PLAIN.recognize(Text(line))), line


@st.composite
def lines_of_words(draw: st.DrawFn) -> str:
    """Make a line with most words of a message, some mistyped, and other words around them."""
    message = draw(st.sampled_from(TEXTS)).split(" ")
    kept = [word for word in message if draw(st.integers(0, 9)) > 1]
    typed = [word[:-1] + "x" if len(word) > 4 and draw(st.integers(0, 9)) == 0 else word for word in kept]
    others = draw(st.lists(st.sampled_from([*WORDS, *NAMES, "|", "...", ".", "Zoë", "404", "x9"]), max_size=12))
    at = draw(st.integers(0, len(others)))
    return " ".join([*others[:at], *typed, *others[at:]])


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(lines_of_words())
@example("Assignment with app created for section with id details")
def test_any_line_gives_the_same_as_without_the_prefilter(line: str) -> None:
    assert comparable(with_prefilter(MESSAGES, line)) == comparable(PLAIN.recognize(Text(line)))


@pytest.mark.slow
def test_a_shape_gives_the_same_again_with_other_names() -> None:
    chance = random.Random(5)
    for text in TEXTS:
        for _ in range(6):
            line = f"10:{chance.randint(10, 59)} | {chance.choice(NAMES)} | ERROR | " + " ".join(
                chance.choice(["Quizzes", "Tests", "Orbit"]) if "[" in word or "x" in word else word
                for word in text.split()
            )
            assert comparable(with_prefilter(MESSAGES, line)) == comparable(PLAIN.recognize(Text(line))), line
