"""Where the words of a message stand in a text.

The message of `message_template` and a text (its words numbered):

    My Grading category is new. Grading category Quizzes not found in Skyward for section 4411.
    0  1       2        3  4    5       6        7       8   9     10 11      12  13      14

1. For each piece of the message, `_runs` finds where the text has its words one after another. "Grading category" is
   there twice, "not found in Skyward for section" once. Each of these is a run.
2. The piece with the most evidence, here the second, is the anchor: each run of it is one message in the text.
3. From the anchor, `_chain` goes to the pieces before it (the nearest run, so words 5 and 6) and to those behind it
   (the last run that fits: a name may contain what follows it). Between two runs may be a value of
   `MAX_VALUE_BLANKS` blanks.

Pieces that the text does not have, or has in part, are for `store.matching.evidence` to judge.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple

from store.core.models import Span
from store.matching.message_template import Piece, Template
from store.matching.pasted_text import Text

MAX_VALUE_BLANKS = 60
"""Blanks that the value of a slot between two runs may have."""
MAX_VALUE_WORDS = 400
"""Words, which are runs of letters or digits, that the value of a slot between two runs may have."""
MAX_RUNS = 1_000
"""Occurrences of a word from which runs are looked for: half of them the first ones, half the last ones."""
ANCHOR_WORDS = 3
"""Words of a piece from which its runs are looked for: the rarest ones in the text."""
GAP_MARK = re.compile(r"\.\.\.|…")
"""What stands where something was left out."""

WordPair = tuple[int, int]
"""Index of a word in the message, and of the same word in the text."""
IsSlip = Callable[[str, str], bool]
"""Tells whether the second word is the first one, mistyped."""


class Run(NamedTuple):
    """Words of a piece that stand one after another in a text."""

    piece: Piece
    pairs: tuple[WordPair, ...]
    slips: int
    """How many of them are mistyped in the text."""

    @property
    def start(self) -> int:
        """Index in the text of its first word."""
        return self.pairs[0][1]

    @property
    def end(self) -> int:
        """Index in the text after its last word."""
        return self.pairs[-1][1] + 1

    @property
    def has_beginning(self) -> bool:
        """Whether it has the first word of its piece."""
        return self.pairs[0][0] == self.piece.first

    @property
    def has_end(self) -> bool:
        """Whether it has the last word of its piece."""
        return self.pairs[-1][0] == self.piece.end - 1

    @property
    def is_complete(self) -> bool:
        """Whether it has all words of its piece."""
        return len(self.pairs) == len(self.piece.words)


class Alignment(NamedTuple):
    """A message in a text: a run for each of its pieces, or for some."""

    runs: tuple[Run, ...]

    @property
    def pairs(self) -> list[WordPair]:
        """All its words, in order."""
        return [pair for run in self.runs for pair in run.pairs]

    @property
    def slips(self) -> int:
        """How many of its words are mistyped in the text."""
        return sum(run.slips for run in self.runs)


def alignments(
    template: Template, text: Text, weights: Sequence[float], is_slip: IsSlip, limit: int = MAX_RUNS
) -> list[Alignment]:
    """Align a message with a text, wherever the text has it.

    Args:
        template: The message.
        text: The text.
        weights: What each word of the message tells.
        is_slip: Tells which words are mistyped.
        limit: The most alignments to return.

    Returns:
        The alignments, in the order of the text; they do not overlap.
    """
    runs = [_runs(piece, text, is_slip) for piece in template.pieces]
    weigh = [max((_weight(run, weights) for run in piece_runs), default=0.0) for piece_runs in runs]
    most = max(weigh, default=0.0)
    if most <= 0:
        return []
    anchor = weigh.index(most)
    anchors = [run for run in runs[anchor] if _weight(run, weights) >= most - 1e-9]
    found: list[Alignment] = []
    after = 0
    for number, run in enumerate(anchors[:limit]):
        if run.start < after:
            continue
        until = anchors[number + 1].start if number + 1 < len(anchors) else len(text.words)
        chain = _chain(template, text, runs, anchor, run, (after, until))
        found.append(Alignment(chain))
        after = chain[-1].end
    return found


def _weight(run: Run, weights: Sequence[float]) -> float:
    return sum(weights[index] for index, _ in run.pairs)


# --- runs -------------------------------------------------------------------------------------------------------------


def _runs(piece: Piece, text: Text, is_slip: IsSlip) -> list[Run]:
    """Return where a text has a piece of a message, or a part of it, in the order of the text."""
    present = sorted(
        (len(indexes), place) for place, word in enumerate(piece.words) if (indexes := text.word_indexes.get(word))
    )
    runs = _runs_through(piece, text, is_slip, [place for _, place in present[:ANCHOR_WORDS]])
    if any(run.is_complete for run in runs):
        return runs
    if len(present) > ANCHOR_WORDS and GAP_MARK.search(text.text):
        runs = _runs_through(piece, text, is_slip, [place for _, place in present])
    return sorted(runs + _joined(runs, text), key=_start_of)


def _runs_through(piece: Piece, text: Text, is_slip: IsSlip, places: Sequence[int]) -> list[Run]:
    """Return the runs of a piece that have one of its words in these places where the text has it."""
    offsets = {index - place for place in places for index in _some(text.word_indexes[piece.words[place]])}
    runs = [run for offset in offsets if (run := _run_at(piece, text, offset, is_slip))]
    return sorted(runs, key=_start_of)


def _some(indexes: list[int]) -> list[int]:
    return indexes if len(indexes) <= MAX_RUNS else indexes[: MAX_RUNS // 2] + indexes[-MAX_RUNS // 2 :]


def _run_at(piece: Piece, text: Text, offset: int, is_slip: IsSlip) -> Run | None:
    """Return the longest run of a piece whose first word would be at an index of the text."""
    words, count = text.words, len(text.words)
    best: list[WordPair] = []
    run: list[WordPair] = []
    slips = best_slips = 0
    for place, word in enumerate(piece.words):
        index = offset + place
        written = words[index] if 0 <= index < count else ""
        slipped = written != word and bool(written) and is_slip(word, written)
        if written == word or slipped:
            run.append((piece.first + place, index))
            slips += slipped
            if run is best or len(run) > len(best):
                best, best_slips = run, slips
        else:
            run, slips = [], 0
    return Run(piece, tuple(best), best_slips) if best else None


def _joined(runs: Sequence[Run], text: Text) -> list[Run]:
    """Join two parts of a piece between which the text says that something was left out."""
    if GAP_MARK.search(text.text) is None:
        return []
    ends: dict[int, list[Run]] = {}
    for run in runs:
        if run.has_end:
            ends.setdefault(run.start, []).append(run)
    joined = []
    for first in runs:
        if first.has_beginning:
            for second in (*ends.get(first.end, ()), *ends.get(first.end + 1, ())):
                is_gap = GAP_MARK.search(text.between(first.end - 1, second.start)) is not None
                if is_gap and first.pairs[-1][0] < second.pairs[0][0]:
                    joined.append(Run(first.piece, first.pairs + second.pairs, first.slips + second.slips))
    return joined


# --- chains -----------------------------------------------------------------------------------------------------------


def _chain(
    template: Template, text: Text, runs: Sequence[Sequence[Run]], anchor: int, at: Run, between: Span
) -> tuple[Run, ...]:
    """Return the runs of one message, from its anchor on to both sides; `between` are the limits in the text."""
    before: list[Run] = []
    start, limit = at, between[0]
    for number in range(anchor - 1, -1, -1):
        run = _run_before(template, text, runs[number], start, limit)
        if run is not None:
            before.insert(0, run)
            start = run
    behind: list[Run] = []
    last, until = at, _next_message(runs[0], at, between[1])
    for number in range(anchor + 1, len(runs)):
        run = _run_behind(template, text, runs[number], last, until, runs[number + 1 :])
        if run is not None:
            behind.append(run)
            last = run
    return (*before, at, *behind)


def _next_message(first_runs: Sequence[Run], at: Run, until: int) -> int:
    """Return the index of the text where the next message begins, or `until`."""
    behind = _between(first_runs, at.end + 1, until)
    return next((run.start for run in behind if run.is_complete and len(run.pairs) > 1), until)


def _run_before(template: Template, text: Text, runs: Sequence[Run], after: Run, limit: int) -> Run | None:
    """Choose the run of a piece before another one: longest, in the message's case, beginning a phrase, nearest."""
    near = _between(runs, max(limit, after.start - MAX_VALUE_WORDS), after.start)
    fitting = [run for run in near if run.end <= after.start and _fits(text, run, after)]

    def merit(run: Run) -> tuple[int, bool, bool, int]:
        own_case = _own_case(template, text, run)
        return len(run.pairs), own_case, own_case and begins_phrase(text, run.start), run.start

    return max(fitting, key=merit, default=None)


