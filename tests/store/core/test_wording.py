"""Counts, lists and shortened texts read like sentences."""

import pytest

from store.core.wording import counted, enumerated, shortened


@pytest.mark.parametrize(
    ("number", "plural", "text"),
    [(0, "", "0 notes"), (1, "", "1 note"), (2, "", "2 notes"), (1204, "", "1,204 notes"), (2, "copies", "2 copies")],
)
def test_a_noun_agrees_with_its_number(number: int, plural: str, text: str) -> None:
    assert counted(number, "note", plural) == text


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_ends_with_and(items: list[str], text: str) -> None:
    assert enumerated(items) == text


@pytest.mark.parametrize(
    ("text", "short"), [("12345", "12345"), ("123456", "1234…"), ("12 456", "12 4…"), ("123 56", "123…")]
)
def test_a_long_text_is_cut_to_the_room(text: str, short: str) -> None:
    assert shortened(text, 5) == short
