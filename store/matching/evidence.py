"""What counts as evidence that a message stands in a text: the one place that decides "matched".

A match is evidence, not coverage. `Evidence.judge` goes through these rules in order, and names the one that decided:

1. *Another word at its place* forbids. A piece that the text has in part must have been cut: at a mark, a line's end,
   the text's end or "...". A foreign word instead of the message's own makes it another message. In the first sentence
   of a message this forbids it; a later sentence merely does not count.
2. *Background words* (catalog, `meta.background`: HTTP's, OneRoster's and a log's own vocabulary), numbers and vendors'
   names carry no evidence. A message made only of them is found where it stands alone in its line, sentence, quotation,
   cell or JSON value, or in a sentence about the sync.
3. *A code word* such as RESTEASY003210 that only one entry has is evidence by itself.
4. *Enough.* A part of a message counts if it has half of the words, or the whole first sentence, and two words of
   evidence. It must be its own: no other entry has these words in this order without being found as well.
5. *A common beginning.* A message that the dictionary cuts short, and whose words other entries have, too, needs words
   of its title or of its likely rest behind it.
6. *One slip.* At most one word may be mistyped, and none of a message of background words.
7. *A contradiction* (`store.matching.contradictions`): another HTTP status, or another vendor's label.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from store.core.models import Span
from store.core.text import Word, fold, folded_words, words
from store.matching.alignment import Alignment, Run
from store.matching.message_template import Template
from store.matching.pasted_text import Text
from store.matching.surroundings import (
    ENDS_CELL,
    LABEL,
    LOG_FIELDS,
    around,
    crosses_sentences,
    is_unbroken,
    sentence_around,
    without_broken,
)
from store.matching.word_weights import CODE_WORD, GLUE, GLUE_WEIGHT, Known, WordWeights, or_little

ENOUGH_SHARE = 0.5
"""Share of a message's words that is enough, if it is no other entry's."""
ENOUGH_WORDS, ENOUGH_TYPED = 4, 3
"""Words that a part of a message must have at least, and where it is all that the text has."""
ENOUGH_SENTENCE = 4
"""Words of a first sentence that is enough alone."""
ENOUGH_EVIDENCE = 1.6
"""Evidence that a part of a message must have: two words that are not in each text."""
QUERY_WORDS = 12
"""Words of a text that may be nothing but the beginning of a message."""
ENOUGH_ALONE = 5.0
"""Evidence that is enough however long the message is."""
SHORT = 4
"""Messages with at most this many words must have their own marks between the words: the words come up by chance."""
REST = 400
"""Characters behind a message in which its likely rest is looked for."""
REST_SHARE = 0.7
"""Share of the words of a likely rest that must be there, close together."""
ABSENT, DENIED = frozenset({"no", "none", "without", "missing"}), frozenset({"not", "cannot", "never", "unable"})
NEGATIONS = ABSENT | DENIED
"""Words of a likely rest of which one of the same kind must be there: without it, a text says the contrary."""
FEW_EVIDENCE = 3
"""A message with more telling words than this is no common beginning, although another entry quotes it."""
SYNC_WORDS = frozenset(
    "sync syncs synced syncing grade grades gradebook gradebooks passback sis export exported oneroster".split()  # noqa: SIM905
)
"""A sentence with one of these is about the sync of grades."""


class Verdict(NamedTuple):
    """Whether a message stands in a text, and why."""

    found: bool
    rule: str
    """Name of the rule that decided."""
    runs: tuple[Run, ...]
    """What of the alignment counts."""
    cover: float
    """Share of the message's words, 0 to 1."""
    evidence: float
    """How much of it there is, with its rest: it orders the messages of a text."""
    is_whole: bool
    """Whether the text has each of its words."""
    rest: Span | None
    """Characters of the text that are the likely rest of a message that the dictionary cuts short."""


