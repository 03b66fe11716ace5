"""A text as it read on screen. `store.matching.wrappings` undoes what mail, JSON, HTML and others did to it.

Most texts need nothing of it, so that module is imported with the first that may: its patterns take 10 ms to compile,
which the first frame would wait for. What is asked here is quick, because it is asked of each line of a log.
"""

import re
from collections.abc import Callable
from functools import cache

_MAY_BE_QUOTED_PRINTABLE = re.compile(r"=(?:[89A-Fa-f][0-9A-Fa-f]|3D|0D|[ \t]*\n)")
"""A pair that can be unmistakable: `=404` cannot."""
_DOUBLED = re.compile(r"""\"\"(?:(?=[^,;\t\n\]}) ])|(?<=[^,;\t\n:=\[({ ]""))""")
"""Quotes that are doubled, and not an empty text or field."""
_MARK = re.compile(r"\n[ \t]*>")


def readable(text: str) -> str:
    """Return a cleaned text as it read on screen."""
    if text.isascii() and not (
        "\\" in text
        or "&" in text
        or "%" in text
        or (">" in text and _may_have_marks_or_tags(text))
        or ("=" in text and _MAY_BE_QUOTED_PRINTABLE.search(text))
        or ('"' in text and '""' in text and _DOUBLED.search(text))
        or ("\n" in text and "-\n" in text)
    ):  # most lines of a log
        return text
    return _undone()(text)


def _may_have_marks_or_tags(text: str) -> bool:
    """Tell whether a > in a text can be that of a quoted mail or of a tag."""
    if text.lstrip().startswith(">") or ("\n" in text and _MARK.search(text)):
        return True
    return "<" in text and _is_html()(text)


@cache
def _undone() -> Callable[[str], str]:
    from store.matching.wrappings import undone

    return undone


@cache
def _is_html() -> Callable[[str], bool]:
    from store.matching.html_text import is_html

    return is_html
