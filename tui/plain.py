"""Entries and hits as plain text, for terminals without the app and for pipes."""

import textwrap
from collections.abc import Iterable, Iterator

from store.catalog import Catalog
from store.models import Hit
from store.text import clean
from tui.outline import Block, Outline, Role

_SPACED = {Role.MESSAGE, Role.MEANING, Role.UNSPECIFIED, Role.HEADING}
"""What begins a new thought: an empty line stands before it."""

_INDENT = {Role.MESSAGE: "    ", Role.STEP: "  ", Role.NOTE: "  ", Role.SOURCE: "  ", Role.RELATED: "  "}


def entry_lines(outline: Outline, width: int | None) -> Iterator[str]:
    """Write an entry out.

    Args:
        outline: The entry, arranged.
        width: Where to wrap, in columns, or None for one line a paragraph.

    Yields:
        Lines without their ends, safe for a terminal.
    """
    blocks = [*outline.glance, *outline.further]
    if outline.related:
        blocks.append(Block(Role.HEADING, "Related"))
        blocks += [Block(Role.RELATED, entry.id, "• ") for entry in outline.related]
    for number, block in enumerate(blocks):
        if number and block.role in _SPACED:
            yield ""
        yield from _paragraph(block, width)
        if block.role is Role.TITLE:
            yield "=" * len(block.text)


def hit_lines(catalog: Catalog, hits: Iterable[Hit]) -> Iterator[str]:
    """List hits, a line each: vendor, title and id in columns."""
    rows = [(catalog.vendor(hit.entry.vendor).short, hit.entry.title, hit.entry.id) for hit in hits]
    vendor, title = (max((len(row[column]) for row in rows), default=0) for column in (0, 1))
    for row in rows:
        yield clean(f"{row[0]:<{vendor}}  {row[1]:<{title}}  {row[2]}")


def _paragraph(block: Block, width: int | None) -> Iterator[str]:
    first = _INDENT.get(block.role, "") + block.mark
    rest = " " * len(first) if block.role in _INDENT else ""
    for number, line in enumerate(clean(block.text).split("\n")):
        lead = rest if number else first
        if width is None:
            yield lead + line
        else:
            yield from textwrap.wrap(
                line, width, initial_indent=lead, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
            ) or [lead.rstrip()]
