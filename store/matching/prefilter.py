"""Which messages a text can contain at all: a cheap look at its words, before messages are aligned with it.

It rejects only what would not be found, so nothing is lost by it, and a log is read several times as fast.

An example, which a test runs: the line "10:41 Quiz category not found in section 7" and a catalog with one message,
"Grading category [x] not found in Skyward for section [x].", which has eight words.

1. `message_words` of the line are {category, found, in, not, section}: "quiz" and the numbers are in no message. All
   lines with the same set share one answer, which is remembered: a log has few sentences, with many names in them.
2. The set has five of the message's eight words, so the cover is at most 5 / 8 = 0.625. That is below `FOUND_COVER`
   (0.75), and the message is rejected without being aligned.
3. With "for" in the line the set has six, and the two others may be mistyped: the cover is at most
   (6 + 2 * `TYPO_SHARE`) / 8 = 0.95 and `Candidate.max_weight` is 0.95 * 0.95 * 8 / (8 + 9) = 0.425. Candidates are
   aligned from the highest one down, and those that cannot win any more are skipped.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from store.matching.message_template import FOUND_COVER, TYPO_SHARE, Template, weight_of
from store.matching.pasted_text import Text

MAX_REMEMBERED = 5_000
"""Sets of words whose candidates are remembered."""

MessageWords = frozenset[str]
"""The words of a text that are words of messages, too."""


class Candidate(NamedTuple):
    """An entry with a message that a text can contain."""

    entry: int
    """Number of the entry."""
    messages: tuple[int, ...]
    """Numbers of those of its messages."""
    max_weight: float
    """The highest weight that an alignment of one of them can have, 0 to 1."""


class Prefilter:
    """Says by the words of a text which entries have a message with enough of its words in it."""

    def __init__(self, templates: Sequence[Sequence[Template]]) -> None:
        """Prepare the filter for the messages of each entry."""
        self._templates = templates
        self._messages = [
            (entry, message) for entry, messages in enumerate(templates) for message in range(len(messages))
        ]
        """Entry and message of each place in `_holders`."""
        self._holders: dict[str, list[int]] = {}
        """Word to the places of the messages that have it, each as often as the message has the word."""
        for place, (entry, message) in enumerate(self._messages):
            for word in templates[entry][message].words:
                self._holders.setdefault(word, []).append(place)
        self._vocabulary = frozenset(self._holders)
        self._twins = _twins(templates)
        self._candidates: dict[MessageWords, tuple[Candidate, ...]] = {}
        self._wrapped: dict[tuple[MessageWords, ...], dict[int, Sequence[Template]]] = {}

    def message_words(self, text: Text) -> MessageWords:
        """Return the words of a text that messages have."""
        return self._vocabulary.intersection(text.words)

    def candidates(self, words: MessageWords) -> tuple[Candidate, ...]:
        """Return the entries with a message that a text with these words can contain, the highest weight first."""
        candidates = self._candidates.get(words)
        if candidates is None:
            if len(self._candidates) >= MAX_REMEMBERED:
                self._candidates.clear()
            candidates = self._candidates[words] = self._find(words)
        return candidates

    def wrapped_candidates(self, lines: tuple[MessageWords, ...]) -> dict[int, Sequence[Template]]:
        """Say which messages can begin on the first of some lines and end on a later one, judging by words alone.

        Args:
            lines: The words of each line that messages have.

        Returns:
            Number of lines, two or more, to the messages that can take so many; numbers without any are absent.
        """
        by_length = self._wrapped.get(lines)
        if by_length is None:
            if len(self._wrapped) >= MAX_REMEMBERED:
                self._wrapped.clear()
            all_lengths = {length: self._find_wrapped(lines[:length]) for length in range(2, len(lines) + 1)}
            by_length = self._wrapped[lines] = {length: found for length, found in all_lengths.items() if found}
        return by_length

    def _find_wrapped(self, lines: tuple[MessageWords, ...]) -> Sequence[Template]:
        """Return the messages with enough words on all lines together, and one each on the first and the last line."""
        wrapped: dict[Template, None] = {}
        for entry, messages, _ in self._find(lines[0].union(*lines[1:])):
            for message in messages:
                template = self._twins[entry][message]
                can_end = template.is_open or not lines[-1].isdisjoint(template.word_indexes)
                if can_end and not lines[0].isdisjoint(template.word_indexes):
                    wrapped[template] = None
        return list(wrapped)

    def _find(self, words: MessageWords) -> tuple[Candidate, ...]:
        counts = Counter(place for word in words for place in self._holders[word])
        by_entry: dict[int, list[tuple[int, float]]] = {}
        for place, count in sorted(counts.items()):
            entry, message = self._messages[place]
            size = len(self._templates[entry][message].words)
            if count / size >= FOUND_COVER:
                max_weight = weight_of((count + TYPO_SHARE * (size - count)) / size, size)
                by_entry.setdefault(entry, []).append((message, max_weight))
        candidates = [
            Candidate(entry, tuple(message for message, _ in messages), max(weight for _, weight in messages))
            for entry, messages in by_entry.items()
        ]
        return tuple(sorted(candidates, key=lambda candidate: -candidate.max_weight))


def _twins(templates: Sequence[Sequence[Template]]) -> list[list[Template]]:
    """Replace messages that align with any text in the same way by one of them, so that it is aligned once."""

    def key(template: Template) -> tuple[tuple[str, ...], frozenset[int]]:
        return tuple(template.words), frozenset(template.slots)

    twins = {key(template): template for messages in templates for template in messages}
    return [[twins[key(template)] for template in messages] for messages in templates]
