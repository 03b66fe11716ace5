"""The command that reads a whole log."""

import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store.core.text import clean
from tui.cli import completers
from tui.cli.common import ExitStatus, common_options, examples, find_vendor, open_desk, warn

if TYPE_CHECKING:
    from store.logs.log_file import LogFile, Progress

SECONDS_BETWEEN = 0.2
"""How often the progress is written anew."""
STOPPED = 130
"""Exit status of what Ctrl+C ended, as shells have it."""


@click.command(
    epilog=examples(
        "sisdex triage sync.log", "sisdex triage --markdown sync.log > plan.md", "grep ERROR sync.log | sisdex triage -"
    )
)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default="-")
@click.option(
    "--vendor",
    metavar="V",
    shell_complete=completers.vendors,
    help="Only this vendor, by id, name, short name or alias.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with lines and values.")
@click.option("--markdown", is_flag=True, help="Print a plan: who acts, the steps, what is affected.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table: a row for each value of an entry.")
@common_options
@click.pass_context
def triage(ctx: click.Context, file: Path, vendor: str | None, as_json: bool, markdown: bool, as_csv: bool) -> None:
    """Count which entries stand in a sync log, with the values they hold; - reads standard input."""
    if as_json + markdown + as_csv > 1:
        raise click.UsageError("--json, --markdown and --csv exclude each other.")
    from store.logs.triage import triage as read_log
    from store.search.index import SearchIndex  # rapidfuzz: 20 ms
    from tui.render import log_plan, plain_text

    desk = open_desk(ctx)
    warn(desk)
    wanted = find_vendor(desk.catalog, vendor)
    with _opened(file) as (log, name), _shown_progress(log_plan.progress_line) as tell:
        try:
            result = read_log(log.lines(tell), SearchIndex(desk.catalog), wanted)
        except KeyboardInterrupt:
            tell(None)
            click.echo("sisdex: stopped; nothing was printed. The log is as it was.", err=True)
            ctx.exit(STOPPED)
    if as_json:
        click.echo(plain_text.triage_json(desk.catalog, result))
    else:
        if markdown:
            lines = log_plan.plan_markdown(desk, result, name, log.encoding)
        elif as_csv:
            lines = log_plan.plan_csv(desk.catalog, result)
        else:
            lines = plain_text.triage_lines(desk.catalog, result)
        for line in lines:
            click.echo(line)
        click.echo(log_plan.summary(result, log.encoding), err=True)
    if not result.found:
        ctx.exit(ExitStatus.NOTHING_MATCHED)


@contextmanager
def _opened(path: Path) -> "Iterator[tuple[LogFile, str]]":
    """Open a log, or standard input where - stands for it; give it and its name."""
    from store.logs.log_file import LogFile, open_log

    if str(path) == "-":
        if sys.stdin.isatty():
            click.echo("Reading standard input; Ctrl+D ends it. sisdex triage FILE reads a file.", err=True)
        yield LogFile(sys.stdin.buffer, "standard input", _size_of_stdin()), "standard input"
    else:
        with open_log(path) as log:
            yield log, clean(path.name)


def _size_of_stdin() -> int | None:
    """Return how many bytes standard input has, where a file was redirected into it."""
    try:
        found = os.fstat(sys.stdin.fileno())
    except (OSError, ValueError):
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


@contextmanager
def _shown_progress(line_of: "Callable[[Progress], str]") -> "Iterator[Callable[[Progress | None], None]]":
    """Give what writes the progress on standard error, if that is a terminal, and wipes it away in the end."""
    if not _is_terminal():
        yield lambda progress: None
        return
    shown_at = time.monotonic()

    def tell(progress: "Progress | None") -> None:
        nonlocal shown_at
        if progress is None:
            click.echo("\r\x1b[K", nl=False, err=True)
        elif time.monotonic() - shown_at >= SECONDS_BETWEEN:
            shown_at = time.monotonic()
            click.echo(f"\r\x1b[K{line_of(progress)}; Ctrl+C stops", nl=False, err=True)

    try:
        yield tell
    finally:
        tell(None)


def _is_terminal() -> bool:
    return sys.stderr.isatty()
