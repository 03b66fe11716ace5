"""Pastes made from every message of four words and more in 28 ways, and how well they are answered.

Whether an answer is right is judged against all entries whose message could have made the paste: those with the same
words in what is left of it (`right_for`). The seeds are fixed, so the pastes are the same on any machine.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from store.core.models import Hit
from tests.eval.fillings import REASONS, Filled, Original, Part, continued, fill, originals, split, words_of
from tests.eval.shipped import by_message, values_by_number
from tests.eval.ways import NAMES, Pasted, fits

FEWEST_WORDS = 4
FEWEST_LEFT = 3
"""Literal words that a paste that was cut must have left; one with fewer could be anything."""
MOST_PROSE = 15
"""Words of prose that a value may have run into where no mark ends it: nobody can tell them from the value."""
LENIENT = ("cut at half", "prose behind an open slot")
"""Ways that are scored for wrong values and wrong matches only."""
WAYS = (*NAMES, "twice", "two messages")

_WORD = re.compile(r"[^\W_]+")

Token = str | None
"""A word of a message; None for a slot."""


class Value(NamedTuple):
    """A value in a paste."""

    text: str
    is_whole: bool
    """Whether all of it is in the paste, with a word of the message on its other side."""
    is_last: bool
    """Whether it ends the message, so that a full stop may be the sentence's."""


class Paste(NamedTuple):
    """A text, and what is right about it."""

    way: str
    text: str
    right: frozenset[str]
    """Ids of the entries that are right as the first answer."""
    values: tuple[dict[str, Value], ...]
    """Number of the slot to its value; of several sets, any is right."""
    of: tuple[frozenset[str], ...] = ()
    """For each set of values, the entries that it belongs to; empty for all."""


class Score(NamedTuple):
    """How a paste was answered."""

    first: bool
    """Whether a right entry is first; in the lenient ways, whether nothing wrong is found by message."""
    matched: bool
    """Whether a right entry is found by message."""
    exact: int
    missing: int
    wrong: int
    """Numbers of values."""


# --- making -----------------------------------------------------------------------------------------------------------


def pastes(rounds: int = 1) -> Iterator[Paste]:
    """Make the pastes: each message in each way, `rounds` times with other values."""
    for way in WAYS:
        for place, original in enumerate(originals(FEWEST_WORDS)):
            for turn in range(rounds):
                chance = random.Random(f"{way} {original.entry.id} {original.number} {place} {turn}")
                paste = _paste(way, original, chance)
                if paste is not None:
                    yield paste


def sample(count: int, rounds: int = 1) -> list[Paste]:
    """Return so many of the pastes, as evenly from all ways and messages as possible."""
    everything = list(pastes(rounds))
    return random.Random(16).sample(everything, min(count, len(everything)))


def _paste(way: str, original: Original, chance: random.Random) -> Paste | None:
    filled = _filled(original, way, chance)
    if way == "twice":
        other = fill(original, chance, fits(way))
        text = filled.text + chance.choice(("\n", "; ")) + other.text
        return Paste(way, text, right_for(filled), (_values(Pasted("", filled)), _values(Pasted("", other))))
    if way == "two messages":
        return _two(filled, chance)
    pasted = NAMES[way](filled, chance)
    if way == "prose behind" and filled.is_open:
        way = LENIENT[1]
    if pasted.kept and _literals_left(pasted) < FEWEST_LEFT:
        return None
    return Paste(way, pasted.text, right_for(filled, pasted.kept), (_values(pasted),))


def _filled(original: Original, way: str, chance: random.Random) -> Filled:
    """Fill a message; of those that the dictionary cuts short, two in three have a likely rest."""
    filled = fill(original, chance, fits(way))
    return continued(filled, chance) if chance.random() < 0.67 else filled


