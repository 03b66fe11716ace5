"""A message that begins on one line and ends on another is found; a stray word above a message is not a beginning."""

from msgspec.structs import replace

from store.catalog import opening
from store.logs.triage import triage
from store.matching.message_template import Template
from store.matching.pasted_text import Text
from store.matching.prefilter import Prefilter
from store.matching.wrapped_lines import can_wrap, takes_all_lines
from store.search.index import SearchIndex

SHIPPED = opening.load(opening.shipped_path())
SKYWARD = next(entry for entry in SHIPPED.entries if entry.id == "skyward/grading-category-not-found")
MESSAGE = replace(
    SKYWARD.messages[0],
    text="Grading category [x] not found in Skyward for section [y].",
    slots={"category": "[x]", "section": "[y]"},
)
TEMPLATE = Template(MESSAGE)
PREFILTER = Prefilter([[TEMPLATE]])
WHOLE = "Grading category Quizzes not found in Skyward for section 12."
LINES = ["10:41 ERROR Grading category Quizzes not", "found in Skyward for section 12."]


def test_the_example_in_the_head_of_the_prefilter() -> None:
    words = PREFILTER.message_words(Text("10:41 Quiz category not found in section 7"))
    assert words == {"category", "found", "in", "not", "section"}
    assert PREFILTER.candidates(words) == ()
    [candidate] = PREFILTER.candidates(words | {"for"})
    assert (candidate.entry, candidate.messages, round(candidate.max_weight, 3)) == (0, (0,), 0.425)


def test_the_example_in_the_head_of_the_module() -> None:
    first, second = map(Text, LINES)
    assert PREFILTER.candidates(PREFILTER.message_words(first)) == ()
    words = (PREFILTER.message_words(first), PREFILTER.message_words(second))
    assert PREFILTER.wrapped_candidates(words) == {2: [TEMPLATE]}
    assert can_wrap([TEMPLATE], [first, second])
    text = Text.of_lines([first, second])
    [window] = TEMPLATE.windows(text)
    assert [in_text for _, in_text in TEMPLATE.word_pairs(text, *window)] == [3, 4, 6, 7, 8, 9, 10, 11]
    assert takes_all_lines("Grading category Quizzes not\nfound in Skyward for section 12", LINES)


def test_a_stray_word_above_a_whole_message_is_not_its_beginning() -> None:
    stray = "12 grades for the office"
    assert not can_wrap([TEMPLATE], [Text(stray), Text(WHOLE)])
    index = SearchIndex(SHIPPED)
    [finding] = triage([stray, WHOLE], index).found
    assert (finding.count, finding.first_line, finding.last_line) == (1, 2, 2)


def test_a_message_within_one_of_the_lines_does_not_take_all_of_them() -> None:
    recognized = WHOLE.removesuffix(".")
    assert not takes_all_lines(recognized, [WHOLE, "the end"])
    assert not takes_all_lines(recognized, ["the beginning", WHOLE])
