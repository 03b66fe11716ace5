"""Writing texts into Markdown and CSV so that readers see exactly the text."""

import csv
import io
import re
from collections.abc import Iterable

from store.core.text import clean, one_line

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&$!@]|(?<=www)\.|:(?=//)|^[-+=]", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d+)([.)])")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets take for the start of a formula."""


def markdown_literal(text: str) -> str:
    """Return a text on one line, escaped so that Markdown makes no heading, list, link, image or HTML of it."""
    line = _MARKUP.sub(r"\\\g<0>", one_line(clean(text)))
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def csv_line(cells: Iterable[str]) -> str:
    """Return cells as one CSV record without its line end. A cell that a spreadsheet would run gets an apostrophe."""
    record = io.StringIO()
    csv.writer(record, lineterminator="\n").writerow(
        f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in map(clean, cells)
    )
    return record.getvalue().removesuffix("\n")
