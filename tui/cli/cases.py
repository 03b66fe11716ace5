"""The commands for cases: logging, closing, listing and counting calls and tickets."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import click
import msgspec

from store.catalog.opening import Catalog
from store.core.models import Case, Entry, Outcome
from store.core.text import clean, one_line
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
from tui.cli import completers, records
from tui.cli.groups import examples
from tui.cli.opening import find_entry, find_vendor, open_desk
from tui.cli.options import (
    F,
    argument_text,
    common_options,
    entry_argument,
    json_option,
    optional_entry_argument,
    vendor_option,
    yes_option,
)
from tui.cli.output import SHOWN_UID, aligned, print_json, say
from tui.cli.records import find_record, report_saved
from tui.desk.desk import Desk
from tui.render.case_lines import sparkline

_MOST_DAYS = 36_500
"""The most that --days accepts: the calendar ends somewhere."""

_uid_argument = click.argument("uid", shell_complete=completers.cases)


def _all_cases(snapshot: Snapshot) -> list[Case]:
    return snapshot.all_cases


_CASE = records.Kind("case", "cases", _all_cases, remove_case)


def _field_options(command: F) -> F:
    """Add an option for each field that an agent fills in."""
    command = click.option("--closed", "outcome", type=click.Choice(OUTCOMES), help="How it ended.")(command)
    for name, metavar, help_text in (  # help lists the last one first
        ("message", "M", "The error text, from which values are read. With -, from standard input."),
        ("text", "X", "What you found and did. With -, from standard input."),
        ("course", "C", "The course or section."),
        ("school", "S", "The school."),
        ("ticket", "T", "The ticket number."),
    ):
        completer = completers.schools if name == "school" else None
        command = click.option(f"--{name}", metavar=metavar, shell_complete=completer, help=help_text)(command)
    return command


@click.group(
    epilog=examples(
        "sisdex case add skyward/invalid-request --school Ridgeview --text 'renamed the group' --closed resolved"
    )
)
def case() -> None:
    """Log, edit, close, list and count cases."""


@case.command("add", epilog=examples("pbpaste | sisdex case add skyward/invalid-request --ticket 4411 --message -"))
@entry_argument
@_field_options
@common_options
@click.pass_context
def add_case(ctx: click.Context, /, entry_id: str, **given: str | None) -> None:
    """Log a case for an entry."""
    desk = open_desk(ctx)
    entry = find_entry(desk, entry_id)
    saved = save_case(desk.notebook, entry, _filled(desk, entry, CaseFields(), given))
    report_saved(saved.uid[:SHOWN_UID], f"Case logged: {entry.title}", kept_both=False)


@case.command("edit", epilog=examples("sisdex case edit 3f2a91c0 --text 'renamed the group' --closed resolved"))
@_uid_argument
@_field_options
@common_options
@click.pass_context
def edit_case(ctx: click.Context, /, uid: str, **given: str | None) -> None:
    """Change the given fields of a case; the others stay."""
    if all(value is None for value in given.values()):
        raise click.UsageError("Say what to change: --ticket, --school, --course, --text, --message or --closed.")
    desk = open_desk(ctx)
    editing = find_record(_CASE, desk.notebook, uid)
    entry = find_entry(desk, editing.entry)
    saved = save_case(desk.notebook, entry, _filled(desk, entry, fields_of(editing), given), editing)
    _report(saved, editing, "Case changed.")


@case.command("close", epilog=examples("sisdex case close 3f2a91c0 --outcome escalated"))
@_uid_argument
@click.option("--outcome", type=click.Choice(OUTCOMES), default="resolved", show_default=True, help="How it ended.")
@common_options
@click.pass_context
def close_case(ctx: click.Context, uid: str, outcome: Outcome) -> None:
    """Close a case."""
    _end(ctx, uid, outcome)


@case.command("reopen", epilog=examples("sisdex case reopen 3f2a91c0"))
@_uid_argument
@common_options
@click.pass_context
def reopen_case(ctx: click.Context, uid: str) -> None:
    """Reopen a closed case."""
    _end(ctx, uid, None)


@case.command("remove", epilog=examples("sisdex case remove 3f2a91c0"))
@_uid_argument
@common_options
@click.pass_context
def drop_case(ctx: click.Context, uid: str) -> None:
    """Remove a case. sisdex undo brings it back."""
    records.remove(ctx, _CASE, uid)


@case.command("purge", epilog=examples("sisdex case purge 3f2a91c0"))
@_uid_argument
@yes_option
@common_options
@click.pass_context
def purge_case(ctx: click.Context, uid: str, yes: bool) -> None:
    """Erase a case and every copy of it for good: earlier versions, backups, drafts and undo."""
    records.purge_for_good(ctx, _CASE, uid, ask=not yes)


@case.command(
    "list", epilog=examples("sisdex case list --open --vendor sky", "sisdex case list --recurring --by-school")
)
@optional_entry_argument
@click.option("--open", "open_only", is_flag=True, help="Only open cases.")
@click.option("--days", type=click.IntRange(1, _MOST_DAYS), metavar="N", help="Only the last N days.")
@vendor_option
@click.option("--school", metavar="S", shell_complete=completers.schools, help="Only this school.")
@click.option("--text", metavar="WORDS", default="", help="Only cases that contain all of these words.")
@click.option("--recurring", "counting", is_flag=True, help="Count cases by entry: last 30 days, 90 days, per week.")
@click.option("--by-school", is_flag=True, help="With --recurring: count each school separately.")
@json_option()
@common_options
@click.pass_context
def list_cases(
    ctx: click.Context, /, entry_id: str | None, counting: bool, by_school: bool, as_json: bool, **given: Any
) -> None:
    """List cases, newest first, or count recurring ones, most frequent first."""
    if by_school and not counting:
        raise click.UsageError("--by-school only works with --recurring.")
    if counting and given["days"] is not None:
        raise click.UsageError("--recurring and --days can't be used together: --recurring counts 30 and 90 days.")
    desk = open_desk(ctx)
    now = desk.notebook.now().astimezone()
    vendors = {entry.id: entry.vendor for entry in desk.catalog.entries}
    known = _all_cases(desk.notebook.snapshot)
    cases = listed(known, _filter(desk, entry_id, given), vendors, now)
    counts = recurring(cases, now, by_school) if counting else []
    if as_json:
        print_json([_count_record(count) for count in counts] if counting else cases)
        return
    rows = (
        [_count_row(count, now) for count in counts] if counting else [_row(desk.catalog, case, now) for case in cases]
    )
    for line in aligned(rows):
        click.echo(line)
    if rows and counting:
        say("Columns: last 30 days, last 90 days, per week, latest case, still open.")
    elif not rows and not known:
        say("No cases. sisdex case add ENTRY --text TEXT logs one.")
    elif not rows:
        period = " in the last 90 days" if counting else ""
        say(f"No matching cases{period}. sisdex case list shows all.")


def _filter(desk: Desk, entry_id: str | None, given: Mapping[str, Any]) -> CaseFilter:
    school: str | None = given["school"]
    return CaseFilter(
        open_only=given["open_only"],
        days=given["days"],
        vendor=find_vendor(desk.catalog, given["vendor"]),
        school=None if school is None else one_line(clean(school)),
        entry=None if entry_id is None else find_entry(desk, entry_id).id,
        text=clean(given["text"]),
    )


def _filled(desk: Desk, entry: Entry, fields: CaseFields, given: Mapping[str, str | None]) -> CaseFields:
    """Return the fields of a case with the given options filled in."""
    if given["text"] == given["message"] == "-":
        raise click.UsageError("Only one of --text and --message can be read from standard input.")
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    for name in changes.keys() & {"text", "message"}:
        changes[name] = argument_text(changes[name])
    if "message" in changes:
        changes["values"] = _values(desk.catalog, entry, changes["message"])
    return msgspec.structs.replace(fields, **changes)


def _values(catalog: Catalog, entry: Entry, text: str) -> Mapping[str, str]:
    """Read the values of an entry's message from a text that contains it, wrapped or with other lines around it."""
    from store.search.index import SearchIndex  # rapidfuzz: 20 ms

    hits = SearchIndex(catalog).search(text, entry.vendor)
    return next((hit.values for hit in hits if hit.entry.id == entry.id and hit.by == "message"), {})


