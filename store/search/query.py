"""A query, prepared once for all entries that are compared with it."""

from functools import lru_cache

from store.core.text import folded_words
from store.matching import decoding
from store.matching.pasted_text import Text, lazy
from store.search.english import FUNCTION_WORDS, content
from store.search.search_words import folded_search_words, joined
from store.search.vendor_names import VendorNames

MAX_QUERY = 600_000
"""Characters that are looked at, at either end of a longer query."""
TYPED_WORDS = 8
"""Different words of the longest query that may have been typed."""
TYPED_LENGTH = 200
"""Characters of the longest query that is counted by its runs of letters rather than by the words that are searched."""
PLAIN_WORDS = 5
"""Words from which a typed query is a description: it is answered through synonyms from the start. In shorter ones each
letter narrows the answer as long as the words themselves match."""
MAX_NAMING = 200
"""Words of a query among which vendors' names are looked for."""


class Query:
    """A query, ready to be compared with entries."""

    def __init__(self, text: str, names: VendorNames) -> None:
        """Prepare a query's text, as `readable` returns it."""
        self.text = Text(text)
        sequence = _sequence(text)
        self.words = dict.fromkeys(sequence)
        """Its different words, in order."""
        self.is_short = len(self.words) <= TYPED_WORDS or (
            len(text) <= TYPED_LENGTH and len(set(folded_words(text))) <= TYPED_WORDS  # a Chinese sentence is one run
        )
        """Whether it has few enough words to have been typed."""
        self.is_plain = len(self.words) >= PLAIN_WORDS
        """Whether it has enough words to be a description."""
        self._sequence = sequence[:MAX_NAMING]
        self._names = names.named_in(self._sequence)

    @property
    def vendors(self) -> frozenset[str]:
        """Ids of the vendors that it names."""
        return self._names.vendors

    @lazy
    def naming(self) -> frozenset[int]:
        """Indexes of those of its `words` that name a vendor."""
        naming = {self._sequence[place] for place in self._names.places}
        return frozenset(place for place, word in enumerate(self.words) if word in naming)

    @lazy
    def content_words(self) -> list[str]:
        """Its different words that are neither function words nor a vendor's name."""
        return [
            word for place, word in enumerate(self.words) if place not in self.naming and word not in FUNCTION_WORDS
        ]

    @lazy
    def line(self) -> str:
        """Its words without the vendor's name, on a line; with it if there are no others."""
        rest = [word for place, word in enumerate(self._sequence) if place not in self._names.places]
        return joined(rest or self._sequence)

    @lazy
    def stems(self) -> str:
        """The stems of its content words, without the vendor's name, on a line."""
        return content(self.line)


@lru_cache(maxsize=8)
def readable(query: str) -> str:
    """Return a query as it looked on screen; of a very long one, only its two ends."""
    return decoding.readable(query if len(query) <= 2 * MAX_QUERY else f"{query[:MAX_QUERY]}\n{query[-MAX_QUERY:]}")


@lru_cache(maxsize=8)  # the same query is asked for its answer and then for each text to highlight
def _sequence(text: str) -> list[str]:
    return folded_search_words(text)
