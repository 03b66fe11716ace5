"""The index: a query in, ranked hits out. One formula, whatever the query is.

    score = R + 1.6 T (R where the query is short) + small bonuses

R is how much of the query an entry explains: its words, weighed by how rare they are, each matched exactly, by its
beginning, as a synonym, with a typo or abbreviated. T is how much of one of the entry's messages stands in the query,
in order (`store.matching.message_template`). Typed fragments and plain words are decided by R, pasted messages by T.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, lru_cache
from heapq import nlargest
from itertools import compress, islice
from typing import NamedTuple

from rapidfuzz import fuzz, process

from store.catalog.opening import Catalog
from store.core.models import By, Entry, Hit, Message, Span
from store.core.text import fold, folded_words, one_line
from store.matching.message_template import FOUND_COVER, Alignment, Match
from store.matching.pasted_text import Text, unwrap
from store.matching.prefilter import Candidate, Sieve
from store.search.bitset import as_bits, flags, lowest, numbers
from store.search.english import FUNCTION_WORDS, content
from store.search.entry_document import EntryDocument, fields_of, literals, prepare, synonyms_of
from store.search.filters import split_filters
from store.search.highlights import TYPED_WORDS, Highlighter
from store.search.hits import Hits
from store.search.word_index import Explained, Reached, WordIndex

MAX_QUERY = 600_000
"""Characters that are looked at, at either end of a longer query."""
MAX_LINE = 16_000
"""Characters of a line of a log that are looked at."""

POOL = 24
"""Entries, the best by their words, whose phrases and messages are compared where each explains the whole query."""
NEAR_POOL = 256
"""The same where none does: most words of a pasted text are none of the message's."""

MAX_EXPLAINED = 200
"""Words of a query that are explained; a pasted log has thousands."""

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

