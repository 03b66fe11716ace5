"""The command line."""

import os
import sys
from contextlib import suppress
from io import TextIOWrapper

import click

from store.core.text import clean
from tui.cli import completers
from tui.cli.common import (
    ExitStatus,
    Group,
    common_options,
    examples,
    find_entry,
    find_vendor,
    open_desk,
    print_json,
    stdin_text,
    warn,
)
from tui.system import garbage

_MODULES = {
    "bookmark": "tui.cli.notebook",
    "case": "tui.cli.cases",
    "catalog": "tui.cli.catalog",
    "completion": "tui.cli.completion_scripts",
    "config": "tui.cli.settings",
    "doctor": "tui.cli.doctor",
    "entry": "tui.cli.custom_codes",
    "export": "tui.cli.bundles",
    "import": "tui.cli.bundles",
    "keys": "tui.cli.keys",
    "note": "tui.cli.notebook",
    "triage": "tui.cli.triage",
    "undo": "tui.cli.notebook",
}
"""Command to the module that has it; imported when it is wanted, for a search should not pay for the others."""


@click.group(
    cls=Group,
    modules=_MODULES,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "sisdex                                        the app",
        "sisdex --find 'rate limit'                    the app, on a query",
        "sisdex search sky locked                      what answers a query, best first",
        "sisdex search - < message.txt                 the entry whose message stands in a text",
        "sisdex show skyward/invalid-request           one entry, with its steps",
        "sisdex triage sync.log                        a whole log: what is wrong, how often",
        "sisdex note add skyward/invalid-request 'Ridgeview: renewed the token'",
        "sisdex config init                            a file for your settings",
        "sisdex doctor                                 whether all is well here",
    )
    + "\n\nsisdex COMMAND --help has more examples. Exit status: 0 found or done, 1 nothing matched, 2 wrong usage,"
    " 3 bad input or damaged data, 4 not saved.",
)
@click.version_option(package_name="sisdex")
@click.option("--find", metavar="TEXT", help="Open the app on this query.")
@click.option(
    "--show", "entry_id", metavar="ENTRY", shell_complete=completers.entries, help="Open the app on this entry."
)
@common_options
@click.pass_context
def cli(ctx: click.Context, find: str | None, entry_id: str | None) -> None:
    """Browse the errors that Canvas grade passback shows, offline. Without a command, the app opens."""
    if ctx.invoked_subcommand is not None:
        if find is not None or entry_id is not None:
            raise click.UsageError("--find and --show open the app, and go with no command.")
        return
    if find is not None and entry_id is not None:
        raise click.UsageError("--find and --show exclude each other.")
    garbage.pause()  # until the first paint of the app
    desk = open_desk(ctx)
    entry = find_entry(desk, entry_id) if entry_id is not None else None
    if os.environ.get("TERM") == "dumb" or not all(
        stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)
    ):
        raise click.UsageError("The app needs a terminal. Use 'sisdex search TEXT' or 'sisdex show ENTRY' here.")
    if ctx.color is False:
        os.environ["NO_COLOR"] = "1"
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")  # a tool for calls answers at once
    from tui.app.app import SisdexApp  # 300 ms: Textual is for the app alone

    app = SisdexApp(desk, find=clean(find or ""), entry=entry)
    app.run()
    if app.fault:
        with suppress(OSError):  # the terminal may be gone
            click.echo(f"sisdex: {clean(app.fault)}", err=True)
    ctx.exit(app.return_code or 0)


