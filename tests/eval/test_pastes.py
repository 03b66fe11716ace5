"""Pastes of every message in 28 ways are answered right, and their values read as they stand there.

It is one test, because with several workers each one that has a part of it would have to search for all pastes.
"""

from tests.eval import pastes
from tests.eval.shipped import search

FIRST, FIRST_OF_A_WAY = 0.99, 0.90
EXACT, WRONG = 0.97, 0.005
"""Shares of the values."""


def shortfalls(sums: dict[str, pastes.Sums]) -> dict[str, float]:
    """Return what is below its floor, or, of wrong values, above its ceiling."""
    count, first = (sum(getattr(each, field) for each in sums.values()) for field in ("pasted", "first"))
    strict = [each for way, each in sums.items() if way not in pastes.LENIENT]
    shares = {
        "right first": (first / count, FIRST),
        "values exact": (sum(each.exact for each in strict) / sum(each.values for each in strict), EXACT),
        **{way: (each.first / each.pasted, FIRST_OF_A_WAY) for way, each in sums.items()},
    }
    wrong = sum(each.wrong for each in sums.values()) / sum(each.values for each in sums.values())
    low = {name: round(share, 3) for name, (share, floor) in shares.items() if share < floor}
    return low | ({"values wrong": round(wrong, 4)} if wrong > WRONG else {})


def test_pastes_of_every_message() -> None:
    """One round of pastes; `make eval` has more, with other values."""
    scored = [(paste, pastes.score(paste, search(paste.text))) for paste in pastes.pastes()]
    assert shortfalls(pastes.total(scored)) == {}


def test_floors_are_looked_at() -> None:
    good, bad = pastes.Sums(100, 100, 100, 98, 2, 0), pastes.Sums(100, 89, 80, 90, 5, 5)
    assert shortfalls({"JSON": good, "CSV": good}) == {}
    assert shortfalls({"JSON": good, "CSV": bad}) == {
        "right first": 0.945,
        "values exact": 0.94,
        "CSV": 0.89,
        "values wrong": 0.025,
    }
    lenient = pastes.Sums(100, 100, 100, 0, 0, 0)
    assert shortfalls({"JSON": good, "cut at half": lenient}) == {}
