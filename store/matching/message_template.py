"""A message's literals and slots: finds itself in a text, and says which values stand in the slots.

No pattern is built from data. The words of a message are aligned with the words of the text, in order; what stands
between two aligned words, where the message has a slot, is the slot's value.
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
from store.matching.slot_values import WRAPPING, Slot, behind, split_values, until_end

WINDOW_PER_SLOT = 15
"""Words that the value of a slot between literals may have, where what no blank parts is one word."""
MAX_WINDOW = 400
"""Words on either side of its rarest one among which a message is looked for; a long message takes twice its own."""
MAX_ANCHORS = 6
"""Places of a long text where a message is looked for: those of its rarest word with most of its other words near."""
MAX_PLACES = 1_000
"""Places of the rarest word, half of them the first ones and half the last ones, that are considered."""
MAX_VALUE = 2_000
"""Characters of the text that may be the value of a slot at a message's end."""
TYPO_RATIO = 75
"""Least `rapidfuzz.fuzz.ratio` at which an unaligned word between aligned neighbours is the same word, mistyped."""
TYPO_SHARE = 0.8
"""What a mistyped word counts, against an equal one."""
LENGTH = 9
"""A message of this many words counts half: of two messages that stand in a text whole, the longer one wins."""
FOUND_COVER = 0.75
"""Least share of a message's words that has to stand in a text for the message to count as found."""
FOUND_WEIGHT = 0.15
"""Least weight of a found message: a single common word is none."""
FEW_WORDS = 3
"""A message of so few words has to stand in the text unbroken: they meet by chance in the columns of a log."""
CUT_WORDS = 5
"""Words of a message that have to stand at the end, or the beginning, of a cut text for it to count as found."""


class Match(NamedTuple):
    """A message that stands in a text, or a part of it."""

    cover: float
    """Share of the message's words that stand in the text, in order, 0 to 1."""
    weight: float
    """The share, squared, weighed by the message's length, 0 to 1."""
    found: bool
    """Whether the message counts as standing in the text."""
    values: dict[str, str]
    """Slot to its value, as a person would read it; slots without a value are absent."""
    span: Span
    """From the first to the last aligned character of the unwrapped text."""
    punctuation: float
    """Share of the slots that have the message's quotes and brackets around them, 0 to 1."""


class Alignment(NamedTuple):
    """Words of a text that are a message's, in order; not yet looked at closely."""

    cover: float
    weight: float
    found: bool
    """These three as in a `Match`."""
    pairs: Sequence[tuple[int, int]]
    """Place of a word in the message, and in the text."""


def weight_of(cover: float, size: int) -> float:
    """Return the weight of a message of so many words of which this share stands in a text."""
    return cover * cover * size / (size + LENGTH)


