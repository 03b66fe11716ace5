"""The commands of own codes: errors that the dictionary lacks."""

from collections.abc import Mapping
from typing import Any

import click
import msgspec

from store.core.errors import BadInput
from store.core.models import CustomCode
from store.core.text import clean
from store.notebook.custom_codes import (
    WHO,
    CustomCodeFields,
    fields_of,
    is_custom,
    remove_custom_code,
    save_custom_code,
)
from tui.cli import completers
from tui.cli.common import (
    F,
    argument_text,
    common_options,
    examples,
    find_entry,
    open_desk,
    print_json,
    warn,
)
from tui.desk.desk import Desk


def _field_options(command: F) -> F:
    """Let a command be told what an agent fills in."""
    for name, settings in (  # the option made last stands first in the help
        ("--step", {"metavar": "S", "multiple": True, "help": "A step of the way out; may be given more than once."}),
        ("--who", {"type": click.Choice(WHO), "help": "Who can act on it."}),
        ("--meaning", {"metavar": "X", "help": "What happened."}),
        (
            "--slot",
            {"metavar": "NAME", "multiple": True, "help": "What [brackets] in the message stand for, in order."},
        ),
        ("--title", {"metavar": "T", "help": "Its title; the message's first line where none is given."}),
        (
            "--vendor",
            {
                "metavar": "V",
                "shell_complete": completers.vendors,
                "help": "Its vendor, by any name; a new one is made.",
            },
        ),
    ):
        command = click.option(name, **settings)(command)
    return command


_MESSAGE = "The error text, with [brackets] around what varies; - reads it from standard input."


@click.group(
    epilog=examples(
        "sisdex entry add --vendor Skyward --message 'Roster feed [number] was refused.' --step 'Send the feed again'",
    )
)
def entry() -> None:
    """Write down codes that the dictionary lacks."""


@entry.command("add", epilog=examples("pbpaste | sisdex entry add --vendor 'Acme SIS' --message - --who sis_admin"))
@_field_options
@click.option("--message", metavar="M", required=True, help=_MESSAGE)
@common_options
@click.pass_context
def add_entry(ctx: click.Context, /, **given: Any) -> None:
    """Keep a code of your own; without --vendor it is your first home vendor's."""
    desk = open_desk(ctx)
    warn(desk)
    home = desk.catalog.vendor(desk.home[0]).name if desk.home else ""
    kept = save_custom_code(desk.notebook, desk.dictionary, _filled(CustomCodeFields(vendor=home), given))
    click.echo(kept.id)
    click.echo(clean(f"Own code added: {kept.title}"), err=True)


@entry.command("edit", epilog=examples("sisdex entry edit own/roster-refused-3f2a91c0 --step 'Send the feed again'"))
@click.argument("entry_id", metavar="ID")
@_field_options
@click.option("--message", metavar="M", help=_MESSAGE)
@common_options
@click.pass_context
def edit_entry(ctx: click.Context, /, entry_id: str, **given: Any) -> None:
    """Change what is given of a code; the rest stays. Steps and slots are replaced together."""
    if all(value in (None, ()) for value in given.values()):
        raise click.UsageError("Say what to change: --vendor, --title, --message, --slot, --meaning, --who or --step.")
    desk = open_desk(ctx)
    warn(desk)
    standing = _find_custom_code(desk, entry_id)
    before = fields_of(desk.catalog, standing)
    if given["message"] is not None:  # the names belonged to other brackets
        before = msgspec.structs.replace(before, slots=())
    kept = save_custom_code(desk.notebook, desk.dictionary, _filled(before, given), standing)
    click.echo(kept.id)
    both = "" if kept.uid == standing.uid else " Another terminal changed it just now: both are kept."
    click.echo(f"Own code changed.{both}", err=True)


@entry.command("list", epilog=examples("sisdex entry list --json"))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@common_options
@click.pass_context
def list_entries(ctx: click.Context, as_json: bool) -> None:
    """List your own codes, oldest first."""
    desk = open_desk(ctx)
    warn(desk)
    found = [each for each in desk.catalog.entries if is_custom(each)]
    if as_json:
        print_json(found)
        return
    for each in found:
        click.echo(clean(f"{each.id}  {desk.catalog.vendor(each.vendor).short}  {each.title}"))
    if not found:
        click.echo("No codes of yours. sisdex entry add --message TEXT keeps one.", err=True)


@entry.command("remove", epilog=examples("sisdex entry remove own/roster-refused-3f2a91c0"))
@click.argument("entry_id", metavar="ID")
@common_options
@click.pass_context
def remove_entry(ctx: click.Context, entry_id: str) -> None:
    """Remove a code; sisdex undo brings it back. Notes and cases on it stay."""
    desk = open_desk(ctx)
    warn(desk)
    if not remove_custom_code(desk.notebook, _find_custom_code(desk, entry_id)):
        raise BadInput("Another terminal changed the code just now, and it was kept. sisdex entry list shows it.")
    click.echo("Own code removed. sisdex undo brings it back.", err=True)


def _find_custom_code(desk: Desk, entry_id: str) -> CustomCode:
    """Return the own code with this id.

    Raises:
        BadInput: There is no such entry, or it is the dictionary's.
    """
    found = find_entry(desk, clean(entry_id))
    if not is_custom(found):
        raise BadInput(f"{found.id!r} is no code of yours and stays as it is. sisdex entry list shows yours.")
    return found


def _filled(before: CustomCodeFields, given: Mapping[str, Any]) -> CustomCodeFields:
    """Return what is filled in, once what is given took the place of what stood there."""
    told = {name: value for name, value in given.items() if value not in (None, ())}
    for name, field in (("slot", "slots"), ("step", "steps")):
        if name in told:
            told[field] = told.pop(name)
    if "message" in told:
        told["message"] = argument_text(told["message"])
    return msgspec.structs.replace(before, **told)
