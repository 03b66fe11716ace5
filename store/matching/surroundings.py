"""What is around a message in a text: whether it was cut there, and whether it stands alone."""

import re
from collections.abc import Sequence
from itertools import pairwise

from store.matching.alignment import GAP_MARK, Run
from store.matching.message_template import Template
from store.matching.pasted_text import Text

_CUT_BEHIND = re.compile(r"\s*(?:$|\n|\.\.\.|…|[^\w\s'(\[{<-]|-\s)")
_CUT_BEFORE = re.compile(r"(?:^|\n|\.\.\.|…|[^\w\s)\]}>'-]|\s-)\s*$")
_AROUND = "\"'“”‘’([{<>)]}|,…"
_SENTENCE = re.compile(r"\w[.!?]\s+[A-Z]|\n\n")
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
ENDS_CELL = re.compile(r"[.!?](?:\s|$)|[|\t;,\"'”’»`)\]}<*]")
LOG_FIELDS = re.compile(r"\[[^\]\n]*\]|\([^)\n]*\)|<[^>\n]*>|\b[\w.-]+=\S+|\b\d[\dTZ:.,/+-]*\b|\b\w+(?:\.\w+){2,}\b")
LABEL = re.compile(r"[^.!?\n]*:\s*$|(?:[\w./#-]+[ \t]+){0,3}-\s+$")


def without_broken(template: Template, text: Text, runs: Sequence[Run]) -> tuple[list[Run], bool]:
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


def crosses_sentences(template: Template, text: Text, runs: Sequence[Run]) -> bool:
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


def is_unbroken(template: Template, text: Text, runs: Sequence[Run]) -> bool:
    """Tell whether the message's own characters separate its words, and follow them where a value does."""
    for run in runs:
        for (_, first), (place, second) in pairwise(run.pairs):
            if text.between(first, second).split() != template.gaps[place].split():
                return False
    if template.opening and runs[-1].piece.end == len(template.words):
        behind = text.text[text.char_spans[runs[-1].end - 1][1] :][:20].lstrip()
        return behind.startswith(template.opening)
    return True


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what is before and behind a message in its line, sentence, quotation, cell or JSON value."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    behind = text[end:].split("\n", 1)[0]
    mark = before.rstrip()[-1:]
    if mark and mark in _OPENING:
        before = ""
        behind = re.split(_CLOSING.get(mark, "$"), behind, maxsplit=1)[0]
    return _STARTS_CELL.split(before)[-1], behind


def sentence_around(text: str, start: int, end: int) -> str:
    before = re.split(r"[.!?]\s|\n", text[max(0, start - 300) : start])[-1]
    return before + text[start:end] + re.split(r"[.!?]\s|\n", text[end : end + 300])[0]
