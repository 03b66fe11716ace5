"""The shipped catalog and one index over it, shared by all that measures the search.

Nothing here or in the modules that use it looks into the matcher: they ask `SearchIndex.search` and read its hits.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from store.catalog import opening
from store.core.models import Hit
from store.search.index import SearchIndex

HERE = Path(__file__).parent
CATALOG = opening.load(opening.shipped_path())


@cache
def index() -> SearchIndex:
    """Return the index, made when the first test asks for it."""
    return SearchIndex(CATALOG)


@cache
def search(query: str) -> Sequence[Hit]:
    """Search the shipped catalog; the answers are kept, because several tests ask for the same texts."""
    return index().search(query)


def by_message(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits whose message is in the text."""
    return [hit for hit in hits if hit.by == "message"]


def values_by_number(hit: Hit) -> dict[str, str]:
    """Return the values of a hit by the number of their slot, counted from 1 in the message's order."""
    if hit.message is None:
        return {}
    slots = hit.entry.messages[hit.message].slots
    return {str(number): hit.values[name] for number, name in enumerate(slots, 1) if name in hit.values}
