"""Where a value ends in a line that is a row of a table: at the next column, not at the line's end."""

import re

_SEPARATOR = re.compile(r"\t|[,;|](?=[^\s,;|]|$)")
"""What may end a column of CSV and the like: in prose, a blank follows a comma."""
_IN_A_NUMBER = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def column_end(before: str, value: str) -> int | None:
    """Say where a value ends in its line.

    Args:
        before: The line before the message: its columns say how they are separated.
        value: What is behind the message in the line.

    Returns:
        The offset of the next column or the length of the value; None if the message is in the first column, so that
        nobody can tell a comma in the value from the end of the column.
    """
    separators = _SEPARATOR.findall(before)
    if separators:
        end = re.search(rf"{re.escape(separators[-1])}(?=\S|$)", value)
        return end.start() if end else len(value)
    if not before.strip():
        inside = _SEPARATOR.findall(_IN_A_NUMBER.sub(".", value))
        if any(inside.count(separator) > 1 for separator in inside):
            return None
    return len(value)
