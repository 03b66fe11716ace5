"""Plain BM25 over stems: the search that anybody would write first, for comparison.

It reads all that sisdex reads of an entry: vendor and aliases, title and status, messages, meanings and notes, the
likely rest of cut messages, and how callers say it.
"""

from collections import Counter
from collections.abc import Mapping
from math import log

from store.catalog.opening import Catalog
from store.core.models import Entry
from tests.eval.fillings import words_of
from tests.eval.porter import stem

K1, B = 1.5, 0.75


class Bm25:
    """Ranks texts by the words that they share with a query."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Count the words of the texts, which have names."""
        self._counts = {name: Counter(stems(text)) for name, text in texts.items()}
        self._lengths = {name: counts.total() for name, counts in self._counts.items()}
        self._average = sum(self._lengths.values()) / len(self._lengths)
        self._documents = Counter(word for counts in self._counts.values() for word in counts)

    def rank(self, query: str) -> list[str]:
        """Return the names of the texts that share a word with a query, best first; equals keep their order."""
        words = Counter(stems(query))
        scores = {name: self._score(name, words) for name in self._counts}
        return sorted((name for name in scores if scores[name] > 0), key=lambda name: -scores[name])

    def _score(self, name: str, words: Counter[str]) -> float:
        counts = self._counts[name]
        norm = K1 * (1 - B + B * self._lengths[name] / self._average)
        return sum(
            times * self._idf(word) * counts[word] * (K1 + 1) / (counts[word] + norm)
            for word, times in words.items()
            if word in counts
        )

    def _idf(self, word: str) -> float:
        has = self._documents[word]
        return log(1 + (len(self._counts) - has + 0.5) / (has + 0.5))


def stems(text: str) -> list[str]:
    """Return the stems of a text's words."""
    return [stem(word) for word in words_of(text)]


def texts_of(catalog: Catalog) -> dict[str, str]:
    """Return for each entry all of its texts that search reads."""
    return {entry.id: _text(catalog, entry) for entry in catalog.entries}


def _text(catalog: Catalog, entry: Entry) -> str:
    vendor = catalog.vendor(entry.vendor)
    parts = [vendor.name, vendor.short, *vendor.aliases, entry.title, str(entry.http_status or ""), *entry.says]
    for message in entry.messages:
        text = message.text
        for placeholder in message.slots.values():
            text = text.replace(placeholder, " ")
        parts += [text, message.complete_text.text if message.complete_text else "", *message.also]
        parts += [part for cause in message.causes for part in (cause.meaning or "", *cause.notes)]
    return " ".join(parts)
