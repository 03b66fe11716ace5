"""Which words are English, so that a real word is never taken for a slip of another.

The list is `assets/english.zlib`: the words of SCOWL (https://wordlist.aspell.net) up to size 60, in American and in
British spelling, with their inflected forms, and a few of computers and schools that it lacks. `assets/english.license`
says who made it and on what terms; `docs/english_list.py` made the file.

It has a line for each first letter, with the words in order. Of each word, a capital says how many letters it has in
common with the word before it (A for none, B for one ...), and the rest follows: "AaBbCackCet" is a, ab, aback, abet.

A letter's words are unpacked when the first of them is asked for, in about a millisecond: a key press that needs one is
no later for it. All of them would take about 15 ms and 8 MB.
"""

import re
from functools import cache

from store.catalog.opening import shipped_path
from store.core.text import fold

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_COMMON = re.compile("([A-Z])")


def is_english(word: str) -> bool:
    """Tell whether a word is English; case and accents do not count."""
    word = fold(word)
    return bool(word) and word[0] in LETTERS and word in _words_with(word[0])


def words() -> frozenset[str]:
    """Return all English words of the list, folded."""
    return frozenset().union(*map(_words_with, LETTERS))


@cache
def _words_with(first: str) -> frozenset[str]:
    """Return the words that begin with a letter."""
    words, word = [], ""
    parts = _COMMON.split(_lines()[LETTERS.index(first)])
    for common, rest in zip(parts[1::2], parts[2::2], strict=True):
        word = word[: ord(common) - ord("A")] + rest
        words.append(word)
    return frozenset(words)


@cache
def _lines() -> list[str]:
    import zlib  # delayed: most queries are typed right and need no list

    return zlib.decompress(shipped_path().with_name("english.zlib").read_bytes()).decode("ascii").split("\n")


def pack(words: frozenset[str]) -> bytes:
    """Return what the file of a list of folded words contains."""
    import zlib

    lines = dict.fromkeys(LETTERS, "")
    before = ""
    for word in sorted(words):
        common = 0
        while word[: common + 1] == before[: common + 1] and common < len(before):
            common += 1
        lines[word[0]] += chr(ord("A") + min(common, 25)) + word[min(common, 25) :]
        before = word
    return zlib.compress("\n".join(lines.values()).encode("ascii"), level=9)
