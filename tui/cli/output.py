"""What a command prints: data on standard output, messages on standard error, and an exit status for scripts."""

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import TypeVar

import click
import msgspec

from store.core.text import clean

Listed = TypeVar("Listed")

SHOWN_UID = 8
"""Characters of a record's id that are shown: enough to tell records apart."""


class ExitStatus(IntEnum):
    """What a run reports to a script; click itself reports wrong usage, with 2."""

    DONE = 0
    NOTHING_MATCHED = 1
    BAD_INPUT = 3
    NOT_SAVED = 4


def say(sentence: str) -> None:
    """Print a message for the agent."""
    click.echo(clean(sentence), err=True)


def warn(sentences: Iterable[str]) -> None:
    """Print what went wrong, each sentence on a line of its own."""
    for sentence in sentences:
        say(f"sisdex: {sentence}")


def aligned(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Lay out rows in columns, each as wide as its longest cell."""
    cells = [[clean(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def print_json(value: object) -> None:
    """Print records as JSON, indented so that people can read it too."""
    click.echo(clean(msgspec.json.format(msgspec.json.encode(value)).decode()))


def print_list(records: Sequence[Listed], as_json: bool, line: Callable[[Listed], str], if_none: str) -> None:
    """Print records, as JSON or each on a line of its own.

    Args:
        records: What the command lists.
        as_json: Whether `--json` was given.
        line: Returns a record's line.
        if_none: The message for the agent if there is none.
    """
    if as_json:
        print_json(records)
        return
    for record in records:
        click.echo(clean(line(record)))
    if not records:
        say(if_none)
