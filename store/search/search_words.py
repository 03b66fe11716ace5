"""The words of a text as search compares them: contractions are written out, names with an apostrophe are one word.

`store.core.text.words` splits a text into runs of letters and runs of digits. Messages are aligned by those, since an
error text is printed the same way each time. People write the same word in several ways, so queries, and the entries'
texts and notes that answer them, are split here. Each word keeps its place in the text, for highlights.

    written                  searched
    can't, cant              can not
    the teacher's            the teacher
    O'Neil                   oneil
    St. Mary's               st mary
    成绩同步                 成绩 绩同 同步

Chinese and Japanese have no blanks between words, so their runs are searched in pairs of characters. What is indexed
has a few forms more (`indexed_words`), so that "st marys" and "neil" are found, too.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from store.core.text import Word, fold, folded_words

APOSTROPHES = "'’‘ʼ`´＇"
_NEGATED = {
    form + ending: word
    for form, word in [
        *((word, word) for word in "are could did does do had has have is should was were would".split()),  # noqa: SIM905
        ("ca", "can"),
        ("wo", "will"),
        ("sha", "shall"),
    ]
    for ending in ("n", "nt")
    if form + ending not in ("can", "don", "haven", "won")
}
"""A contraction with n't that lacks its apostrophe, or also its t, as while it is typed, to its verb."""
_DROPPED = frozenset(("s", "re", "ve", "ll", "d", "m"))
"""What may follow an apostrophe and says nothing about an error: the teacher's, they've, I'm."""

_CJK = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
_RUN = re.compile(rf"[^\W\d_]+(?:[{APOSTROPHES}][^\W\d_]+)*|\d+")
_SCRIPT_RUN = re.compile(f"[{_CJK}]+|[^{_CJK}]+")
_IS_CJK = re.compile(f"[{_CJK}]")
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")


def search_words(text: str) -> list[Word]:
    """Split a text into the words that search compares, each with its place in the text, in order."""
    return [
        Word(folded, match.start() + start, match.start() + end)
        for match in _RUN.finditer(text)
        for folded, start, end in _pieces(match[0])
    ]


def folded_search_words(text: str) -> list[str]:
    """Return the words that search compares, without their places."""
    if text.isascii() and "'" not in text and "`" not in text:  # most texts, in a tenth of the time
        plain = folded_words(text)
        if _NEGATED.keys().isdisjoint(plain):
            return plain
    return [folded for match in _RUN.finditer(text) for folded, _, _ in _pieces(match[0])]


@lru_cache(maxsize=512)  # each text of an entry is asked for twice in a row: for its line and for its words
def _words_of(text: str) -> list[str]:
    return folded_search_words(text)


def line_of(text: str) -> str:
    """Return the words of an entry's text on a line, for comparing whole phrases."""
    return joined(_words_of(text))


def joined(words: Iterable[str]) -> str:
    """Return words on a line; "cannot" and "can not" are written alike."""
    return " ".join(words).replace("can not", "cannot")


def indexed_words(text: str) -> list[str]:
    """Return the words by which a text is found: those of `folded_search_words` and other ways to type them."""
    words = _words_of(text)
    return words + list(_other_ways(text)) if _APOSTROPHE.search(text) else words


def _other_ways(text: str) -> Iterator[str]:
    for match in _RUN.finditer(text):
        run = match[0]
        if _APOSTROPHE.search(run):
            first, *rest = (fold(part) for part in _APOSTROPHE.split(run))
            yield first + "".join(rest)  # marys
            yield from (part for part in rest if part not in _DROPPED and part != "t")  # neil


@lru_cache(maxsize=8192)  # texts have few different words, many times
def _pieces(run: str) -> tuple[Word, ...]:
    """Split a run of letters, perhaps with apostrophes, or of digits; the places are within the run."""
    if run.isascii() and run.isalnum():
        folded = run.casefold()
        if folded in _NEGATED:
            return _negated(folded, len(folded.rstrip("t")) - 1, len(run))
        return (Word(folded, 0, len(run)),)
    if _IS_CJK.search(run):
        return tuple(_pairs(run))
    parts = [fold(part) for part in _APOSTROPHE.split(run)]
    head, tail = "".join(parts[:-1]), parts[-1]
    if len(parts) == 1:
        return (Word(tail, 0, len(run)),)
    if tail == "t" and head.endswith("n"):
        return _negated(head, len(run) - 3, len(run))
    if tail in _DROPPED:
        return (Word(head, 0, len(run) - len(tail) - 1),)
    return (Word(head + tail, 0, len(run)),)


def _negated(contraction: str, at: int, end: int) -> tuple[Word, Word]:
    """Return the verb of a contraction with n't, which begins at a place, and "not"."""
    return Word(_NEGATED.get(f"{contraction.removesuffix('t')}t", contraction[:-1]), 0, at), Word("not", at, end)


def _pairs(run: str) -> Iterator[Word]:
    """Yield the pairs of characters of each Chinese or Japanese part of a run, and its other parts whole."""
    for part in _SCRIPT_RUN.finditer(run):
        if _IS_CJK.match(part[0]) and len(part[0]) > 2:
            yield from (Word(fold(run[at : at + 2]), at, at + 2) for at in range(part.start(), part.end() - 1))
        else:
            yield Word(fold(part[0]), part.start(), part.end())
