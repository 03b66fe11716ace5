"""A text as it was shown, before mail, JSON and HTML wrapped it, prepared for messages to be looked for in it."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any, Generic, TypeVar

from store.core.models import Span
from store.core.text import fold, word_parts

T = TypeVar("T")

_JSON_ESCAPE = re.compile(r'\\(?:(["\\/])|([nrt])|u([0-9a-fA-F]{4}))')
_QUOTE_MARK = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]+);")


class lazy(Generic[T]):
    """A property that is computed once: functools.cached_property takes a lock for it before Python 3.12."""

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self._compute, self._name = compute, compute.__name__

    def __get__(self, instance: object, owner: type) -> T:
        value = instance.__dict__[self._name] = self._compute(instance)
        return value


class Text:
    """A text in which messages are looked for, prepared once for all of them."""

    def __init__(self, text: str) -> None:
        """Prepare a text that was unwrapped."""
        self.text = text
        self._parts, self.folded = word_parts(text)

    @classmethod
    def of_lines(cls, lines: "Sequence[Text]") -> "Text":
        """Return the text that consists of these lines."""
        whole = cls.__new__(cls)
        whole.text = "\n".join(line.text for line in lines)
        whole.folded = [word for line in lines for word in line.folded]
        whole._parts = lines[0]._parts
        for line in lines[1:]:
            whole._parts = [*whole._parts[:-1], f"{whole._parts[-1]}\n{line._parts[0]}", *line._parts[1:]]
        return whole

    @lazy
    def lower(self) -> str:
        """The text as search compares it."""
        return fold(self.text)

    @lazy
    def places(self) -> dict[str, list[int]]:
        """Word to its places among the words."""
        places: dict[str, list[int]] = {}
        for place, word in enumerate(self.folded):
            if word in places:
                places[word].append(place)
            else:
                places[word] = [place]
        return places

    @lazy
    def spans(self) -> list[Span]:
        """For each word its first character, and the one behind its last."""
        ends = list(accumulate(map(len, self._parts)))
        return list(zip(ends[0:-1:2], ends[1::2], strict=True))

    @lazy
    def chunks(self) -> list[int]:
        """For each word how many blanks stand before it: an id of twenty runs of letters and digits is one chunk."""
        return list(accumulate(map(_holds_blank, self._parts[2:-1:2]), initial=0))


@lru_cache(maxsize=4096)
def _holds_blank(gap: str) -> bool:
    return " " in gap or "\n" in gap or "\t" in gap


def unwrap(text: str) -> str:
    """Undo what mail, JSON and HTML did to a text, so that it reads as it was shown."""
    if not ("\\" in text or "&" in text or ">" in text or "\xa0" in text):  # most lines of a log
        return text
    for _ in range(3):  # a log line quoted in JSON inside JSON
        before = text
        if '\\"' in text or "\\/" in text or "\\n" in text or "\\u" in text:
            text = _JSON_ESCAPE.sub(_unescape, text)
        if _ENTITY.search(text):
            import html  # its table of names takes as long as all of this module, and few texts need it

            text = html.unescape(text)
        if text == before:
            break
    return _QUOTE_MARK.sub("", text).replace("\xa0", " ")


def _unescape(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    if match[2]:
        return "\t" if match[2] == "t" else "\n"
    character = chr(int(match[3], 16))
    return character if character.isprintable() else " "
