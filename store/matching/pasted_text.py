"""A text, as it read on screen, split into words for matching.

Positions come in three units. For `Text("Section 44-B not found")`:

    words          section  44       b         not       found       what is compared, folded
    word index     0        1        2         3         4           `word_indexes` maps a word to its indexes
    characters     (0, 7)   (8, 10)  (11, 12)  (13, 16)  (17, 22)    `char_spans`
    blanks before  0        1        1         2         3           `blanks_before`

Distances are measured in blanks: `44-B`, or an id of twenty runs of letters and digits, is one step long, not twenty.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any, Generic, TypeVar

from store.core.models import Span
from store.core.text import fold, word_parts

T = TypeVar("T")


class lazy(Generic[T]):
    """A property that is computed once, without a lock.

    `functools.cached_property` takes a lock before Python 3.12: 1.3 against 0.4 microseconds, two or three times for
    each line of a log, which takes about 30.
    """

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self._compute, self._name = compute, compute.__name__

    def __get__(self, instance: object, owner: type) -> T:
        value = instance.__dict__[self._name] = self._compute(instance)
        return value


class Text:
    """A text to find messages in, prepared once for all of them."""

    def __init__(self, text: str, split: tuple[list[str], list[str]] | None = None) -> None:
        """Prepare a text.

        Args:
            text: The text, as `store.matching.decoding.readable` returns it.
            split: What `word_parts` returns for it, where that is known already.
        """
        self.text = text
        self._parts, self.words = split or word_parts(text)

    @classmethod
    def of_lines(cls, lines: "Sequence[Text]") -> "Text":
        """Join lines into one text, without splitting them into words again."""
        parts = lines[0]._parts
        for line in lines[1:]:
            parts = [*parts[:-1], f"{parts[-1]}\n{line._parts[0]}", *line._parts[1:]]
        return cls("\n".join(line.text for line in lines), (parts, [word for line in lines for word in line.words]))

    @lazy
    def folded(self) -> str:
        """The whole text as search compares it."""
        return fold(self.text)

    @lazy
    def word_indexes(self) -> dict[str, list[int]]:
        """Each different word, with its indexes in `words`."""
        indexes: dict[str, list[int]] = {}
        for index, word in enumerate(self.words):
            if word in indexes:
                indexes[word].append(index)
            else:
                indexes[word] = [index]
        return indexes

    @lazy
    def char_spans(self) -> list[Span]:
        """For each word, the offset of its first character and the one after its last."""
        ends = list(accumulate(map(len, self._parts)))
        return list(zip(ends[::2], ends[1::2], strict=False))  # there is one gap more than words

    @property
    def gaps_and_words(self) -> list[str]:
        """The characters before the first word, the word in some form, those before the next one, and so on."""
        return list(self._parts)

    def between(self, first: int, second: int) -> str:
        """Return the characters between two words, by their indexes."""
        return self.text[self.char_spans[first][1] : self.char_spans[second][0]]

    @lazy
    def blanks_before(self) -> list[int]:
        """For each word, how many of the gaps between words before it contain white space."""
        return list(accumulate(map(_has_blank, self._parts[2:-1:2]), initial=0))


@lru_cache(maxsize=4096)
def _has_blank(gap: str) -> bool:
    return " " in gap or "\n" in gap or "\t" in gap