def _run_behind(
    template: Template, text: Text, runs: Sequence[Run], before: Run, until: int, rest: Sequence[Sequence[Run]]
) -> Run | None:
    """Choose the run of a piece behind another one: longest, on the line, with the message's mark before it, last."""
    far = min(until, before.end + MAX_VALUE_WORDS)
    fitting = [run for run in _between(runs, before.end, far) if run.end <= until and _fits(text, before, run)]
    later = [_between(runs, before.end, min(until, far + MAX_VALUE_WORDS)) for runs in rest]
    ends = [max((run.start for run in runs if run.is_complete), default=-1) for runs in later]

    def merit(run: Run) -> tuple[int, bool, bool, bool, int]:
        leaves_room = all(end < 0 or run.end <= end for end in ends)
        on_line = "\n\n" not in text.text[text.char_spans[before.end - 1][1] : text.char_spans[run.start][0]]
        return len(run.pairs), leaves_room, on_line, _has_mark_before(template, text, run), run.start

    return max(fitting, key=merit, default=None)


def _between(runs: Sequence[Run], start: int, end: int) -> Sequence[Run]:
    """Return the runs that begin in a part of the text; they are in its order."""
    first = bisect_left(runs, start, key=_start_of)
    return runs[first : bisect_left(runs, end, first, key=_start_of)]


