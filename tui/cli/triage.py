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
from tui.cli.groups import examples
from tui.cli.opening import find_vendor, open_desk
from tui.cli.options import common_options, json_option, vendor_option
from tui.cli.output import ExitStatus, say, warn

if TYPE_CHECKING:
    from store.logs.log_file import LogFile, Progress

SECONDS_BETWEEN = 0.2
"""How often the progress line is updated."""
STOPPED = 130
"""Exit status after Ctrl+C, as in shells."""


@click.command(
    epilog=examples(
        "sisdex triage sync.log", "sisdex triage --markdown sync.log > plan.md", "grep ERROR sync.log | sisdex triage -"
    )
)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default="-")
@vendor_option
@json_option("Print one JSON object, with lines and values.")
@click.option("--markdown", is_flag=True, help="Print a plan: who acts, the steps and what is affected.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table with a row for each value of an entry.")
@common_options
@click.pass_context
def triage(ctx: click.Context, file: Path, vendor: str | None, as_json: bool, markdown: bool, as_csv: bool) -> None:
    """Count the known errors in a sync log, with their values. With -, read standard input."""
    if as_json + markdown + as_csv > 1:
        raise click.UsageError("Use only one of --json, --markdown and --csv.")
    from store.logs.triage import triage as read_log
    from store.search.index import SearchIndex  # rapidfuzz: 20 ms
    from tui.render import log_plan, plain_text

    desk = open_desk(ctx)
    vendor_id = find_vendor(desk.catalog, vendor)
    with _opened(file) as (log, name), _shown_progress(log_plan.progress_line) as progress:
        try:
            result = read_log(log.lines(progress), SearchIndex(desk.catalog), vendor_id)
        except KeyboardInterrupt:
            progress(None)
            warn(["Stopped. Nothing was printed, and the log was left unchanged."])
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
        vendor_name = desk.catalog.vendor(vendor_id).name if vendor_id else ""
        click.echo(log_plan.summary(result, log.encoding, vendor_name), err=True)
    if not result.found:
        ctx.exit(ExitStatus.NOTHING_MATCHED)


@contextmanager
def _opened(path: Path) -> "Iterator[tuple[LogFile, str]]":
    """Open a log, or standard input for a single dash; yield it with its name."""
    from store.logs.log_file import LogFile, open_log

    if str(path) == "-":
        if sys.stdin.isatty():
            say("Reading standard input; press Ctrl+D to end it. To read a file, use sisdex triage FILE.")
        yield LogFile(sys.stdin.buffer, "standard input", _size_of_stdin()), "standard input"
    else:
        with open_log(path) as log:
            yield log, clean(path.name)


def _size_of_stdin() -> int | None:
    """Return the number of bytes in standard input if it is redirected from a file."""
    try:
        status = os.fstat(sys.stdin.fileno())
    except (OSError, ValueError):
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


@contextmanager
def _shown_progress(line_of: "Callable[[Progress], str]") -> "Iterator[Callable[[Progress | None], None]]":
    """Yield a function that shows the progress on standard error, if that is a terminal; erase the line at the end."""
    if not _is_terminal():
        yield lambda progress: None
        return
    shown_at = time.monotonic()

    def show(progress: "Progress | None") -> None:
        nonlocal shown_at
        if progress is None:
            click.echo("\r\x1b[K", nl=False, err=True)
        elif time.monotonic() - shown_at >= SECONDS_BETWEEN:
            shown_at = time.monotonic()
            click.echo(f"\r\x1b[K{line_of(progress)}; Ctrl+C stops", nl=False, err=True)

    try:
        yield show
    finally:
        show(None)


def _is_terminal() -> bool:
    return sys.stderr.isatty()
