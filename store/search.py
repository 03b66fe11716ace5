"""The index: a query in, ranked hits out. One formula, whatever the query is.

    score = R + 1.6 T (R where the query is short) + small bonuses

R is how much of the query an entry explains: its words, weighed by how rare they are, each matched exactly, by its
beginning, as a synonym, with a typo or abbreviated. T is how much of one of the entry's messages stands in the query,
in order (`store.template`). Typed fragments and plain words are decided by R, pasted messages by T.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from heapq import nlargest
from typing import NamedTuple

from rapidfuzz import fuzz

from store.catalog import Catalog
from store.fields import Document, fields_of, prepare, synonyms_of
from store.models import By, Hit, Message, Span
from store.operators import part_operators
from store.template import FOUND_COVER, Match, Text, unwrap
from store.text import fold, one_line, words
from store.word_index import Explained, WordIndex

TYPED_WORDS = 8
"""A query of at most so many different words may have been typed: each of them has to be explained."""

MAX_QUERY = 16_000
"""Characters that are looked at, at either end of a longer query."""
AROUND = 600
"""Characters that are looked at before and behind a word, in the middle of a long query, that may be a message's."""
MAX_EXCERPTS = 40
"""Such places that are looked at."""

POOL = 32
"""Entries, the best by their words, whose phrases and messages are compared with a typed query."""
PASTE_POOL = 256
"""The same for a pasted text, most of whose words are none of the message's."""

PLAIN_WORDS = 600
"""A text of more characters is no description in plain words: it is compared by its words and messages only."""
PHRASE = 0.5
"""Weight of the whole query's likeness to one field, where every word is explained."""
SYMPTOM = 0.4
"""The same where not every word is: plain words share a phrase with what callers say."""
# How like a field is that is the query, that begins with it, that shares all of its words.
SAME, BEGINS, ALIKE = 1.2, 0.9, 0.8
TEMPLATE = 1.6
"""Weight of a message that stands in the query, against the words one by one."""
BOUND = 0.5
"""Least share of a message's words, order aside, at which it is aligned."""

# Bonuses that tell entries apart whose messages stand in the query alike.
CONTINUED = 0.3
"""The text goes on as the cut rest of the message is likely to."""
CONTINUED_RATIO = 75
"""Least likeness, 0 to 100, of the text behind a message to a phrase of its likely rest."""
TITLED = 0.2
"""Words of the entry's title stand near the message."""
NAMED = 0.15
"""The text names the vendor."""
CODE = 0.4
"""Taken away where the text near the message holds another HTTP status than the entry's."""
PUNCTUATION = 0.06
"""The quotes and brackets around slots are the message's."""
NEAR_CHARACTERS = 400
"""How far behind a message its title's words, its likely rest and a status code are looked for."""

NEAR_SHARE = 0.5
"""Entries that score less than this share of the best are not worth listing when nothing matches."""


class _Question(NamedTuple):
    """A query, prepared once for all entries."""

    recalls: dict[int, float]
    """Document to how much of the query it explains, 0 to 1; those that explain nothing are absent."""
    complete: set[int]
    """Documents that explain each word of a short query."""
    text: Text
    short: bool
    """Whether it may have been typed."""


