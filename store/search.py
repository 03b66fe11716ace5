"""The index: a query in, ranked hits out.

A typed query selects the entries that explain each of its words: exactly, as a prefix, with a typo or abbreviated. When
none does, or when the query is longer than a person types (a pasted message), all entries are ranked by how much of the
query they explain and how much of a message stands in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from store.catalog import Catalog
from store.models import Entry, Hit, Message, Span
from store.text import fold, one_line, words

TYPED_WORDS = 8
"""A query of more words is a pasted text: noise is expected, so not every word has to be explained."""

MAX_QUERY = 16_000
"""Characters of a query that are looked at."""

# What a match of a word is worth, by the kind of match.
EXACT, PREFIX, TYPO, ABBREVIATION = 1.0, 0.9, 0.7, 0.6
# A word this short has too many neighbours one letter away; numbers are never fuzzy (409 is not 404).
TYPO_LENGTH = 4
TYPO_RATIO = 75
"""Least `rapidfuzz.fuzz.ratio` of a typo, 0 to 100: one letter in four wrong, or two swapped in a word of eight."""

# What a word is worth by where it stands: the title names the error, a note may say anything.
VENDOR, TITLE, MESSAGE, MEANING, NOTE = 1.0, 1.0, 0.9, 0.85, 0.8

PHRASE = 0.5
"""Weight of the whole query's likeness to a field, beside the words one by one."""
# How like a field is that is the query, that begins with it, that shares all of its words.
SAME, BEGINS, ALIKE = 1.0, 0.9, 0.8
TEMPLATE = 1.6
"""Weight of a message that stands in the query, against the words one by one."""
TEMPLATE_WORDS = 9
"""A message of this many words counts half its coverage: the longer of two whole messages wins."""
MATCHED_COVER = 0.9
"""Least share of a message that has to stand in a pasted text to call it found."""
NEAR_SHARE = 0.5
"""Entries that score less than this share of the best are not worth listing when nothing matches."""


@dataclass(frozen=True, slots=True)
class _Document:
    """What is compared of one entry."""

    entry: Entry
    order: int
    """Rank among equals: the desk's own vendors first, then the dictionary's order."""
    phrases: tuple[str, ...]
    """Its fields, folded."""
    literals: tuple[str, ...]
    """Its messages without their placeholders, folded."""


class SearchIndex:
    """Answers queries over the entries of a catalog and the agent's notes on them."""

    def __init__(
        self, catalog: Catalog, notes: Mapping[str, Sequence[str]] | None = None, home: Sequence[str] = ()
    ) -> None:
        """Build the index.

        Args:
            catalog: The dictionary.
            notes: Entry id to the texts of its notes.
            home: Ids of the desk's own vendors: they win ties.
        """
        self._documents: list[_Document] = []
        self._postings: dict[str, dict[int, float]] = {}
        for number, entry in enumerate(sorted(catalog.entries, key=lambda entry: entry.vendor not in home)):
            fields = _fields(catalog, entry, (notes or {}).get(entry.id, ()))
            self._documents.append(
                _Document(
                    entry,
                    number,
                    tuple(fold(text) for text, _ in fields),
                    tuple(fold(_literals(message)) for message in entry.messages),
                )
            )
            for text, weight in fields:
                for word in words(text):
                    posting = self._postings.setdefault(word.folded, {})
                    posting[number] = max(weight, posting.get(number, 0.0))
        self._expand = lru_cache(maxsize=4096)(self._expand_word)

    def search(self, query: str, vendor: str | None = None) -> list[Hit]:
        """Rank the entries for a query.

        Args:
            query: What was typed or pasted.
            vendor: Id of the only vendor wanted, or None for all.

        Returns:
            The hits, best first: those that match, or the nearest ones when none does. An empty query matches every
            entry, in the dictionary's order with the desk's own vendors first.
        """
        asked = _asked(query)
        wanted = [document for document in self._documents if vendor in (None, document.entry.vendor)]
        if not asked:
            return [Hit(document.entry, 0.0, True) for document in wanted]
        explained = [self._explain(word) for word in asked]
        folded = one_line(fold(query[:MAX_QUERY]))
        hits = []
        if len(asked) <= TYPED_WORDS:
            hits = self._complete(wanted, explained, folded)
        return hits or self._nearest(wanted, explained, folded, typed=len(asked) <= TYPED_WORDS)

    def highlights(self, query: str, text: str) -> list[Span]:
        """Say which characters of a text a query matched.

        Args:
            query: What was typed or pasted.
            text: A text of an entry, as it is shown.

        Returns:
            The matched spans, in order: whole words, or the typed part of a word matched by its beginning.
        """
        asked = _asked(query)
        spans: list[Span] = []
        for word in words(text):
            if word.folded in asked:
                spans.append((word.start, word.end))
            elif len(asked) <= TYPED_WORDS:
                prefix = max((len(each) for each in asked if word.folded.startswith(each)), default=0)
                if prefix:
                    spans.append((word.start, min(word.start + prefix, word.end)))
                elif any(word.folded in self._expand(each) for each in asked):
                    spans.append((word.start, word.end))
        return spans

    def _complete(self, wanted: Iterable[_Document], explained: list[dict[int, float]], query: str) -> list[Hit]:
        """Hits that explain every word of the query."""
        hits = []
        for document in wanted:
            if all(document.order in each for each in explained):
                recall = sum(each[document.order] for each in explained) / len(explained)
                hits.append(Hit(document.entry, recall + PHRASE * _likeness(query, document.phrases), True))
        return _ranked(hits)

    def _nearest(
        self, wanted: Iterable[_Document], explained: list[dict[int, float]], query: str, *, typed: bool
    ) -> list[Hit]:
        """All entries by how much of the query they explain and how much of a message stands in it."""
        hits = []
        for document in wanted:
            recall = sum(each.get(document.order, 0.0) for each in explained) / len(explained)
            if recall:
                cover, template = max(map(_coverage, document.literals, [query] * len(document.literals)))
                found = not typed and cover >= MATCHED_COVER and template > 1 / 4
                hits.append(Hit(document.entry, recall + TEMPLATE * template, found))
        best = max((hit.score for hit in hits), default=0.0)
        return _ranked([hit for hit in hits if hit.score >= NEAR_SHARE * best])

    def _explain(self, word: str) -> dict[int, float]:
        """Map each document that holds the word, in whatever form, to how well it explains it (0 to 1)."""
        best: dict[int, float] = {}
        for known, strength in self._expand(word).items():
            for number, weight in self._postings[known].items():
                best[number] = max(best.get(number, 0.0), strength * weight)
        return best

    def _expand_word(self, word: str) -> dict[str, float]:
        """Map each word of the index that the query's word may stand for to the strength of the match."""
        found = {known: PREFIX for known in self._postings if known.startswith(word)}
        if word in found:
            found[word] = EXACT
        if not found and len(word) >= TYPO_LENGTH and not word.isdecimal():
            alike = process.extract(word, self._postings.keys(), scorer=fuzz.ratio, score_cutoff=TYPO_RATIO, limit=8)
            found = {known: ABBREVIATION for known in self._postings if _abbreviates(word, known)}
            found |= {known: TYPO * ratio / 100 for known, ratio, _ in alike}
        return found


