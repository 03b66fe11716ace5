"""The score of an entry for a query: one formula, whatever the query is.

    score = R + 0.5 L + 1.6 T (times R where the query is short) + bonuses

- R, the recall, is how much of the query the entry explains, 0 to 1: its words, weighed by how rare they are, each
  matched exactly, by its beginning, as a synonym, with a typo or abbreviated (`store.search.word_index`).
- L, the likeness, is how like one field of the entry the whole query is (`store.search.likeness`); its weight is 0.4
  where a word is unexplained.
- T is the weight of the entry's message of which most is in the query (`store.matching.message_template`).

BM25 over the stems of all texts was tried as a fourth part, for symptoms. It found no more on the development symptoms,
and fewer when each phrase that callers say was searched for in an index without it (590 queries): the first three had
a right entry for 0.85 of them without it, 0.84 with it at the weight of L, 0.79 at twice R.

R decides typed fragments, L plain words, T pasted messages. The bonuses tell entries apart that match alike.

Where the constants come from, here and in the modules named above: they were found by trying about a hundred settings
on development queries, and confirmed with queries that had not been looked at before. Few are critical: `TEMPLATE` from
0.8 to 2.5 changed the first answer of 2 in 53 queries. `make eval` shows what a change does to the queries in
tests/eval, and tests/eval/test_floors.py what must not get worse.
"""

from collections.abc import Sequence

from store.core.models import By, Hit
from store.core.text import folded_words
from store.search.entry_document import EntryDocument, literals
from store.search.likeness import likeness
from store.search.message_search import NearMessage
from store.search.query import Query

MAX_PHRASE = 600
"""Characters of a query that may be a description in plain words; longer ones have no L."""
PHRASE = 0.5
"""Weight of L where the entry explains each word of the query."""
SYMPTOM = 0.4
"""Weight of L where it does not: plain words have a phrase in common with what callers say."""
NAMED_IN_WORDS = 0.5
"""Bonus: the query names the entry's vendor, by name or nickname. As much as L: who names a vendor seldom asks about
another, and the name is in so many entries that R counts it for little."""
NEAR_TEMPLATE = 0.8
"""Weight of T where the message does not count as found."""
CLOSE_WORDS = 3
"""Content words of the shortest query that describes an error: fewer are in other sentences, too."""
CLOSE_SCORE = 0.9
"""Lowest score, without the bonus for the vendor, of an entry that is close to a description. Of 102 questions about
other things one had more."""
CLOSE_MARGIN = 1.05
"""How many times as high it must be as that of the next entry with another title."""


def score_entry(
    document: EntryDocument,
    recall: float,
    query: Query,
    is_explained: bool,
    near: NearMessage | None,
    found: Hit | None,
) -> Hit:
    """Score one entry for a query.

    Args:
        document: The entry.
        recall: How much of the query it explains, 0 to 1.
        query: The query.
        near: The part of its message that the query has, where that does not count as found.
        found: The hit of its message, where the query contains it.
        is_explained: Whether it explains each of its words.
    """
    score = recall
    if len(query.text.text) <= MAX_PHRASE:
        score += (PHRASE if is_explained else SYMPTOM) * likeness(document, query, is_explained)
    if found is not None:
        return found._replace(score=score + found.score)
    score += NAMED_IN_WORDS * (document.entry.vendor in query.vendors)
    by: By = "words" if is_explained else "near"
    if near is None or (is_explained and not near.is_whole):
        return Hit(document.entry, score, by)
    return Hit(document.entry, score + NEAR_TEMPLATE * near.weight, by, rule=near.rule)


def even_out(hits: list[Hit]) -> list[Hit]:
    """Give entries that share a message the same score, apart from what tells them apart."""
    groups: dict[str, list[int]] = {}
    for place, hit in enumerate(hits):
        if hit.message is not None and not hit.entry.messages[hit.message].also:
            key = " ".join(folded_words(literals(hit.entry.messages[hit.message])))
            groups.setdefault(key, []).append(place)
    for group in groups.values():
        best = max(hits[place].score - hits[place].own for place in group)
        for place in group:
            hits[place] = hits[place]._replace(score=best + hits[place].own)
    return hits


def ranked(hits: list[Hit]) -> list[Hit]:
    """Sort hits by their score, rounded; equals keep their order."""
    rounded = [hit._replace(score=round(hit.score, 6)) for hit in hits]
    return sorted(rounded, key=lambda hit: -hit.score)


def is_close(hits: Sequence[Hit], query: Query) -> bool:
    """Tell whether the first of the nearest entries is clearly what a query in plain words describes.

    Of unmatched descriptions the first is right nearly as often as of matched ones, where three things come together:
    enough words, enough of them explained, and no entry with another title that is as near.

    Args:
        hits: The nearest entries, best first.
        query: The query.
    """
    if not hits or len(query.content_words) < CLOSE_WORDS or len(query.text.text) > MAX_PHRASE:
        return False
    first = hits[0]
    named = NAMED_IN_WORDS if first.entry.vendor in query.vendors else 0.0
    others = [hit.score for hit in hits if hit.entry.title != first.entry.title]
    return first.score - named >= CLOSE_SCORE and first.score >= CLOSE_MARGIN * max(others, default=0.0)
