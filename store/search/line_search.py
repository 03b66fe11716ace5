"""Which entry's message is in a line of a log.

It reads tens of thousands of lines a second, so it aligns only the messages that can still win.
"""

from collections.abc import Sequence

from store.core.models import Hit
from store.matching.decoding import readable
from store.matching.message_template import FOUND_COVER
from store.matching.pasted_text import Text
from store.matching.prefilter import Candidate, Prefilter
from store.search.entry_document import EntryDocument
from store.search.scoring import CONTINUED, NAMED, PUNCTUATION, TEMPLATE, TITLED, best_alignment, bonuses

MAX_LINE = 16_000
"""Characters of a line that are looked at."""
_EQUAL = 1e-6
"""Scores that differ by less than this are equal."""


def line_text(line: str) -> Text:
    """Prepare a line of a log, or a few that belong together."""
    return Text(readable(line[:MAX_LINE]))


class LineSearch:
    """Finds messages in lines of a log."""

    def __init__(self, documents: Sequence[EntryDocument]) -> None:
        """Prepare to search for the messages of these entries, which come in the order of equal ones."""
        self._documents = documents
        self.prefilter = Prefilter([document.templates for document in documents])

    def recognize(self, text: Text, vendor: str | None = None) -> list[Hit]:
        """Say whose message is in a line.

        Args:
            text: The line, as `line_text` prepares it.
            vendor: Id of the only vendor to look for, or None for all.

        Returns:
            The hit; several where entries share the message and the line names none of their vendors; an empty list
            where the line contains no message.
        """
        candidates = [
            (self._documents[candidate.entry], candidate)
            for candidate in self.prefilter.candidates(self.prefilter.message_words(text))
            if vendor in (None, self._documents[candidate.entry].entry.vendor)
        ]
        if not candidates:
            return []
        named: list[tuple[EntryDocument, Candidate]] = []
        others: list[tuple[EntryDocument, Candidate]] = []
        for document, candidate in candidates:
            (named if document.is_named_in(text.folded) else others).append((document, candidate))
        hits = _found(named, text, NAMED) or _found(others, text, 0.0)
        best = max((hit.score for _, hit in hits), default=0.0) - _EQUAL
        return [hit for _, hit in sorted(hits, key=lambda pair: pair[0]) if hit.score > best]


def _found(candidates: Sequence[tuple[EntryDocument, Candidate]], text: Text, named: float) -> list[tuple[int, Hit]]:
    """Find the entries whose messages a text contains; those that cannot have the best score may be left out.

    Args:
        candidates: Entries whose messages it can contain, the highest weight first.
        text: The text.
        named: What each of them gets for its vendor's name in the text.

    Returns:
        Hits, each after its entry's order among equals.
    """
    hits: list[tuple[int, Hit]] = []
    best = 0.0
    for document, candidate in candidates:
        if hits and _max_score(document, candidate) + named < best - _EQUAL:
            continue
        least = FOUND_COVER if len(candidate.messages) == 1 else 0.0  # of several, the one with most weight decides
        number, alignment = best_alignment(document, candidate.messages, text, least)
        if alignment is None or alignment.cover < FOUND_COVER or not alignment.found:
            continue
        match = document.templates[number].match(text, alignment)
        score = TEMPLATE * match.weight
        if len(candidates) > 1:  # there may be something to tell apart
            score += sum(bonuses(document, document.entry.messages[number], match, text))
        best = max(best, score)
        recognized = text.text[match.span[0] : match.span[1]]
        hits.append((document.order, Hit(document.entry, score, "message", number, match.values, recognized)))
    return hits


def _max_score(document: EntryDocument, candidate: Candidate) -> float:
    """Return the highest score that an entry can have in a line, apart from the bonus for its vendor's name."""
    is_cut_short = any(document.entry.messages[number].also for number in candidate.messages)
    return TEMPLATE * candidate.max_weight + TITLED + PUNCTUATION + CONTINUED * is_cut_short
