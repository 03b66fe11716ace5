"""Quoted-printable undone: the source of a mail, with `=E2=80=9C` for a quotation mark and `=` where a line goes on.

Texts have equals signs of their own (`code=404`, `a =b`), so a paragraph is decoded only where each `=` in it is part
of quoted-printable and one is unmistakable. Paragraphs are decoded apart because the head of a mail
(`charset="utf-8"`) comes with it.
"""

import re
from functools import lru_cache

_MAY_BE = re.compile(r"=(?:[89A-Fa-f][0-9A-Fa-f]|3D|0D|[ \t]*\n)")
"""What can be unmistakable: `=404` cannot."""
_PARAGRAPH_END = re.compile(r"(\n[ \t>]*\n)")
_SOFT_BREAK = re.compile(r"=[ \t]*\n")
"""A line's end that is none."""
_OTHER = re.compile(r"=(?![0-9A-Fa-f]{2}|[ \t]*(?:\n|\Z))")
_PAIRS = re.compile(r"(?:=[0-9A-Fa-f]{2})+")
_LETTERS = re.compile(r"[a-z]=(?:92|[C-F][0-9A-F])(?=[a-z]*[g-z])|=93[^=\n]+=94")
"""An apostrophe or accent inside a word, or a pair of quotation marks, in Windows-1252."""
_FULL_LINE = re.compile(r"^(?=[^\n]* )[^\n]{66,90}=[ \t]*\n", re.MULTILINE)
"""A line that ends because it is as long as mail allows (76 characters), and not an assignment in a program."""


def without_quoted_printable(text: str) -> str:
    """Decode the paragraphs of a text that are quoted-printable."""
    if not _MAY_BE.search(text):
        return text
    return "".join(map(_decoded, _PARAGRAPH_END.split(text)))


def _decoded(paragraph: str) -> str:
    if "=" not in paragraph or _OTHER.search(paragraph):
        return paragraph
    joined = _SOFT_BREAK.sub("", paragraph)
    if _FULL_LINE.search(paragraph) or _is_unmistakable(joined):
        return _PAIRS.sub(_replacement, joined)
    return paragraph


def _is_unmistakable(text: str) -> bool:
    """Tell whether a text, whose lines are joined, has pairs that only quoted-printable has."""
    if '=3D"' in text or text.count("=3D") > 1 or "=0D=0A" in text or _LETTERS.search(text):
        return True
    return any(_is_utf8(match[0]) for match in _PAIRS.finditer(text))


def _is_utf8(pairs: str) -> bool:
    """Tell whether pairs hold a character of UTF-8 beyond ASCII."""
    content = bytes.fromhex(pairs.replace("=", ""))
    try:
        return not content.isascii() and bool(content.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _replacement(match: re.Match[str]) -> str:
    return _characters(match[0])


@lru_cache(maxsize=512)  # a text has few different ones
def _characters(pairs: str) -> str:
    content = bytes.fromhex(pairs.replace("=", ""))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
