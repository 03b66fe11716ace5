"""The index: a query in, ranked hits out. Start here to read how search works.

`SearchIndex.answer` takes the filters off the query (`filters`), finds for each word the entries that have it
(`word_index`), chooses those worth a closer look (`shortlist`) and scores them (`scoring`, which has the formula). The
messages that a text contains are found apart from its words (`message_search`).
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from itertools import compress
from operator import attrgetter

from store.catalog.opening import Catalog
from store.core.models import Entry, Hit, Span
from store.matching.pasted_text import Text
from store.search.begun import Beginnings
from store.search.bitset import as_bits, flags
from store.search.chance import LOOKED_AT, is_by_chance
from store.search.entry_document import EntryDocument, fields_of, prepare, synonyms_of
from store.search.explaining import Explained, Explainer
from store.search.filters import split_filters
from store.search.highlights import Highlighter
from store.search.hits import LEAST_HITS, Hits
from store.search.message_search import MessageSearch, NearMessage, Recognized, weight_of
from store.search.query import TYPED_WORDS, Query, readable
from store.search.scoring import even_out, is_close, ranked, score_entry
from store.search.shortlist import choose
from store.search.vendor_names import VendorNames
from store.search.word_index import Reading, WordIndex, readings

MOST_IN_MESSAGES = 0.5
"""Share of a query that is messages from which on it is no description: then the nearest entries say nothing."""
NEAR_SHARE = 0.5
"""When nothing matches, entries that score less than this share of the best score are not listed."""


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
            home: Ids of the home vendors: they win ties.
            marks: Filter, such as `is:starred` or `#tag`, to the ids of the entries that it lets through.
        """
        self._catalog, self._marks = catalog, marks or {}
        self._documents: list[EntryDocument] = []
        self._words = WordIndex(synonyms_of(catalog))
        self._explainer = Explainer(catalog, self._words)
        self._names = VendorNames(catalog.vendors)
        self._highlighter = ("", Highlighter({}, self._words.spellings))
        """The query that was highlighted last, and its highlighter."""
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
        self._unscored = [Hit(document.entry, 0.0, "words") for document in self._documents]

    @cached_property
    def messages(self) -> MessageSearch:
        """The search for messages; made when the first text is searched."""
        return MessageSearch(self._catalog.edition, self._catalog.vendors, self._documents)

    @cached_property
    def _beginnings(self) -> Beginnings:
        return Beginnings(self._documents)

    def answer(self, query: str, vendor: str | None = None) -> Hits:
        """Rank the entries for a query.

        Args:
            query: What was typed or pasted. In a short query, `@vendor` (or `@sky,ps`) and the index's marks, such as
                `#tag` and `is:starred`, are filters; unknown filters are searched as text.
            vendor: Id of the only vendor to look for, or None for all.

        Returns:
            The hits, best first: those that match, or the nearest ones when none does. An empty query matches every
            entry, in the dictionary's order with the home vendors first.
        """
        text, allowed = split_filters(query, self._catalog, self._marks)
        asked = Query(readable(text), self._names)
        documents = self._allowed(vendor, allowed)
        if not asked.words:
            return Hits([] if text.strip() else list(compress(self._unscored, flags(documents))))
        hits, explaining = self._score(asked, documents)
        matched = ranked(even_out([hit for hit in hits if hit.matched]))
        near = ranked([hit for hit in hits if not hit.matched])
        if matched:
            is_line = asked.is_plain and "\n" not in asked.text.text
            is_description = is_line and _share_in_messages(matched, asked.text) < MOST_IN_MESSAGES
            beside = near[: max(0, LEAST_HITS - len(matched))] if is_description else []
            last = matched[-1].score  # what does not match comes behind what does, whatever it scores
            beside = [hit._replace(score=min(hit.score, last)) for hit in beside]
            return Hits([*matched, *beside], explaining, self._unscored, self._of_vendor)
        listed = [hit for hit in near if hit.score >= NEAR_SHARE * near[0].score]
        return Hits(listed, is_close=is_close(listed, asked))

    def _score(self, query: Query, documents: int) -> tuple[list[Hit], int]:
        """Score the entries that are worth it.

        Returns:
            Their hits; and the documents, as bits, that explain the whole query and were not scored.
        """
        named = as_bits(())
        for vendor in query.vendors:
            named |= self._of_vendor.get(vendor, 0)
        readings = self._readings(query)
        recalls, explaining = choose(self._words, query, readings, documents, named or documents)
        begun = self._begun(query, documents)
        recalls |= begun
        explaining |= as_bits(begun)
        near, recognized = self._messages_in(query.text, documents)
        found = self._by_document(recognized)
        recalls |= {number: 0.0 for number in found if number not in recalls}
        hits = [
            score_entry(
                self._documents[number],
                recall,
                query,
                bool(explaining >> number & 1),
                near.get(number),
                found.get(number),
            )
            for number, recall in recalls.items()
        ]
        best = sorted((hit for hit in hits if hit.by == "words"), key=attrgetter("score"))[-LOOKED_AT:]
        numbers = [self._numbers[hit.entry.id] for hit in best]
        if best and all(
            number not in begun and is_by_chance(self._documents[number], query, self._words, readings)
            for number in numbers
        ):
            return [hit._replace(by="near") if hit.by == "words" else hit for hit in hits], 0
        return hits, explaining & ~as_bits(recalls)

    def _begun(self, query: Query, documents: int) -> dict[int, float]:
        """Return the documents of which a typed query begins a message, each as explaining all of the query."""
        begun = self._beginnings.begun_by(query.text.text) if query.is_short else []
        return {one.document: 1.0 for one in begun if documents >> one.document & 1}

    def search(self, query: str, vendor: str | None = None) -> list[Hit]:
        """Rank the entries for a query, and return all hits of `answer` as a list."""
        return list(self.answer(query, vendor))

    def _messages_in(self, text: Text, documents: int) -> tuple[dict[int, NearMessage], list[Recognized]]:
        """Find messages in a text.

        Returns:
            Document to the part of its message that the text has most of; and the messages found.
        """
        text = self.messages.as_scanned(text)
        places = [place for place in self.messages.places(text) if documents >> place.entry & 1]
        near: dict[int, NearMessage] = {}
        for place in places:
            weight = weight_of(place.verdict.evidence) * place.verdict.cover
            if place.entry not in near or weight > near[place.entry].weight:
                near[place.entry] = NearMessage(
                    weight, place.verdict.is_whole, place.contradiction or place.verdict.rule
                )
        return near, self.messages.recognized(text, places)

    def _by_document(self, recognized: Sequence[Recognized]) -> dict[int, Hit]:
        """Return the hit of each document, with all places in which the text contains the same message of it."""
        found: dict[int, Hit] = {}
        for hit in (hit for message in recognized for hit in message.hits):
            number = self._numbers[hit.entry.id]
            first = found.get(number)
            if first is None:
                found[number] = hit
            elif first.message == hit.message:
                told = (
                    first if first.values or not hit.values else hit
                )  # a title may read like a message without values
                found[number] = told._replace(occurrences=(*first.occurrences, *hit.occurrences))
        return found

    def highlights(self, query: str, text: str) -> list[Span]:
        """Say which characters of a text a query matched.

        Args:
            query: What was typed or pasted.
            text: A text of an entry, as it is shown.

        Returns:
            The matched characters, in order: whole words, or the beginning that was typed.
        """
        if self._highlighter[0] != query:  # the same query comes again for each row and paragraph
            self._highlighter = (query, Highlighter(self._query_words(query), self._words.spellings))
        return self._highlighter[1].spans(text)

    def text_behind(self, query: str, entry: Entry, texts: Sequence[str]) -> int | None:
        """Say through which of the agent's texts on an entry a short query finds it.

        Args:
            query: What was typed.
            entry: The entry.
            texts: The agent's texts.

        Returns:
            Index of the first text that matches a word which the dictionary's own text of the entry does not match;
            None if there is no such text, or the query is long.
        """
        query_words = self._query_words(query)
        return self._explainer.text_behind(query_words, entry, texts) if len(query_words) <= TYPED_WORDS else None

    def explain(self, query: str, hit: Hit) -> list[Explained]:
        """Say how an entry explains each word of a query, in order."""
        return self._explainer.explain(self._query_words(query), self._numbers[hit.entry.id])

    def _readings(self, query: Query) -> dict[str, Reading]:
        """Return the different words of a query, in order, and how each is read."""
        return dict(readings(query.words, query.naming, query.is_short))

    def _query_words(self, query: str) -> dict[str, Reading]:
        """Return the different words of a query without its filters, in order, and how each is read."""
        return self._readings(Query(readable(split_filters(query, self._catalog, self._marks)[0]), self._names))

    def _allowed(self, vendor: str | None, allowed: Sequence[Collection[str]]) -> int:
        """Return the documents, as bits, that the vendor and all filters let through."""
        documents = self._all if vendor is None else self._of_vendor.get(vendor, 0)
        for ids in allowed:
            documents &= as_bits(self._numbers[entry_id] for entry_id in ids if entry_id in self._numbers)
        return documents


def _share_in_messages(hits: Sequence[Hit], text: Text) -> float:
    """Return the share of a text's characters that are messages of some hits, 0 to 1."""
    spans = {place.span[0]: place.span[1] for hit in hits for place in hit.occurrences}
    return sum(end - start for start, end in spans.items()) / max(1, len(text.text))


def _rank(vendor: str, home: Sequence[str]) -> int:
    return home.index(vendor) if vendor in home else len(home)
