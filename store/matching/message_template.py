"""A message's words and slots: finds the message in a text and reads the values of its slots.

No pattern is built from data. The words of the message are aligned with the words of the text, in order; what lies
between two aligned words where the message has a slot is the value of that slot.

An example, which a test runs. The message (its words numbered, its slots before the words 2 and 8, the end):

    Grading category [xxxxx] not found in Skyward for section [xxxxxxxx (xxxxxx)].
    0       1                2   3     4  5       6   7

and a text (its words numbered):

    ERROR Grading category Quizzes not foudn in Skyward for section 4411.
    0     1       2        3       4   5     6  7       8   9       10

1. `word_pairs` are (0, 1) (1, 2) (2, 4) (4, 6) (5, 7) (6, 8) (7, 9): seven of the eight words of the message.
2. Between (2, 4) and (4, 6) each side has one word more. "foudn" is 80 % like "found" (`TYPO_RATIO` is 75), so it
   counts `TYPO_SHARE`. The cover is (7 + 0.8) / 8 = 0.975.
3. The weight is 0.975 * 0.975 * 8 / (8 + `LENGTH`) = 0.447. The message counts as found: the cover is at least
   `FOUND_COVER` and the weight at least `FOUND_WEIGHT`.
4. Slot 2 is what lies between (1, 2) and (2, 4): category = Quizzes. Slot 8 is what follows (7, 9): section = 4411.

How the constants were found: `store.search.scoring`.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from heapq import nlargest
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from store.core.models import Message, Span
from store.core.text import words
from store.matching.pasted_text import Text, lazy
from store.matching.slot_values import QUOTES, Slot, after_literal, split_values, value_at_end

WINDOW_PER_SLOT = 15
"""Words that the value of a slot between literals may have. Words without a blank between them count as one."""
MAX_WINDOW = 400
"""Words on either side of the rarest word in which a message is looked for; a long message gets twice its own words."""
MAX_WINDOWS = 6
"""Windows of a long text in which a message is aligned: those with most of its words."""
MAX_ANCHORS = 1_000
"""Occurrences of the rarest word that are considered: half of them the first ones, half the last ones."""
MAX_VALUE = 2_000
"""Characters of the text that may be the value of a slot at the end of a message."""
TYPO_RATIO = 75
"""Lowest `rapidfuzz.fuzz.ratio` at which an unaligned word between aligned neighbors is the same word, mistyped."""
TYPO_SHARE = 0.8
"""What a mistyped word counts, where an equal one counts 1."""
LENGTH = 9
"""A message of this many words gets half the weight: when a text contains two whole messages, the longer one wins."""
FOUND_COVER = 0.75
"""Lowest share of a message's words in the text for the message to count as found."""
FOUND_WEIGHT = 0.15
"""Lowest weight for a message to count as found: a single common word is not enough."""
FEW_WORDS = 3
"""Messages with at most this many words must be unbroken in the text: in a log's columns they come up by chance."""
CUT_WORDS = 5
"""Words of a message that must be at the end (or the beginning) of a text that was cut there for it to be found."""

WordPair = tuple[int, int]
"""Index of a word in the message, and of the same word in the text."""


class Match(NamedTuple):
    """A message, or a part of it, in a text."""

    cover: float
    """Share of the message's words that the text has, in order, 0 to 1."""
    weight: float
    """`weight_of` that cover, 0 to 1."""
    found: bool
    """Whether the message counts as found in the text."""
    values: dict[str, str]
    """Slot to its value, as a person would read it; slots without a value are absent."""
    span: Span
    """Characters of the decoded text, from the first to the last aligned one."""
    punctuation: float
    """Share of the slots that have the message's quotes and brackets around them, 0 to 1."""


class Alignment(NamedTuple):
    """Words of a text that are a message's, in order; the values are not read yet."""

    cover: float
    """Share of the message's words that the text has, in order, 0 to 1."""
    weight: float
    """`weight_of` that cover, 0 to 1."""
    found: bool
    """Whether the message counts as found in the text."""
    word_pairs: Sequence[WordPair]


