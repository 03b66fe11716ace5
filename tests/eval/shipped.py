"""The shipped catalog and one index over it, shared by all that measures the search.

Nothing here or in the modules that use it looks into the matcher: they ask `SearchIndex.search` and read its hits.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from store.catalog import opening
from store.core.models import Hit
from store.core.text import clean
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
    return index().search(clean(query))


def by_message(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits whose message is in the text."""
    return [hit for hit in hits if hit.by == "message"]


def values_by_number(hit: Hit) -> dict[str, str]:
    """Return the values of a hit by the number of their slot, counted from 1 in the message's order."""
    if hit.message is None:
        return {}
    slots = hit.entry.messages[hit.message].slots
    return {str(number): hit.values[name] for number, name in enumerate(slots, 1) if name in hit.values}


COMMON_BEGINNING = "the printed part begins or lies in messages of several entries, so it says too little by itself"
ONLY_BACKGROUND = "the printed part holds only words that any answer of a server or any mail has"
UNMATCHED = {
    ("powerschool/400-error-unable-to-create-assignment", 0): COMMON_BEGINNING,
    ("powerschool/409-error-actual-score-grade-scale-id", 0): COMMON_BEGINNING,
    ("powerschool/409-error-due-date-error", 0): ONLY_BACKGROUND,
    ("powerschool/409-error-score-entry-point-required", 0): COMMON_BEGINNING,
    ("powerschool/409-error-student-id", 0): COMMON_BEGINNING,
    ("powerschool/409-error-teacher-category-id", 0): COMMON_BEGINNING,
    ("powerschool/412-error-assignment-update-is-missing-record", 0): COMMON_BEGINNING,
    ("powerschool/403-error-user-does-not-teach-section", 0): COMMON_BEGINNING,
    ("powerschool/powerschool-error-an-assignment-already-exists", 0): COMMON_BEGINNING,
    ("powerschool/powerschool-error-assignment-not-found", 0): COMMON_BEGINNING,
    ("powerschool/powerschool-error-teachercategoryid", 0): COMMON_BEGINNING,
    ("powerschool/student-does-not-exist-in-ptp", 0): COMMON_BEGINNING,
    ("powerschool/assignment-cannot-be-created", 1): COMMON_BEGINNING,
    ("infinite-campus/assignment-scores-export-error", 0): COMMON_BEGINNING,
}
"""Entry and number of its message, to why the printed part alone is no match; with the rest of the message it is."""
