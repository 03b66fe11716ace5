"""An answer has the same hits, however it is read."""

import pytest

from store.catalog import opening
from store.core.models import Hit
from store.search.hits import AHEAD, Hits

ENTRIES = opening.load(opening.shipped_path()).entries
LISTED = [Hit(ENTRIES[number % len(ENTRIES)], float(-number), "words") for number in range(3 * AHEAD)]
FIRST = [Hit(entry, 9.0, "words") for entry in ENTRIES[:3]]
REST = [number for number in range(len(LISTED)) if number % 2]
WHOLE = FIRST + [LISTED[number] for number in REST]


def answer() -> Hits:
    vendors = {
        vendor: sum(1 << number for number, hit in enumerate(LISTED) if hit.entry.vendor == vendor)
        for vendor in {entry.vendor for entry in ENTRIES}
    }
    return Hits(FIRST, sum(1 << number for number in REST), LISTED, vendors)


def test_hits_are_a_sequence() -> None:
    assert len(answer()) == len(WHOLE)
    assert list(answer()) == WHOLE
    hits = answer()
    assert [hits[place] for place in range(len(WHOLE))] == WHOLE
    assert (hits[-1], answer()[len(WHOLE) - 1]) == (WHOLE[-1], WHOLE[-1])
    for part in (slice(9), slice(2, 40), slice(None), slice(-5, None), slice(None, None, 50), slice(len(WHOLE), 900)):
        assert answer()[part] == WHOLE[part]


def test_the_last_hit_is_the_end() -> None:
    for hits in (answer(), Hits(FIRST), Hits(())):
        with pytest.raises(IndexError):
            hits[len(hits)]


def test_hits_are_counted_by_vendor() -> None:
    counts = answer().by_vendor()
    assert {vendor: count for vendor, count in counts.items() if count} == {
        vendor: sum(hit.entry.vendor == vendor for hit in WHOLE) for vendor in {hit.entry.vendor for hit in WHOLE}
    }


def test_an_answer_either_matches_or_is_near() -> None:
    near = [Hit(ENTRIES[0], 1.0, "near")]
    assert (answer().matched, Hits(near).matched, Hits(()).matched) == (True, False, False)
