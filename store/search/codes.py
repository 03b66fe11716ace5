"""What a text says by itself: the HTTP statuses and OneRoster code words in it that the catalog explains.

They are no match: any error can come with them. They are what remains to be said about one that the dictionary lacks.
"""

from functools import lru_cache

from store.catalog.opening import Catalog
from store.core.models import ProtocolCode
from store.core.text import fold, squashed
from store.matching.statuses import readings, said_code_words, said_statuses, whole_status
from store.search.filters import filter_like

MOST = 9
"""Codes of a text that are explained: a whole log has most of them."""
_LONGEST_WORD = 60
"""Characters of a query that may be a code word."""


def codes_in(text: str, catalog: Catalog) -> list[ProtocolCode]:
    """Return the codes that a text says as such, each once, in order; at most `MOST`.

    A text that is nothing but a code word, such as `unknownobject`, says it, too.
    """
    if not catalog.codes:
        return []
    by_status, by_word = _tables(catalog.codes)
    found = [(said.start, by_status.get(str(said.status))) for said in said_statuses(text)]
    for said in said_code_words(text):
        known = next((by_word[reading] for reading in readings(said.word) if reading in by_word), None)
        found.append((said.start, known))
    found.append((0, _whole_word(text, catalog)))
    found.sort(key=lambda place: place[0])
    return list(dict.fromkeys(code for _, code in found if code is not None))[:MOST]


def codes_beside(query: str, matched: bool, catalog: Catalog) -> list[ProtocolCode]:
    """Return the codes to show with the answer to a query.

    Args:
        query: What was typed or pasted.
        matched: Whether any entry matches.
        catalog: Explains the codes.

    Returns:
        All codes that the query says if nothing matches. If something does, only the code that is the whole query,
        apart from filters.
    """
    text = query.strip()
    if filters := set(filter_like(text)):
        text = " ".join(word for word in text.split() if fold(word) not in filters)
    if matched and whole_status(text) is None and _whole_word(text, catalog) is None:
        return []
    return codes_in(text, catalog)


def _whole_word(text: str, catalog: Catalog) -> ProtocolCode | None:
    """Return the code word that a text is, or None if it is anything more."""
    return _tables(catalog.codes)[1].get(squashed(text)) if len(text) <= _LONGEST_WORD else None


@lru_cache(maxsize=4)
def _tables(codes: tuple[ProtocolCode, ...]) -> tuple[dict[str, ProtocolCode], dict[str, ProtocolCode]]:
    """Return the statuses by their digits, and the code words by each of their spellings, squashed."""
    statuses = {code.code: code for code in codes if code.kind == "http"}
    words = {
        squashed(spelling): code
        for code in codes
        if code.kind == "oneroster"
        for spelling in (code.code, *code.spellings)
    }
    return statuses, words
