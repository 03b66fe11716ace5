"""The command that prints an entry."""

import sys

import click

from tui.cli.groups import examples
from tui.cli.opening import find_entry, open_desk
from tui.cli.options import common_options, entry_argument, json_option
from tui.cli.output import print_json

_WIDEST = 100
"""Columns after which lines wrap on a wide terminal."""


@click.command(
    epilog=examples(
        "sisdex show skyward/invalid-request",
        "sisdex show skyward/invalid-request | less",
        "sisdex show skyward/invalid-request --markdown > page.md",
        "sisdex show skyward/invalid-request --json",
    )
)
@entry_argument
@json_option("Print the entry as it is in the catalog.")
@click.option("--markdown", is_flag=True, help="Print the entry as Markdown for a ticket or page, without your notes.")
@common_options
@click.pass_context
def show(ctx: click.Context, entry_id: str, as_json: bool, markdown: bool) -> None:
    """Print an entry with your notes on it."""
    if as_json and markdown:
        raise click.UsageError("--json and --markdown can't be used together.")
    desk = open_desk(ctx)
    entry = find_entry(desk, entry_id)
    if as_json:
        print_json(entry)
        return
    from tui.render import plain_text
    from tui.render.markdown import entry_markdown
    from tui.render.outline import outline_at

    if markdown:
        click.echo(entry_markdown(desk.catalog, entry))
        return
    width = min(_columns(), _WIDEST) if sys.stdout.isatty() else None
    for line in plain_text.entry_lines(outline_at(desk, entry), width):
        click.echo(line)


def _columns() -> int:
    from shutil import get_terminal_size  # 3 ms, needed on a terminal only

    return get_terminal_size().columns
