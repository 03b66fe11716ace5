"""The score of an entry for a query: one formula, whatever the query is.

    score = R + 0.5 L + 1.6 T (times R where the query is short) + bonuses

- R, the recall, is how much of the query the entry explains, 0 to 1: its words, weighed by how rare they are, each
  matched exactly, by its beginning, as a synonym, with a typo or abbreviated (`store.search.word_index`).
- L, the likeness, is how like one field of the entry the whole query is; its weight is 0.4 where a word is unexplained.
- T is the weight of the entry's message of which most is in the query (`store.matching.message_template`).

R decides typed fragments, L plain words, T pasted messages. The bonuses tell entries apart that match alike.

Where the constants come from, here and in the modules named above: they were found by trying about a hundred settings
on development queries, and confirmed with queries that had not been looked at before. Few are critical: `TEMPLATE` from
0.8 to 2.5 changed the first answer of 2 in 53 queries. `make eval` shows what a change does to the queries in
tests/eval, and tests/eval/test_floors.py what must not get worse.
"""

from rapidfuzz import fuzz, process

from store.core.models import Hit
from store.core.text import folded_words
from store.search.entry_document import EntryDocument, literals
from store.search.message_search import NAMED, NearMessage
from store.search.query import Query

MAX_PHRASE = 600
"""Characters of a query that may be a description in plain words; longer ones have no L."""
PHRASE = 0.5
"""Weight of L where the entry explains each word of the query."""
SYMPTOM = 0.4
"""Weight of L where it does not: plain words have a phrase in common with what callers say."""
# L of a field that is the query, that begins with it, that has all of its words.
SAME, BEGINS, ALIKE = 1.2, 0.9, 0.8
NEAR_TEMPLATE = 0.8
"""Weight of T where the message does not count as found."""


def score_entry(document: EntryDocument, recall: float, query: Query, near: NearMessage | None, found: Hit | None) -> Hit:
    """Score one entry for a query.

    Args:
        document: The entry.
        recall: How much of the query it explains, 0 to 1.
        query: The query.
        near: The part of its message that the query has, where that does not count as found.
        found: The hit of its message, where the query contains it.
    """
    score = recall
    if len(query.text.text) <= MAX_PHRASE:
        score += (PHRASE if query.is_explained else SYMPTOM) * _likeness(document, query)
    if found is not None:
        return found._replace(score=score + found.score)
    if query.is_explained:
        return Hit(document.entry, score, "words")
    score += NAMED * document.is_named_in(query.text.folded)
    if near is None:
        return Hit(document.entry, score, "near")
    return Hit(document.entry, score + NEAR_TEMPLATE * near.weight, "near", rule=near.rule)


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


def _likeness(document: EntryDocument, query: Query) -> float:
    """Return how like the query one of an entry's fields is, 0 to 1.2."""
    phrases = document.phrases if query.is_explained else document.stemmed_phrases
    alike = process.extractOne(query.line, phrases, scorer=fuzz.token_set_ratio)
    best = ALIKE * alike[1] / 100 if alike else 0.0
    for name in document.names:
        if name.startswith(query.line):
            best = max(best, SAME if name == query.line else BEGINS)
    return best
