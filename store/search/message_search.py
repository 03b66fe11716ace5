"""Which entries' messages stand in a text: an error that was pasted, or some lines of a log."""

from collections.abc import Sequence
from typing import NamedTuple

from store.core.models import CustomCode, Edition, Hit, Occurrence, Span, Vendor
from store.matching.english_list import is_english
from store.matching.finder import Finder, Place, resolved, strength_of
from store.matching.likeness import is_slip
from store.matching.pasted_text import Text
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
        self._scans = Scans(self._finder.templates, self._is_word)

    def places(self, text: Text, vendor: str | None = None) -> list[Place]:
        """Return where messages, or parts of them, stand in a text, whether they count as found or not.

        Args:
            text: The text.
            vendor: Id of the only vendor to look for, or None for all.
        """
        return self._finder.places(text, self._is_slip, lambda entry: vendor in (None, entry.vendor))

    def _is_word(self, word: str) -> bool:
        return word in self._finder.vocabulary or is_english(word)

    def _is_slip(self, known: str, written: str) -> bool:
        return is_slip(known, written, self._is_word)

    def as_scanned(self, text: Text) -> Text:
        """Return a text that may come from a scan with the messages' words where they only look otherwise."""
        return self._scans.corrected(text)

    def could_be_in(self, text: Text) -> bool:
        """Tell whether a text has enough words of any message."""
        return bool(self._finder.possible(text))

    def recognize(self, text: Text, vendor: str | None = None) -> list[Recognized]:
        """Say which messages a text contains, in its order (see `places`)."""
        return self.recognized(text, self.places(text, vendor))

    def recognized(self, text: Text, places: Sequence[Place]) -> list[Recognized]:
        """Choose among places, as `Finder.places` returns them, those that count, and rank those of one message."""
        found = []
        for group in resolved(places):
            hits = sorted((self._hit(text, place) for place in group), key=lambda hit: -hit.score)
            found.append(Recognized(group[0].span, hits))
        return found

    def _hit(self, text: Text, place: Place) -> Hit:
        document = self._documents[place.entry]
        start, end = place.span
        own = PUNCTUATION * place.punctuation
        if document.is_named_in(text.folded):
            own += NAMED
        if document.entry.vendor in self._finder.labels.before(text.text, start):
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
