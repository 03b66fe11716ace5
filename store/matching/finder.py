"""Finds the messages of a dictionary in a text: where each stands, whose it is, and with which values."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from store.core.models import Edition, Entry, Span, Vendor
from store.matching.alignment import IsSlip, Run, alignments
from store.matching.contradictions import Labels, contradicting_status
from store.matching.evidence import NEGATIONS, SYNC_WORDS, Evidence, Verdict
from store.matching.message_template import Template, templates_of
from store.matching.pasted_text import Text
from store.matching.shapes import Shapes
from store.matching.slot_values import QUOTES, between_literals, value_at_end
from store.matching.word_weights import Known, WordWeights

_BETWEEN_MESSAGES = ("\n", ";", "|", "\t", "}", ". ", ", ")
PART = 0.6
"""What the evidence of a part of a message counts, where that of a whole one counts 1."""
MAX_PLACES = 1_000
"""Places in which one message is looked for in one text."""
MAX_JUDGED = 150
"""Shapes of texts for which it is remembered which messages are found in them."""
STATUS_WORDS = frozenset(map(str, range(400, 600)))
"""What an HTTP status may be."""
NEAR_SHARE = 0.34
"""Lowest share of a message's words at which it is aligned at all, so that it can be near."""


class Place(NamedTuple):
    """A message in a text, or a part of it."""

    entry: int
    """Number of the entry."""
    message: int
    """Number of its message."""
    span: Span
    """Characters of the text."""
    values: Mapping[str, str]
    """Slot to its value; slots without one are absent."""
    verdict: Verdict
    punctuation: float
    """Share of the slots that have the message's marks around them, 0 to 1."""
    is_labeled: bool
    """Whether its vendor's name is its label."""
    contradiction: str
    """What forbids it, in words; empty if nothing does."""

    @property
    def found(self) -> bool:
        """Whether the message counts as found."""
        return self.verdict.found and not self.contradiction


class _Candidate(NamedTuple):
    entry: int
    message: int
    known: Known


class _Judged(NamedTuple):
    """A message that was found in a text, and in each text of the same shape."""

    candidate: _Candidate
    verdict: Verdict
    rest: tuple[int, int] | None
    """Indexes of the first and the last word of its likely rest."""
    labels: Collection[str]
    """Ids of the vendors that label it."""
    aligned: Mapping[int, int]
    """Index of a word in the message, to that of the same word in the text."""


