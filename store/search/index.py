"""The index: a query in, ranked hits out. Start here to read how search works.

`SearchIndex.answer` takes the filters off the query (`filters`), finds for each word the entries that have it
(`word_index`), chooses those worth a closer look (`shortlist`) and scores them (`scoring`, which has the formula). The
messages that a text contains are found apart from its words (`message_search`).
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from itertools import compress

from store.catalog.opening import Catalog
from store.core.models import Entry, Hit, Span
from store.matching.pasted_text import Text
from store.search import shortlist
from store.search.bitset import as_bits, flags
from store.search.entry_document import EntryDocument, fields_of, prepare, synonyms_of
from store.search.explaining import Explained, Explainer
from store.search.filters import split_filters
from store.search.highlights import TYPED_WORDS, Highlighter
from store.search.hits import Hits
from store.search.message_search import MessageSearch, NearMessage, Recognized, weight_of
from store.search.query import distinct_words, readable
from store.search.query import prepare as prepare_query
from store.search.scoring import even_out, ranked, score_entry
from store.search.word_index import WordIndex

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
        self._highlighter = ("", Highlighter((), self._words.spellings))
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
        query, allowed = split_filters(query, self._catalog, self._marks)
        text = readable(query)
        query_words = distinct_words(text)
        documents = self._allowed(vendor, allowed)
        if not query_words:
            return Hits([] if query.strip() else list(compress(self._unscored, flags(documents))))
        is_short = len(query_words) <= TYPED_WORDS
        recalls, complete = self._shortlist(query_words, documents, is_short)
        prepared = prepare_query(text, is_short, complete > 0)
        near, recognized = self._messages_in(prepared.text, documents)
        found = self._by_document(recognized)
        recalls |= {number: 0.0 for number in found if number not in recalls}
        hits = [
            score_entry(self._documents[number], recall, prepared, near.get(number), found.get(number))
            for number, recall in recalls.items()
        ]
        if any(hit.matched for hit in hits):
            first = ranked(even_out([hit for hit in hits if hit.matched]))
            return Hits(first, complete & ~as_bits(recalls), self._unscored, self._of_vendor)
        most = max((hit.score for hit in hits), default=0.0)
        return Hits(ranked([hit for hit in hits if hit.score >= NEAR_SHARE * most]))

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
                near[place.entry] = NearMessage(weight, place.contradiction or place.verdict.rule)
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
                found[number] = first._replace(occurrences=(*first.occurrences, *hit.occurrences))
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

    def _shortlist(self, query_words: Collection[str], documents: int, is_short: bool) -> tuple[dict[int, float], int]:
        """Choose the documents to score.

        Args:
            query_words: The different words of the query, in order.
            documents: The documents to choose from, as bits.
            is_short: Whether the query may have been typed.

        Returns:
            Document to how much of the query it explains, 0 to 1; and all documents, as bits, that explain all of it.
        """
        matches = {word: self._words.matches(word) for word in query_words} if is_short else {}
        complete = shortlist.explaining_all(matches, documents) if is_short else 0
        if not complete:  # only now, so that each letter typed narrows the answer as long as the words themselves match
            matches = {word: self._words.matches(word, True, is_short) for word in query_words}
            complete = shortlist.explaining_all(matches, documents) if is_short else 0
        words = list(matches.values())
        return (shortlist.best(words, complete) if complete else shortlist.nearest(words, documents)), complete

    def _query_words(self, query: str) -> dict[str, None]:
        """Return the different words of a query without its filters, in order."""
        return distinct_words(readable(split_filters(query, self._catalog, self._marks)[0]))

    def _allowed(self, vendor: str | None, allowed: Sequence[Collection[str]]) -> int:
        """Return the documents, as bits, that the vendor and all filters let through."""
        documents = self._all if vendor is None else self._of_vendor.get(vendor, 0)
        for ids in allowed:
            documents &= as_bits(self._numbers[entry_id] for entry_id in ids if entry_id in self._numbers)
        return documents


def _rank(vendor: str, home: Sequence[str]) -> int:
    return home.index(vendor) if vendor in home else len(home)
