"""The score of an entry for a query: one formula, whatever the query is.

    score = R + 0.5 L + 1.6 T (times R where the query is short) + bonuses

- R, the recall, is how much of the query the entry explains, 0 to 1: its words, weighed by how rare they are, each
  matched exactly, by its beginning, as a synonym, with a typo or abbreviated (`store.search.word_index`).
- L, the likeness, is how like one field of the entry the whole query is (`store.search.likeness`); its weight is 0.4
  where a word is unexplained.
- T is the weight of the entry's message of which most is in the query (`store.matching.message_template`).

BM25 over the stems of all texts was tried as a fourth part, for symptoms. It found no more on the development symptoms,
and fewer when each phrase that callers say was searched for in an index without it (1,180 queries): the first three had
a right entry for 0.85 of them without it, 0.84 with it at the weight of L, 0.79 at twice R.

R decides typed fragments, L plain words, T pasted messages. The bonuses tell entries apart that match alike.

Where the constants come from, here and in the modules named above: they were found by trying about a hundred settings
on development queries, and confirmed with queries that had not been looked at before. Few are critical: `TEMPLATE` from
0.8 to 2.5 changed the first answer of 2 in 53 queries. `make eval` shows what a change does to the queries in
tests/eval, and tests/eval/test_floors.py what must not get worse.
"""

from collections.abc import Sequence

from rapidfuzz import fuzz

from store.core.models import By, Hit, Message
from store.core.text import fold, folded_words
from store.matching.message_template import Alignment, Match
from store.matching.pasted_text import Text
from store.search.entry_document import EntryDocument, literals
from store.search.likeness import likeness
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
TEMPLATE = 1.6
"""Weight of T."""
MIN_COVER = 0.5
"""Lowest share of a message's words, in any order, at which it is aligned with the query."""
CLOSE_WORDS = 3
"""Content words of the shortest query that describes an error: fewer are in other sentences, too."""
CLOSE_SCORE = 0.9
"""Lowest score, without the bonus for the vendor, of an entry that is close to a description. Of 102 questions about
other things one had more."""
CLOSE_MARGIN = 1.05
"""How many times as high it must be as that of the next entry with another title."""

CONTINUED = 0.3
"""Bonus: the text behind a message that the dictionary cuts short is like its likely rest."""
CONTINUED_RATIO = 75
"""Lowest `rapidfuzz.fuzz.partial_ratio`, 0 to 100, of that text and a phrase of the likely rest."""
TITLED = 0.2
"""Bonus: words of the entry's title are near the message."""
NAMED = 0.15
"""Bonus: the text names the vendor."""
CODE = 0.4
"""Subtracted: there is an HTTP status near the message, and it is not the entry's."""
PUNCTUATION = 0.06
"""Bonus: the quotes and brackets around slots are the message's."""
NEARBY = 400
"""Characters behind a message that are near it; in front of it, half as many."""


def score_entry(document: EntryDocument, recall: float, query: Query, is_explained: bool) -> Hit:
    """Score one entry for a query.

    Args:
        document: The entry.
        recall: How much of the query it explains, 0 to 1.
        query: The query.
        is_explained: Whether it explains each of its words.
    """
    text = query.text
    score = recall
    if len(text.text) <= MAX_PHRASE:
        score += (PHRASE if is_explained else SYMPTOM) * likeness(document, query, is_explained)
    named = NAMED_IN_WORDS * (document.entry.vendor in query.vendors)
    number, match = _best_match(document, text)
    by: By = "words" if is_explained else "near"
    if match is None or (query.is_short and not match.found):
        return Hit(document.entry, score + named, by)
    score += TEMPLATE * match.weight * (recall if query.is_short else 1.0)
    if not match.found or (query.is_short and match.cover < 1):
        return Hit(document.entry, score + named, by)
    shared, own = bonuses(document, document.entry.messages[number], match, text)
    recognized = text.text[match.span[0] : match.span[1]]
    return Hit(document.entry, score + shared + own, "message", number, match.values, recognized, own)


def bonuses(document: EntryDocument, message: Message, match: Match, text: Text) -> tuple[float, float]:
    """Score the surroundings of a message that was found in a text.

    Returns:
        What they add to the entry's score, and what they add that other entries with the same message do not share.
    """
    start, end = match.span
    nearby = fold(text.text[max(0, start - NEARBY // 2) : end + NEARBY])
    nearby_words = set(folded_words(nearby))
    shared = TITLED * len(document.title_words & nearby_words) / max(1, len(document.title_words))
    rest = fold(text.text[end : end + NEARBY])
    likeness = max((fuzz.partial_ratio(fold(phrase), rest) for phrase in message.also if rest), default=0.0)
    if likeness >= CONTINUED_RATIO:
        shared += CONTINUED * likeness / 100
    own = PUNCTUATION * match.punctuation + NAMED * document.is_named_in(text.folded)
    codes = {word for word in nearby_words if len(word) == 3 and word.isdecimal() and word[0] in "45"}
    if document.entry.http_status is not None and codes and str(document.entry.http_status) not in codes:
        shared -= CODE
    return shared, own


def best_alignment(
    document: EntryDocument, messages: Sequence[int], text: Text, least: float = 0.0
) -> tuple[int, Alignment | None]:
    """Align some of an entry's messages with a text.

    Args:
        document: The entry.
        messages: Numbers of the messages.
        text: The text.
        least: Lowest share of a message's words, 0 to 1, that the text must have.

    Returns:
        The number of the message with the highest weight, and its alignment; None where no message aligns.
    """
    best: tuple[int, Alignment | None] = (0, None)
    for number in messages:
        alignment = document.templates[number].align(text, least)
        if alignment is not None and (best[1] is None or alignment.weight > best[1].weight):
            best = (number, alignment)
    return best


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


def _best_match(document: EntryDocument, text: Text) -> tuple[int, Match | None]:
    """Find the entry's message of which most is in the text; return its number and the match."""
    messages = [number for number, template in enumerate(document.templates) if template.max_cover(text) >= MIN_COVER]
    number, alignment = best_alignment(document, messages, text)
    return number, None if alignment is None else document.templates[number].match(text, alignment)