def _end(ctx: click.Context, uid: str, outcome: Outcome | None) -> None:
    desk = open_desk(ctx)
    editing = find_record(_CASE, desk.notebook, uid)
    if editing.outcome == outcome:  # saving it would make a version and an undo step that change nothing
        report_saved(editing.uid[:SHOWN_UID], f"The case is already {_state(editing)}.", kept_both=False)
        return
    saved = end_case(desk.notebook, find_entry(desk, editing.entry), editing, outcome)
    _report(saved, editing, f"Case closed: {outcome}." if outcome else "Case reopened.")


def _report(saved: Case, editing: Case, sentence: str) -> None:
    report_saved(saved.uid[:SHOWN_UID], sentence, kept_both=saved.uid != editing.uid)


def _state(case: Case) -> str:
    return case.outcome or "open"


def _day(moment: datetime, now: datetime) -> str:
    return moment.astimezone(now.tzinfo).date().isoformat()


def _row(catalog: Catalog, case: Case, now: datetime) -> Sequence[str]:
    entry = catalog.entry(case.entry)
    vendor = catalog.vendor(entry.vendor).short if entry else ""
    texts = (case.title, case.ticket, case.school, case.text.partition("\n")[0])
    return (case.uid[:SHOWN_UID], _day(case.opened, now), _state(case), vendor, *map(one_line, texts))


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
