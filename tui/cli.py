"""The command line."""

import gc
import os
import shutil
import sys
from io import TextIOWrapper
from pathlib import Path

import click

from store.errors import BadInput
from store.text import clean
from tui.cli_cases import case
from tui.cli_catalog import catalog
from tui.cli_common import ExitStatus, Group, common_options, find_entry, find_vendor, open_desk, stdin_text, warn
from tui.cli_exchange import export, import_
from tui.cli_notebook import bookmark, doctor, note, undo


@click.group(
    cls=Group,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Without a command, the app opens. Exit status: 0 found or done, 1 nothing matched, 2 wrong usage,"
    " 3 bad input or damaged data, 4 not saved.",
)
@click.version_option(package_name="sisdex")
@click.option("--find", metavar="TEXT", help="Open the app on this query.")
@click.option("--show", "entry_id", metavar="ENTRY", help="Open the app on this entry, by its id.")
@common_options
@click.pass_context
def cli(ctx: click.Context, find: str | None, entry_id: str | None) -> None:
    """Browse the errors that Canvas grade passback shows, offline."""
    if ctx.invoked_subcommand is not None:
        return
    if find is not None and entry_id is not None:
        raise click.UsageError("--find and --show exclude each other.")
    gc.disable()  # starting makes many objects and no garbage; the app turns it on again after its first paint
    desk = open_desk(ctx)
    entry = find_entry(desk, entry_id) if entry_id is not None else None
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("The app needs a terminal. Use 'sisdex search TEXT' or 'sisdex show ENTRY' here.")
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")  # a tool for calls answers at once
    from tui.app import SisdexApp  # 300 ms: Textual is for the app alone

    app = SisdexApp(desk, find=clean(find or ""), entry=entry)
    app.run()
    ctx.exit(app.return_code or 0)


@cli.command(
    epilog='Examples: sisdex search 409 due date · sisdex search --vendor ps "grading category" · pbpaste | '
    "sisdex search -"
)
@click.argument("query", nargs=-1)
@click.option("--vendor", metavar="V", help="Only this vendor, by id, name, short name or alias.")
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
    from store.search import SearchIndex  # rapidfuzz: 20 ms

    if as_json + jsonl + explain > 1:
        raise click.UsageError("--json, --jsonl and --explain exclude each other.")
    if jsonl and query != ("-",):
        raise click.UsageError("--jsonl reads its queries from standard input: sisdex search --jsonl -")
    desk = open_desk(ctx)
    warn(desk)
    wanted = find_vendor(desk.catalog, vendor)
    index = SearchIndex(desk.catalog, desk.notes(), desk.home, desk.marks())
    from tui import plain

    if jsonl:
        any_matched = False
        for number, line in enumerate(stdin_text().splitlines(), 1):
            text, line_vendor = plain.query_of_line(line, number)
            hits = index.search(clean(text), find_vendor(desk.catalog, line_vendor) or wanted)
            any_matched |= any(hit.matched for hit in hits)
            click.echo(plain.answer_json(desk.catalog, text, hits[:limit]))
        ctx.exit(ExitStatus.DONE if any_matched else ExitStatus.NOTHING_MATCHED)
    text = clean(stdin_text() if query == ("-",) else " ".join(query))
    hits = index.search(text, wanted)
    matched = any(hit.matched for hit in hits)
    if as_json:
        click.echo(plain.answer_json(desk.catalog, text, hits[:limit]))
    else:
        if not matched:
            click.echo(
                "No entry matches; nearest:" if hits else "No entry matches. Try fewer or other words.", err=True
            )
        for hit, line in zip(hits[:limit], plain.hit_lines(desk.catalog, hits[:limit]), strict=True):
            click.echo(line)
            if explain:
                click.echo(plain.explanation(index.explain(text, hit), hit))
    if not matched:
        ctx.exit(ExitStatus.NOTHING_MATCHED)


@cli.command(epilog="Examples: sisdex triage sync.log · sisdex triage --json - < sync.log")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True), default="-")
@click.option("--vendor", metavar="V", help="Only this vendor, by id, name, short name or alias.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with lines and values.")
@common_options
@click.pass_context
def triage(ctx: click.Context, file: Path, vendor: str | None, as_json: bool) -> None:
    """Count which entries stand in a sync log, with the values they hold; - reads standard input."""
    from store.search import SearchIndex
    from store.triage import triage as read_log
    from tui import plain

    desk = open_desk(ctx)
    warn(desk)
    wanted = find_vendor(desk.catalog, vendor)
    if str(file) != "-" and not file.is_file():
        raise BadInput(f"{file} is no file that can be read.")
    with click.open_file(str(file), encoding="utf-8-sig", errors="replace") as log:
        result = read_log((clean(line.rstrip("\r\n")) for line in log), SearchIndex(desk.catalog), wanted)
    if as_json:
        click.echo(plain.triage_json(desk.catalog, result))
    else:
        for line in plain.triage_lines(desk.catalog, result):
            click.echo(line)
        click.echo(
            f"{result.lines} lines read, {sum(found.count for found in result.found)} of them known errors.", err=True
        )
    if not result.found:
        ctx.exit(ExitStatus.NOTHING_MATCHED)


@cli.command(epilog="Example: sisdex show skyward/invalid-request")
@click.argument("entry_id", metavar="ENTRY")
@click.option("--json", "as_json", is_flag=True, help="The entry as the catalog holds it.")
@common_options
@click.pass_context
def show(ctx: click.Context, entry_id: str, as_json: bool) -> None:
    """Print an entry, by its id, with your notes on it."""
    desk = open_desk(ctx)
    warn(desk)
    entry = find_entry(desk, clean(entry_id))
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(entry)).decode())
        return
    from tui.plain import entry_lines

    arranged = desk.outline(entry)
    width = min(shutil.get_terminal_size().columns, 100) if sys.stdout.isatty() else None
    for line in entry_lines(arranged, width):
        click.echo(line)


for command in (note, case, bookmark, undo, export, import_, doctor, catalog):
    cli.add_command(command)


def run() -> None:
    """Start from the console script."""
    for stream in (sys.stdout, sys.stderr):  # pipes of Windows, and old locales, lack letters that notes hold
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    cli(prog_name="sisdex")
