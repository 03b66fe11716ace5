"""Which messages can stand in a text at all: a cheap look at its words, before messages are aligned with it.

It only rejects what `Template.bound` rejects, so nothing that would be found is lost.
"""

from collections.abc import Sequence

from store.template import FOUND_COVER, Template, unwrap
from store.text import folded_words

MAX_KNOWN = 5_000
"""Sets of words whose candidates are remembered: the lines of a log are few sentences with many names."""

Traces = frozenset[str]
"""The words of messages that stand in a text."""


class Sieve:
    """Tells by the words of a text whose messages have enough of their words in it."""

    def __init__(self, templates: Sequence[Sequence[Template]]) -> None:
        """Take the messages of each entry."""
        self._messages = [(owner, each) for owner, those in enumerate(templates) for each in those if each.words]
        self._holders: dict[str, list[int]] = {}
        """Word to the messages that hold it, each as often as it does."""
        for number, (_, template) in enumerate(self._messages):
            for word in template.words:
                self._holders.setdefault(word, []).append(number)
        self._vocabulary = frozenset(self._holders)
        self._known: dict[Traces, tuple[int, ...]] = {}

    def traces(self, text: str) -> Traces:
        """Return the words of messages that stand in a text, wrapped as it came."""
        return self.traces_of(folded_words(unwrap(text)))

    def traces_of(self, words: Sequence[str]) -> Traces:
        """Return which of these folded words are words of messages."""
        return self._vocabulary.intersection(words)

    def may_hold(self, traces: Traces) -> bool:
        """Tell whether any message can stand in a text with these words."""
        return bool(self._candidates(traces))

    def may_span(self, lines: Sequence[Traces]) -> bool:
        """Tell whether any message can begin in the first of some lines and end in the last one."""
        for number in self._candidates(lines[0].union(*lines[1:])):
            template = self._messages[number][1]
            ends = len(template.words) in template.slots or not lines[-1].isdisjoint(template.words)
            if ends and not lines[0].isdisjoint(template.words):
                return True
        return False

    def owners(self, traces: Traces) -> list[int]:
        """Return the entries, in order, one of whose messages can stand in a text with these words."""
        return list(dict.fromkeys(self._messages[number][0] for number in self._candidates(traces)))

    def _candidates(self, traces: Traces) -> tuple[int, ...]:
        found = self._known.get(traces)
        if found is None:
            counts: dict[int, int] = {}
            for word in traces:
                for number in self._holders[word]:
                    counts[number] = counts.get(number, 0) + 1
            found = tuple(
                number
                for number, count in sorted(counts.items())
                if count / len(self._messages[number][1].words) >= FOUND_COVER
            )
            if len(self._known) >= MAX_KNOWN:
                self._known.clear()
            self._known[traces] = found
        return found