class Template:
    """A message, ready to be looked for."""

    def __init__(self, message: Message) -> None:
        """Split a message into its literal words and its slots."""
        self.words: list[str] = []
        self.joints: list[str] = []
        """What stands in the message between each word and the word or slot before it."""
        self.slots: dict[int, list[Slot]] = {}
        """Number of literal words before it, to the slots at that place."""
        at, before, pending = 0, "", ""
        for name, placeholder in message.slots.items():
            start = message.text.index(placeholder, at)
            pending = self._take_literals(message.text[at:start])
            before = pending
            here = self.slots.setdefault(len(self.words), [])
            if here and not words(message.text[at:start]):
                here[-1] = here[-1]._replace(after=message.text[at:start])
            here.append(Slot(name, before, ""))
            at = start + len(placeholder)
            rest = message.text[at:]
            following = words(rest)
            here[-1] = here[-1]._replace(after=rest[: following[0].start] if following else rest)
        self._take_literals(message.text[at:])

    @lazy
    def places(self) -> dict[str, list[int]]:
        """Word to its places in the message."""
        places: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            places.setdefault(word, []).append(place)
        return places

    @property
    def is_open(self) -> bool:
        """Whether the message ends with a slot, whose value may go on for lines."""
        return len(self.words) in self.slots

    def _take_literals(self, text: str) -> str:
        """Add the words of a literal; return what stands behind the last of them."""
        found = words(text)
        self.words += [word.folded for word in found]
        self.joints += [
            text[max(0, one.end if one else 0) : word.start] for one, word in pairwise([None, *found]) if word
        ]
        return text[found[-1].end :] if found else text

    def bound(self, text: Text) -> float:
        """Return the most of this message that can stand in the text, 0 to 1, order aside."""
        return sum(word in text.places for word in self.words) / max(1, len(self.words))

    def find(self, text: Text) -> Match | None:
        """Find the message in a text; return the best place, or None when too little of it is there."""
        alignment = self.align(text)
        return None if alignment is None else self.match(text, alignment)

    def align(self, text: Text, least: float = 0.0) -> Alignment | None:
        """Align the message with a text; return the best place, or None when less than this share of it is there."""
        best: Alignment | None = None
        for start, end in self._windows(text):
            alignment = self._align(text, start, end, least)
            if alignment is not None and (best is None or alignment.weight > best.weight):
                best = alignment
        return best

    def match(self, text: Text, alignment: Alignment) -> Match:
        """Look closely at a place of a text: what is the message's there, and which values it gives."""
        cover, weight, found, pairs = alignment
        values = self._values(text, pairs)
        span = (text.spans[pairs[0][1]][0], self._end(text, pairs, values))
        return Match(cover, weight, found, values, span, self._punctuation(text, pairs))

    def reaches(self, text: Text, before: int, behind: int) -> bool:
        """Tell whether the message, if it is found, may begin before one word of a text and end behind another."""
        for start, end in self._windows(text):
            pairs = self._pairs(text, start, end)
            if pairs and pairs[0][1] < before and (pairs[-1][1] >= behind or self.is_open):
                return True
        return False

    def may_go_on(self, lines: Sequence[Text]) -> bool:
        """Tell whether the message may begin in the first of some lines and go on in the others.

        It may not where a single word of it stands there, so far from all others that it is a stray.
        """
        held = [(word, lines[0].places[word]) for word in self.places if word in lines[0].places]
        if len(held) > 1 or len(held[0][1]) > 1 or len(self.words) == 1:
            return True
        [(mine, [theirs])] = held
        place = self.places[mine][0]
        before = lines[0].chunks[-1] - lines[0].chunks[theirs]
        for line in lines[1:]:
            if line.folded:
                before += 1
                for word, places in self.places.items():
                    if places[-1] > place and word in line.places:
                        distance = before + line.chunks[line.places[word][0]]
                        if not self._parted(distance, place, places[-1]):
                            return True
                before += line.chunks[-1]
        return False

    def _windows(self, text: Text) -> list[Span]:
        present = [(len(text.places[word]), place) for place, word in enumerate(self.words) if word in text.places]
        if not present:
            return []
        slack = 8 + WINDOW_PER_SLOT * len(self.slots)
        _, place = min(present)
        anchors = text.places[self.words[place]]
        if len(anchors) > MAX_PLACES:
            anchors = anchors[: MAX_PLACES // 2] + anchors[-MAX_PLACES // 2 :]
        size = len(self.words)
        windows = [self._window(text, anchor, place + slack, size - place + slack) for anchor in anchors]
        if len(windows) > MAX_ANCHORS:
            held = [text.places[self.words[place]] for _, place in present]
            windows = nlargest(MAX_ANCHORS, windows, key=lambda window: _count_within(held, window))
        return windows

    def _window(self, text: Text, anchor: int, before: int, behind: int) -> Span:
        """Return the words of a text that stand at most so many chunks before and behind a word."""
        chunk, most = text.chunks[anchor], max(MAX_WINDOW, 2 * len(self.words))
        start = bisect_left(text.chunks, chunk - before, max(0, anchor - most), anchor)
        return start, bisect_left(text.chunks, chunk + behind, anchor, min(len(text.folded), anchor + most))

    def _pairs(self, text: Text, start: int, end: int) -> list[tuple[int, int]]:
        """Return the aligned words: the place of each in the message, and in the text."""
        pairs: list[tuple[int, int]] = []
        for mine, theirs, size in LCSseq.opcodes(self.words, text.folded[start:end]).as_matching_blocks():
            pairs += zip(range(mine, mine + size), range(start + theirs, start + theirs + size), strict=True)
        return self._without_strays(text, pairs)

    def _align(self, text: Text, start: int, end: int, least: float) -> Alignment | None:
        pairs = self._pairs(text, start, end)
        if not pairs:
            return None
        size = len(self.words)
        aligned = len(pairs) + TYPO_SHARE * self._typos(text, pairs)
        cover = aligned / size
        if cover < least:
            return None
        weight = weight_of(cover, size)
        whole = cover >= FOUND_COVER and weight >= FOUND_WEIGHT
        found = (
            (whole and (size > FEW_WORDS or self._is_unbroken(text, pairs)))
            or self._is_cut(text, pairs, aligned)
            or (cover == 1 and self._is_alone(text, pairs))
        )
        return Alignment(cover, weight, found, pairs)

    def _is_cut(self, text: Text, pairs: Sequence[tuple[int, int]], aligned: float) -> bool:
        """Tell whether what is missing of the message was cut off at the end, or the beginning, of the text."""
        (first, first_theirs), (last, last_theirs) = pairs[0], pairs[-1]
        at_end = first == 0 and last_theirs >= len(text.folded) - 2
        at_start = last == len(self.words) - 1 and first_theirs <= 1
        return (at_end or at_start) and len(pairs) >= CUT_WORDS and aligned >= FOUND_COVER * (last - first + 1)

    def _is_alone(self, text: Text, pairs: Sequence[tuple[int, int]]) -> bool:
        """Tell whether the text is the message and nothing else: then a single word will do."""
        if pairs[0][1] > 0:
            return False
        if len(self.words) not in self.slots:
            return pairs[-1][1] == len(text.folded) - 1
        mark = self.slots[len(self.words)][0].before.strip()  # any word may go on, a word and its mark is a message
        return bool(mark) and text.text[text.spans[pairs[-1][1]][1] :].lstrip().startswith(mark)

    def _end(self, text: Text, pairs: Sequence[tuple[int, int]], values: Mapping[str, str]) -> int:
        """Return where the recognised part of the text ends: behind the last value and its closing mark."""
        end = text.spans[pairs[-1][1]][1]
        if pairs[-1][0] < len(self.words) - 1 or len(self.words) not in self.slots:
            return end
        slot = self.slots[len(self.words)][-1]
        value, closing = values.get(slot.name, ""), slot.after.strip()
        place = text.text.find(value, end) if value else -1
        if 0 <= place <= end + len(value):
            end = place + len(value)
            end += len(closing) if text.text.startswith(closing, end) else 0
        return end

    def _is_unbroken(self, text: Text, pairs: Sequence[tuple[int, int]]) -> bool:
        """Tell whether the aligned words are parted by what parts them in the message."""
        return all(
            text.text[text.spans[theirs][1] : text.spans[next_theirs][0]].split() == self.joints[next_mine].split()
            for (_, theirs), (next_mine, next_theirs) in pairwise(pairs)
            if next_mine not in self.slots
        )

    def _without_strays(self, text: Text, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Drop pairs at the ends that stand far from the rest although no slot parts them."""
        while len(pairs) > 1 and self._is_far(text, pairs[0], pairs[1]):
            pairs = pairs[1:]
        while len(pairs) > 1 and self._is_far(text, pairs[-2], pairs[-1]):
            pairs = pairs[:-1]
        return pairs

    def _is_far(self, text: Text, one: tuple[int, int], other: tuple[int, int]) -> bool:
        return self._parted(text.chunks[other[1]] - text.chunks[one[1]], one[0], other[0])

    def _parted(self, distance: int, one: int, other: int) -> bool:
        """Tell whether so many chunks are more than there can be between two words of the message."""
        more = distance - (other - one)
        if more <= 2 or more > WINDOW_PER_SLOT:
            return more > 2
        return not any(place in self.slots for place in range(one + 1, other + 1))

    def _typos(self, text: Text, pairs: Sequence[tuple[int, int]]) -> int:
        """Count words between aligned neighbours that are the message's, mistyped."""
        count = 0
        for (mine, theirs), (next_mine, next_theirs) in pairwise(pairs):
            if next_mine - mine == next_theirs - theirs and next_mine - mine > 1:
                count += sum(
                    fuzz.ratio(self.words[mine + step], text.folded[theirs + step]) >= TYPO_RATIO
                    for step in range(1, next_mine - mine)
                )
        return count

    def _punctuation(self, text: Text, pairs: Sequence[tuple[int, int]]) -> float:
        aligned = dict(pairs)
        kept = []
        for place, (slot, *_) in self.slots.items():
            word = aligned.get(place - 1)
            if word is not None:
                end = text.spans[word][1]
                behind = text.text[end : end + 80].lstrip()
                mark = slot.before.strip()
                kept.append(behind.startswith(mark) if mark else behind[:1] not in WRAPPING)
        return sum(kept) / len(kept) if kept else 1.0

    def _values(self, text: Text, pairs: Sequence[tuple[int, int]]) -> dict[str, str]:
        aligned = dict(pairs)
        values: dict[str, str] = {}
        for place, slots in self.slots.items():
            before, after = aligned.get(place - 1), aligned.get(place)
            if place > 0 and before is None:
                continue
            start = text.spans[before][1] if before is not None else 0
            if place < len(self.words):
                if after is None:
                    continue
                raw = text.text[start : text.spans[after][0]]
                if place == 0:  # a slot before the first word: nothing says where it begins
                    continue
            else:
                raw = until_end(behind(text.text[start : start + MAX_VALUE], slots[0].before), slots[-1].after)
            values |= split_values(raw, slots)
        return {name: value for name, value in values.items() if value}


def _count_within(places: Sequence[Sequence[int]], window: Span) -> int:
    """Count the words that stand in a window of a text, by the places of each."""
    start, end = window
    return sum((at := bisect_left(each, start)) < len(each) and each[at] < end for each in places)
