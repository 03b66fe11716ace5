"""Words are compared however people write them, and keep their place in the text."""

import pytest

from store.search.search_words import folded_search_words, indexed_words, search_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("can't", "can not"),
        ("Can’t", "can not"),
        ("cant", "can not"),
        ("won't", "will not"),
        ("doesn`t", "does not"),
        ("doesn", "does not"),  # on the way to doesn't
        ("isnt", "is not"),
        ("the teacher's grades", "the teacher grades"),
        ("they've I'm we'll you're he'd", "they i we you he"),
        ("O'Neil", "oneil"),
        ("O’Neil", "oneil"),
        ("'category' not found", "category not found"),
        ("won the can", "won the can"),
        ("x2 409", "x 2 409"),
        ("成绩同步失败", "成绩 绩同 同步 步失 失败"),
        ("成绩 sync", "成绩 sync"),
        ("José", "jose"),
    ],
)
def test_words_are_compared_as_people_mean_them(text: str, words: str) -> None:
    assert folded_search_words(text) == words.split()
    assert [word.folded for word in search_words(text)] == words.split()


def test_words_keep_their_place() -> None:
    text = "St. Mary's can't: O'Neil 成绩同"
    places = [text[word.start : word.end] for word in search_words(text)]
    assert places == ["St", "Mary", "ca", "n't", "O'Neil", "成绩", "绩同"]


def test_names_are_found_by_each_way_to_type_them() -> None:
    assert {"mary", "marys"} <= set(indexed_words("St. Mary's"))
    assert {"oneil", "neil"} <= set(indexed_words("O’Neil"))
