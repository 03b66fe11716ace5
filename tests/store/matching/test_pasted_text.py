"""A text is split into words once; lines can be joined without splitting them again."""

import pytest

from store.matching.pasted_text import Text, unwrap


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


@pytest.mark.parametrize(
    ("wrapped", "readable"),
    [
        ("nothing to undo", "nothing to undo"),
        ("> Term 4\n> is locked", "Term 4\nis locked"),
        (r"\"Term 4\"\nis \u006cocked", '"Term 4"\nis locked'),
        ("Term&nbsp;4 &amp; 5", "Term 4 & 5"),
    ],
)
def test_unwrapping_undoes_mail_json_and_html(wrapped: str, readable: str) -> None:
    assert unwrap(wrapped) == readable
