"""Which messages a line of a log can contain, by its words alone: aligning all of them would take most of the time.

`Prefilter.candidates` never drops a message that `store.matching.evidence` would count as found. It looks at which
words of a message the text has, and which of its pairs of words that follow each other. Take the message

    Grading category [xxxxx] not found in Skyward for section [xxxxxxxx (xxxxxx)].

and the line "Student 7 was found in section 12 for category Tests". The line has six of the eight words, but of the
second piece, "not found in Skyward for section", it has at most "found in" one after another, and of the first one only
one word. Three words are not enough, so the message is no candidate.

A word may be mistyped. So a message that one more word would make a candidate is one if the text has, next to the
word's neighbor, a slip of it.
"""

from collections.abc import Sequence
from itertools import count, pairwise
from typing import NamedTuple

from store.core.text import folded_words
from store.matching.alignment import IsSlip
from store.matching.evidence import (
    ENOUGH_ALONE,
    ENOUGH_EVIDENCE,
    ENOUGH_SENTENCE,
    ENOUGH_SHARE,
    ENOUGH_TYPED,
    ENOUGH_WORDS,
    QUERY_WORDS,
)
from store.matching.likeness import SLIP_LENGTH
from store.matching.message_template import Piece
from store.matching.pasted_text import Text
from store.matching.word_weights import Known

MAX_REMEMBERED = 5_000
"""Sets of words whose candidates are remembered: a log repeats few sets many times."""

Pair = tuple[str, str]


class _Slip(NamedTuple):
    """A word that must be mistyped in a text, so that the text can contain some messages."""

    word: str
    left: str
    """The word before it in the message; empty if a slot is there."""
    right: str
    messages: frozenset[int]


class Sketch(NamedTuple):
    """The words of a text that are words of messages, and the messages that a text with these words can contain."""

    number: int
    """Equal sketches have equal numbers."""
    words: frozenset[str]
    pairs: frozenset[Pair] | None
    """None if there may be anything between the words."""
    candidates: tuple[int, ...]
    slips: tuple[_Slip, ...]