def _start_of(run: Run) -> int:
    return run.pairs[0][1]


def _fits(text: Text, first: Run, second: Run) -> bool:
    """Tell whether a run can follow another one in the same message."""
    if second.piece.is_after_slot or second.piece.first > first.piece.end:
        return text.blanks_before[second.start] - text.blanks_before[first.end - 1] <= MAX_VALUE_BLANKS
    return first.end == second.start or not (first.is_complete and second.is_complete)


def _own_case(template: Template, text: Text, run: Run) -> bool:
    return all(text.text[slice(*text.char_spans[index])] == template.written[place] for place, index in run.pairs)


def _has_mark_before(template: Template, text: Text, run: Run) -> bool:
    """Tell whether the characters before a run are the message's, such as the quote that closes a value."""
    mark = template.gaps[run.piece.first].strip()
    end = text.char_spans[run.start][0]
    return not mark or text.text[max(0, end - 40) : end].rstrip().endswith(mark)


def begins_phrase(text: Text, index: int) -> bool:
    """Tell whether a word of a text is the first one of a line, a sentence, a field or a quotation."""
    before = text.text[: text.char_spans[index][0]] if index == 0 else text.between(index - 1, index)
    bare = before.rstrip(" ")
    return index == 0 or bare != before.rstrip() or (bare != "" and (before == bare or bare[-1] in ".:;|>-,]"))