class Evidence:
    """Judges alignments by what the dictionary's messages have in common."""

    def __init__(self, words: WordWeights) -> None:
        """Judge by what the dictionary's words tell."""
        self._words = words

    # --- judging ------------------------------------------------------------------------------------------------------

    def judge(self, known: Known, text: Text, alignment: Alignment) -> Verdict:
        """Judge whether a message stands in a text where it was aligned (contradictions are looked for elsewhere)."""
        template = known.template
        kept, broken = without_broken(template, text, alignment.runs)
        pairs = [pair for run in kept for pair in run.pairs]
        size = len(template.words)
        cover = len(pairs) / size if size else 0.0
        strength = sum(or_little(known.weights[index]) for index, _ in pairs)
        is_whole = len(pairs) == size
        rest_span: Span | None = None

        def verdict(found: bool, rule: str) -> Verdict:
            return Verdict(found, rule, tuple(kept), cover, strength, is_whole, rest_span)

        if self._has_code(known, text, kept or alignment.runs):
            kept = kept or list(alignment.runs)
            return verdict(True, "a code word of its own")
        if not pairs or broken:
            return verdict(False, "another word at its place")
        if sum(run.slips for run in kept) > 1:
            return verdict(False, "more than one slip")
        evidence = sum(known.weights[index] for index, _ in pairs)
        if not is_whole and not self._is_enough(known, text, kept, evidence):
            return verdict(False, "too little of it")
        rest, rest_span = self._rest(known, text, kept) if known.message.also and known.is_printed else (0.0, None)
        strength += rest
        if self._needs_rest(known, [index for index, _ in pairs]):
            if rest:
                return verdict(True, "a common beginning and its rest")
            if evidence > GLUE_WEIGHT * size or not self._stands_alone(known, text, kept):
                return verdict(False, "a common beginning")
            return verdict(True, "alone")
        if not any(known.weights[index] > GLUE_WEIGHT for index, _ in pairs):
            is_alone = is_whole and self._stands_alone(known, text, kept)
            return verdict(is_alone, "alone" if is_alone else "background words")
        if size <= SHORT and not (is_whole and is_unbroken(template, text, kept)):
            return verdict(False, "its marks are missing")
        return verdict(True, "whole" if is_whole else "its own part")

    def _has_code(self, known: Known, text: Text, runs: Sequence[Run]) -> bool:
        if not known.codes:
            return False
        start, end = text.char_spans[runs[0].start][0], text.char_spans[runs[-1].end - 1][1]
        return any(fold(code) in known.codes for code in CODE_WORD.findall(text.text[max(0, start - 60) : end + 60]))

    def _is_enough(self, known: Known, text: Text, runs: Sequence[Run], evidence: float) -> bool:
        """Tell whether a part of a message identifies it."""
        template = known.template
        places = [index for run in runs for index, _ in run.pairs]
        first_sentence = [
            index for piece in template.pieces if piece.sentence == 0 for index in range(piece.first, piece.end)
        ]
        has_sentence = len(first_sentence) >= ENOUGH_SENTENCE and set(first_sentence) <= set(places)
        is_query = self._is_whole_query(template, text, runs)
        if len(places) < (ENOUGH_TYPED if is_query else ENOUGH_WORDS) or crosses_sentences(template, text, runs):
            return False
        has_half = len(places) >= ENOUGH_SHARE * len(template.words) or evidence >= ENOUGH_ALONE
        if not is_query and (evidence < ENOUGH_EVIDENCE or not (has_sentence or has_half)):
            return False
        if is_query or has_sentence:
            return True
        telling = [index for index in places if known.weights[index] > GLUE_WEIGHT]
        return len(telling) > FEW_EVIDENCE or not self._words.others(
            known.entry.id, [template.words[index] for index in places]
        )

    def _is_whole_query(self, template: Template, text: Text, runs: Sequence[Run]) -> bool:
        """Tell whether a short text is the beginning of a message and nothing else, with values in its slots."""
        if len(text.words) > QUERY_WORDS or runs[0].start > 0 or not runs[0].has_beginning or runs[0].piece.first > 0:
            return False
        for first, second in pairwise(runs):
            if second.piece.first in template.slots and first.end == second.start:
                return False
        last = runs[-1]
        return last.end == len(text.words) or (last.has_end and last.piece.end in template.slots)

    def _needs_rest(self, known: Known, places: Sequence[int]) -> bool:
        """Tell whether what stands there of a message begins the messages of other entries, or tells nothing."""
        if not known.message.also or not known.is_printed:
            return False
        evidence = [index for index in places if known.weights[index] > GLUE_WEIGHT]
        if not evidence:
            return True
        own = [word for index in places if not self._words.is_protocol(word := known.template.words[index])]
        return len(evidence) <= FEW_EVIDENCE and bool(self._words.others(known.entry.id, own))

    def _rest(self, known: Known, text: Text, runs: Sequence[Run]) -> tuple[float, Span | None]:
        """Look for the likely rest of a message, or its title, behind it; return its evidence and characters."""
        end = text.char_spans[runs[-1].end - 1][1]
        following = words(text.text[end : end + REST].split("\n\n")[0])
        best: tuple[float, Span | None] = (0.0, None)
        for phrase in (known.entry.title, *known.message.also):
            phrase_words = folded_words(phrase)
            needed = [
                word for word in phrase_words if word not in known.template.word_set and word not in GLUE - NEGATIONS
            ]
            evidence = sum(map(or_little, map(self._words.weight, phrase_words)))
            tells = any(self._words.weight(word) > GLUE_WEIGHT for word in needed)
            there = _window_with(needed, following, 2 * len(phrase_words) + 3) if tells else []
            if there and evidence > best[0]:
                best = (evidence, (end + there[0].start, end + there[-1].end))
        return best

    def _stands_alone(self, known: Known, text: Text, runs: Sequence[Run]) -> bool:
        """Tell whether a message of background words stands alone, or in a sentence about the sync."""
        template = known.template
        if any(run.slips for run in runs):
            return False
        if len(template.words) == 1 and runs[0].end < len(text.words):  # "error" stands on every line of a log
            return False
        if sum(len(run.pairs) for run in runs) < len(template.words) or not is_unbroken(template, text, runs):
            return False
        start, end = text.char_spans[runs[0].start][0], text.char_spans[runs[-1].end - 1][1]
        before, behind = around(text.text, start, end)
        if known.message.also or template.is_open:  # its rest follows, which may say nothing but a status
            if self._words.others(known.entry.id, template.words) or self._words.continues_another(known):
                return False
            return all(self._words.is_background(word) for word in folded_words(behind)) and self._is_prefix(before)
        if not folded_words(ENDS_CELL.split(behind, maxsplit=1)[0]) and self._is_prefix(before):
            return True
        sentence = set(folded_words(sentence_around(text.text, start, end)))
        return not sentence.isdisjoint(SYNC_WORDS | self._vendor_words(known))

    def _vendor_words(self, known: Known) -> frozenset[str]:
        return frozenset(folded_words(known.entry.vendor)) - GLUE - {"infinite", "campus"} | {known.entry.vendor}

    def _is_prefix(self, before: str) -> bool:
        """Tell whether what is before a message on its line is a log's prefix, a label or nothing."""
        rest = folded_words(LABEL.sub(" ", LOG_FIELDS.sub(" ", before)))
        return all(self._words.is_background(word) or not word.isalpha() or len(word) <= 1 for word in rest)


def _window_with(needed: Sequence[str], following: Sequence[Word], size: int) -> list[Word]:
    """Return those of some words that stand close together in a text: enough of them, with all that deny; or none."""
    must = [word for word in needed if word in NEGATIONS]
    for start, first in enumerate(following):
        if any(_is_form(word, first.folded) for word in needed) or (must and first.folded in NEGATIONS):
            window = following[start : start + size]
            denied = {kind for kind in (ABSENT, DENIED) if any(other.folded in kind for other in window)}
            there = [
                word
                for word in needed
                if any(word in kind for kind in denied) or any(_is_form(word, other.folded) for other in window)
            ]
            if len(there) >= REST_SHARE * len(needed) and all(word in there for word in must):
                return [other for other in window if any(_is_form(word, other.folded) for word in needed)]
    return []


def _is_form(word: str, other: str) -> bool:
    """Tell whether two words are the same, but for a plural or the like."""
    return word == other or (len(word) > 4 and other.startswith(word[:-1]) and len(other) <= len(word) + 2)
