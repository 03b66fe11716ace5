"""What is only like a message is not presented as found."""

from collections import Counter

from tests.eval.fillings import originals
from tests.eval.near_misses import COUNTS, holds_a_message, is_confidently_wrong, near_misses
from tests.eval.shipped import search

MOST, MOST_OF_A_KIND = 0.005, 0.02
EVERY = 2
"""Which share of the texts is tried here; `make eval` tries all."""


def test_few_are_confidently_wrong() -> None:
    """One test, because with several workers each one that has a part of it would have to search for all texts."""
    tried = list(near_misses())[::EVERY]
    wrong = Counter(each.kind for each in tried if is_confidently_wrong(each, search(each.text)))
    of_kind = Counter(each.kind for each in tried)
    shares = {kind: wrong[kind] / of_kind[kind] for kind in COUNTS}
    assert {kind: share for kind, share in shares.items() if share > MOST_OF_A_KIND} == {}
    assert wrong.total() / len(tried) <= MOST


def test_there_are_2000_of_them_and_they_are_the_same_each_time() -> None:
    assert Counter(each.kind for each in near_misses()) == COUNTS
    assert sum(COUNTS.values()) == 2_000
    assert list(near_misses()) == list(near_misses())


def test_none_holds_a_whole_message_but_under_another_label() -> None:
    for each in near_misses():
        assert each.kind == "another system's label" or holds_a_message(each.text) is None, each


def test_messages_are_no_near_misses() -> None:
    for original in originals(4):
        if not original.slots and not original.is_cut:
            assert holds_a_message(f"Error: {original.text}")
