"""The shape of a text: what decides whether messages stand in it, without the names and numbers that do not.

A log says the same thing again and again of other students and sections. These two lines have one shape:

    10:41 | Skyward | Grading category Quizzes not found in Skyward for section 4411.
    10:52 | Skyward | Grading category Tests not found in Skyward for section 4509.
    11 1111 ...                        in both: 1 | Skyward | Grading category x not found in Skyward for section 1111.

So what `store.matching.evidence` says of the first line holds for the second one, and is not asked again. Every mark and
blank stays, and so does every word that a message, its likely rest, its vendor or a protocol has, in its own case; so
does a word that may be one of them mistyped, and a number that may be an HTTP status. Shapes say nothing about lengths in
characters, such as how far behind a message its rest may be.
"""

import re
from collections.abc import Iterable, Sequence

from store.core.text import folded_words
from store.matching.alignment import IsSlip
from store.matching.pasted_text import Text
from store.matching.word_weights import Known

_ASCII_PARTS = re.compile(r"([A-Za-z]+|[0-9]+)")
_PARTS = re.compile(r"([^\W\d_]+|\d+)")
_STATUSES = frozenset(map(str, range(400, 600)))
_PREFIX = 4
"""Letters in which a word of a likely rest and its other forms agree."""


_KEPT, _WORD = "=", "xx"
_MAX_KINDS = 4_000


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
        self._words = {*words, *_STATUSES}
        self._kinds: dict[str, str] = {}
        self._prefixes: set[str] = set()
        self._following: dict[str, set[str]] = {}
        """Word to those that follow it in messages."""
        self._preceding: dict[str, set[str]] = {}
        for known in messages:
            self._words |= known.template.word_set
            self._words.update(folded_words(known.entry.vendor))
            for phrase in (known.entry.title, *known.message.also):
                rest = folded_words(phrase)
                self._words.update(rest)
                self._prefixes.update(word[:_PREFIX] for word in rest if len(word) >= _PREFIX)
            for piece in known.template.pieces:
                for first, second in zip(piece.words, piece.words[1:], strict=False):
                    self._following.setdefault(first, set()).add(second)
                    self._preceding.setdefault(second, set()).add(first)

    def of(self, text: Text) -> str:
        """Return the shape of a text."""
        words, known = text.words, self._kinds.get
        kinds = [known(word) or self._kind(word) for word in words]
        parts = (_ASCII_PARTS if text.text.isascii() else _PARTS).split(text.text)
        slips = self._slips(words, kinds)
        parts[1::2] = [
            written if kind == _KEPT or index in slips else kind if kind != _WORD or written.islower() else "Xx"
            for index, (written, kind) in enumerate(zip(parts[1::2], kinds, strict=True))
        ]
        return "".join(parts)

    def _slips(self, words: Sequence[str], kinds: Sequence[str]) -> set[int]:
        """Return the indexes of words that may be a message's word, mistyped, next to a word of the same message."""
        slips = set()
        last = len(kinds) - 1
        for index, kind in enumerate(kinds):
            if kind == _WORD:
                before = index > 0 and kinds[index - 1] == _KEPT and self._following.get(words[index - 1])
                behind = index < last and kinds[index + 1] == _KEPT and self._preceding.get(words[index + 1])
                if (before and self._is_slip_of(before, words[index])) or (
                    behind and self._is_slip_of(behind, words[index])
                ):
                    slips.add(index)
        return slips

    def _kind(self, word: str) -> str:
        """Return what stands for a word in a shape, and remember it."""
        if word in self._words or word[:_PREFIX] in self._prefixes or (len(word) == 1 and not word.isdigit()):
            kind = _KEPT
        elif word.isdigit():
            kind = "1" if len(word) < 4 else "1111"
        else:
            kind = _WORD
        if len(self._kinds) >= _MAX_KINDS:
            self._kinds.clear()
        self._kinds[word] = kind
        return kind

    def _is_slip_of(self, known: Iterable[str], word: str) -> bool:
        """Tell whether a word may be one of some words of messages, mistyped."""
        for other in known:  # noqa: SIM110 - a generator takes three times as long
            if self._is_slip(other, word):
                return True
        return False