@cli.command(
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
@click.option(
    "--vendor",
    metavar="V",
    shell_complete=completers.vendors,
    help="Only this vendor, by id, name, short name or alias.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many entries.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with scores and values.")
@click.option("--jsonl", is_flag=True, help="With -: a query a line (a JSON string or object), an answer a line.")
@click.option("--explain", is_flag=True, help="Show for each entry which words matched how, and how much each counts.")
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
    """List the entries that answer a query, best first; - reads it from standard input."""
    from store.search.index import SearchIndex  # rapidfuzz: 20 ms

    if as_json + jsonl + explain > 1:
        raise click.UsageError("--json, --jsonl and --explain exclude each other.")
    if jsonl and query != ("-",):
        raise click.UsageError("--jsonl reads its queries from standard input: sisdex search --jsonl -")
    desk = open_desk(ctx)
    warn(desk)
    wanted = find_vendor(desk.catalog, vendor)
    index = SearchIndex(desk.catalog, desk.notes(), desk.home, desk.marks())
    from tui.render import plain_text

    if jsonl:
        any_matched = False
        for number, line in enumerate(stdin_text().splitlines(), 1):
            text, line_vendor = plain_text.query_of_line(line, number)
            hits = index.search(clean(text), find_vendor(desk.catalog, line_vendor) or wanted)
            any_matched |= any(hit.matched for hit in hits)
            click.echo(plain_text.answer_json(desk.catalog, text, hits[:limit]))
        ctx.exit(ExitStatus.DONE if any_matched else ExitStatus.NOTHING_MATCHED)
    text = clean(stdin_text() if query == ("-",) else " ".join(query))
    hits = index.search(text, wanted)
    matched = any(hit.matched for hit in hits)
    if unknown := desk.unknown_filters(text):
        click.echo(clean(unknown), err=True)
    if as_json:
        click.echo(plain_text.answer_json(desk.catalog, text, hits[:limit]))
    else:
        if not matched:
            click.echo(
                "No entry matches; nearest:" if hits else "No entry matches. Try fewer or other words.", err=True
            )
        for hit, line in zip(hits[:limit], plain_text.hit_lines(desk.catalog, hits[:limit]), strict=True):
            click.echo(line)
            if explain:
                click.echo(plain_text.explanation(index.explain(text, hit), hit))
    if not matched:
        ctx.exit(ExitStatus.NOTHING_MATCHED)


@cli.command(
    epilog=examples(
        "sisdex show skyward/invalid-request",
        "sisdex show skyward/invalid-request | less",
        "sisdex show skyward/invalid-request --markdown > page.md",
        "sisdex show skyward/invalid-request --json",
    )
)
@click.argument("entry_id", metavar="ENTRY", shell_complete=completers.entries)
@click.option("--json", "as_json", is_flag=True, help="The entry as the catalog holds it.")
@click.option("--markdown", is_flag=True, help="The entry as Markdown, for a ticket or a page: without your notes.")
@common_options
@click.pass_context
def show(ctx: click.Context, entry_id: str, as_json: bool, markdown: bool) -> None:
    """Print an entry, by its id, with your notes on it."""
    if as_json and markdown:
        raise click.UsageError("--json and --markdown exclude each other.")
    desk = open_desk(ctx)
    warn(desk)
    entry = find_entry(desk, clean(entry_id))
    if as_json:
        print_json(entry)
        return
    from tui.render import plain_text
    from tui.render.outline import outline_at

    if markdown:
        click.echo(plain_text.entry_markdown(desk.catalog, entry))
        return
    width = min(_columns(), 100) if sys.stdout.isatty() else None
    for line in plain_text.entry_lines(outline_at(desk, entry), width):
        click.echo(line)


def _columns() -> int:
    from shutil import get_terminal_size  # 3 ms, for a terminal alone

    return get_terminal_size().columns


def run() -> None:
    """Start from the console script."""
    for stream in (sys.stdout, sys.stderr):  # pipes of Windows, and old locales, lack letters that notes hold
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    garbage.skip_at_exit()
    if "_SISDEX_COMPLETE" in os.environ:
        from tui.cli import completion_scripts  # noqa: F401 - Click finds the shells that it makes known
    try:
        cli(prog_name="sisdex")
    except Exception as error:
        from tui.system import crash_report  # for faults alone

        click.echo(f"sisdex: {clean(crash_report.report(error))}", err=True)
        sys.exit(crash_report.STATUS)
