"""Entries, hits and findings as plain text or JSON, for the command line."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click
import msgspec

from store.catalog.opening import Catalog
from store.core.errors import BadInput
from store.core.models import Hit, ProtocolCode
from store.core.text import clean, one_line
from store.search.codes import codes_in
from tui.render.outline import Block, Outline, Role
from tui.render.protocol_codes import Notes, codes_json

if TYPE_CHECKING:  # showing an entry needs neither search nor triage, and importing rapidfuzz takes 10 ms
    from store.logs.triage import Finding, Triage
    from store.search.explaining import Explained

_SPACED = {Role.MESSAGE, Role.MEANING, Role.UNSPECIFIED, Role.HEADING}
"""Roles that get a blank line before them."""

_INDENT = {
    Role.MESSAGE: "    ",
    Role.STEP: "  ",
    Role.NOTE: "  ",
    Role.SOURCE: "  ",
    Role.RELATED: "  ",
    Role.SAYS: "  ",
}


_STYLES: dict[Role, dict[str, Any]] = {
    Role.TITLE: {"bold": True},
    Role.HEADING: {"bold": True},
    Role.WHO: {"bold": True},
    Role.MESSAGE: {"fg": "cyan"},
    Role.FACTS: {"dim": True},
    Role.UNSPECIFIED: {"dim": True},
    Role.REMARK: {"dim": True},
    Role.BASIS: {"dim": True},
}
"""Style of a block in a terminal; `click.echo` removes it from other output."""


class _Query(msgspec.Struct, forbid_unknown_fields=True):
    query: str
    vendor: str | None = None


def entry_lines(outline: Outline, width: int | None) -> Iterator[str]:
    """Write an entry as plain text.

    Args:
        outline: The entry, arranged.
        width: Columns to wrap at, or None for one line per paragraph.

    Yields:
        Lines without line feeds, without control characters from the data.
    """
    blocks = [*outline.glance, *outline.further]
    if outline.related:
        blocks.append(Block(Role.HEADING, "Related"))
        blocks += [Block(Role.RELATED, entry.id, "• ") for entry in outline.related]
    for number, block in enumerate(blocks):
        if number and block.role in _SPACED:
            yield ""
        for line in _paragraph(block, width):
            yield click.style(line, **_STYLES[block.role]) if block.role in _STYLES else line
        if block.role is Role.TITLE:
            yield "=" * len(block.text)


def hit_lines(catalog: Catalog, hits: Iterable[Hit]) -> Iterator[str]:
    """List hits, one per line: vendor, title and id in columns."""
    rows = [(catalog.vendor(hit.entry.vendor).short, hit.entry.title, hit.entry.id) for hit in hits]
    vendor, title = (max((len(row[column]) for row in rows), default=0) for column in (0, 1))
    for row in rows:
        name, words, entry_id = map(clean, row)
        words = click.style(words, bold=True) + " " * (title - len(words))
        yield f"{name:<{vendor}}  {words}  {click.style(entry_id, dim=True)}"


def query_of_line(line: str, number: int) -> tuple[str, str | None]:
    """Read a query, and the vendor to search, from a line of `search --jsonl`.

    Raises:
        BadInput: The line is neither a JSON string nor an object with `query`.
    """
    try:
        query = msgspec.json.decode(line, type=str | _Query)
    except msgspec.DecodeError as error:
        raise BadInput(
            f"line {number} is not a query: write a JSON string, or an object with query and vendor ({error})."
        ) from error
    return (query, None) if isinstance(query, str) else (query.query, query.vendor)


def answer_json(catalog: Catalog, query: str, hits: Iterable[Hit], codes: Sequence[ProtocolCode]) -> str:
    """Write the answer to a query, and the codes beside it, as a JSON object on one line."""
    results = [
        {
            "id": hit.entry.id,
            "vendor": catalog.vendor(hit.entry.vendor).name,
            "title": hit.entry.title,
            "by": hit.by,
            "matched": hit.matched,
            "message": hit.message,
            "score": round(hit.score, 6),
            "values": dict(hit.values),
            "occurrences": [
                {"start": place.span[0], "end": place.span[1], "values": dict(place.values)}
                for place in hit.occurrences
            ],
        }
        for hit in hits
    ]
    matched = any(result["matched"] for result in results)
    answer = {"query": query, "matched": matched, "results": results, "codes": codes_json(codes)}
    return msgspec.json.encode(answer).decode()


def explanation(words: "Iterable[Explained]", hit: Hit) -> str:
    """Explain why an entry answers a query, word by word."""
    lines = [f"    {hit.by}, score {hit.score:.3f}"]
    for word in words:
        how = f"{word.kind} {word.known}, in {word.share:.2f}" if word.kind else "not explained"
        lines.append(f"    {word.asked}: {how} (weight {word.weight:.2f})")
    if hit.message is not None:
        lines.append(f"    message {hit.message + 1} is in the query ({hit.rule}): {one_line(hit.recognized)}")
    elif hit.rule:
        lines.append(f"    no message of it is in the query: {hit.rule}")
    lines += [f"    {name} = {value}" for name, value in hit.values.items()]
    return clean("\n".join(lines))


def triage_json(catalog: Catalog, triage: "Triage") -> str:
    """Write the findings of a log as a JSON object."""
    answer = {
        "lines": triage.lines,
        "entries": [
            {
                "entries": [
                    {"id": entry.id, "vendor": catalog.vendor(entry.vendor).name, "title": entry.title}
                    for entry in finding.entries
                ],
                "count": finding.count,
                "first_line": finding.first_line,
                "last_line": finding.last_line,
                "values": {slot: list(values) for slot, values in finding.values.items()},
                "values_more": finding.values_more,
            }
            for finding in triage.found
        ],
        "unmatched": [
            {
                "line": unknown.line,
                "text": unknown.text,
                "count": unknown.count,
                "codes": codes_json(codes_in(unknown.text, catalog)),
            }
            for unknown in triage.unknown
        ],
    }
    return msgspec.json.encode(answer).decode()


def lines_of(finding: "Finding") -> str:
    """Say in which lines of a log a message is."""
    if finding.first_line == finding.last_line:
        return f"line {finding.first_line:,}"
    return f"lines {finding.first_line:,} to {finding.last_line:,}"


def triage_lines(catalog: Catalog, triage: "Triage") -> Iterator[str]:
    """List the findings of a log, most frequent first, then the errors that are not in the dictionary."""
    for finding in triage.found:
        names = " / ".join(f"{catalog.vendor(e.vendor).short}: {e.title} ({e.id})" for e in finding.entries)
        yield clean(f"{finding.count:6}  {names}, {lines_of(finding)}")
    notes = Notes()
    for unknown in triage.unknown:
        yield clean(f"{unknown.count:6}  unknown, line {unknown.line}: {one_line(unknown.text)}")
        for line in notes.lines(codes_in(unknown.text, catalog)):
            yield clean(f"          says {line}")


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
