"""Cleaning text that comes in, and splitting it into words to compare.

Terminals obey control characters in any text, so each text from a file, a paste or an argument goes through `clean`
once. Search compares words after `fold`.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any, NamedTuple

MAX_PASTE = 1_000_000
"""Characters of a paste that are read; the app says so when it drops the rest."""

MAX_MARKS = 30
"""Marks that a letter may have, such as accents, when they have to be put in order."""

_REPLACEMENT = 0xFFFD

# A control character becomes its Unicode picture (ESC is U+241B); tab and line feed are text.
_TABLE: dict[int, int | None] = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
_TABLE[0x7F] = 0x2421
_TABLE.update(dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT))  # C1 controls, such as an eight-bit ESC [
# Bidirectional controls can make a line read differently than it is; line and paragraph separators break rows.
_TABLE.update(dict.fromkeys([0x061C, 0x200E, 0x200F, 0x2028, 0x2029], _REPLACEMENT))
_TABLE.update(dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], _REPLACEMENT))
_TABLE.update(dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT))  # lone surrogates cannot be encoded
# Invisible characters hide text. The joiners U+200C and U+200D stay because some names need them.
_TABLE.update(dict.fromkeys([0x200B, 0x2060, 0xFEFF, *range(0xE0000, 0xE0080)], None))

_UNCLEAN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069"
    "\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_LOWER_ASCII_WORD = re.compile(r"[a-z]+|[0-9]+")  # the same words in folded ASCII, in a third of the time
_PARTS = re.compile(f"({_WORD.pattern})")
_LOWER_ASCII_PARTS = re.compile(f"({_LOWER_ASCII_WORD.pattern})")


class Word(NamedTuple):
    """A word of a text in the form in which search compares it."""

    folded: str
    start: int
    """Offset of its first character in the text."""
    end: int
    """Offset after its last character."""


def is_safe(text: str) -> bool:
    """Return whether a text has no character that a terminal obeys and none that is invisible."""
    return _UNCLEAN.search(text) is None


def is_clean(text: str) -> bool:
    """Return whether `clean` would leave the text as it is."""
    return is_safe(text) and unicodedata.is_normalized("NFC", text)


def clean(text: str) -> str:
    """Make a text from outside safe to show in a terminal, without losing what a reader needs.

    Args:
        text: Any text.

    Returns:
        The text with control characters as pictures, direction controls and lone surrogates replaced by U+FFFD,
        invisible characters dropped, line ends as line feeds, and each letter joined with its accents (NFC), as
        systems other than macOS write them. Cleaning it again changes nothing.
    """
    if not is_safe(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    if unicodedata.is_normalized("NFC", text):  # of 1 MB: no time in ASCII, 1.5 ms in others
        return text
    return unicodedata.normalize("NFC", _too_many_marks().sub(r"\1", text))  # of 1 MB: 25 to 90 ms


@cache
def _too_many_marks() -> re.Pattern[str]:
    """Return a pattern for a stack of marks on a letter, whose group is as many as a letter may have.

    Real letters have four at most. Putting a stack in order takes quadratic time: an hour for 1 MB. Unicode's own limit
    is `MAX_MARKS` (UAX 15, Stream-Safe Text Format).
    """
    marks = "".join(chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code)))
    return re.compile(f"([{marks}]{{{MAX_MARKS}}})[{marks}]+")


def clean_all(value: Any) -> Any:
    """Return a decoded JSON value with all texts in it cleaned, including keys."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean_all(item) for item in value]
    if isinstance(value, dict):
        return {clean(key): clean_all(item) for key, item in value.items()}
    return value


def one_line(text: str) -> str:
    """Return the text on one line, with a single blank for each run of white space."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """Return the text without case and accents, as search compares it."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))


def squashed(text: str) -> str:
    """Return a text's letters and digits, folded, so that `unknown object` and `UNKNOWN_OBJECT` are the same."""
    return "".join(character for character in fold(text) if character.isalnum())


_fold_word = lru_cache(maxsize=1024)(fold)  # a log repeats few words many times


def words(text: str) -> list[Word]:
    """Split a text into runs of letters and runs of digits, in order."""
    return [Word(_fold_word(match[0]), match.start(), match.end()) for match in _WORD.finditer(text)]


def folded_words(text: str) -> list[str]:
    """Return the words of a text, folded, without their offsets."""
    return _LOWER_ASCII_WORD.findall(text.casefold()) if text.isascii() else [word.folded for word in words(text)]


def word_parts(text: str) -> tuple[list[str], list[str]]:
    """Split a text into its words and what is between them.

    Returns:
        The text before the first word, that word, the text before the next one, and so on, ending with the text after
        the last word; and the words, folded. "Ms. Li" gives (["", "ms", ". ", "li", ""], ["ms", "li"]).
    """
    if text.isascii():
        parts = _LOWER_ASCII_PARTS.split(text.casefold())
        return parts, parts[1::2]
    parts = _PARTS.split(text)
    return parts, [_fold_word(word) for word in parts[1::2]]