class Finder:
    """Finds the messages of some entries."""

    def __init__(
        self, edition: Edition, vendors: Sequence[Vendor], entries: Sequence[Entry], own: Iterable[str]
    ) -> None:
        """Prepare the messages.

        Args:
            edition: Names the background words.
            vendors: All vendors.
            entries: All entries; a place has the number of one.
            own: Ids of the entries that are the agent's custom codes.
        """
        own = set(own)
        self._words = WordWeights(edition, vendors, [entry for entry in entries if entry.id not in own])
        self.evidence = Evidence(self._words)
        self.labels = Labels(vendors)
        self._candidates: list[_Candidate] = []
        self._holders: dict[str, list[int]] = {}
        for number, entry in enumerate(entries):
            for message_number, message in enumerate(entry.messages):
                for template in templates_of(message):
                    place = len(self._candidates)
                    self._candidates.append(
                        _Candidate(number, message_number, self._words.known(entry, message, template))
                    )
                    for word in set(template.words):
                        self._holders.setdefault(word, []).append(place)
        self.vocabulary = frozenset(self._holders)
        self._sizes = [len(set(candidate.known.template.words)) for candidate in self._candidates]
        self._remembered: dict[frozenset[str], tuple[int, ...]] = {}
        self._shapes: Shapes | None = None
        self._judged: dict[tuple[str, tuple[int, ...]], tuple[list[_Judged], list[int]]] = {}
        """Shape of a text and candidates, to the messages that are found in it."""

    @property
    def messages(self) -> list[Known]:
        """The messages, with their other wordings, in the order of their numbers."""
        return [candidate.known for candidate in self._candidates]

    @property
    def templates(self) -> list[Template]:
        """All messages."""
        return [candidate.known.template for candidate in self._candidates]

    def possible(self, text: Text) -> tuple[int, ...]:
        """Return the messages of which a text has enough words, in any order."""
        words = self.vocabulary.intersection(text.word_indexes)
        possible = self._remembered.get(words)
        if possible is None:
            counts = Counter(place for word in words for place in self._holders[word])
            possible = tuple(
                sorted(place for place, count in counts.items() if count >= NEAR_SHARE * self._sizes[place])
            )
            if len(self._remembered) > 5_000:
                self._remembered.clear()
            self._remembered[words] = possible
        return possible

    def places(self, text: Text, is_slip: IsSlip, wanted: Callable[[Entry], bool] = lambda entry: True) -> list[Place]:
        """Find all messages in a text, whether they count or not."""
        judged: list[tuple[_Candidate, Verdict]] = []
        for number in self.possible(text):
            candidate = self._candidates[number]
            known = candidate.known
            if wanted(known.entry):
                weights = known.weights if any(known.weights) else (1.0,) * len(known.weights)
                for alignment in alignments(known.template, text, weights, is_slip, MAX_PLACES):
                    judged.append((candidate, self.evidence.judge(known, text, alignment)))
        starts = sorted({verdict.runs[0].start for _, verdict in judged if verdict.found})
        return [self._place(candidate, text, verdict, starts) for candidate, verdict in judged if verdict.runs]

    def found_among(self, text: Text, is_slip: IsSlip, candidates: tuple[int, ...]) -> list[Place]:
        """Find those messages in a text that count, among the ones with these numbers (for logs: see `shapes`)."""
        if self._shapes is None:
            words = self._words.background | SYNC_WORDS | NEGATIONS
            self._shapes = Shapes(self.messages, words, is_slip)
        shape = self._shapes.of(text)
        judged = self._judged.get((shape, candidates))
        if judged is None:
            if len(self._judged) >= MAX_JUDGED:
                self._judged.clear()
            judged = self._judged[(shape, candidates)] = self._judge_all(text, is_slip, candidates)
        found, starts = judged
        places = []
        for one in found:
            verdict = one.verdict
            if one.rest is not None:
                first, last = one.rest
                verdict = verdict._replace(rest=(text.char_spans[first][0], text.char_spans[last][1]))
            place = self._place(one.candidate, text, verdict, starts, one, len(found) == 1)
            if place.found:
                places.append(place)
        return places

    def _judge_all(self, text: Text, is_slip: IsSlip, candidates: Iterable[int]) -> tuple[list["_Judged"], list[int]]:
        """Return the messages that are found and labeled with no other vendor, and where all of them begin."""
        judged = []
        for number in candidates:
            candidate = self._candidates[number]
            known = candidate.known
            weights = known.weights if any(known.weights) else (1.0,) * len(known.weights)
            for alignment in alignments(known.template, text, weights, is_slip, MAX_PLACES):
                verdict = self.evidence.judge(known, text, alignment)
                if verdict.found:
                    rest = _words_in(text, verdict.rest) if verdict.rest else None
                    labels = self.labels.before(text.text, text.char_spans[verdict.runs[0].start][0])
                    judged.append(_Judged(candidate, verdict, rest, labels, _aligned(verdict.runs)))
        starts = sorted({one.verdict.runs[0].start for one in judged})
        own = [one for one in judged if not one.labels or one.candidate.known.entry.vendor in one.labels]
        return own, starts

    def _place(
        self,
        candidate: _Candidate,
        text: Text,
        verdict: Verdict,
        starts: Sequence[int],
        judged: _Judged | None = None,
        is_only: bool = False,
    ) -> Place:
        """Read the values of a message, and see whether something forbids it.

        Args:
            candidate: The message.
            text: The text.
            verdict: Where it stands.
            starts: Indexes of the words at which messages begin that are found in the text.
            judged: What is known from another text of the same shape.
            is_only: Whether it is the only one, so that its marks need not tell it apart.
        """
        known, runs = candidate.known, verdict.runs
        start, last = text.char_spans[runs[0].start][0], runs[-1].end
        end = text.char_spans[last - 1][1]
        values: Mapping[str, str] = {}
        labels: Collection[str] = ()
        contradiction = ""
        if verdict.found:
            until = _next_start(text, starts, last)
            aligned = judged.aligned if judged else _aligned(runs)
            if known.template.slots:
                values = read_values(known.template, text, runs, aligned, verdict.rest[0] if verdict.rest else until)
            labels = judged.labels if judged else self.labels.before(text.text, start)
            contradiction = _contradiction(known, text, (start, until), values, labels)
            end = max(_end(known.template, text, runs, values), verdict.rest[1] if verdict.rest else 0)
        punctuation = 1.0 if is_only else _punctuation(known.template, text, runs)
        is_labeled = known.entry.vendor in labels
        span = (start, end)
        return Place(candidate.entry, candidate.message, span, values, verdict, punctuation, is_labeled, contradiction)


def _contradiction(known: Known, text: Text, record: Span, values: Mapping[str, str], labels: Collection[str]) -> str:
    """Say what forbids a message that stands in a text; an empty text if nothing does."""
    if labels and known.entry.vendor not in labels:
        return f"the text names {', '.join(sorted(labels))}"
    if STATUS_WORDS.isdisjoint(text.words):
        return ""
    closed = [value for name, value in values.items() if name not in _open_names(known.template)]
    status = contradicting_status(known, text, *record, closed)
    return "" if status is None else f"the text says HTTP {status}"


def _aligned(runs: Sequence[Run]) -> dict[int, int]:
    return {place: index for run in runs for place, index in run.pairs}


