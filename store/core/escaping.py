"""Texts written into Markdown and CSV so that they stay the texts that they are."""

import csv
import io
import re
from collections.abc import Iterable

from store.core.text import clean, one_line

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&$!@]|(?<=www)\.|:(?=//)|^[-+=]", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d+)([.)])")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def markdown_literal(text: str) -> str:
    """Return a text on one line, so that Markdown shows it as it is: no heading, list, link, image or HTML."""
    line = _MARKUP.sub(r"\\\g<0>", one_line(clean(text)))
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def csv_line(cells: Iterable[str]) -> str:
    """Return cells as a line of CSV without its end. No cell is a formula to a spreadsheet."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(
        f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in map(clean, cells)
    )
    return line.getvalue().removesuffix("\n")