def _two(filled: Filled, chance: random.Random) -> Paste | None:
    """Put a message of another entry behind one."""
    right = right_for(filled)
    others = [original for original in originals(FEWEST_WORDS) if original.entry.id not in right]
    second = fill(chance.choice(others), chance)
    also_right = right_for(second)
    if right & also_right:
        return None
    text = filled.text + chance.choice(("\n", "; ")) + second.text
    values = (_values(Pasted("", filled)), _values(Pasted("", second)))
    return Paste("two messages", text, right | also_right, values, (right, also_right))


def _values(pasted: Pasted) -> dict[str, Value]:
    """Return the values of a message of which a reader sees at least a part."""
    values, at = {}, 0
    parts = pasted.filled.parts
    for number, part in enumerate(parts):
        start, at = at, at + len(part.text)
        if not part.slot:
            continue
        kept = pasted.kept or ((0, len(pasted.filled.text)),)
        is_last = number == len(parts) - 1
        whole = any(first <= start and at + (not is_last) <= last for first, last in kept)
        values[str(part.slot)] = Value(" ".join(part.text.split()), whole, is_last)
    return values


# --- which entries are right ------------------------------------------------------------------------------------------


@cache
def _all_tokens() -> tuple[tuple[Original, tuple[Token, ...]], ...]:
    """Return all messages, each as its words with None for each slot."""
    return tuple((original, _tokens(split(original))) for original in originals())


def _tokens(parts: Sequence[Part]) -> tuple[Token, ...]:
    found: list[Token] = []
    for part in parts:
        found += [None] if part.slot else words_of(part.text)
    return tuple(found)


def right_for(filled: Filled, kept: Sequence[tuple[int, int]] = ()) -> frozenset[str]:
    """Return the entries whose message could have made what is left of a filled message."""
    pieces = _pieces(filled, kept or ((0, len(filled.text)),))
    phrase = filled.phrase if not kept or kept[-1][1] == len(filled.text) else ""
    right = {filled.original.entry.id}
    for other, message in _all_tokens():
        if phrase and other.is_cut:
            is_right = _says(other, phrase) and _is_beginning(message, pieces)
        elif kept or filled.original.is_cut:
            is_right = any(_have_in_order(each, pieces) for each in _possible(other, message))
        else:
            is_right = pieces[0] in _possible(other, message)
        if is_right:
            right.add(other.entry.id)
    return frozenset(right)


def _is_beginning(message: tuple[Token, ...], pieces: Sequence[tuple[Token, ...]]) -> bool:
    """Tell whether one of two runs of words begins with the other, or ends with it where its beginning is cut off."""
    piece = pieces[0]
    shared = min(len(piece), len(message))
    return piece[:shared] == message[:shared] or any(
        message[start:] == piece[: len(message) - start] for start in range(1, len(message))
    )


def _have_in_order(message: tuple[Token, ...], pieces: Sequence[tuple[Token, ...]]) -> bool:
    """Tell whether a message has the runs of words, one behind the other."""
    at = 0
    for piece in pieces:
        at = _run(piece, message, at)
        if at < 0:
            return False
    return True