class SearchIndex:
    """Answers queries over the entries of a catalog and the agent's notes on them."""

    def __init__(
        self,
        catalog: Catalog,
        notes: Mapping[str, Sequence[str]] | None = None,
        home: Sequence[str] = (),
        marks: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        """Build the index.

        Args:
            catalog: The dictionary.
            notes: Entry id to the texts of its notes.
            home: Ids of the desk's own vendors: they win ties.
            marks: Operator, such as `is:starred` or `#tag`, to the ids of the entries that it keeps.
        """
        self._catalog, self._marks = catalog, marks or {}
        self._documents: list[Document] = []
        self._words = WordIndex(synonyms_of(catalog))
        for number, entry in enumerate(sorted(catalog.entries, key=lambda entry: _rank(entry.vendor, home))):
            fields = fields_of(catalog, entry, (notes or {}).get(entry.id, ()))
            self._documents.append(prepare(catalog, entry, number, fields))
            self._words.add(number, fields)
        self._words.finish()
        self._templates = {document.entry.id: document.templates for document in self._documents}
        self._listed = [Hit(document.entry, 0.0, "words") for document in self._documents]
        """Hits of entries that are listed without having been compared."""
        self._names = {document.entry.vendor: document.vendor_names for document in self._documents}
        self._anchors = {
            min(template.words, key=lambda word: (len(self._words.postings.get(word, ())), -len(word)))
            for document in self._documents
            for template in document.templates
            if template.words
        }
        self._excerpt = lru_cache(maxsize=8)(self._excerpt_of)  # rows and paragraphs ask for one query after the other

    def search(self, query: str, vendor: str | None = None) -> list[Hit]:
        """Rank the entries for a query.

        Args:
            query: What was typed or pasted. As whole words of a short query, `@vendor` (also `@sky,ps`), `#tag`,
                `is:starred` and `is:noted` keep only such entries; unknown ones are searched as text.
            vendor: Id of the only vendor wanted, or None for all.

        Returns:
            The hits, best first: those that match, or the nearest ones when none does. An empty query matches every
            entry, in the dictionary's order with the desk's own vendors first.
        """
        query, kept = part_operators(query, self._catalog, self._marks)
        excerpt = self._excerpt(query)
        asked = _words_of(excerpt)
        wanted = self._wanted(vendor, kept)
        if not asked:
            everything = [] if query.strip() else self._listed
            return [hit for number, hit in enumerate(everything) if wanted is None or number in wanted]
        short = len(asked) <= TYPED_WORDS
        explained = [self._words.reach(word) for word in asked] if short else []
        complete = self._complete(explained, wanted) if short else set()
        if not complete:  # only now: where the words themselves have answers, each letter typed narrows them
            explained = [self._words.reach(word, True, short) for word in asked]
            complete = self._complete(explained, wanted) if short else set()
        recalls = self._recalls(explained, complete or wanted)
        question = _Question(recalls, complete, Text(excerpt), short)
        best = nlargest(POOL if short else PASTE_POOL, sorted(recalls), key=recalls.__getitem__)
        hits = [self._judge(self._documents[number], question) for number in best]
        if any(hit.matched for hit in hits):
            first = _ranked(self._evened([hit for hit in hits if hit.matched]))
            rest = sorted(complete.difference(best))
            rest.sort(key=recalls.__getitem__, reverse=True)
            return first + [self._listed[number] for number in rest]
        most = max((hit.score for hit in hits), default=0.0)
        return _ranked([hit for hit in hits if hit.score >= NEAR_SHARE * most])

    def recognise(self, line: str, vendor: str | None = None) -> list[Hit]:
        """Say whose message stands in a line of a log.

        Args:
            line: The line, or a few that belong together.
            vendor: Id of the only vendor wanted, or None for all.

        Returns:
            The hit; several where entries share the message and no vendor's name in the line tells them apart; none
            where no message stands in it.
        """
        text = Text(unwrap(line[:MAX_QUERY]))
        hits = []
        for document in self._documents:
            if vendor in (None, document.entry.vendor):
                number, match = _best_match(document, text, FOUND_COVER)
                if match is not None and match.cover >= FOUND_COVER and match.found:
                    message = document.entry.messages[number]
                    shared, own = self._bonuses(document, message, match, text)
                    score = TEMPLATE * match.weight + shared + own
                    found = text.text[match.span[0] : match.span[1]]
                    hits.append(Hit(document.entry, score, "message", number, match.values, found))
        named = [hit for hit in hits if any(n in text.lower for n in self._names[hit.entry.vendor])] or hits
        best = max((hit.score for hit in named), default=0.0)
        return [hit for hit in named if hit.score > best - 1e-6]

    def highlights(self, query: str, text: str) -> list[Span]:
        """Say which characters of a text a query matched.

        Args:
            query: What was typed or pasted.
            text: A text of an entry, as it is shown.

        Returns:
            The matched spans, in order: whole words, or the typed part of a word matched by its beginning.
        """
        asked = _words_of(self._excerpt(part_operators(query, self._catalog, self._marks)[0]))
        spans: list[Span] = []
        for word in words(text):
            if word.folded in asked:
                spans.append((word.start, word.end))
            elif len(asked) <= TYPED_WORDS:
                prefix = max((len(each) for each in asked if word.folded.startswith(each)), default=0)
                if prefix:
                    spans.append((word.start, min(word.start + prefix, word.end)))
                elif any(word.folded in self._words.expand(each) for each in asked):
                    spans.append((word.start, word.end))
        return spans

    def _evened(self, hits: list[Hit]) -> list[Hit]:
        """Give entries that share a message the same score, but for what tells them apart."""
        groups: dict[tuple[str, ...], list[int]] = {}
        for place, hit in enumerate(hits):
            if hit.message is not None and not hit.entry.messages[hit.message].also:
                groups.setdefault(tuple(self._templates[hit.entry.id][hit.message].words), []).append(place)
        for group in groups.values():
            best = max(hits[place].score - hits[place].own for place in group)
            for place in group:
                hits[place] = hits[place]._replace(score=best + hits[place].own)
        return hits

    def _excerpt_of(self, query: str) -> str:
        """Return what is looked at of a query, unwrapped: of a long one, its ends and where messages may stand."""
        if len(query) > 2 * MAX_QUERY:
            middle = query[MAX_QUERY:-MAX_QUERY]
            lower = middle.lower()
            places = sorted(at for anchor in self._anchors if (at := lower.find(anchor)) >= 0)
            parts, reached = [query[:MAX_QUERY]], 0
            for at in places[:MAX_EXCERPTS]:
                start = max(reached, at - AROUND)
                reached = max(reached, at + AROUND)
                parts.append(middle[start:reached])
            query = "\n".join((*parts, query[-MAX_QUERY:]))
        return unwrap(query)

    def explain(self, query: str, hit: Hit) -> list[Explained]:
        """Say how an entry explains each word of a query, in order."""
        number = next(document.order for document in self._documents if document.entry is hit.entry)
        query, _ = part_operators(query, self._catalog, self._marks)
        return [self._words.explain(word, number) for word in _words_of(self._excerpt(query))]

    def _wanted(self, vendor: str | None, kept: Sequence[Collection[str]]) -> set[int] | None:
        """Return the numbers of the documents that the filter and the operators leave; None for all."""
        if vendor is None and not kept:
            return None
        return {
            document.order
            for document in self._documents
            if vendor in (None, document.entry.vendor) and all(document.entry.id in ids for ids in kept)
        }

    def _complete(self, explained: list[dict[int, float]], wanted: set[int] | None) -> set[int]:
        """Return the documents that explain every word of a query."""
        complete = set.intersection(*(set(each) for each in explained))
        return complete if wanted is None else complete & wanted

    def _recalls(self, explained: list[dict[int, float]], among: set[int] | None) -> dict[int, float]:
        """Weigh the words of a query by how rare they are, and add up what each document explains."""
        if len(explained) == 1 and (among is None or len(among) == len(explained[0])):
            return explained[0]  # one word weighs all there is: short beginnings of words reach most entries
        recalls: dict[int, float] = {}
        total = 0.0
        for shares in explained:
            weight = self._words.weight(shares)
            total += weight
            for number in shares if among is None else among:
                share = shares.get(number)
                if share:
                    recalls[number] = recalls.get(number, 0.0) + weight * share
        return {number: recall / total for number, recall in recalls.items()}

    def _judge(self, document: Document, question: _Question) -> Hit:
        """Score one entry."""
        text, short = question.text, question.short
        complete = document.order in question.complete
        score = recall = question.recalls[document.order]
        if len(text.text) <= PLAIN_WORDS:
            score += (PHRASE if complete else SYMPTOM) * _likeness(one_line(text.lower), document.phrases)
        number, match = _best_match(document, text)
        by: By = "words" if complete else "near"
        if match is None or (short and not match.found):
            return Hit(document.entry, score, by)
        score += TEMPLATE * match.weight * (recall if short else 1.0)
        if not match.found or (short and match.cover < 1):
            return Hit(document.entry, score, by)
        shared, own = self._bonuses(document, document.entry.messages[number], match, text)
        recognised = text.text[match.span[0] : match.span[1]]
        return Hit(document.entry, score + shared + own, "message", number, match.values, recognised, own)

    def _bonuses(self, document: Document, message: Message, match: Match, text: Text) -> tuple[float, float]:
        """Return what a found message's surroundings add: in all, and to this entry among those with the message."""
        start, end = match.span
        near = fold(text.text[max(0, start - NEAR_CHARACTERS // 2) : end + NEAR_CHARACTERS])
        near_words = {word.folded for word in words(near)}
        bonus = TITLED * len(document.title & near_words) / max(1, len(document.title))
        rest = fold(text.text[end : end + NEAR_CHARACTERS])
        likeness = max((fuzz.partial_ratio(fold(phrase), rest) for phrase in message.also if rest), default=0.0)
        if likeness >= CONTINUED_RATIO:
            bonus += CONTINUED * likeness / 100
        own = PUNCTUATION * match.punctuation
        if any(name in text.lower for name in document.vendor_names):
            own += NAMED
        codes = {word for word in near_words if len(word) == 3 and word.isdecimal() and word[0] in "45"}
        if document.entry.http_status is not None and codes and str(document.entry.http_status) not in codes:
            bonus -= CODE
        return bonus, own


def _rank(vendor: str, home: Sequence[str]) -> int:
    return home.index(vendor) if vendor in home else len(home)


@lru_cache(maxsize=8)
def _words_of(text: str) -> dict[str, None]:
    """Return the different words of a text, in order."""
    return dict.fromkeys(word.folded for word in words(text))


def _best_match(document: Document, text: Text, bound: float = BOUND) -> tuple[int, Match | None]:
    """Find the entry's message of which most stands in the text; the number of the message, and where."""
    best: tuple[int, Match | None] = (0, None)
    for number, template in enumerate(document.templates):
        if template.bound(text) >= bound:
            match = template.find(text)
            if match is not None and (best[1] is None or match.weight > best[1].weight):
                best = (number, match)
    return best


def _likeness(query: str, phrases: Iterable[tuple[str, bool]]) -> float:
    """Say how like the query one of an entry's fields is, 0 to 1: the same, beginning with it, or sharing its words."""
    best = 0.0
    for phrase, is_name in phrases:
        if is_name and phrase.startswith(query):
            best = max(best, SAME if phrase == query else BEGINS)
        else:
            best = max(best, ALIKE * fuzz.token_set_ratio(query, phrase) / 100)
    return best


def _ranked(hits: list[Hit]) -> list[Hit]:
    """Sort by score; equals keep the index's order."""
    return sorted(hits, key=lambda hit: -round(hit.score, 6))