def weight_of(cover: float, size: int) -> float:
    """Return the weight, 0 to 1, of a message with `size` words of which a text has the share `cover`."""
    return cover * cover * size / (size + LENGTH)


class Template:
    """A message, ready to be found in texts."""

    def __init__(self, message: Message) -> None:
        """Split a message into its literal words and its slots."""
        self.words: list[str] = []
        self.gaps: list[str] = []
        """For each word, the characters of the message between it and the word or slot before it."""
        self.slots: dict[int, list[Slot]] = {}
        """Index of the word behind them (the number of words, at the end), to the slots in that place."""
        at, literal = 0, ""
        for name, placeholder in message.slots.items():
            start = message.text.index(placeholder, at)
            literal = self._add_literal(message.text[at:start])
            slots = self.slots.setdefault(len(self.words), [])
            if slots and not words(message.text[at:start]):
                slots[-1] = slots[-1]._replace(after=message.text[at:start])
            at = start + len(placeholder)
            rest = message.text[at:]
            next_words = words(rest)
            slots.append(Slot(name, literal, rest[: next_words[0].start] if next_words else rest))
        self._add_literal(message.text[at:])

    def _add_literal(self, text: str) -> str:
        """Add the words of a literal; return what follows the last of them."""
        literal_words = words(text)
        self.words += [word.folded for word in literal_words]
        self.gaps += [
            text[before.end if before else 0 : word.start] for before, word in pairwise([None, *literal_words]) if word
        ]
        return text[literal_words[-1].end :] if literal_words else text

    @lazy
    def word_indexes(self) -> dict[str, list[int]]:
        """Each different word of the message, with its indexes in `words`."""
        indexes: dict[str, list[int]] = {}
        for index, word in enumerate(self.words):
            indexes.setdefault(word, []).append(index)
        return indexes

    @property
    def is_open(self) -> bool:
        """Whether the message ends with a slot, whose value may continue for lines."""
        return len(self.words) in self.slots

    def max_cover(self, text: Text) -> float:
        """Return the highest cover, 0 to 1, that the message can have in a text: its words, in any order."""
        return sum(word in text.word_indexes for word in self.words) / max(1, len(self.words))

    # --- finding ------------------------------------------------------------------------------------------------------

    def find(self, text: Text) -> Match | None:
        """Find the message in a text.

        Returns:
            The best match, or None when the text has none of the message's words.
        """
        alignment = self.align(text)
        return None if alignment is None else self.match(text, alignment)

    def align(self, text: Text, least: float = 0.0) -> Alignment | None:
        """Align the message with a text.

        Args:
            text: The text.
            least: Lowest cover, 0 to 1, that is of interest.

        Returns:
            The alignment with the highest weight, or None when none has that cover.
        """
        best: Alignment | None = None
        for start, end in self.windows(text):
            alignment = self._align(text, start, end, least)
            if alignment is not None and (best is None or alignment.weight > best.weight):
                best = alignment
        return best

    def match(self, text: Text, alignment: Alignment) -> Match:
        """Read the values of an alignment with a text, and where the message begins and ends."""
        cover, weight, found, pairs = alignment
        values = self._values(text, pairs)
        span = (text.char_spans[pairs[0][1]][0], self._end(text, pairs, values))
        return Match(cover, weight, found, values, span, self._punctuation(text, pairs))

    def windows(self, text: Text) -> list[Span]:
        """Return where in a text the message may be: indexes of the first word and the one after the last."""
        present = [
            (len(text.word_indexes[word]), index) for index, word in enumerate(self.words) if word in text.word_indexes
        ]
        if not present:
            return []
        slack = 8 + WINDOW_PER_SLOT * len(self.slots)
        _, rarest = min(present)
        anchors = text.word_indexes[self.words[rarest]]
        if len(anchors) > MAX_ANCHORS:
            anchors = anchors[: MAX_ANCHORS // 2] + anchors[-MAX_ANCHORS // 2 :]
        size = len(self.words)
        windows = [self._window(text, anchor, rarest + slack, size - rarest + slack) for anchor in anchors]
        if len(windows) > MAX_WINDOWS:
            occurrences = [text.word_indexes[self.words[index]] for _, index in present]
            windows = nlargest(MAX_WINDOWS, windows, key=lambda window: _count_within(occurrences, window))
        return windows

    def _window(self, text: Text, anchor: int, blanks_before: int, blanks_behind: int) -> Span:
        """Return the window around a word of a text that is this many blanks wide on its two sides."""
        at, most = text.blanks_before[anchor], max(MAX_WINDOW, 2 * len(self.words))
        start = bisect_left(text.blanks_before, at - blanks_before, max(0, anchor - most), anchor)
        last = min(len(text.words), anchor + most)
        return start, bisect_left(text.blanks_before, at + blanks_behind, anchor, last)

    def word_pairs(self, text: Text, start: int, end: int) -> list[WordPair]:
        """Align the message with the words of a text from index `start` up to `end`, without strays."""
        pairs: list[WordPair] = []
        blocks = LCSseq.opcodes(self.words, text.words[start:end]).as_matching_blocks()
        for in_message, in_window, size in blocks:
            in_text = start + in_window
            pairs += zip(range(in_message, in_message + size), range(in_text, in_text + size), strict=True)
        return self._without_strays(text, pairs)

    def is_too_far(self, blanks: int, first: int, second: int) -> bool:
        """Tell whether more blanks are between two words than the message can have between them.

        Args:
            blanks: Blanks between the two in a text.
            first: Index of the first word in the message.
            second: Index of the second word in the message.
        """
        surplus = blanks - (second - first)
        if surplus <= 2 or surplus > WINDOW_PER_SLOT:
            return surplus > 2
        return not any(index in self.slots for index in range(first + 1, second + 1))

    def _without_strays(self, text: Text, pairs: list[WordPair]) -> list[WordPair]:
        """Drop pairs at both ends that are far from the rest although no slot separates them."""

        def are_apart(first: WordPair, second: WordPair) -> bool:
            blanks = text.blanks_before[second[1]] - text.blanks_before[first[1]]
            return self.is_too_far(blanks, first[0], second[0])

        while len(pairs) > 1 and are_apart(pairs[0], pairs[1]):
            pairs = pairs[1:]
        while len(pairs) > 1 and are_apart(pairs[-2], pairs[-1]):
            pairs = pairs[:-1]
        return pairs

    def _align(self, text: Text, start: int, end: int, least: float) -> Alignment | None:
        """Align the message with a window of a text; None when the cover is below `least`."""
        pairs = self.word_pairs(text, start, end)
        if not pairs:
            return None
        size = len(self.words)
        aligned = len(pairs) + TYPO_SHARE * self._typos(text, pairs)
        cover = aligned / size
        if cover < least:
            return None
        weight = weight_of(cover, size)
        is_enough = cover >= FOUND_COVER and weight >= FOUND_WEIGHT
        found = (
            (is_enough and (size > FEW_WORDS or self._is_unbroken(text, pairs)))
            or self._is_cut(text, pairs, aligned)
            or (cover == 1 and self._is_alone(text, pairs))
        )
        return Alignment(cover, weight, found, pairs)

    def _typos(self, text: Text, pairs: Sequence[WordPair]) -> int:
        """Count words between aligned neighbors that are the message's, mistyped."""
        count = 0
        for (mine, theirs), (next_mine, next_theirs) in pairwise(pairs):
            if next_mine - mine == next_theirs - theirs and next_mine - mine > 1:
                count += sum(
                    fuzz.ratio(self.words[mine + step], text.words[theirs + step]) >= TYPO_RATIO
                    for step in range(1, next_mine - mine)
                )
        return count

    def _is_unbroken(self, text: Text, pairs: Sequence[WordPair]) -> bool:
        """Tell whether the same characters separate the aligned words in the text as in the message."""
        spans = text.char_spans
        return all(
            text.text[spans[theirs][1] : spans[next_theirs][0]].split() == self.gaps[next_mine].split()
            for (_, theirs), (next_mine, next_theirs) in pairwise(pairs)
            if next_mine not in self.slots
        )

    def _is_cut(self, text: Text, pairs: Sequence[WordPair], aligned: float) -> bool:
        """Tell whether the missing part of the message was cut off at the end, or the beginning, of the text."""
        (first, first_in_text), (last, last_in_text) = pairs[0], pairs[-1]
        at_end = first == 0 and last_in_text >= len(text.words) - 2
        at_start = last == len(self.words) - 1 and first_in_text <= 1
        return (at_end or at_start) and len(pairs) >= CUT_WORDS and aligned >= FOUND_COVER * (last - first + 1)

    def _is_alone(self, text: Text, pairs: Sequence[WordPair]) -> bool:
        """Tell whether the text is the message and nothing else: then a single word is enough."""
        if pairs[0][1] > 0:
            return False
        if not self.is_open:
            return pairs[-1][1] == len(text.words) - 1
        mark = self.slots[len(self.words)][0].before.strip()  # many texts begin with the word; with its mark, few do
        return bool(mark) and text.text[text.char_spans[pairs[-1][1]][1] :].lstrip().startswith(mark)

    # --- values -------------------------------------------------------------------------------------------------------

    def _values(self, text: Text, pairs: Sequence[WordPair]) -> dict[str, str]:
        """Read the values of the slots that have an aligned word before them and, unless at the end, one behind."""
        aligned = dict(pairs)
        values: dict[str, str] = {}
        for index, slots in self.slots.items():
            before, behind = aligned.get(index - 1), aligned.get(index)
            if index > 0 and before is None:
                continue
            start = text.char_spans[before][1] if before is not None else 0
            if index < len(self.words):
                if behind is None or index == 0:  # nothing says where the value before the first word begins
                    continue
                raw = text.text[start : text.char_spans[behind][0]]
            else:
                rest = after_literal(text.text[start : start + MAX_VALUE], slots[0].before)
                raw = value_at_end(rest, slots[-1].after)
            values |= split_values(raw, slots)
        return {name: value for name, value in values.items() if value}

    def _end(self, text: Text, pairs: Sequence[WordPair], values: Mapping[str, str]) -> int:
        """Return the character where the message ends in the text: behind the last value and its closing mark."""
        end = text.char_spans[pairs[-1][1]][1]
        if pairs[-1][0] < len(self.words) - 1 or not self.is_open:
            return end
        slot = self.slots[len(self.words)][-1]
        value, closing = values.get(slot.name, ""), slot.after.strip()
        start = text.text.find(value, end) if value else -1
        if 0 <= start <= end + len(value):
            end = start + len(value)
            end += len(closing) if text.text.startswith(closing, end) else 0
        return end

    def _punctuation(self, text: Text, pairs: Sequence[WordPair]) -> float:
        """Return the share of slots that have the message's quotes and brackets around them, 0 to 1."""
        aligned = dict(pairs)
        is_same = []
        for index, (slot, *_) in self.slots.items():
            word = aligned.get(index - 1)
            if word is not None:
                end = text.char_spans[word][1]
                following = text.text[end : end + 80].lstrip()
                mark = slot.before.strip()
                is_same.append(following.startswith(mark) if mark else following[:1] not in QUOTES)
        return sum(is_same) / len(is_same) if is_same else 1.0


def _count_within(occurrences: Sequence[Sequence[int]], window: Span) -> int:
    """Count the words that occur in a window of a text; `occurrences` has the indexes of each."""
    start, end = window
    return sum((at := bisect_left(indexes, start)) < len(indexes) and indexes[at] < end for indexes in occurrences)