# Bonuses that tell entries apart that the query matches alike.
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

    text: Text
    line: str
    """The same on one line."""
    short: bool
    """Whether it may have been typed."""
    complete: bool
    """Whether the entries compared with it explain each of its words."""


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
        self._documents: list[EntryDocument] = []
        self._words = WordIndex(synonyms_of(catalog))
        self._own_words = lru_cache(maxsize=64)(self._dictionary_words)
        self._highlighter = ("", Highlighter((), self._words.expand))
        """Of the query that was last asked for."""
        self._of_vendor: dict[str, int] = {}
        """Vendor to its documents, as bits."""
        for number, entry in enumerate(sorted(catalog.entries, key=lambda entry: _rank(entry.vendor, home))):
            fields = fields_of(catalog, entry, (notes or {}).get(entry.id, ()))
            self._documents.append(prepare(catalog, entry, number, fields))
            self._words.add(number, fields)
            self._of_vendor[entry.vendor] = self._of_vendor.get(entry.vendor, 0) | 1 << number
        self._words.finish()
        self._numbers = {document.entry.id: document.order for document in self._documents}
        self._all = (1 << len(self._documents)) - 1
        self._listed = [Hit(document.entry, 0.0, "words") for document in self._documents]
        """Hits of entries that are listed without having been compared."""

    @cached_property
    def sieve(self) -> Sieve:
        """Which messages can stand in a line; made when the first one is read."""
        return Sieve([document.templates for document in self._documents])

    def answer(self, query: str, vendor: str | None = None) -> Hits:
        """Rank the entries for a query.

        Args:
            query: What was typed or pasted. As whole words of a short query, `@vendor` (also `@sky,ps`), `#tag`,
                `is:starred` and `is:noted` keep only such entries; unknown ones are searched as text.
            vendor: Id of the only vendor wanted, or None for all.

        Returns:
            The hits, best first: those that match, or the nearest ones when none does. An empty query matches every
            entry, in the dictionary's order with the desk's own vendors first.
        """
        query, kept = split_filters(query, self._catalog, self._marks)
        asked_text = _unwrapped(query)
        asked = _words_of(asked_text)
        wanted = self._wanted(vendor, kept)
        if not asked:
            return Hits([] if query.strip() else list(compress(self._listed, flags(wanted))))
        short = len(asked) <= TYPED_WORDS
        explained = {word: self._words.reach(word) for word in asked} if short else {}
        complete = _complete(explained, wanted) if short else 0
        if not complete:  # only now: where the words themselves have answers, each letter typed narrows them
            explained = {word: self._words.reach(word, True, short) for word in asked}
            complete = _complete(explained, wanted) if short else 0
        reached = list(explained.values())
        pool = self._best(reached, complete) if complete else self._nearest(reached, wanted)
        text = Text(asked_text)
        line = one_line(text.lower) if complete else content(text.text)
        question = _Question(text, line, short, complete > 0)
        hits = [self._judge(self._documents[number], recall, question) for number, recall in pool.items()]
        if any(hit.matched for hit in hits):
            first = _ranked(self._evened([hit for hit in hits if hit.matched]))
            return Hits(first, complete & ~as_bits(pool), self._listed, self._of_vendor)
        most = max((hit.score for hit in hits), default=0.0)
        return Hits(_ranked([hit for hit in hits if hit.score >= NEAR_SHARE * most]))

    def search(self, query: str, vendor: str | None = None) -> list[Hit]:
        """Do as `answer` does, and list all hits."""
        return list(self.answer(query, vendor))

    def recognize(self, line: str, vendor: str | None = None) -> list[Hit]:
        """Say whose message stands in a line of a log.

        Args:
            line: The line, or a few that belong together.
            vendor: Id of the only vendor wanted, or None for all.

        Returns:
            The hit; several where entries share the message and no vendor's name in the line tells them apart; none
            where no message stands in it.
        """
        return self.recognize_in(line_text(line), vendor)

    def recognize_in(self, text: Text, vendor: str | None = None) -> list[Hit]:
        """Do as `recognize` does, in a line that was prepared."""
        candidates = [
            (self._documents[each.owner], each)
            for each in self.sieve.candidates(self.sieve.traces(text))
            if vendor in (None, self._documents[each.owner].entry.vendor)
        ]
        if not candidates:
            return []
        named: list[tuple[EntryDocument, Candidate]] = []
        others: list[tuple[EntryDocument, Candidate]] = []
        for each in candidates:
            (named if each[0].is_named_in(text.lower) else others).append(each)
        hits = self._standing(named, text, NAMED) or self._standing(others, text, 0.0)
        if len(hits) <= 1:
            return hits
        best = max(hit.score for hit in hits) - 1e-6
        return sorted((hit for hit in hits if hit.score > best), key=lambda hit: self._numbers[hit.entry.id])

    def _standing(self, candidates: Sequence[tuple[EntryDocument, Candidate]], text: Text, named: float) -> list[Hit]:
        """Return hits of the entries whose messages stand in a text, those with the best score among them.

        Args:
            candidates: Entries whose messages may stand there, the likeliest first.
            text: The text.
            named: What each of them gets for being named in it.
        """
        hits: list[Hit] = []
        best = 0.0
        for document, candidate in candidates:
            if hits and self._most(document, candidate) + named < best - 1e-6:
                continue  # it cannot win any more
            least = FOUND_COVER if len(candidate.messages) == 1 else 0.0  # of several, the weightiest one decides
            number, alignment = _best_alignment(document, candidate.messages, text, least)
            if alignment is None or alignment.cover < FOUND_COVER or not alignment.found:
                continue
            match = document.templates[number].match(text, alignment)
            score = TEMPLATE * match.weight
            if len(candidates) > 1:  # there may be something else to be told apart from
                score += sum(self._bonuses(document, document.entry.messages[number], match, text))
            best = max(best, score)
            recognized = text.text[match.span[0] : match.span[1]]
            hits.append(Hit(document.entry, score, "message", number, match.values, recognized))
        return hits

    def _most(self, document: EntryDocument, candidate: Candidate) -> float:
        """Return the highest score that an entry can get in a line, but for its vendor's name."""
        continued = any(document.entry.messages[number].also for number in candidate.messages)
        return TEMPLATE * candidate.weight + TITLED + PUNCTUATION + CONTINUED * continued

    def highlights(self, query: str, text: str) -> list[Span]:
        """Say which characters of a text a query matched.

        Args:
            query: What was typed or pasted.
            text: A text of an entry, as it is shown.

        Returns:
            The matched spans, in order: whole words, or the typed part of a word matched by its beginning.
        """
        if self._highlighter[0] != query:  # rows and paragraphs ask for one query after the other
            asked = _words_of(_unwrapped(split_filters(query, self._catalog, self._marks)[0]))
            self._highlighter = (query, Highlighter(asked, self._words.expand))
        return self._highlighter[1].spans(text)

    def _evened(self, hits: list[Hit]) -> list[Hit]:
        """Give entries that share a message the same score, but for what tells them apart."""
        groups: dict[str, list[int]] = {}
        for place, hit in enumerate(hits):
            if hit.message is not None and not hit.entry.messages[hit.message].also:
                groups.setdefault(" ".join(folded_words(literals(hit.entry.messages[hit.message]))), []).append(place)
        for group in groups.values():
            best = max(hits[place].score - hits[place].own for place in group)
            for place in group:
                hits[place] = hits[place]._replace(score=best + hits[place].own)
        return hits

    def found_in(self, query: str, entry: Entry, texts: Sequence[str]) -> int | None:
        """Say through which of the agent's texts on an entry a short query finds it.

        Args:
            query: What was typed.
            entry: The entry.
            texts: The texts.

        Returns:
            Number of the first text that holds a word of the query which the dictionary's own text of the entry
            explains in no way; None where there is no such text.
        """
        asked = _words_of(_unwrapped(split_filters(query, self._catalog, self._marks)[0]))
        if len(asked) > TYPED_WORDS:
            return None
        own = self._own_words(entry.id)
        foreign = [forms for word in asked if not own & (forms := self._words.forms(word).keys())]
        for number, text in enumerate(texts):
            if any(not forms.isdisjoint(folded_words(text)) for forms in foreign):
                return number
        return None

    def explain(self, query: str, hit: Hit) -> list[Explained]:
        """Say how an entry explains each word of a query, in order."""
        query, _ = split_filters(query, self._catalog, self._marks)
        number = self._numbers[hit.entry.id]
        return [self._words.explain(word, number) for word in islice(_words_of(_unwrapped(query)), MAX_EXPLAINED)]

    def _dictionary_words(self, entry_id: str) -> frozenset[str]:
        entry = self._documents[self._numbers[entry_id]].entry
        return frozenset(word for field in fields_of(self._catalog, entry, ()) for word in folded_words(field.text))

    def _wanted(self, vendor: str | None, kept: Sequence[Collection[str]]) -> int:
        """Return the documents, as bits, that the filter and the operators leave."""
        wanted = self._all if vendor is None else self._of_vendor.get(vendor, 0)
        for ids in kept:
            wanted &= as_bits(self._numbers[each] for each in ids if each in self._numbers)
        return wanted

    def _best(self, explained: Sequence[Reached], complete: int) -> dict[int, float]:
        """Find the documents that explain the words of a query best, where each explains all.

        Documents that explain the words equally well go through this together, as bits.

        Returns:
            Document to how much of the query it explains, 0 to 1: the best `POOL` of them.
        """
        total = sum(reached.weight for reached in explained)
        grades = {0.0: complete}
        for reached in explained:
            weight = reached.weight / total
            finer: dict[float, int] = {}
            for recall, documents in grades.items():
                for share, level in (*reached.levels, (0.0, ~reached.documents)):
                    if both := documents & level:
                        grade = round(recall + weight * share, 9)
                        finer[grade] = finer.get(grade, 0) | both
            grades = finer
        best: dict[int, float] = {}
        for recall in sorted(grades, reverse=True):
            best |= dict.fromkeys(lowest(grades[recall], POOL - len(best)), recall)
        return best

    def _nearest(self, explained: Sequence[Reached], wanted: int) -> dict[int, float]:
        """Find the documents that explain most of a query; as `_best`, where none explains all of it."""
        total = sum(reached.weight for reached in explained)
        recalls: dict[int, float] = {}
        for reached in explained:
            weight = reached.weight / total
            for share, level in reached.levels:
                for number in numbers(level & wanted):
                    recalls[number] = recalls.get(number, 0.0) + weight * share
        best = nlargest(NEAR_POOL, sorted(recalls), key=recalls.__getitem__)
        return {number: recalls[number] for number in best}

    def _judge(self, document: EntryDocument, recall: float, question: _Question) -> Hit:
        """Score one entry; `recall` is how much of the query it explains, 0 to 1."""
        text, line, short, complete = question
        score = recall
        if len(text.text) <= PLAIN_WORDS:
            score += (PHRASE if complete else SYMPTOM) * _likeness(line, document, complete)
        named = 0.0 if complete else NAMED * document.is_named_in(text.lower)
        number, match = _best_match(document, text)
        by: By = "words" if complete else "near"
        if match is None or (short and not match.found):
            return Hit(document.entry, score + named, by)
        score += TEMPLATE * match.weight * (recall if short else 1.0)
        if not match.found or (short and match.cover < 1):
            return Hit(document.entry, score + named, by)
        shared, own = self._bonuses(document, document.entry.messages[number], match, text)
        recognized = text.text[match.span[0] : match.span[1]]
        return Hit(document.entry, score + shared + own, "message", number, match.values, recognized, own)

    def _bonuses(self, document: EntryDocument, message: Message, match: Match, text: Text) -> tuple[float, float]:
        """Return what a found message's surroundings add: in all, and to this entry among those with the message."""
        start, end = match.span
        near = fold(text.text[max(0, start - NEAR_CHARACTERS // 2) : end + NEAR_CHARACTERS])
        near_words = set(folded_words(near))
        bonus = TITLED * len(document.title & near_words) / max(1, len(document.title))
        rest = fold(text.text[end : end + NEAR_CHARACTERS])
        likeness = max((fuzz.partial_ratio(fold(phrase), rest) for phrase in message.also if rest), default=0.0)
        if likeness >= CONTINUED_RATIO:
            bonus += CONTINUED * likeness / 100
        own = PUNCTUATION * match.punctuation + NAMED * document.is_named_in(text.lower)
        codes = {word for word in near_words if len(word) == 3 and word.isdecimal() and word[0] in "45"}
        if document.entry.http_status is not None and codes and str(document.entry.http_status) not in codes:
            bonus -= CODE
        return bonus, own


def line_text(line: str) -> Text:
    """Prepare a line of a log, or a few that belong together."""
    return Text(unwrap(line[:MAX_LINE]))


def _rank(vendor: str, home: Sequence[str]) -> int:
    return home.index(vendor) if vendor in home else len(home)


@lru_cache(maxsize=8)
def _unwrapped(query: str) -> str:
    """Return what is looked at of a query: its ends, if it is very long, as they were shown."""
    return unwrap(query if len(query) <= 2 * MAX_QUERY else f"{query[:MAX_QUERY]}\n{query[-MAX_QUERY:]}")


@lru_cache(maxsize=8)
def _words_of(text: str) -> dict[str, None]:
    """Return the different words of a text, in order."""
    return dict.fromkeys(folded_words(text))


def _complete(explained: Mapping[str, Reached], wanted: int) -> int:
    """Return the documents, as bits, that explain the words of a query: all but function words, and the last one.

    A function word may be missing, since others put it differently; the last word may be the beginning of another.
    """
    *before, last = explained
    needed = [word for word in before if word not in FUNCTION_WORDS]
    for word in (*needed, last):
        wanted &= explained[word].documents
    return wanted


def _best_match(document: EntryDocument, text: Text) -> tuple[int, Match | None]:
    """Find the entry's message of which most stands in the text; the number of the message, and where."""
    able = [number for number, template in enumerate(document.templates) if template.bound(text) >= BOUND]
    number, alignment = _best_alignment(document, able, text)
    return number, None if alignment is None else document.templates[number].match(text, alignment)


def _best_alignment(
    document: EntryDocument, able: Sequence[int], text: Text, least: float = 0.0
) -> tuple[int, Alignment | None]:
    """Align some of the entry's messages with the text, and choose the one of which most stands in it.

    Args:
        document: The entry.
        able: Numbers of the messages.
        text: The text.
        least: Least share of a message's words that has to stand there.

    Returns:
        The number of the message, and where it stands; None where none does.
    """
    best: tuple[int, Alignment | None] = (0, None)
    for number in able:
        alignment = document.templates[number].align(text, least)
        if alignment is not None and (best[1] is None or alignment.weight > best[1].weight):
            best = (number, alignment)
    return best


def _likeness(query: str, document: EntryDocument, complete: bool) -> float:
    """Say how like the query one of an entry's fields is, 0 to 1: the same, beginning with it, or sharing its words."""
    alike = process.extractOne(query, document.phrases if complete else document.contents, scorer=fuzz.token_set_ratio)
    best = ALIKE * alike[1] / 100 if alike else 0.0
    for name in document.names:
        if name.startswith(query):
            best = max(best, SAME if name == query else BEGINS)
    return best


def _ranked(hits: list[Hit]) -> list[Hit]:
    """Sort by score, rounded; equals keep the index's order."""
    rounded = [hit._replace(score=round(hit.score, 6)) for hit in hits]
    return sorted(rounded, key=lambda hit: -hit.score)
