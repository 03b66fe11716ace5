"""Which entries' messages stand in a text: an error that was pasted, or some lines of a log."""

from collections.abc import Sequence
from functools import cached_property, partial
from typing import NamedTuple

from store.core.models import CustomCode, Edition, Hit, Occurrence, Span, Vendor
from store.core.text import fold
from store.matching.english_list import is_english
from store.matching.finder import Finder, Place, resolved, strength_of
from store.matching.likeness import is_slip
from store.matching.pasted_text import Text
from store.matching.prefilter import Prefilter
from store.matching.scans import Scans
from store.search.entry_document import EntryDocument

LENGTH = 6
"""Evidence of a message that gets half the weight: of two whole messages, the longer one wins."""
TEMPLATE = 1.6
"""What the weight of a message adds to an entry's score."""
FOUND = 0.5
"""Added where a message counts as found, so that it stands above entries that only have the words."""
NAMED = 0.15
"""Added where the text names the vendor."""
LABELED = 0.3
"""Added where the vendor is the message's label."""
PUNCTUATION = 0.06
"""Added where the quotes and brackets around slots are the message's."""
_EQUAL = 1e-6
"""Scores that differ by less than this are equal."""


class Recognized(NamedTuple):
    """A message in a text."""

    span: Span
    """Characters of the text."""
    hits: list[Hit]
    """The entry whose message it is; several, the likeliest first, where entries share it."""
    is_whole: bool
    """Whether the text has each word of the message."""


class NearMessage(NamedTuple):
    """A part of a message in a text, which does not count as found."""

    weight: float
    """How much of it there is, 0 to 1."""
    is_whole: bool
    """Whether all of the message is there."""
    rule: str
    """Why it does not count."""


class MessageSearch:
    """Finds the messages of some entries."""

    def __init__(self, edition: Edition, vendors: Sequence[Vendor], documents: Sequence[EntryDocument]) -> None:
        """Prepare to find the messages of entries, which come in the order of equal ones."""
        self._documents = documents
        entries = [document.entry for document in documents]
        own = [entry.id for entry in entries if isinstance(entry, CustomCode)]
        self._finder = Finder(edition, vendors, entries, own)
        self._is_slip = partial(is_slip, is_word=self._is_word)
        self._scans = Scans(self._finder.templates, self._is_word)

    def places(self, text: Text, vendor: str | None = None) -> list[Place]:
        """Return where messages, or parts of them, stand in a text, whether they count as found or not.

        Args:
            text: The text.
            vendor: Id of the only vendor to look for, or None for all.
        """
        return self._finder.places(text, self._is_slip, lambda entry: vendor in (None, entry.vendor))

    @cached_property
    def prefilter(self) -> Prefilter:
        """Says which messages can be in a text; made when the first log is read."""
        return Prefilter(self._finder.messages, self._is_slip)

    def recognize_among(
        self, text: Text, candidates: tuple[int, ...], vendor: str | None = None, head: str = ""
    ) -> list[Recognized]:
        """Say which messages a text contains, of those that it can contain.

        Args:
            text: The text.
            candidates: Numbers of messages, as `prefilter` gives them.
            vendor: Id of the only vendor to look for, or None for all.
            head: What is before the text in its record: it may name the vendor.
        """
        if vendor is not None:
            messages = self._finder.messages
            candidates = tuple([number for number in candidates if messages[number].entry.vendor == vendor])
        places = self._finder.found_among(text, self._is_slip, candidates)
        if len(places) == 1:
            return [Recognized(places[0].span, [self._hit(text, places[0], False)], places[0].verdict.is_whole)]
        return self.recognized(text, places, head)

    def _is_word(self, word: str) -> bool:
        return word in self._finder.vocabulary or is_english(word)

    def as_scanned(self, text: Text) -> Text:
        """Return a text that may come from a scan with the messages' words where they only look otherwise."""
        return self._scans.corrected(text)

    def recognize(self, text: Text, vendor: str | None = None) -> list[Recognized]:
        """Say which messages a text contains, in its order (see `places`)."""
        return self.recognized(text, self.places(text, vendor))

    def recognized(self, text: Text, places: Sequence[Place], head: str = "") -> list[Recognized]:
        """Choose among places, as `Finder.places` returns them, those that count, and rank those of one message.

        Args:
            text: The text.
            places: Where messages, or parts of them, stand in it.
            head: What is before the text in its record: it may name the vendor.
        """
        found = []
        for group in resolved(places):
            named = self._named(text, group, head)
            hits = sorted((self._hit(text, place, place in named) for place in group), key=lambda hit: -hit.score)
            found.append(Recognized(group[0].span, hits, group[0].verdict.is_whole))
        return found

    def _named(self, text: Text, group: Sequence[Place], head: str) -> list[Place]:
        """Return the places of one message whose vendors are named: in its own lines, or else anywhere in the text."""
        start, end = group[0].span
        line_end = text.text.find("\n", end)
        lines = text.text[text.text.rfind("\n", 0, start) + 1 : line_end if line_end >= 0 else len(text.text)]
        for near in (fold(lines) if len(group) > 1 and len(lines) < len(text.text) else "", text.folded, fold(head)):
            named = [place for place in group if self._documents[place.entry].is_named_in(near)] if near else []
            if named:
                return named
        return []

    def _hit(self, text: Text, place: Place, is_named: bool) -> Hit:
        document = self._documents[place.entry]
        start, end = place.span
        own = PUNCTUATION * place.punctuation
        if is_named:
            own += NAMED
        if place.is_labeled:
            own += LABELED
        return Hit(
            document.entry,
            FOUND + TEMPLATE * weight_of(strength_of(place)) + own,
            "message",
            place.message,
            place.values,
            text.text[start:end],
            own,
            (Occurrence(place.span, place.values),),
            place.verdict.rule,
        )


def weight_of(evidence: float) -> float:
    """Return the weight, 0 to 1, of a message of which a text has this much evidence."""
    return evidence / (evidence + LENGTH)


def likeliest(recognized: Recognized) -> list[Hit]:
    """Return the hits of a message that nothing in the text tells apart."""
    best = recognized.hits[0].score - _EQUAL
    return [hit for hit in recognized.hits if hit.score >= best]
