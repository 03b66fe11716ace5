"""Whether a word of a text is a word of a message, written otherwise.

Two questions, because they are worth differently as evidence:

- `looks_like`: it is the same word, as OCR and mail programs write it: `Sectlon`, `rnodified`, `SECTION`, `ﬁeld`.
- `is_slip`: a person mistyped it, as in `gradbook`.

`store.matching.scans` reads a text from a scan with the first, `store.matching.alignment` asks the second. Both ask
`is_word`, which should know the English words (`is_english`) and those of the catalog's messages: a real word is never
another one, however alike they look (modern and modem, clear and dear, excused and excluded).
"""

from collections.abc import Callable
from functools import lru_cache

from rapidfuzz.distance import OSA

from store.core.text import fold
from store.matching.english_list import is_english

IsWord = Callable[[str], bool]
"""Tells whether a folded word is one that people write on purpose."""

_ALIKE = str.maketrans({"0": "o", "1": "l", "|": "l", "!": "l", "i": "l", "5": "s", "8": "b", "ø": "o", "ł": "l"})
_ALIKE_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("æ", "ae"), ("œ", "oe"))

SLIP_LENGTH = 4
"""Letters of the shortest word that may have a slip: shorter ones are like too many others (for, four, form)."""
TWO_SLIPS_LENGTH = 8
"""Letters from which a word may have two: in a shorter one they leave too little of it."""


@lru_cache(maxsize=8192)
def ocr_key(token: str) -> str:
    """Return what all tokens that look alike have in common: `Secti0n`, `sectlon` and `SECTION` give one key.

    Ask `looks_like`, too: different words can have one key, and so can a number and a word.
    """
    key = fold(token).translate(_ALIKE)
    for written, read in _ALIKE_PAIRS:
        key = key.replace(written, read)
    return key


def looks_like(known: str, written: str, is_word: IsWord = is_english) -> bool:
    """Tell whether a token is a word as OCR or mail programs write it.

    Args:
        known: The word.
        written: The token: a word, or a run of letters and digits.
        is_word: Whether a folded word is one itself. Then it is no other, however alike they look.
    """
    known, written = fold(known), fold(written)
    if known == written:
        return True
    if known.isdigit() and not any(map(str.isdigit, written)):  # lO is no 10, but 4O9 is 409
        return False
    return not written.isdigit() and ocr_key(known) == ocr_key(written) and not is_word(written)


def is_slip(known: str, written: str, is_word: IsWord = is_english) -> bool:
    """Tell whether a word is another one that a person mistyped.

    The rule, and why:

    - It is no word itself (`is_word`): excused is meant, and is not excluded.
    - One letter is wrong, missing, too many or swapped with its neighbor in a word of four to seven letters, two are in
      a longer one: a quarter of a word at most.
    - It has the first letter of the other, or the first two swapped (taecher): people rarely miss the first letter, and
      words that differ there are mostly different (presents and resents).
    - Neither has a digit: 409 and 404 are two errors, 1204 and 1205 two sections.

    Args:
        known: The word that was meant, folded.
        written: The word as it was written, folded.
        is_word: Whether a folded word is one that people write on purpose.
    """
    most = 2 if len(known) >= TWO_SLIPS_LENGTH else 1
    if known == written or len(known) < SLIP_LENGTH or abs(len(known) - len(written)) > most:
        return False
    if not (known.isalpha() and written.isalpha()) or (written[0] != known[0] and written[:2] != known[1::-1]):
        return False
    return OSA.distance(known, written, score_cutoff=most) <= most and not is_word(written)
