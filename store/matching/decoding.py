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
_GOES_ON = frozenset("=-\u00ad")
"""What a line can end with that belongs together with the next one."""


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


def stands_alone(line: str) -> bool:
    """Tell whether a line reads the same alone as together with the lines around it.

    Two rare cases are left out: a pair of quoted-printable whose proof is on another line, and a + of an address.
    """
    if "<" in line and _html_questions()[1](line):
        return False
    if '"' in line and '""' in line and _DOUBLED.search(line):
        return False
    last = line[-1:]
    return last not in _GOES_ON or (last == "-" and not line[-2:-1].isalpha())


def _may_have_marks_or_tags(text: str) -> bool:
    """Tell whether a > in a text can be that of a quoted mail or of a tag."""
    if text.lstrip().startswith(">") or ("\n" in text and _MARK.search(text)):
        return True
    return "<" in text and _html_questions()[0](text)


@cache
def _undone() -> Callable[[str], str]:
    from store.matching.wrappings import undone

    return undone


@cache
def _html_questions() -> tuple[Callable[[str], bool], Callable[[str], bool]]:
    from store.matching.html_text import is_html, needs_others

    return is_html, needs_others