def _possible(other: Original, message: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """Return the words of a message; of one that the dictionary cuts, also with each likely rest."""
    if not other.is_cut:
        return [message]
    rests = [tuple(words_of(phrase)) for phrase in other.entry.messages[other.number].also]
    if (status := other.entry.http_status) is not None:
        tail = (str(status), *words_of(REASONS[status]), "response", "message")
        start = next((size for size in range(len(tail), 0, -1) if message[-size:] == tail[:size]), 0)
        rests.append(tail[start:])
    return [message, *(message + rest for rest in rests)]


def _says(other: Original, phrase: str) -> bool:
    """Tell whether a message's likely rest or title has a phrase."""
    texts = (*other.entry.messages[other.number].also, other.entry.title)
    return any(phrase.casefold() in text.casefold() for text in texts)


def _pieces(filled: Filled, kept: Sequence[tuple[int, int]]) -> list[tuple[Token, ...]]:
    """Return the words of the stretches that are left of a message, without those that were cut through."""
    pieces: list[tuple[Token, ...]] = []
    last_slot = 0
    for start, end in kept:
        found: list[Token] = []
        at = 0
        for part in filled.parts:
            first, last = max(start, at) - at, min(end, at + len(part.text)) - at
            at += len(part.text)
            if first >= last:
                continue
            if part.slot and part.slot == last_slot and not found:
                continue  # a gap in the middle of a value
            if part.slot:
                found.append(None)
                last_slot = part.slot
            else:
                words = [match for match in _WORD.finditer(part.text) if first <= match.start() and match.end() <= last]
                found += [match[0].casefold() for match in words]
        pieces.append(tuple(found))
    return pieces


def _run(piece: tuple[Token, ...], message: tuple[Token, ...], start: int) -> int:
    """Return where in a message, from an index on, the run of words ends; -1 if it is not there."""
    for at in range(start, len(message) - len(piece) + 1):
        if message[at : at + len(piece)] == piece:
            return at + len(piece)
    return -1


def _literals_left(pasted: Pasted) -> int:
    return sum(token is not None for piece in _pieces(pasted.filled, pasted.kept) for token in piece)


# --- scoring ----------------------------------------------------------------------------------------------------------


def score(paste: Paste, hits: Sequence[Hit]) -> Score:
    """Say how a paste was answered."""
    found = by_message(hits)
    matched = any(hit.entry.id in paste.right for hit in found)
    is_first = bool(hits) and hits[0].entry.id in paste.right
    if paste.way in LENIENT:
        is_first = is_first or not found
    counts: Counter[str] = Counter()
    if hits and is_first and hits[0].entry.id in paste.right:
        sets = [
            values for number, values in enumerate(paste.values) if not paste.of or hits[0].entry.id in paste.of[number]
        ]
        counts = min(
            (_compare(values_by_number(hits[0]), values, paste.way) for values in sets),
            key=lambda counted: (counted["wrong"], counted["missing"]),
        )
    elif hits and hits[0].by == "message":  # the values of a wrong entry are wrong
        counts["wrong"] = sum(value.is_whole for value in paste.values[0].values())
    else:
        counts["missing"] = sum(value.is_whole for value in paste.values[0].values())
    return Score(is_first, matched, counts["exact"], counts["missing"], counts["wrong"])


def _compare(got: dict[str, str], expected: dict[str, Value], way: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for number, value in expected.items():
        read = " ".join(got.get(number, "").split())
        if not value.is_whole or way in LENIENT:
            counts["wrong"] += bool(read) and not _is_part(read, value.text, way)
        elif not read:
            counts["missing"] += 1
        else:
            counts["exact" if _is_same(read, value) else "wrong"] += 1
    return counts


def _is_same(read: str, value: Value) -> bool:
    """Tell whether a value was read as it stands there; at a message's end a full stop may be the sentence's."""
    return read == value.text or (value.is_last and read.rstrip(".") == value.text.rstrip("."))


def _is_part(read: str, value: str, way: str) -> bool:
    """Tell whether what was read is a part of the value, or, before prose, the value with at most a little of it."""
    if way == LENIENT[1] and read.startswith(value):
        return len(read.split()) - len(value.split()) <= MOST_PROSE
    return read.strip(" .…") in value


class Sums(NamedTuple):
    """The scores of a way's pastes, added up."""

    pasted: int
    """How many pastes there are."""
    first: int
    matched: int
    exact: int
    missing: int
    wrong: int

    @property
    def values(self) -> int:
        """How many values were asked for."""
        return self.exact + self.missing + self.wrong


def total(scored: Sequence[tuple[Paste, Score]]) -> dict[str, Sums]:
    """Add up scores by way."""
    columns: dict[str, list[tuple[int, ...]]] = {}
    for paste, each in scored:
        columns.setdefault(paste.way, []).append((1, *each))
    return {way: Sums(*map(sum, zip(*rows, strict=True))) for way, rows in columns.items()}
