"""Which messages can stand in a text at all: a cheap look at its words, before messages are aligned with it.

It only rejects what would not be found, so nothing is lost by it.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from store.matching.message_template import FOUND_COVER, TYPO_SHARE, Template, weight_of
from store.matching.pasted_text import Text

MAX_KNOWN = 5_000
"""Sets of words whose candidates are remembered: the lines of a log are few sentences with many names."""

Traces = frozenset[str]
"""The words of messages that stand in a text."""


class Candidate(NamedTuple):
    """An entry one of whose messages can stand in a text."""

    owner: int
    """The entry."""
    messages: tuple[int, ...]
    """Which of its messages."""
    weight: float
    """The most that the weight of an alignment can be."""


class Sieve:
    """Tells by the words of a text whose messages have enough of their words in it."""

    def __init__(self, templates: Sequence[Sequence[Template]]) -> None:
        """Take the messages of each entry."""
        self._templates = templates
        self._messages = [(owner, number) for owner, those in enumerate(templates) for number in range(len(those))]
        self._holders: dict[str, list[int]] = {}
        """Word to the messages that hold it, each as often as it does."""
        for place, (owner, number) in enumerate(self._messages):
            for word in templates[owner][number].words:
                self._holders.setdefault(word, []).append(place)
        alike = {(tuple(each.words), frozenset(each.slots)): each for those in templates for each in those}
        self._alike = {
            id(each): alike[tuple(each.words), frozenset(each.slots)] for those in templates for each in those
        }
        """Message to one that is aligned with any text as it is."""
        self._vocabulary = frozenset(self._holders)
        self._known: dict[Traces, tuple[Candidate, ...]] = {}
        self._known_spans: dict[tuple[Traces, ...], dict[int, Sequence[Template]]] = {}

    def traces(self, text: Text) -> Traces:
        """Return the words of messages that stand in a text."""
        return self._vocabulary.intersection(text.folded)

    def candidates(self, traces: Traces) -> tuple[Candidate, ...]:
        """Return the entries one of whose messages can stand in a text with these words, the likeliest first."""
        found = self._known.get(traces)
        if found is None:
            if len(self._known) >= MAX_KNOWN:
                self._known.clear()
            found = self._known[traces] = self._find(traces)
        return found

    def spanning(self, traces: tuple[Traces, ...]) -> dict[int, Sequence[Template]]:
        """Say which messages may begin in the first of some lines and end in a later one, by their words.

        Args:
            traces: The words of messages in each of the lines.

        Returns:
            Number of lines that are spanned, to those messages; numbers without any are absent.
        """
        found = self._known_spans.get(traces)
        if found is None:
            if len(self._known_spans) >= MAX_KNOWN:
                self._known_spans.clear()
            spanned = {length: self._able(traces[:length]) for length in range(2, len(traces) + 1)}
            found = self._known_spans[traces] = {length: able for length, able in spanned.items() if able}
        return found

    def _able(self, traces: tuple[Traces, ...]) -> Sequence[Template]:
        able: dict[int, Template] = {}
        for owner, numbers, _ in self._find(traces[0].union(*traces[1:])):
            for number in numbers:
                template = self._alike[id(self._templates[owner][number])]
                ends = template.is_open or not traces[-1].isdisjoint(template.places)
                if ends and not traces[0].isdisjoint(template.places):
                    able[id(template)] = template
        return list(able.values())

    def _find(self, traces: Traces) -> tuple[Candidate, ...]:
        counts = Counter(place for word in traces for place in self._holders[word])
        owners: dict[int, list[tuple[int, float]]] = {}
        for place, count in sorted(counts.items()):
            owner, number = self._messages[place]
            size = len(self._templates[owner][number].words)
            if count / size >= FOUND_COVER:
                weight = weight_of((count + TYPO_SHARE * (size - count)) / size, size)
                owners.setdefault(owner, []).append((number, weight))
        found = [
            Candidate(owner, tuple(number for number, _ in those), max(weight for _, weight in those))
            for owner, those in owners.items()
        ]
        return tuple(sorted(found, key=lambda each: -each.weight))


def reach(templates: Sequence[Template], lines: Sequence[Text]) -> bool:
    """Tell whether any of these messages may begin in the first of some lines and end in the last one, by its place."""
    able = [template for template in templates if template.may_go_on(lines)]
    if not able:
        return False
    text, first, last = Text.of_lines(lines), len(lines[0].folded), len(lines[-1].folded)
    return any(template.reaches(text, first, len(text.folded) - last) for template in able)
