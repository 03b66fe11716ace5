"""A query, prepared once for all entries that are compared with it."""

from functools import lru_cache
from typing import NamedTuple

from store.core.text import folded_words, one_line
from store.matching import decoding
from store.matching.pasted_text import Text
from store.search.english import content

MAX_QUERY = 600_000
"""Characters that are looked at, at either end of a longer query."""


class Query(NamedTuple):
    """A query, ready to be compared with entries."""

    text: Text
    line: str
    """The text on one line, folded; only the stems of its content words when `is_explained` is false."""
    is_short: bool
    """Whether it has few enough words to have been typed."""
    is_explained: bool
    """Whether the entries that are compared with it explain each of its words."""


def prepare(text: str, is_short: bool, is_explained: bool) -> Query:
    """Prepare a query's text, as `readable` returns it."""
    prepared = Text(text)
    return Query(prepared, one_line(prepared.folded) if is_explained else content(text), is_short, is_explained)


@lru_cache(maxsize=8)
def readable(query: str) -> str:
    """Return a query as it looked on screen; of a very long one, only its two ends."""
    return decoding.readable(query if len(query) <= 2 * MAX_QUERY else f"{query[:MAX_QUERY]}\n{query[-MAX_QUERY:]}")


@lru_cache(maxsize=8)
def distinct_words(text: str) -> dict[str, None]:
    """Return the different words of a text, folded, in order."""
    return dict.fromkeys(folded_words(text))
