"""The commands of cases: what was met where, what was done, and what comes back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import click
import msgspec

from store.catalog.opening import Catalog
from store.core.errors import BadInput
from store.core.models import Case, Entry, Outcome
from store.core.text import clean, one_line
from store.notebook import purge
from store.notebook.cases import (
    OUTCOMES,
    CaseFields,
    CaseFilter,
    Recurring,
    end_case,
    fields_of,
    listed,
    recurring,
    remove_case,
    save_case,
)
from store.notebook.notebook import Snapshot
from tui.cli import completers
from tui.cli.common import (
    SHOWN_UID,
    F,
    aligned,
    argument_text,
    choose_to_purge,
    common_options,
    examples,
    find_entry,
    find_record,
    find_vendor,
    open_desk,
    open_notebook,
    print_json,
    warn,
)
from tui.desk.desk import Desk
from tui.render.case_lines import sparkline
from tui.render.purge_report import report

_LONGEST_DAYS = 36_500
"""Of --days; the calendar ends somewhere."""


def _field_options(command: F) -> F:
    """Let a command be told what an agent fills in."""
    command = click.option("--closed", "outcome", type=click.Choice(OUTCOMES), help="How it ended.")(command)
    for name, metavar, what in (  # the option made last stands first in the help
        ("message", "M", "The error text, whose values are read; - reads it from standard input."),
        ("text", "X", "What was found and done; - reads it from standard input."),
        ("course", "C", "The course or section."),
        ("school", "S", "The school."),
        ("ticket", "T", "The number of the ticket."),
    ):
        offered = completers.schools if name == "school" else None
        command = click.option(f"--{name}", metavar=metavar, shell_complete=offered, help=what)(command)
    return command


@click.group(
    epilog=examples(
        "sisdex case add skyward/invalid-request --school Ridgeview --text 'renamed the group' --closed resolved"
    )
)
def case() -> None:
    """Log, close, list and count cases."""


@case.command("add", epilog=examples("pbpaste | sisdex case add skyward/invalid-request --ticket 4411 --message -"))
@click.argument("entry_id", metavar="ENTRY", shell_complete=completers.entries)
@_field_options
@common_options
@click.pass_context
def add_case(ctx: click.Context, /, entry_id: str, **given: str | None) -> None:
    """Log a case of an entry."""
    desk = open_desk(ctx)
    warn(desk)
    entry = find_entry(desk, clean(entry_id))
    kept = save_case(desk.notebook, entry, _filled(desk, entry, CaseFields(), given))
    click.echo(kept.uid[:SHOWN_UID])
    click.echo(clean(f"Case logged: {entry.title}"), err=True)


@case.command("edit", epilog=examples("sisdex case edit 3f2a91c0 --text 'renamed the group' --closed resolved"))
@click.argument("uid", shell_complete=completers.cases)
@_field_options
@common_options
@click.pass_context
def edit_case(ctx: click.Context, /, uid: str, **given: str | None) -> None:
    """Change what is given of a case; the rest stays."""
    if all(value is None for value in given.values()):
        raise click.UsageError("Say what to change: --ticket, --school, --course, --text, --message or --closed.")
    desk = open_desk(ctx)
    warn(desk)
    standing = find_record(_cases(desk.notebook.snapshot), uid, "case")
    entry = find_entry(desk, standing.entry)
    kept = save_case(desk.notebook, entry, _filled(desk, entry, fields_of(standing), given), standing)
    _tell(kept, standing, "Case changed")


@case.command("close", epilog=examples("sisdex case close 3f2a91c0 --outcome escalated"))
@click.argument("uid", shell_complete=completers.cases)
@click.option("--outcome", type=click.Choice(OUTCOMES), default="resolved", show_default=True, help="How it ended.")
@common_options
@click.pass_context
def close_case(ctx: click.Context, uid: str, outcome: Outcome) -> None:
    """Close a case."""
    _end(ctx, uid, outcome)


@case.command("reopen", epilog=examples("sisdex case reopen 3f2a91c0"))
@click.argument("uid", shell_complete=completers.cases)
@common_options
@click.pass_context
def reopen_case(ctx: click.Context, uid: str) -> None:
    """Open a closed case again."""
    _end(ctx, uid, None)


@case.command("remove", epilog=examples("sisdex case remove 3f2a91c0"))
@click.argument("uid", shell_complete=completers.cases)
@common_options
@click.pass_context
def drop_case(ctx: click.Context, uid: str) -> None:
    """Remove a case; sisdex undo brings it back."""
    notebook = open_notebook(ctx)
    if not remove_case(notebook, find_record(_cases(notebook.snapshot), uid, "case")):
        raise BadInput("Another terminal changed the case just now, and it was kept. sisdex case list shows it.")
    click.echo("Case removed. sisdex undo brings it back.", err=True)


@case.command("purge", epilog=examples("sisdex case purge 3f2a91c0"))
@click.argument("uid", shell_complete=completers.cases)
@click.option("--yes", is_flag=True, help="Do not ask.")
@common_options
@click.pass_context
def purge_case(ctx: click.Context, uid: str, yes: bool) -> None:
    """Remove a case and every copy of it: earlier versions, backups, drafts, undo."""
    notebook = open_notebook(ctx)
    whole = choose_to_purge(_cases(notebook.snapshot), uid, "case", yes)
    purged = purge.purge_record(notebook, "cases", whole)
    click.echo(report(purged), err=True)


@case.command(
    "list", epilog=examples("sisdex case list --open --vendor sky", "sisdex case list --recurring --by-school")
)
@click.argument("entry_id", metavar="[ENTRY]", required=False, shell_complete=completers.entries)
@click.option("--open", "open_only", is_flag=True, help="Only open cases.")
@click.option("--days", type=click.IntRange(1, _LONGEST_DAYS), metavar="N", help="Only of the last so many days.")
@click.option(
    "--vendor",
    metavar="V",
    shell_complete=completers.vendors,
    help="Only of this vendor, by id, name, short name or alias.",
)
@click.option("--school", metavar="S", shell_complete=completers.schools, help="Only of this school.")
@click.option("--text", metavar="WORDS", default="", help="Only where each word stands somewhere in the case.")
@click.option("--recurring", "counting", is_flag=True, help="Count them by entry: 30 days, 90 days, each week.")
@click.option("--by-school", is_flag=True, help="With --recurring: count each school apart.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@common_options
@click.pass_context
def list_cases(
    ctx: click.Context,
    entry_id: str | None,
    open_only: bool,
    days: int | None,
    vendor: str | None,
    school: str | None,
    text: str,
    counting: bool,
    by_school: bool,
    as_json: bool,
) -> None:
    """List cases, newest first; or count what comes back, most frequent first."""
    if by_school and not counting:
        raise click.UsageError("--by-school goes with --recurring.")
    if counting and days is not None:
        raise click.UsageError("--recurring and --days exclude each other: it counts 30 and 90 days.")
    desk = open_desk(ctx)
    warn(desk)
    wanted = CaseFilter(
        open_only=open_only,
        days=days,
        vendor=find_vendor(desk.catalog, vendor),
        school=None if school is None else one_line(clean(school)),
        entry=None if entry_id is None else find_entry(desk, clean(entry_id)).id,
        text=clean(text),
    )
    now = desk.notebook.now().astimezone()
    known = _cases(desk.notebook.snapshot)
    found = listed(known, wanted, {entry.id: entry.vendor for entry in desk.catalog.entries}, now)
    counts = recurring(found, now, by_school) if counting else []
    if as_json:
        print_json([_count_record(each) for each in counts] if counting else found)
        return
    rows = [_count_row(each, now) for each in counts] if counting else [_row(desk.catalog, each, now) for each in found]
    for line in aligned(rows):
        click.echo(line)
    if rows and counting:
        click.echo("Cases of 30 days, of 90 days, by week, the last one, still open.", err=True)
    elif not rows and not known:
        click.echo("No cases. sisdex case add ENTRY --text TEXT logs one.", err=True)
    elif not rows:
        within = " of the last 90 days" if counting else ""
        click.echo(f"No such cases{within}. sisdex case list shows all.", err=True)


def _filled(desk: Desk, entry: Entry, before: CaseFields, given: Mapping[str, str | None]) -> CaseFields:
    """Return what is filled in, once what is given took the place of what stood there."""
    if given["text"] == given["message"] == "-":
        raise click.UsageError("Standard input is read once: for --text or for --message.")
    told: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    for name in told.keys() & {"text", "message"}:
        told[name] = argument_text(told[name])
    if "message" in told:
        told["values"] = _values(desk.catalog, entry, told["message"])
    return msgspec.structs.replace(before, **told)


def _values(catalog: Catalog, entry: Entry, message: str) -> Mapping[str, str]:
    """Read the values of an entry's message from a text that holds it, wrapped or with other lines around it."""
    from store.search.index import SearchIndex  # rapidfuzz: 20 ms

    hits = SearchIndex(catalog).search(message, entry.vendor)
    return next((hit.values for hit in hits if hit.entry.id == entry.id and hit.by == "message"), {})