@lru_cache(maxsize=8)  # rows and paragraphs ask for the same query, one after the other
def _asked(query: str) -> dict[str, None]:
    """Return the different words of a query, in order."""
    return dict.fromkeys(word.folded for word in words(query[:MAX_QUERY]))


def _fields(catalog: Catalog, entry: Entry, notes: Sequence[str]) -> list[tuple[str, float]]:
    vendor = catalog.vendor(entry.vendor)
    fields = [
        (" ".join((vendor.name, *vendor.aliases)), VENDOR),
        (entry.title if entry.http_status is None else f"{entry.title} {entry.http_status}", TITLE),
    ]
    for message in entry.messages:
        fields.append((_literals(message), MESSAGE))
        if message.complete_text is not None:
            fields.append((message.complete_text.text, MESSAGE))
        for cause in message.causes:
            fields.append((" ".join((cause.meaning or "", *cause.notes)), MEANING))
    return fields + [(note, NOTE) for note in notes]


def _literals(message: Message) -> str:
    """Return a message's text without its placeholders, which no real text holds."""
    parts, at = [], 0
    for placeholder in message.slots.values():
        found = message.text.index(placeholder, at)
        parts.append(message.text[at:found])
        at = found + len(placeholder)
    return " ".join((*parts, message.text[at:]))


def _abbreviates(word: str, known: str) -> bool:
    """Tell whether the word is the known one with letters left out, as in assgn for assignment."""
    letters = iter(known)
    return known[0] == word[0] and all(letter in letters for letter in word)


def _likeness(query: str, phrases: Iterable[str]) -> float:
    """Say how like the query one of an entry's fields is, 0 to 1: the same, beginning with it, or sharing its words."""
    best = 0.0
    for phrase in phrases:
        if phrase.startswith(query):
            best = max(best, SAME if phrase == query else BEGINS)
        else:
            best = max(best, ALIKE * fuzz.token_set_ratio(query, phrase) / 100)
    return best


def _coverage(literals: str, query: str) -> tuple[float, float]:
    """Say how much of a message stands in a query.

    Returns:
        The share of its words, 0 to 1, and that share weighed by its length, 0 to 1 (c² M/(M+K): a partial message
        counts little, the longer of two whole ones wins).
    """
    cover = fuzz.token_set_ratio(literals, query) / 100
    length = len(literals.split())
    return cover, cover * cover * length / (length + TEMPLATE_WORDS)


def _ranked(hits: list[Hit]) -> list[Hit]:
    """Sort by score; equals keep the index's order."""
    return sorted(hits, key=lambda hit: -round(hit.score, 6))
