"""Pastes of every message in 28 ways are answered right, and their values read as they stand there."""

from functools import cache

import pytest

from tests.eval import pastes
from tests.eval.shipped import search

FIRST, FIRST_OF_A_WAY = 0.99, 0.90
EXACT, WRONG = 0.97, 0.005
"""Shares of the values."""

pytestmark = pytest.mark.xfail(strict=False, reason="the matcher is being rewritten")


@cache
def scored() -> tuple[tuple[pastes.Paste, pastes.Score], ...]:
    """Return all pastes of one round with their scores; `make eval` has more rounds."""
    return tuple((paste, pastes.score(paste, search(paste.text))) for paste in pastes.pastes())


def test_the_right_entry_is_first() -> None:
    right = [score.first for _, score in scored()]
    assert sum(right) / len(right) >= FIRST


@pytest.mark.parametrize("way", [*pastes.WAYS, pastes.LENIENT[1]])
def test_the_right_entry_is_first_in_each_way(way: str) -> None:
    right = [score.first for paste, score in scored() if paste.way == way]
    assert sum(right) / len(right) >= FIRST_OF_A_WAY


def test_values_are_exact() -> None:
    strict = [score for paste, score in scored() if paste.way not in pastes.LENIENT]
    asked = sum(score.exact + score.missing + score.wrong for score in strict)
    assert sum(score.exact for score in strict) / asked >= EXACT


def test_values_are_rather_missing_than_wrong() -> None:
    asked = sum(score.exact + score.missing + score.wrong for _, score in scored())
    assert sum(score.wrong for _, score in scored()) / asked <= WRONG