def _end(ctx: click.Context, uid: str, outcome: Outcome | None) -> None:
    desk = open_desk(ctx)
    warn(desk)
    standing = find_record(_cases(desk.notebook.snapshot), uid, "case")
    if standing.outcome == outcome:  # saved anew, it would be a version and an undo step that changed nothing
        click.echo(standing.uid[:SHOWN_UID])
        click.echo(f"The case is {_state(standing)} already.", err=True)
        return
    kept = end_case(desk.notebook, find_entry(desk, standing.entry), standing, outcome)
    _tell(kept, standing, f"Case closed: {outcome}" if outcome else "Case open again")


def _tell(kept: Case, standing: Case, what: str) -> None:
    """Print which case was kept, and say what became of it."""
    click.echo(kept.uid[:SHOWN_UID])
    both = "" if kept.uid == standing.uid else " Another terminal changed it just now: both are kept."
    click.echo(f"{what}.{both}", err=True)


def _cases(snapshot: Snapshot) -> list[Case]:
    return snapshot.all_cases


def _state(case: Case) -> str:
    return case.outcome or "open"


def _day(moment: datetime, now: datetime) -> str:
    return moment.astimezone(now.tzinfo).date().isoformat()


def _row(catalog: Catalog, case: Case, now: datetime) -> Sequence[str]:
    entry = catalog.entry(case.entry)
    vendor = catalog.vendor(entry.vendor).short if entry else ""
    told = (case.title, case.ticket, case.school, case.text.partition("\n")[0])
    return (case.uid[:SHOWN_UID], _day(case.opened, now), _state(case), vendor, *map(one_line, told))


def _count_row(count: Recurring, now: datetime) -> Sequence[str]:
    numbers = f"{count.recent:4}", f"{count.longer:4}", sparkline(count.weeks)
    return (*numbers, _day(count.last, now), f"{count.open} open", one_line(count.title), count.school or "")


def _count_record(count: Recurring) -> dict[str, Any]:
    return {
        "entry": count.entry,
        "title": count.title,
        "school": count.school,
        "last_30_days": count.recent,
        "last_90_days": count.longer,
        "weeks": count.weeks,
        "last": count.last,
        "open": count.open,
    }
