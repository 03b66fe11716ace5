"""The command that checks this installation and restores the notebook from a backup."""

from collections import Counter
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import click

from store.core.errors import BadInput
from store.core.text import clean, one_line
from store.core.wording import counted
from store.notebook import backups
from tui.cli.groups import examples
from tui.cli.opening import (
    catalog_path,
    config_path,
    home_vendors,
    notebook_path,
    open_catalog,
    open_desk,
    read_settings,
)
from tui.cli.options import common_options, json_option
from tui.cli.output import ExitStatus, print_json, say
from tui.desk.doctor import Finding, Verdict, examine

_COLORS: dict[Verdict, str] = {"ok": "green", "warn": "yellow", "bad": "red"}


@click.command(
    epilog=examples(
        "sisdex doctor",
        "sisdex doctor --json | jq '.findings[] | select(.verdict != \"ok\")'",
        "sisdex doctor --restore",
        "sisdex doctor --restore notebook.json.prev",
    )
)
@click.option("--restore", is_flag=True, help="List the backups of the notebook, or restore BACKUP.")
@json_option("Print one JSON object; with --restore, a list of the backups.")
@click.argument("backup", metavar="[BACKUP]", required=False)
@common_options
@click.pass_context
def doctor(ctx: click.Context, restore: bool, as_json: bool, backup: str | None) -> None:
    """Check that sisdex works here: versions, paths, permissions, the notebook and its backups, the terminal.

    Each line is ok, warn (something to know or to set) or bad (something doesn't work), with what to do.
    """
    if restore and backup is not None:
        _restore(ctx, backup)
        return
    if restore:
        _list_backups(ctx, as_json)
        return
    if backup is not None:
        raise click.UsageError("To restore a backup, use --restore.")
    loaded = read_settings(ctx)
    try:
        unknown = home_vendors(open_catalog(ctx)[0], loaded)[1]
    except BadInput:  # which is one of the findings
        unknown = []
    findings = examine(catalog_path(ctx), config_path(ctx), notebook_path(ctx), loaded, unknown)
    verdicts = Counter(finding.verdict for finding in findings)
    if as_json:
        worst = next(verdict for verdict in ("bad", "warn", "ok") if verdicts[verdict])
        print_json({"verdict": worst, "findings": findings})
    else:
        _print(findings)
        say(f"{verdicts['bad']} bad, {counted(verdicts['warn'], 'warning')}, {verdicts['ok']} ok.")
    if verdicts["bad"]:
        ctx.exit(ExitStatus.BAD_INPUT)


def _print(findings: list[Finding]) -> None:
    width = max(len(finding.name) for finding in findings)
    for area, group in groupby(findings, key=lambda finding: finding.area):
        click.secho(area.capitalize(), bold=True)
        for finding in group:
            verdict = click.style(f"{finding.verdict:<4}", fg=_COLORS[finding.verdict])
            click.echo(f"  {verdict}  {clean(finding.name):<{width}}  {one_line(clean(finding.value))}")
            if finding.advice:
                click.echo(f"        {'':<{width}}  {clean(finding.advice)}")


def _list_backups(ctx: click.Context, as_json: bool) -> None:
    records = [_backup_record(path) for path in backups.newest_first(open_desk(ctx).notebook.path.resolve())]
    if as_json:
        print_json(records)
        return
    for record in records:
        click.echo(f"{record['name']}  saved {record['saved']:%Y-%m-%d %H:%M} UTC, {record['bytes']:,} bytes")
    say("sisdex doctor --restore NAME restores one." if records else "There are no backups yet.")


def _backup_record(path: Path) -> dict[str, object]:
    status = path.stat()
    return {"name": path.name, "saved": datetime.fromtimestamp(status.st_mtime, UTC), "bytes": status.st_size}


def _restore(ctx: click.Context, name: str) -> None:
    notebook = open_desk(ctx).notebook
    backup = next((path for path in backups.newest_first(notebook.path.resolve()) if path.name == name), None)
    if backup is None:
        raise BadInput(f"There is no backup {name!r}; nothing was changed. sisdex doctor --restore lists them.")
    notebook.restore(backup)
    notes = len(notebook.snapshot.all_notes)
    bookmarks = len(notebook.snapshot.bookmarks)
    say(
        f"Restored {backup.name}: {counted(notes, 'note')}, {counted(bookmarks, 'bookmark')}."
        " The notebook from before is saved next to it."
    )
