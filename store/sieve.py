"""Which messages can stand in a text at all: a cheap look at its words, before messages are aligned with it.

It only rejects what `Template.bound` rejects, so nothing that would be found is lost.
"""

from collections.abc import Sequence

from store.template import FOUND_COVER, Template, Text

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
        alike = {(tuple(each.words), frozenset(each.slots)): each for _, each in self._messages}
        self._aligned = [alike[tuple(each.words), frozenset(each.slots)] for _, each in self._messages]
        """For each message one that is aligned with any text as it is."""
        self._vocabulary = frozenset(self._holders)
        self._known: dict[Traces, tuple[int, ...]] = {}

    def traces(self, text: Text) -> Traces:
        """Return the words of messages that stand in a text."""
        return self._vocabulary.intersection(text.folded)

    def may_hold(self, traces: Traces) -> bool:
        """Tell whether any message can stand in a text with these words."""
        return bool(self._candidates(traces))

    def may_span(self, lines: Sequence[Text], traces: Sequence[Traces]) -> bool:
        """Tell whether any message can begin in the first of some lines and end in the last one.

        Args:
            lines: The lines.
            traces: The words of messages in each of them.
        """
        able: dict[int, Template] = {}
        for number in self._candidates(traces[0].union(*traces[1:])):
            template = self._aligned[number]
            if not traces[0].isdisjoint(template.words) and (
                len(template.words) in template.slots or not traces[-1].isdisjoint(template.words)
            ):
                able[id(template)] = template
        if not able:
            return False
        text, first, last = Text.of_lines(lines), len(lines[0].folded), len(lines[-1].folded)
        return any(template.reaches(text, first, len(text.folded) - last) for template in able.values())

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
