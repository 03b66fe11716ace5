"""Make assets/english.zlib, the list of English words, from SCOWL's word lists: `make english SCOWL=FOLDER`.

python docs/english_list.py FOLDER

FOLDER has SCOWL's files such as english-words.35: `final` in its archive (https://wordlist.aspell.net), or
/usr/share/dict/scowl of Debian's package `scowl`. The list in the repository is made of version 2020.12.07.

Taken are words up to size 60 (what spelling checkers use), in American and British spelling; months, days, languages
and nations, but no names of people and places; and the halves of contractions, since a text's words are runs of letters
(isn't is isn and t). Possessives are left out, and so are the sizes above 60: words that few people know are more often
a slip of a common one than meant. Words of two letters have a vowel: SCOWL has plurals such as Ls, which is what OCR
makes of is.
"""

import re
import sys
from pathlib import Path

from store.core.text import fold
from store.matching import english_list

ROOT = Path(__file__).resolve().parent.parent

SIZES = (10, 20, 35, 40, 50, 55, 60)
CATEGORIES = ("english-words", "american-words", "british-words", "variant_1-words")
SMALL_SIZES = (10, 35, 40)
SMALL_CATEGORIES = ("english-upper", "english-contractions")

MORE = """
api apis app apps csv dropdown dropdowns gradebook gradebooks html json login logins online pdf pdfs popup popups
resync resynced roster rostered rostering sync synced syncing syncs unsync url urls username usernames wifi xml
""".split()  # noqa: SIM905
"""Words that agents type and SCOWL lacks up to size 60."""


def collect(folder: Path) -> frozenset[str]:
    """Return the words of SCOWL's files that are taken, folded."""
    names = [f"{category}.{size}" for category in CATEGORIES for size in SIZES]
    names += [f"{category}.{size}" for category in SMALL_CATEGORIES for size in SMALL_SIZES]
    files = [folder / name for name in names if (folder / name).is_file()]  # the categories do not have all sizes
    lines = [fold(line) for file in files for line in _decode(file.read_bytes()).split()]
    parts = [part for line in lines for part in line.removesuffix("'s").split("'")]
    return frozenset(part for part in [*parts, *MORE] if re.fullmatch("[a-z]|[a-z]*[aeiouy][a-z]*|[a-z]{3,}", part))


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8")  # as in Debian's package
    except UnicodeDecodeError:
        return content.decode("latin-1")  # as in SCOWL's archive


def main(folder: Path) -> None:
    """Write the list and say how long it is."""
    words = collect(folder)
    packed = english_list.pack(words)
    (ROOT / "assets" / "english.zlib").write_bytes(packed)
    print(f"{len(words)} words in {len(packed)} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
