"""Custom codes, however many and whatever their words, change no answer for a shipped message."""

import random
from functools import cache

import pytest

from store.catalog.opening import Catalog
from store.core.models import Hit
from store.search.index import SearchIndex
from tests.eval.custom_codes import OWN, custom_codes
from tests.eval.fillings import continued, fill, originals
from tests.eval.shipped import CATALOG, by_message, search, values_by_number


@cache
def with_custom_codes() -> SearchIndex:
    """Return an index over the shipped catalog and the custom codes."""
    return SearchIndex(Catalog(CATALOG.edition, CATALOG.vendors, (*CATALOG.entries, *custom_codes())))


def shipped(hits: list[Hit]) -> list[tuple[str, int | None, dict[str, str]]]:
    """Return the shipped entries that were found by message, with message and values, in order."""
    found = [hit for hit in hits if not hit.entry.id.startswith(OWN)]
    return [(hit.entry.id, hit.message, values_by_number(hit)) for hit in found]


@pytest.mark.parametrize("turn", range(2))
def test_shipped_messages_are_found_as_without_them(turn: int) -> None:
    different = []
    for original in originals():
        chance = random.Random(f"{original.entry.id} {original.number} {turn}")
        filled = fill(original, chance)
        text = continued(filled, chance).text if turn else f"Hi, the sync says: {filled.text}"
        alone = shipped(by_message(search(text)))
        beside = shipped(by_message(with_custom_codes().search(text)))
        if alone != beside:
            different.append((text, alone, beside))
    assert different == []
