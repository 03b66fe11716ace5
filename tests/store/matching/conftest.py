"""Finds messages of the shipped dictionary in a text."""

from collections.abc import Callable, Mapping

import pytest

from store.catalog import opening
from store.core.models import Hit
from store.matching.pasted_text import Text
from store.search.index import SearchIndex
from store.search.query import readable

SHIPPED = opening.load(opening.shipped_path())
Find = Callable[[str], dict[str, Mapping[str, str]]]


@pytest.fixture(scope="session")
def index() -> SearchIndex:
    return SearchIndex(SHIPPED)


@pytest.fixture
def hits(index: SearchIndex) -> Callable[[str], list[Hit]]:
    """Give a function that returns the hits by message in a text, in its order."""
    return lambda text: [hit for found in index.messages.recognize(Text(readable(text))) for hit in found.hits]


@pytest.fixture
def find(hits: Callable[[str], list[Hit]]) -> Find:
    """Give a function from a text to the ids of the entries whose message it contains, each with the values there."""
    return lambda text: {hit.entry.id: hit.values for hit in hits(text)}
