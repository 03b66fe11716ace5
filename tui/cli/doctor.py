"""The command that looks after this installation and the notebook's file."""

from collections import Counter
from datetime import UTC, datetime
from itertools import groupby

import click

from store.core.errors import BadInput
from store.core.text import clean, one_line
from store.core.wording import counted
from store.notebook import backups
from tui.cli.common import (
    ExitStatus,
    catalog_path,
    common_options,
    config_path,
    examples,
    home_vendors,
    notebook_path,
    open_catalog,
    open_notebook,
    print_json,
    read_settings,
)
from tui.desk.doctor import Finding, Verdict, examine

_SUFFIX: dict[Verdict, str] = {"ok": "green", "look": "yellow", "bad": "red"}


@click.command(
    epilog=examples(
        "sisdex doctor",
        "sisdex doctor --json | jq '.findings[] | select(.verdict != \"ok\")'",
        "sisdex doctor --restore",
        "sisdex doctor --restore notebook.json.prev",
    )
)
@click.option("--restore", is_flag=True, help="List the copies of the notebook; with COPY, use that one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object; with --restore, a list of the copies.")
@click.argument("copy", required=False)
@common_options
@click.pass_context
def doctor(ctx: click.Context, restore: bool, as_json: bool, copy: str | None) -> None:
    """Tell whether all is well here: versions, paths, permissions, the notebook and its copies, the terminal.

    Each line is ok, look (something to know or to set) or bad (something does not work), with what to do.
    """
    if restore:
        _restore(ctx, copy, as_json)
        return
    if copy is not None:
        raise click.UsageError("A copy goes with --restore.")
    loaded = read_settings(ctx)
    try:
        unknown = home_vendors(open_catalog(ctx)[0], loaded)[1]
    except BadInput:  # which is told as a finding
        unknown = []
    findings = examine(catalog_path(ctx), config_path(ctx), notebook_path(ctx), loaded, unknown)
    verdicts = Counter(finding.verdict for finding in findings)
    if as_json:
        worst = next(each for each in ("bad", "look", "ok") if verdicts[each])
        print_json({"verdict": worst, "findings": findings})
    else:
        _print(findings)
        click.echo(f"{verdicts['bad']} bad, {verdicts['look']} to look at, {verdicts['ok']} ok.", err=True)
    if verdicts["bad"]:
        ctx.exit(ExitStatus.BAD_INPUT)


def _print(findings: list[Finding]) -> None:
    width = max(len(finding.name) for finding in findings)
    for area, group in groupby(findings, key=lambda finding: finding.area):
        click.secho(area.capitalize(), bold=True)
        for finding in group:
            verdict = click.style(f"{finding.verdict:<4}", fg=_SUFFIX[finding.verdict])
            click.echo(f"  {verdict}  {clean(finding.name):<{width}}  {one_line(clean(finding.value))}")
            if finding.advice:
                click.echo(f"        {'':<{width}}  {clean(finding.advice)}")


def _restore(ctx: click.Context, copy: str | None, as_json: bool) -> None:
    notebook = open_notebook(ctx)
    there = backups.newest_first(notebook.path.resolve())
    if copy is None:
        saved = [(each, datetime.fromtimestamp(each.stat().st_mtime, UTC), each.stat().st_size) for each in there]
        if as_json:
            print_json([{"name": each.name, "saved": when, "bytes": size} for each, when, size in saved])
            return
        for each, when, size in saved:
            click.echo(f"{each.name}  saved {when:%Y-%m-%d %H:%M} UTC, {size:,} bytes")
        click.echo("sisdex doctor --restore NAME uses one." if there else "There is no copy yet.", err=True)
        return
    chosen = next((each for each in there if each.name == copy), None)
    if chosen is None:
        raise BadInput(f"There is no copy {copy!r}. sisdex doctor --restore lists them.")
    notebook.restore(chosen)
    notes = len(notebook.snapshot.all_notes)
    click.echo(
        f"The notebook is as {chosen.name} had it: {counted(notes, 'note')},"
        f" {counted(len(notebook.snapshot.bookmarks), 'bookmark')}. What stood there before is kept beside it.",
        err=True,
    )
