"""A text is split into words once; lines can be joined without splitting them again."""

import pytest

from store.matching.pasted_text import Text


def test_the_example_in_the_head_of_the_module() -> None:
    text = Text("Section 44-B not found")
    assert text.words == ["section", "44", "b", "not", "found"]
    assert text.word_indexes == {"section": [0], "44": [1], "b": [2], "not": [3], "found": [4]}
    assert text.char_spans == [(0, 7), (8, 10), (11, 12), (13, 16), (17, 22)]
    assert text.blanks_before == [0, 1, 1, 2, 3]


@pytest.mark.parametrize("lines", [["one line"], ["Term 4-B", "", "is locked"], ["", "É à la carte", " - "]])
def test_joined_lines_are_the_text_of_the_lines(lines: list[str]) -> None:
    joined, whole = Text.of_lines([Text(line) for line in lines]), Text("\n".join(lines))
    assert (joined.text, joined.words) == (whole.text, whole.words)
    assert (joined.char_spans, joined.blanks_before) == (whole.char_spans, whole.blanks_before)