def _words_in(text: Text, span: Span) -> tuple[int, int]:
    """Return the indexes of the first and the last word of some characters of a text."""
    starts = [start for start, _ in text.char_spans]
    return bisect_left(starts, span[0]), bisect_left(starts, span[1]) - 1


def _next_start(text: Text, starts: Sequence[int], last: int) -> int:
    """Return the offset where the next message begins, or the end of the text.

    A message right behind the last word, or in the middle of a phrase, is a value that reads like a message.
    """
    for index in starts[bisect_left(starts, last + 1) :]:
        before = text.between(index - 1, index)
        if any(mark in before for mark in _BETWEEN_MESSAGES):
            return text.char_spans[index][0]
    return len(text.text)


def resolved(places: Sequence[Place]) -> list[list[Place]]:
    """Choose among the messages found in a text: of those in the same place, the ones with the most evidence.

    Returns:
        For each message in the text, the places that are equally good, in the text's order.
    """
    groups: list[list[Place]] = []
    for place in sorted((place for place in places if place.found), key=lambda place: -strength_of(place)):
        for group in groups:
            if _overlap(place.span, group[0].span):
                if strength_of(place) >= strength_of(group[0]) - 1e-9 and all(
                    place.entry != other.entry for other in group
                ):
                    group.append(place)
                break
        else:
            groups.append([place])
    return sorted(groups, key=lambda group: group[0].span)


def strength_of(place: Place) -> float:
    """Return how much evidence a place has: it orders the messages of a text."""
    return place.verdict.evidence * (1 if place.verdict.is_whole else PART)


def _overlap(first: Span, second: Span) -> bool:
    return first[0] < second[1] and second[0] < first[1]


# --- values -----------------------------------------------------------------------------------------------------------


def read_values(
    template: Template, text: Text, runs: Sequence[Run], aligned: Mapping[int, int], until: int
) -> dict[str, str]:
    """Read the values of the slots between the words of a message that a text has.

    Args:
        template: The message.
        text: The text.
        runs: What the text has of it.
        aligned: Index of a word in the message, to that of the same word in the text.
        until: Offset where the next message begins, or the end of the text.
    """
    values: dict[str, str] = {}
    size = len(template.words)
    for place, slots in template.slots.items():
        before, behind = aligned.get(place - 1), aligned.get(place)
        if place == 0:
            if behind is not None and behind > 0 and size:
                values |= _value_at_beginning(text, behind, slots)
        elif before is None:
            continue
        elif place == size:
            first = text.char_spans[runs[0].start][0]
            values |= value_at_end(text.text, text.char_spans[before][1], until, slots, first)
        elif behind is not None or _is_begun(template, text, place):
            values |= between_literals(text.between(before, len(text.words) - 1 if behind is None else behind), slots)
        elif slots[0].before.endswith("://"):
            values |= between_literals(text.text[text.char_spans[before][1] :].split(maxsplit=1)[0], slots)
    return values


def _is_begun(template: Template, text: Text, place: int) -> bool:
    """Tell whether the last word of a text is the beginning of a word of a message, at which the text was cut."""
    last = text.words[-1]
    return len(last) >= 2 and template.words[place] != last and template.words[place].startswith(last)


def _value_at_beginning(text: Text, behind: int, slots: Sequence) -> dict[str, str]:  # type: ignore[type-arg]
    end = text.char_spans[behind][0]
    start = text.text.rfind("\n", 0, end) + 1
    raw = text.text[start:end]
    return {} if len(raw.split()) > 15 or ": " in raw or " - " in raw else between_literals(raw, slots)


def _open_names(template: Template) -> set[str]:
    return {slot.name for slot in template.slots.get(len(template.words), ())}


def _end(template: Template, text: Text, runs: Sequence[Run], values: Mapping[str, str]) -> int:
    """Return the character where the message ends in the text: behind the last value and its closing mark."""
    end = text.char_spans[runs[-1].end - 1][1]
    if not template.is_open or runs[-1].piece.end != len(template.words):
        return end
    slot = template.slots[len(template.words)][-1]
    value, closing = values.get(slot.name, ""), slot.after.strip()
    start = text.text.find(value, end) if value else -1
    if 0 <= start <= end + len(value) + 10:
        end = start + len(value)
        end += len(closing) if text.text.startswith(closing, end) else 0
    return end


def _punctuation(template: Template, text: Text, runs: Sequence[Run]) -> float:
    """Return the share of slots that have the message's quotes and brackets around them, 0 to 1."""
    aligned = {place: index for run in runs for place, index in run.pairs}
    is_same = []
    for place, (slot, *_) in template.slots.items():
        index = aligned.get(place - 1)
        if index is not None:
            end = text.char_spans[index][1]
            following = text.text[end : end + 80].lstrip()
            mark = slot.before.strip()
            is_same.append(following.startswith(mark) if mark else following[:1] not in QUOTES)
    return sum(is_same) / len(is_same) if is_same else 1.0