class Prefilter:
    """Says which messages a text can contain."""

    def __init__(self, messages: Sequence[Known], is_slip: IsSlip) -> None:
        """Prepare the words and the pairs of some messages."""
        self.messages, self._is_slip = messages, is_slip
        self._holders: dict[str, list[int]] = {}
        """Word to the numbers of the messages that have it."""
        pairs: set[Pair] = set()
        for number, message in enumerate(messages):
            for word in message.template.word_set:
                self._holders.setdefault(word, []).append(number)
            for piece in message.template.pieces:
                pairs.update(pairwise(piece.words))
        self._pairs = frozenset(pairs)
        self._vocabulary = frozenset(self._holders)
        self._sentences = [
            frozenset(
                index
                for piece in message.template.pieces
                if piece.sentence == 0
                for index in range(piece.first, piece.end)
            )
            for message in messages
        ]
        """For each message, the indexes of the words of its first sentence."""
        self._codes = [[frozenset(folded_words(code)) for code in message.codes] for message in messages]
        self._pairs_of = [
            frozenset(pair for piece in message.template.pieces for pair in pairwise(piece.words))
            for message in messages
        ]
        self._remembered: dict[tuple[frozenset[str], frozenset[Pair] | None, str], Sketch] = {}
        self._possible_alone: dict[frozenset[str], bool] = {}
        """Whether a text with some words can contain any message, wherever the words stand."""
        self._joined: dict[tuple[int, int, Pair], bool] = {}
        self._numbers = count()

    def sketch(self, text: Text) -> Sketch:
        """Look at the words of a text."""
        text_words = text.words
        words = self._vocabulary.intersection(text_words)
        pairs = None
        if "..." not in text.text and "…" not in text.text:
            pairs = self._pairs.intersection(pairwise(text_words))
        return self._sketched(words, pairs, text_words[0] if 0 < len(text_words) <= QUERY_WORDS else "")

    def candidates(self, text: Text, sketch: Sketch) -> tuple[int, ...]:
        """Return the numbers of the messages that a text, whose sketch is given, can contain, in order."""
        if not sketch.slips:
            return sketch.candidates
        slipped = [slip.messages for slip in sketch.slips if self._has_slip(text, slip)]
        return tuple(sorted({*sketch.candidates}.union(*slipped))) if slipped else sketch.candidates

    def candidates_alone(self, text: Text) -> tuple[int, ...]:
        """Return the numbers of the messages that a text can contain, in order (as `candidates`, but faster)."""
        words = self._vocabulary.intersection(text.words)
        possible = self._possible_alone.get(words)
        if possible is None:
            if len(self._possible_alone) > MAX_REMEMBERED:
                self._possible_alone.clear()
            sketch = Sketch(0, words, None, *self._possible(words, None, ""))
            possible = bool(sketch.candidates or sketch.slips)
            self._possible_alone[words] = possible
        if not possible and len(text.words) > QUERY_WORDS:
            return ()
        return self.candidates(text, self.sketch(text))

    def can_join(self, first: Sketch, second: Sketch, between: Pair) -> bool:
        """Tell whether a message may begin in one line and go on in another.

        Args:
            first: The sketch of the line.
            second: The sketch of the next line, or of one behind it.
            between: The last word of the line and the first one of the next; empty words for a line behind that.
        """
        key = (first.number, second.number, between if between in self._pairs else ("", ""))
        can = self._joined.get(key)
        if can is None:
            if len(self._joined) > MAX_REMEMBERED:
                self._joined.clear()
            can = self._joined[key] = self._can_join(first, second, key[2])
        return can

    def _can_join(self, first: Sketch, second: Sketch, between: Pair) -> bool:
        """Tell whether each of two lines has words of a message that the other lacks, and together they have enough."""
        pairs = None
        if first.pairs is not None and second.pairs is not None:
            pairs = (first.pairs | second.pairs | {between}) & self._pairs
        together = self._sketched(first.words | second.words, pairs, "")
        enough = frozenset(together.candidates)
        for number, known in enumerate(self.messages):
            words = known.template.word_set
            if words & (second.words - first.words) and words & (first.words - second.words):
                own = self._pairs_of[number]
                before, behind = first.pairs or self._pairs, second.pairs or self._pairs
                if number in enough or between in own or (own & (before - behind) and own & (behind - before)):
                    return True
        return False

    def _sketched(self, words: frozenset[str], pairs: frozenset[Pair] | None, first: str) -> Sketch:
        key = (words, pairs, first)
        sketch = self._remembered.get(key)
        if sketch is None:
            if len(self._remembered) > MAX_REMEMBERED:
                self._remembered.clear()
            sketch = self._remembered[key] = Sketch(next(self._numbers), words, pairs, *self._possible(*key))
        return sketch

    def _possible(
        self, words: frozenset[str], pairs: frozenset[Pair] | None, first: str
    ) -> tuple[tuple[int, ...], tuple[_Slip, ...]]:
        """Find the messages that a text with some words can contain.

        Args:
            words: The words of messages in the text.
            pairs: The pairs of messages in it; None if its words may have anything between them.
            first: The first word of a text that is so short that it may be the beginning of a message.
        """
        candidates: list[int] = []
        slips: dict[tuple[str, str, str], set[int]] = {}
        for number in sorted({number for word in words for number in self._holders[word]}):
            if self._fits(number, words, pairs, first):
                candidates.append(number)
                continue
            if not self._lacks_one(number, words):
                continue
            for piece in self.messages[number].template.pieces:
                around = ("", *piece.words, "")
                for place, word in enumerate(piece.words):
                    if len(word) < SLIP_LENGTH:
                        continue
                    neighbors = (around[place], around[place + 2])
                    is_alone = len(piece.words) == 1
                    if (is_alone or not words.isdisjoint(neighbors)) and self._fits(
                        number, words, pairs, first, piece.first + place
                    ):
                        slips.setdefault((word, *neighbors), set()).add(number)
        return tuple(candidates), tuple([_Slip(*around, frozenset(numbers)) for around, numbers in slips.items()])

    def _fits(
        self, number: int, words: frozenset[str], pairs: frozenset[Pair] | None, first: str, wild: int = -1
    ) -> bool:
        """Tell whether a message can be found in a text; the word with the index `wild` is taken to be there."""
        known = self.messages[number]
        template = known.template
        lengths = [_longest(piece, words, pairs, wild) for piece in template.pieces]
        size = sum(lengths)
        if size == len(template.words) or any(code <= words for code in self._codes[number]):
            return True
        if size < (ENOUGH_TYPED if first else ENOUGH_WORDS):
            return False
        if first and (first == template.words[0] or wild == 0):
            return True
        evidence = sum(
            weight
            for index, (word, weight) in enumerate(zip(template.words, known.weights, strict=True))
            if word in words or index == wild
        )
        if evidence < ENOUGH_EVIDENCE:
            return False
        sentence = [
            (len(piece.words), length)
            for piece, length in zip(template.pieces, lengths, strict=True)
            if piece.sentence == 0
        ]
        has_sentence = all(whole == length for whole, length in sentence)
        return (has_sentence and sum(length for _, length in sentence) >= ENOUGH_SENTENCE) or (
            size >= ENOUGH_SHARE * len(template.words) or evidence >= ENOUGH_ALONE
        )

    def _lacks_one(self, number: int, words: frozenset[str]) -> bool:
        """Tell whether a text with these words can contain a message if it has one more of its words."""
        known = self.messages[number]
        size = len(known.template.words)
        present = [index for index, word in enumerate(known.template.words) if word in words]
        if len(present) + 1 >= size or self._codes[number]:
            return True
        evidence = sum(known.weights[index] for index in present)
        if len(present) + 1 < ENOUGH_TYPED or evidence + 1 < ENOUGH_EVIDENCE:
            return False
        half = len(present) + 1 >= ENOUGH_SHARE * size or evidence + 1 >= ENOUGH_ALONE
        return (
            half
            or len(self._sentences[number]) <= len(self._sentences[number].intersection(present)) + 1
            or len(words) <= QUERY_WORDS
        )

    def _has_slip(self, text: Text, slip: _Slip) -> bool:
        """Tell whether a text has a mistyped word of a message, next to the word's neighbor in the message."""
        words, word = text.words, slip.word
        if not slip.left and not slip.right:
            return any(self._is_slip(word, written) for written in words if written != word)
        for neighbor, step in ((slip.left, 1), (slip.right, -1)):
            at = -1
            for _ in range(words.count(neighbor)):
                at = words.index(neighbor, at + 1)
                written = words[at + step] if 0 <= at + step < len(words) else ""
                if written not in self._vocabulary and written.isalpha() and self._is_slip(word, written):
                    return True
        return False


def _longest(piece: Piece, words: frozenset[str], pairs: frozenset[Pair] | None, wild: int) -> int:
    """Return how many words of a piece a text can have one after another at most."""
    wild -= piece.first
    if pairs is None:
        return sum(word in words or place == wild for place, word in enumerate(piece.words))
    longest = length = 0
    for place, word in enumerate(piece.words):
        if word not in words and place != wild:
            length = 0
            continue
        follows = length > 0 and (place == wild or place - 1 == wild or (piece.words[place - 1], word) in pairs)
        length = length + 1 if follows else 1
        longest = max(longest, length)
    return longest
