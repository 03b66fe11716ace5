"""What counts as evidence that a message stands in a text: the one place that decides "matched".

A match is evidence, not coverage. `Evidence.judge` goes through these rules in order, and names the one that decided:

1. *Another word at its place* forbids. A piece that the text has in part must have been cut: at a mark, a line's end, the
   text's end or "...". A foreign word instead of the message's own makes it another message. In the first sentence of a
   message this forbids it; a later sentence merely does not count.
2. *Background words* (catalog, `meta.background`: HTTP's, OneRoster's and a log's own vocabulary), numbers and vendors'
   names carry no evidence. A message made only of them is found where it stands alone in its line, sentence, quotation,
   cell or JSON value, or in a sentence about the sync.
3. *A code word* such as RESTEASY003210 that only one entry has is evidence by itself.
4. *Enough.* A part of a message counts if it has half of the words, or the whole first sentence, and two words of
   evidence. It must be its own: no other entry has these words in this order without being found as well.
5. *A common beginning.* A message that the dictionary cuts short, and whose words other entries have, too, needs words
   of its title or of its likely rest behind it.
6. *One slip.* At most one word may be mistyped.
7. *A contradiction* (`store.matching.contradictions`): another HTTP status, or another vendor's label.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from store.core.models import Edition, Entry, Message, Span, Vendor
from store.core.text import Word, fold, folded_words, words
from store.matching.alignment import GAP_MARK, Alignment, Run
from store.matching.message_template import Template
from store.matching.pasted_text import Text

GLUE = frozenset(
    [
        "a",
        "an",
        "the",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "to",
        "of",
        "in",
        "on",
        "at",
        "for",
        "from",
        "by",
        "with",
        "and",
        "or",
        "but",
        "not",
        "no",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "does",
        "do",
        "did",
        "has",
        "have",
        "had",
        "because",
        "there",
        "than",
        "as",
        "if",
        "so",
        "i",
        "you",
        "he",
        "she",
        "they",
        "we",
        "my",
        "your",
        "his",
        "her",
        "their",
        "our",
    ]
)
"""Words of any sentence, whatever it is about. They must stand at their place, but tell nothing."""
COMMON_IN = 8
"""Entries of the dictionary from which on a word counts only half: assignment, grading, category, section ..."""
GLUE_WEIGHT, COMMON_WEIGHT, OWN_WEIGHT = 0.25, 0.6, 1.0
"""What a word tells: one of any message, one of many messages, one of few."""
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
NEGATIONS = frozenset({"not", "no", "cannot", "never", "none", "without", "missing", "unable"})
"""Words of a likely rest of which one must be there, if it has one: without it, a text says the contrary."""
FEW_EVIDENCE = 3
"""A message with more telling words than this is no common beginning, although another entry quotes it."""
CODE_WORD = re.compile(r"\b(?=[A-Z0-9_]{8,}\b)(?=[A-Z0-9_]*[A-Z])(?:[A-Z0-9]*_[A-Z0-9_]+|[A-Z]+\d[A-Z0-9]*)\b")
"""A constant of a program, such as EXCHANGE_ERROR_EXCEEDED_RETRIES."""

_CUT_BEHIND = re.compile(r"\s*(?:$|\n|\.\.\.|…|[^\w\s'(\[{<-]|-\s)")
_CUT_BEFORE = re.compile(r"(?:^|\n|\.\.\.|…|[^\w\s)\]}>'-]|\s-)\s*$")
_AROUND = "\"'“”‘’([{<>)]}|,…"
_SENTENCE = re.compile(r"\w[.!?]\s+[A-Z]|\n\n")
SYNC_WORDS = frozenset(
    [
        "sync",
        "syncs",
        "synced",
        "syncing",
        "grade",
        "grades",
        "gradebook",
        "gradebooks",
        "passback",
        "sis",
        "export",
        "exported",
        "oneroster",
    ]
)
"""A sentence with one of these is about the sync of grades."""
_CLOSING = {
    '"': '"',
    "'": "'",
    "“": "”",
    "‘": "’",
    "«": "»",
    "`": "`",
    "(": r"\)",
    "[": r"\]",
    "<": "[>]",
    ">": "<",
    "*": r"\*",
    "|": r"\|",
    "\t": "\t",
}
_OPENING = frozenset(_CLOSING)
_STARTS_CELL = re.compile(r"[.!?]\s|[|\t;,]")
_ENDS_CELL = re.compile(r"[.!?](?:\s|$)|[|\t;,\"'”’»`)\]}<*]")
_LOG_FIELDS = re.compile(r"\[[^\]\n]*\]|\([^)\n]*\)|<[^>\n]*>|\b[\w.-]+=\S+|\b\d[\dTZ:.,/+-]*\b|\b\w+(?:\.\w+){2,}\b")
_LABEL = re.compile(r"[^.!?\n]*:\s*$|(?:[\w./#-]+[ \t]+){0,3}-\s+$")


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


class Known(NamedTuple):
    """A message as `Evidence` knows it."""

    entry: Entry
    message: Message
    template: Template
    weights: tuple[float, ...]
    """What each of its words tells; 0 for background."""
    codes: frozenset[str]
    """Its code words that no other entry has, folded."""
    is_printed: bool
    """Whether the template is the message as printed, which the dictionary may cut short, and not its full text."""


class Evidence:
    """Judges alignments by what the dictionary's messages have in common."""

    def __init__(self, edition: Edition, vendors: Iterable[Vendor], entries: Iterable[Entry]) -> None:
        """Count the words of the dictionary's messages.

        Args:
            edition: Names the background words.
            vendors: Their names are background, too.
            entries: Those of the dictionary; custom codes do not change what tells its messages apart.
        """
        self._protocol = frozenset(fold(word) for group in edition.background for word in group.words)
        self._vendors = frozenset(
            word for vendor in vendors for name in (vendor.name, vendor.short) for word in folded_words(name)
        )
        self._sequences: list[tuple[str, list[str]]] = []
        """Entry id and the words of each message of the dictionary."""
        self._cut_sequences: list[tuple[str, list[str]]] = []
        """Those of the messages that the dictionary cuts short."""
        self._holders: dict[str, set[str]] = {}
        """Word to the ids of the entries that have it in a message."""
        self._code_holders: dict[str, set[str]] = {}
        for entry in entries:
            for message in entry.messages:
                texts = [message.text] + ([message.complete_text.text] if message.complete_text else [])
                for text in texts:
                    sequence = folded_words(text)
                    self._sequences.append((entry.id, sequence))
                    if message.also and text == message.text:
                        self._cut_sequences.append((entry.id, sequence))
                    for word in sequence:
                        self._holders.setdefault(word, set()).add(entry.id)
                    for code in CODE_WORD.findall(text):
                        self._code_holders.setdefault(fold(code), set()).add(entry.id)
        self._others = lru_cache(maxsize=4096)(self._find_others)

    def known(self, entry: Entry, message: Message, template: Template) -> Known:
        """Prepare a message for judging."""
        weights = tuple(self.weight(word) for word in template.words)
        if any(weight > GLUE_WEIGHT for weight in weights):  # a vendor's name tells something beside other words
            weights = tuple(
                COMMON_WEIGHT if word in self._vendors and not weight else weight
                for word, weight in zip(template.words, weights, strict=True)
            )
        codes = frozenset(
            code
            for code in map(fold, CODE_WORD.findall(message.text))
            if self._code_holders.get(code, {entry.id}) <= {entry.id} and code not in map(fold, message.slots.values())
        )
        is_printed = message.complete_text is None or template.words != folded_words(message.complete_text.text)
        return Known(entry, message, template, weights, codes, is_printed)

    @property
    def background(self) -> frozenset[str]:
        """The folded words that identify no message."""
        return self._vendors | self._protocol

    def is_background(self, word: str) -> bool:
        """Tell whether a folded word identifies no message."""
        return word in self._vendors or self._is_protocol(word)

    def _is_protocol(self, word: str) -> bool:
        return word in self._protocol or (word.isdecimal() and len(word) <= 3)

    def weight(self, word: str) -> float:
        """Return what a folded word tells of a message, 0 to 1."""
        if self.is_background(word):
            return 0.0
        if word in GLUE:
            return GLUE_WEIGHT
        return COMMON_WEIGHT if len(self._holders.get(word, ())) >= COMMON_IN else OWN_WEIGHT

    def others(self, entry_id: str, sequence: Sequence[str]) -> frozenset[str]:
        """Return the ids of the other entries of the dictionary that have these words in this order in a message."""
        return self._others(tuple(sequence)) - {entry_id}

    def _find_others(self, words: tuple[str, ...]) -> frozenset[str]:
        return frozenset(entry_id for entry_id, sequence in self._sequences if _is_in_order(words, sequence))

    # --- judging ------------------------------------------------------------------------------------------------------

    def judge(self, known: Known, text: Text, alignment: Alignment) -> Verdict:
        """Judge whether a message stands in a text where it was aligned (contradictions are looked for elsewhere)."""
        template = known.template
        kept, broken = _without_broken(template, text, alignment.runs)
        pairs = [pair for run in kept for pair in run.pairs]
        size = len(template.words)
        cover = len(pairs) / size if size else 0.0
        strength = sum(_or_little(known.weights[index]) for index, _ in pairs)
        is_whole = len(pairs) == size

        rest_span: Span | None = None

        def verdict(found: bool, rule: str) -> Verdict:
            return Verdict(found, rule, tuple(kept), cover, strength, is_whole, rest_span)

        if self._has_code(known, text, kept or alignment.runs):
            kept = kept or list(alignment.runs)
            return verdict(True, "a code word of its own")
        if not pairs:
            return verdict(False, "another word at its place")
        if broken:
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
            if is_whole and self._stands_alone(known, text, kept):
                return verdict(True, "alone")
            return verdict(False, "background words")
        if size <= SHORT and not (is_whole and _is_unbroken(template, text, kept)):
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
        if len(places) < (ENOUGH_TYPED if is_query else ENOUGH_WORDS) or _crosses_sentences(template, text, runs):
            return False
        has_half = len(places) >= ENOUGH_SHARE * len(template.words) or evidence >= ENOUGH_ALONE
        if not is_query and (evidence < ENOUGH_EVIDENCE or not (has_sentence or has_half)):
            return False
        if is_query or has_sentence:
            return True
        telling = [index for index in places if known.weights[index] > GLUE_WEIGHT]
        return len(telling) > FEW_EVIDENCE or not self.others(
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
        own = [word for index in places if not self._is_protocol(word := known.template.words[index])]
        return len(evidence) <= FEW_EVIDENCE and bool(self.others(known.entry.id, own))

    def _rest(self, known: Known, text: Text, runs: Sequence[Run]) -> tuple[float, Span | None]:
        """Look for the likely rest of a message, or its title's words, behind it; return its evidence and characters."""
        end = text.char_spans[runs[-1].end - 1][1]
        following = words(text.text[end : end + REST].split("\n\n")[0])
        best: tuple[float, Span | None] = (0.0, None)
        for phrase in (known.entry.title, *known.message.also):
            phrase_words = folded_words(phrase)
            needed = [
                word for word in phrase_words if word not in known.template.word_set and word not in GLUE - NEGATIONS
            ]
            evidence = sum(map(_or_little, map(self.weight, phrase_words)))
            if evidence > best[0] and any(self.weight(word) > GLUE_WEIGHT for word in needed):
                if there := _window_with(needed, following, 2 * len(phrase_words) + 3):
                    best = (evidence, (end + there[0].start, end + there[-1].end))
        return best

    def _stands_alone(self, known: Known, text: Text, runs: Sequence[Run]) -> bool:
        """Tell whether a message of background words stands alone, or in a sentence about the sync."""
        template = known.template
        if sum(len(run.pairs) for run in runs) < len(template.words) or not _is_unbroken(template, text, runs):
            return False
        start, end = text.char_spans[runs[0].start][0], text.char_spans[runs[-1].end - 1][1]
        before, behind = _around(text.text, start, end)
        if known.message.also or template.is_open:  # its rest follows, which may say nothing but a status
            if self.others(known.entry.id, template.words) or self._continues_another(known):
                return False
            return all(self.is_background(word) for word in folded_words(behind)) and self._is_prefix(before)
        if not folded_words(_ENDS_CELL.split(behind, maxsplit=1)[0]) and self._is_prefix(before):
            return True
        sentence = set(folded_words(_sentence(text.text, start, end)))
        return not sentence.isdisjoint(SYNC_WORDS | self._vendor_words(known))

    def _continues_another(self, known: Known) -> bool:
        """Tell whether a message has all of another one that the dictionary cuts short: it may be that one's rest."""
        return any(
            entry_id != known.entry.id and _is_in_order(sequence, known.template.words)
            for entry_id, sequence in self._cut_sequences
        )

    def _vendor_words(self, known: Known) -> frozenset[str]:
        return frozenset(folded_words(known.entry.vendor)) - GLUE - {"infinite", "campus"} | {known.entry.vendor}

    def _is_prefix(self, before: str) -> bool:
        """Tell whether what is before a message on its line is a log's prefix, a label or nothing."""
        rest = _LABEL.sub(" ", _LOG_FIELDS.sub(" ", before))
        return all(self.is_background(word) or not word.isalpha() or len(word) <= 1 for word in folded_words(rest))


def _or_little(weight: float) -> float:
    return weight or GLUE_WEIGHT


def _is_in_order(words: Sequence[str], sequence: Sequence[str]) -> bool:
    rest = iter(sequence)
    return all(word in rest for word in words)


def _window_with(needed: Sequence[str], following: Sequence[Word], size: int) -> list[Word]:
    """Return those of some words that stand close together in a text: enough of them, with all that deny; or none."""
    must = [word for word in needed if word in NEGATIONS]
    for start, first in enumerate(following):
        if any(_is_form(word, first.folded) for word in needed) or (must and first.folded in NEGATIONS):
            window = following[start : start + size]
            denies = any(other.folded in NEGATIONS for other in window)
            there = [
                word
                for word in needed
                if (word in NEGATIONS and denies) or any(_is_form(word, other.folded) for other in window)
            ]
            if len(there) >= REST_SHARE * len(needed) and all(word in there for word in must):
                return [other for other in window if any(_is_form(word, other.folded) for word in needed)]
    return []


def _is_form(word: str, other: str) -> bool:
    """Tell whether two words are the same, but for a plural or the like."""
    return word == other or (len(word) > 4 and other.startswith(word[:-1]) and len(other) <= len(word) + 2)


def _without_broken(template: Template, text: Text, runs: Sequence[Run]) -> tuple[list[Run], bool]:
    """Drop the runs that a foreign word breaks.

    Returns:
        The runs that count, and whether the message's first sentence is broken.
    """
    kept, broken = [], False
    for run in runs:
        is_whole = (run.has_beginning or _is_cut_before(template, text, run)) and (
            run.has_end or _is_cut_behind(template, text, run)
        )
        if is_whole:
            kept.append(run)
        elif run.piece.sentence == 0:
            broken = True
    pieces = [run.piece for run in kept]
    firsts = [piece for piece in template.pieces if piece.sentence == 0]
    present = [piece in pieces for piece in firsts]
    if kept and True in present:
        first, last = present.index(True), len(present) - 1 - present[::-1].index(True)
        if False in present[first : last + 1] and not _has_gap(text, kept):
            broken = True
        if first > 0 and not _is_at_beginning(text, kept[0]):
            broken = True
    return kept, broken


def _crosses_sentences(template: Template, text: Text, runs: Sequence[Run]) -> bool:
    """Tell whether a sentence ends in the value between two runs: in a part of a message, that is chance."""
    return any(
        second.piece.first in template.slots and _SENTENCE.search(text.between(first.end - 1, second.start))
        for first, second in pairwise(runs)
    )


def _has_gap(text: Text, runs: Sequence[Run]) -> bool:
    return any(GAP_MARK.search(text.between(first.end - 1, second.start)) for first, second in pairwise(runs))


def _is_cut_behind(template: Template, text: Text, run: Run) -> bool:
    """Tell whether a text ends, or a mark stands, behind a run, or the beginning of the word that is missing."""
    end = text.char_spans[run.end - 1][1]
    if run.end == len(text.words):
        return True
    is_last = run.end == len(text.words) - 1 or GAP_MARK.match(text.text, text.char_spans[run.end][1]) is not None
    if is_last and template.words[run.pairs[-1][0] + 1].startswith(text.words[run.end]):
        return True
    gap = text.between(run.end - 1, run.end)
    if gap.split() == template.gaps[run.pairs[-1][0] + 1].split():
        return False  # the text goes on as the message does, with another word
    ends_token = gap[-1:].isspace() or gap[-1:] in _AROUND or "..." in gap
    return ends_token and _CUT_BEHIND.match(text.text[end : end + 40]) is not None


def _is_cut_before(template: Template, text: Text, run: Run) -> bool:
    start = text.char_spans[run.start][0]
    if run.start == 1 and template.words[run.pairs[0][0] - 1].endswith(text.words[0]):
        return True
    return _CUT_BEFORE.search(text.text[max(0, start - 40) : start]) is not None


def _is_at_beginning(text: Text, run: Run) -> bool:
    """Tell whether at most one word of the record is before a run: its head was cut off."""
    start = text.char_spans[run.start][0]
    line = text.text[text.text.rfind("\n", 0, start) + 1 : start]
    before = re.split(r"\.\.\.|…", line)[-1]
    return len(before.split()) <= 1


def _is_unbroken(template: Template, text: Text, runs: Sequence[Run]) -> bool:
    """Tell whether the message's own characters separate its words, and follow them where a value does."""
    for run in runs:
        for (_, first), (place, second) in pairwise(run.pairs):
            if text.between(first, second).split() != template.gaps[place].split():
                return False
    if template.opening and runs[-1].piece.end == len(template.words):
        behind = text.text[text.char_spans[runs[-1].end - 1][1] :][:20].lstrip()
        return behind.startswith(template.opening)
    return True


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what is before and behind a message in its line, sentence, quotation, cell or JSON value."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    behind = text[end:].split("\n", 1)[0]
    mark = before.rstrip()[-1:]
    if mark and mark in _OPENING:
        before = ""
        behind = re.split(_CLOSING.get(mark, "$"), behind, maxsplit=1)[0]
    return _STARTS_CELL.split(before)[-1], behind


def _sentence(text: str, start: int, end: int) -> str:
    before = re.split(r"[.!?]\s|\n", text[max(0, start - 300) : start])[-1]
    return before + text[start:end] + re.split(r"[.!?]\s|\n", text[end : end + 300])[0]
