"""Entries and hits as plain text, for terminals without the app and for pipes."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click
import msgspec

from store.catalog.opening import Catalog
from store.core.clock import now
from store.core.errors import BadInput
from store.core.escaping import markdown_literal
from store.core.models import Entry, Hit
from store.core.text import clean, one_line
from tui.render.outline import Block, Outline, Role, outline

if TYPE_CHECKING:  # to show an entry needs neither search nor triage, and rapidfuzz costs 10 ms
    from store.logs.triage import Found, Triage
    from store.search.explaining import Explained

_SPACED = {Role.MESSAGE, Role.MEANING, Role.UNSPECIFIED, Role.HEADING}
"""What begins a new thought: an empty line stands before it."""

_INDENT = {
    Role.MESSAGE: "    ",
    Role.STEP: "  ",
    Role.NOTE: "  ",
    Role.SOURCE: "  ",
    Role.RELATED: "  ",
    Role.SAYS: "  ",
}


_SUFFIX: dict[Role, dict[str, Any]] = {
    Role.TITLE: {"bold": True},
    Role.HEADING: {"bold": True},
    Role.WHO: {"bold": True},
    Role.MESSAGE: {"fg": "cyan"},
    Role.FACTS: {"dim": True},
    Role.UNSPECIFIED: {"dim": True},
    Role.REMARK: {"dim": True},
    Role.BASIS: {"dim": True},
}
"""How a block looks in a terminal; `click.echo` takes it away where there is none."""


class _Query(msgspec.Struct, forbid_unknown_fields=True):
    query: str
    vendor: str | None = None


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
        for line in _paragraph(block, width):
            yield click.style(line, **_SUFFIX[block.role]) if block.role in _SUFFIX else line
        if block.role is Role.TITLE:
            yield "=" * len(block.text)


def entry_markdown(catalog: Catalog, entry: Entry) -> str:
    """Write an entry as Markdown, as the dictionary has it: without the desk's contacts, notes and cases."""
    arranged = outline(catalog, entry, (), (), {}, now())
    lines: list[str] = []
    before = None
    for block in [*arranged.glance, *arranged.further]:
        role, text = block.role, clean(block.text)
        listed = role in (Role.STEP, Role.SAYS, Role.SOURCE)
        if not (listed and role is before):
            lines.append("")
        before = role
        if role is Role.TITLE or role is Role.HEADING:
            lines.append(f"{'#' if role is Role.TITLE else '##'} {markdown_literal(text)}")
        elif role is Role.MESSAGE:
            lines += [f"    {line}" for line in text.split("\n")]  # a code block: nothing in it is markup
        elif role is Role.SOURCE:
            title, _, url = text.partition("\n")
            lines.append(f"- [{markdown_literal(title)}](<{url}>)")
        elif listed:
            lines.append(f"{block.mark.replace('• ', '- ')}{markdown_literal(text)}")
        elif role is Role.WHO:
            lines.append(f"**{markdown_literal(text)}**")
        else:
            lines.append(markdown_literal(block.mark + text))
    if arranged.related:
        lines += [
            "",
            "## Related",
            "",
            *(f"- {markdown_literal(other.title)} (`{other.id}`)" for other in arranged.related),
        ]
    lines += ["", f"`{entry.id}`"]
    return "\n".join(lines).strip()


def hit_lines(catalog: Catalog, hits: Iterable[Hit]) -> Iterator[str]:
    """List hits, a line each: vendor, title and id in columns."""
    rows = [(catalog.vendor(hit.entry.vendor).short, hit.entry.title, hit.entry.id) for hit in hits]
    vendor, title = (max((len(row[column]) for row in rows), default=0) for column in (0, 1))
    for row in rows:
        name, words, entry_id = map(clean, row)
        words = click.style(words, bold=True) + " " * (title - len(words))
        yield f"{name:<{vendor}}  {words}  {click.style(entry_id, dim=True)}"


def query_of_line(line: str, number: int) -> tuple[str, str | None]:
    """Read a query, and the vendor it is limited to, from a line of `search --jsonl`.

    Raises:
        BadInput: The line is neither a JSON string nor an object with `query`.
    """
    try:
        query = msgspec.json.decode(line, type=str | _Query)
    except msgspec.DecodeError as error:
        raise BadInput(
            f"line {number} is no query, as a JSON string or an object with query and vendor: {error}."
        ) from error
    return (query, None) if isinstance(query, str) else (query.query, query.vendor)


def answer_json(catalog: Catalog, query: str, hits: Iterable[Hit]) -> str:
    """Write an answer as one JSON object on one line."""
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
        }
        for hit in hits
    ]
    answer = {"query": query, "matched": any(result["matched"] for result in results), "results": results}
    return msgspec.json.encode(answer).decode()


def explanation(words: "Iterable[Explained]", hit: Hit) -> str:
    """Write out why an entry answers a query."""
    lines = [f"    {hit.by}, score {hit.score:.3f}"]
    for word in words:
        how = f"{word.kind} {word.known}, in {word.share:.2f}" if word.kind else "not explained"
        lines.append(f"    {word.asked}: {how} (weight {word.weight:.2f})")
    if hit.message is not None:
        lines.append(f"    message {hit.message + 1} stands in the query: {one_line(hit.recognized)}")
    lines += [f"    {name} = {value}" for name, value in hit.values.items()]
    return clean("\n".join(lines))


def triage_json(catalog: Catalog, triage: "Triage") -> str:
    """Write what is wrong in a log as one JSON object."""
    answer = {
        "lines": triage.lines,
        "entries": [
            {
                "entries": [
                    {"id": entry.id, "vendor": catalog.vendor(entry.vendor).name, "title": entry.title}
                    for entry in found.entries
                ],
                "count": found.count,
                "first_line": found.first_line,
                "last_line": found.last_line,
                "values": {slot: list(values) for slot, values in found.values.items()},
                "values_more": found.values_more,
            }
            for found in triage.found
        ],
        "unmatched": [{"line": each.line, "text": each.text, "count": each.count} for each in triage.unknown],
    }
    return msgspec.json.encode(answer).decode()


def lines_of(found: "Found") -> str:
    """Say where a message stands in a log."""
    if found.first_line == found.last_line:
        return f"line {found.first_line:,}"
    return f"lines {found.first_line:,} to {found.last_line:,}"


def triage_lines(catalog: Catalog, triage: "Triage") -> Iterator[str]:
    """List what is wrong in a log, most frequent first, then the errors that belong to no entry."""
    for found in triage.found:
        names = " / ".join(f"{catalog.vendor(e.vendor).short}: {e.title} ({e.id})" for e in found.entries)
        yield clean(f"{found.count:6}  {names}, {lines_of(found)}")
    for unknown in triage.unknown:
        yield clean(f"{unknown.count:6}  unknown, line {unknown.line}: {one_line(unknown.text)}")


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
