"""The door for text: what may enter, and how words are compared.

Terminals obey control characters, whoever wrote them, so every text from a file, a paste or an argument passes through
`clean` once. Search compares words through `fold`.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any, NamedTuple

MAX_PASTE = 1_000_000
"""Characters of a paste that are read; the rest is dropped, and the app says so."""

_REPLACEMENT = 0xFFFD

# Each control shows as its Unicode picture (ESC as U+241B); tab and line feed are text.
_TABLE: dict[int, int | None] = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
_TABLE[0x7F] = 0x2421
_TABLE.update(dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT))  # C1 controls: an eight-bit ESC [ among them
# Bidirectional controls can make a line read other than it is; line and paragraph separators break rows.
_TABLE.update(dict.fromkeys([0x061C, 0x200E, 0x200F, 0x2028, 0x2029], _REPLACEMENT))
_TABLE.update(dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], _REPLACEMENT))
_TABLE.update(dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT))  # lone surrogates cannot be encoded
# Invisible characters hide text from the reader. The joiners U+200C and U+200D stay: names need them.
_TABLE.update(dict.fromkeys([0x200B, 0x2060, 0xFEFF, *range(0xE0000, 0xE0080)], None))

_UNCLEAN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069"
    "\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_LOWER_ASCII_WORD = re.compile(r"[a-z]+|[0-9]+")  # finds the same in folded ASCII, in a third of the time
_PARTS = re.compile(f"({_WORD.pattern})")
_LOWER_ASCII_PARTS = re.compile(f"({_LOWER_ASCII_WORD.pattern})")


class Word(NamedTuple):
    """A word of a text, as search compares it."""

    folded: str
    start: int
    """Offset of its first character in the text."""
    end: int
    """Offset after its last character."""


def is_clean(text: str) -> bool:
    """Tell whether `clean` would leave the text as it is."""
    return _UNCLEAN.search(text) is None


def clean(text: str) -> str:
    """Make a foreign text safe to show in a terminal, without losing what a reader needs.

    Args:
        text: Any text.

    Returns:
        The text with controls shown as pictures, direction controls and lone surrogates replaced by U+FFFD, invisible
        characters dropped and line ends as line feeds. Applying it twice changes nothing more.
    """
    if is_clean(text):
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)


def clean_all(value: Any) -> Any:
    """Return a decoded JSON value with each text in it, keys included, put through `clean`."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean_all(each) for each in value]
    if isinstance(value, dict):
        return {clean(key): clean_all(each) for key, each in value.items()}
    return value


def one_line(text: str) -> str:
    """Return the text with each run of white space as one blank."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """Return the text as search compares it: no case, no accents."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))


_fold_word = lru_cache(maxsize=8192)(fold)  # a log says few words, many times


def words(text: str) -> list[Word]:
    """Split a text into words: runs of letters and runs of digits, in order, with their places."""
    return [Word(_fold_word(match[0]), match.start(), match.end()) for match in _WORD.finditer(text)]


def folded_words(text: str) -> list[str]:
    """Return the words of a text as search compares them, without their places."""
    return _LOWER_ASCII_WORD.findall(text.casefold()) if text.isascii() else [word.folded for word in words(text)]


def word_parts(text: str) -> tuple[list[str], list[str]]:
    """Part a text at its words.

    Returns:
        What stands before the first word, the word, what stands before the next one, and so on, to what stands behind
        the last one; and the words as search compares them.
    """
    if text.isascii():
        parts = _LOWER_ASCII_PARTS.split(text.casefold())
        return parts, parts[1::2]
    parts = _PARTS.split(text)
    return parts, [_fold_word(word) for word in parts[1::2]]
