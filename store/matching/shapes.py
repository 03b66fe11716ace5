"""The shape of a text: what decides whether messages stand in it, without the names and numbers that do not.

A log says the same thing again and again of other students and sections. These two lines have one shape:

    10:41 | Skyward | Grading category Quizzes not found in Skyward for section 4411.
    10:52 | Skyward | Grading category Tests not found in Skyward for section 4509.
    1:1 | Skyward | Grading category X not found in Skyward for section n.      the shape of both

So what `store.matching.evidence` says of the first line holds for the second one, and is not asked again. Every mark
and blank stays, and so does every word that a message, its likely rest, its vendor or a protocol has, in its own case;
so does a word that may be one of them mistyped, and a number that may be an HTTP status. Shapes say nothing about
lengths in characters, such as how far behind a message its rest may be.
"""

import re
import string
from collections.abc import Iterable, Sequence
from itertools import pairwise

from store.core.text import folded_words
from store.matching.alignment import IsSlip
from store.matching.likeness import SLIP_LENGTH
from store.matching.pasted_text import Text
from store.matching.word_weights import Known

_STATUSES = frozenset(map(str, range(400, 600)))
_PREFIX = 4
"""Letters in which a word of a likely rest and its other forms agree at least."""
_ENDING = 3
"""Letters of the longest ending of such a form."""


_KEPT, _WORD, _CAPITALIZED, _SHORT, _LONG = "=xX1n"
"""What stands in a shape for a word, one with capitals, a short number and a long one; `_KEPT` words stand there
themselves."""
_BESIDE_KEPT = re.compile(f"(?<={_KEPT}){_WORD}|{_WORD}(?={_KEPT})")


class Shapes:
    """Tells the shapes of texts with regard to some messages."""

    def __init__(self, messages: Iterable[Known], words: Iterable[str], is_slip: IsSlip) -> None:
        """Learn which words matter.

        Args:
            messages: The messages.
            words: Other words that evidence looks at, folded.
            is_slip: Tells which words are mistyped.
        """
        self._is_slip = is_slip
        kept = {*words, *_STATUSES, *string.ascii_lowercase}
        self._stems: dict[str, set[str]] = {}
        """Beginning of a word of a likely rest, to such words without their last letters."""
        self._following: dict[str, set[str]] = {}
        """Word to those that follow it in messages and may be mistyped."""
        self._preceding: dict[str, set[str]] = {}
        for known in messages:
            kept |= known.template.word_set
            kept.update(folded_words(known.entry.vendor))
            for phrase in (known.entry.title, *known.message.also):
                rest = folded_words(phrase)
                kept.update(rest)
                for word in rest:
                    if len(word) > _PREFIX:
                        self._stems.setdefault(word[:_PREFIX], set()).add(word[:-1])
            for piece in known.template.pieces:
                for first, second in pairwise(piece.words):
                    if len(second) >= SLIP_LENGTH:
                        self._following.setdefault(first, set()).add(second)
                    if len(first) >= SLIP_LENGTH:
                        self._preceding.setdefault(second, set()).add(first)
        numbers = (f"{number:0{digits}}" for digits in (1, 2, 3) for number in range(10**digits))
        self._kinds = dict.fromkeys(numbers, _SHORT) | dict.fromkeys(kept, _KEPT)

    def of(self, text: Text) -> str:
        """Return the shape of a text."""
        words, known, stems = text.words, self._kinds.get, self._stems
        kinds = "".join(
            [
                known(word)
                or (
                    _KEPT
                    if word[:_PREFIX] in stems and self._is_form(word)
                    else _WORD
                    if word.isalpha()
                    else _SHORT
                    if len(word) < 4
                    else _LONG
                )
                for word in words
            ]
        )
        if _BESIDE_KEPT.search(kinds):
            kinds = self._with_slips(words, kinds)
        written, parts = text.text, text.gaps_and_words
        parts[1::2] = [
            written[start:end] if kind == _KEPT else kind if kind != _WORD or written[start].islower() else _CAPITALIZED
            for (start, end), kind in zip(text.char_spans, kinds, strict=True)
        ]
        return "".join(parts)

    def _is_form(self, word: str) -> bool:
        """Tell whether a word may be another form of a word of a likely rest, such as its plural."""
        return any(word.startswith(stem) and len(word) <= len(stem) + _ENDING for stem in self._stems[word[:_PREFIX]])

    def _with_slips(self, words: Sequence[str], kinds: str) -> str:
        """Keep the words, too, that may be a message's word, mistyped, next to a word of the same message."""
        for match in _BESIDE_KEPT.finditer(kinds):
            index = match.start()
            before = self._following.get(words[index - 1]) if index else None
            behind = self._preceding.get(words[index + 1]) if index + 1 < len(words) else None
            if (before and self._is_slip_of(before, words[index])) or (
                behind and self._is_slip_of(behind, words[index])
            ):
                kinds = kinds[:index] + _KEPT + kinds[index + 1 :]
        return kinds

    def _is_slip_of(self, known: Iterable[str], word: str) -> bool:
        """Tell whether a word may be one of some words of messages, mistyped."""
        for other in known:  # noqa: SIM110 - a generator takes three times as long
            if self._is_slip(other, word):
                return True
        return False
