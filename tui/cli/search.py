"""The command that searches the dictionary."""

from typing import TYPE_CHECKING

import click

from store.core.text import clean
from tui.cli.groups import examples
from tui.cli.opening import find_vendor, open_desk
from tui.cli.options import common_options, json_option, stdin_text, vendor_option
from tui.cli.output import ExitStatus, say
from tui.desk.desk import Desk

if TYPE_CHECKING:
    from store.search.index import SearchIndex


@click.command(
    epilog=examples(
        "sisdex search 409 due date",
        "sisdex search --vendor ps 'grading category'",
        "pbpaste | sisdex search -",
        "sisdex search --json 'Section 44.1 does not have a gradebook.'",
        "sisdex search --jsonl - < queries.jsonl",
        "sisdex search --explain kid left class",
        "sisdex search '#ridgeview is:starred'",
    )
)
@click.argument("query", nargs=-1)
@vendor_option
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="List at most N entries.")
@json_option("Print one JSON object, with scores and values.")
@click.option(
    "--jsonl", is_flag=True, help="With -: read a query (a JSON string or object) and print an answer a line."
)
@click.option("--explain", is_flag=True, help="For each entry, show which words matched and how much each counts.")
@common_options
@click.pass_context
def search(
    ctx: click.Context,
    query: tuple[str, ...],
    vendor: str | None,
    limit: int | None,
    as_json: bool,
    jsonl: bool,
    explain: bool,
) -> None:
    """List the entries that match a query, best first. With -, read the query from standard input."""
    from store.search.index import SearchIndex  # rapidfuzz: 20 ms

    if as_json + jsonl + explain > 1:
        raise click.UsageError("Use only one of --json, --jsonl and --explain.")
    if jsonl and query != ("-",):
        raise click.UsageError("--jsonl reads queries from standard input: sisdex search --jsonl -")
    desk = open_desk(ctx)
    vendor_id = find_vendor(desk.catalog, vendor)
    index = SearchIndex(desk.catalog, desk.notebook_texts(), desk.home, desk.marks())
    if jsonl:
        matched = _answer_lines(desk, index, vendor_id, limit)
    else:
        text = clean(stdin_text() if query == ("-",) else " ".join(query))
        matched = _answer(desk, index, text, vendor_id, limit, as_json=as_json, explain=explain)
    if not matched:
        ctx.exit(ExitStatus.NOTHING_MATCHED)


def _answer_lines(desk: Desk, index: "SearchIndex", vendor_id: str | None, limit: int | None) -> bool:
    """Answer each query of standard input with a line of JSON; return whether anything matched."""
    from store.search.codes import codes_beside
    from tui.render import plain_text

    any_matched = False
    for number, line in enumerate(stdin_text().splitlines(), 1):
        text, line_vendor = plain_text.query_of_line(line, number)
        hits = index.search(clean(text), find_vendor(desk.catalog, line_vendor) or vendor_id)
        any_matched |= any(hit.matched for hit in hits)
        codes = codes_beside(clean(text), any(hit.matched for hit in hits), desk.catalog)
        click.echo(plain_text.answer_json(desk.catalog, text, hits[:limit], codes))
    return any_matched


def _answer(
    desk: Desk,
    index: "SearchIndex",
    text: str,
    vendor_id: str | None,
    limit: int | None,
    *,
    as_json: bool,
    explain: bool,
) -> bool:
    """Answer one query; return whether anything matched."""
    from store.search.codes import codes_beside
    from store.search.hits import errors_in
    from tui.render import plain_text
    from tui.render.protocol_codes import code_lines

    answer = index.answer(text, vendor_id)
    hits, matched = list(answer), answer.matched
    if unknown := desk.unknown_filters(text):
        say(unknown)
    codes = codes_beside(text, matched, desk.catalog)
    if as_json:
        click.echo(plain_text.answer_json(desk.catalog, text, hits[:limit], codes))
        return matched
    if (errors := errors_in(hits)) > 1:
        say(f"{errors} errors in this text:")
    if not matched:
        nearest = "Closest to your words:" if answer.is_close else "No entry matches; nearest:"
        say(nearest if hits else "No entry matches. Try fewer or different words.")
    for hit, line in zip(hits[:limit], plain_text.hit_lines(desk.catalog, hits[:limit]), strict=True):
        click.echo(line)
        if explain:
            click.echo(plain_text.explanation(index.explain(text, hit), hit))
    if codes and hits:
        click.echo()
    for line in code_lines(codes):
        click.echo(line)
    return matched
