"""Mojibake undone: UTF-8 that some program read as Windows-1252 or Latin-1, such as `â€œQuizâ€\u009d` for “Quiz”.

A run of characters beyond ASCII is decoded only where all of it is UTF-8, and only into what such texts hold: letters
with accents, typographic marks, emoji; or two characters and more of another script. Names have runs of their own, such
as the `É”` of “CAFÉ”, which would be UTF-8, too.

Cleaning has replaced C1 controls by U+FFFD before. Windows-1252 has five holes where they stood, so `â€` and U+FFFD can
only be a closing quotation mark; of `Ã` and U+FFFD nobody can say whether it was Á, Í, Ï, Ð or Ý, and it stays.
"""

import re
from functools import lru_cache

_HOLES = {"â€\ufffd": "â€\x9d", "ï¸\ufffd": "ï¸\x8f", "Â\ufffd": "ï¿½"}
"""What a hole of Windows-1252 was, by what stands before it. The last is read as a hole again: it was read twice."""
_HOLE = re.compile("|".join(_HOLES))


def _bytes_by_character() -> dict[int, int]:
    table = {code: code for code in range(0x80, 0x100)}
    for code in range(0x80, 0xA0):
        character = bytes([code]).decode("cp1252", errors="replace")
        if character != "\ufffd":
            table[ord(character)] = code
    return table


_BYTES = _bytes_by_character()
_REST = "".join(map(chr, sorted(character for character, code in _BYTES.items() if code < 0xC0)))
_SUSPECT = re.compile(f"[\u00c2-\u00f4][{re.escape(_REST)}]")
"""The first two bytes of a character in UTF-8: most texts with accents have none."""
_RUN = re.compile(f"[{re.escape(_REST)}\u00c0-\u00ff\ufffd]{{2,}}")
_SURE = re.compile("â€|Ã[\u00a1-\u00bf]")
"""Proof that a text is mojibake."""
_CLOSING = "“”‘’‚„‹›–—…"
"""Marks that often stand right behind a word's last letter."""
_LEVELS = 2


def without_mojibake(text: str) -> str:
    """Undo mojibake, once or twice over, in each run that is mojibake as a whole."""
    if not _SUSPECT.search(text):
        return text
    is_sure = _SURE.search(text) is not None

    def undo(match: re.Match[str]) -> str:
        run: str = match[0]
        if len(run) == 2 and run[1] in _CLOSING and not (is_sure or text[match.end() : match.end() + 1].isalpha()):
            return run
        return _undone(run)

    return _RUN.sub(undo, text)


@lru_cache(maxsize=512)  # a text has few different ones
def _undone(run: str) -> str:
    for _ in range(_LEVELS):
        decoded = _decoded(run)
        if decoded is None:
            break
        run = decoded
    return run


def _decoded(run: str) -> str | None:
    """Return what a run is as UTF-8, or None where it is not mojibake."""
    try:
        text = _HOLE.sub(lambda match: _HOLES[match[0]], run).translate(_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
    return text if len(text) > 1 or _is_usual(text) else None


def _is_usual(character: str) -> bool:
    """Tell whether a single character is one that mojibake of Western texts hides."""
    return character < "\u0180" or "\u2000" <= character < "\u2c00" or character > "\uf8ff"
