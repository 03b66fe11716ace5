"""Porter's stemmer (M. F. Porter, An algorithm for suffix stripping, 1980), for a search to compare with."""

import re
from functools import cache

_VOWEL = "[aeiouy]"
_C, _V = "[^aeiou][^aeiouy]*", "[aeiouy][aeiou]*"
_MEASURE_1 = re.compile(f"^({_C})?{_V}{_C}")
_MEASURE_IS_1 = re.compile(f"^({_C})?{_V}{_C}({_V})?$")
_MEASURE_2 = re.compile(f"^({_C})?{_V}{_C}{_V}{_C}")
_HAS_VOWEL = re.compile(f"^({_C})?{_VOWEL}")
_SHORT_END = re.compile(f"^{_C}{_VOWEL}[^aeiouwxy]$")

_STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "bli": "ble", "alli": "al",
    "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate", "alism": "al",
    "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble", "logi": "log",
}  # fmt: skip
_STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_STEP_4 = (
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "al", "er",
    "ic", "ou",
)  # fmt: skip


@cache  # the texts and queries of an evaluation repeat few words
def stem(word: str) -> str:
    """Return the stem of a word in small letters."""
    if len(word) < 3:
        return word
    word = _step_1(word)
    word = _replaced(word, _STEP_2)
    word = _replaced(word, _STEP_3)
    return _step_5(_step_4(word))


def _step_1(word: str) -> str:
    """Take off plurals, -ed and -ing, and turn a last y into i."""
    if word.endswith(("sses", "ies")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("eed"):
        word = word[:-1] if _MEASURE_1.match(word[:-3]) else word
    else:
        for suffix in ("ed", "ing"):
            if word.endswith(suffix) and _HAS_VOWEL.match(word[: -len(suffix)]):
                word = _completed(word[: -len(suffix)])
                break
    return f"{word[:-1]}i" if word.endswith("y") and _HAS_VOWEL.match(word[:-1]) else word


def _completed(base: str) -> str:
    """Return what is left of a word without -ed or -ing as its stem is written."""
    if base.endswith(("at", "bl", "iz")):
        return f"{base}e"
    if len(base) > 1 and base[-1] == base[-2] and base[-1] not in "aeioulsz":
        return base[:-1]
    return f"{base}e" if _SHORT_END.match(base) else base


def _replaced(word: str, suffixes: dict[str, str]) -> str:
    """Replace the longest suffix of a table, where enough is before it."""
    for suffix in sorted(suffixes, key=len, reverse=True):
        if word.endswith(suffix):
            base = word[: -len(suffix)]
            return base + suffixes[suffix] if _MEASURE_1.match(base) else word
    return word


def _step_4(word: str) -> str:
    """Take off a suffix such as -ance or -ion."""
    for suffix in _STEP_4:
        if word.endswith(suffix):
            return word[: -len(suffix)] if _MEASURE_2.match(word[: -len(suffix)]) else word
    if word.endswith(("sion", "tion")) and _MEASURE_2.match(word[:-3]):
        return word[:-3]
    return word


def _step_5(word: str) -> str:
    """Take off a last e, and one l of two."""
    if word.endswith("e"):
        base = word[:-1]
        if _MEASURE_2.match(base) or (_MEASURE_IS_1.match(base) and not _SHORT_END.match(base)):
            word = base
    return word[:-1] if word.endswith("ll") and _MEASURE_2.match(word) else word
