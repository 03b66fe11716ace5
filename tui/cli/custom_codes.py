"""The commands for custom codes: errors that the dictionary lacks."""

from collections.abc import Mapping
from typing import Any

import click
import msgspec

from store.core.errors import BadInput
from store.core.models import CustomCode
from store.notebook.custom_codes import (
    WHO,
    CustomCodeFields,
    fields_of,
    is_custom,
    remove_custom_code,
    save_custom_code,
)
from tui.cli import completers
from tui.cli.groups import examples
from tui.cli.opening import find_entry, open_desk
from tui.cli.options import F, argument_text, common_options, json_option
from tui.cli.output import print_list
from tui.cli.records import report_removed, report_saved
from tui.desk.desk import Desk

_OPTIONS: dict[str, dict[str, Any]] = {
    "--vendor": {
        "metavar": "V",
        "shell_complete": completers.vendors,
        "help": "Its vendor: a name, short name or alias. A new name adds a vendor.",
    },
    "--title": {"metavar": "T", "help": "Its title. Default: the first line of the message."},
    "--slot": {
        "metavar": "NAME",
        "multiple": True,
        "help": "Name the next [brackets] of the message; may be repeated.",
    },
    "--meaning": {"metavar": "X", "help": "What the error means."},
    "--who": {"type": click.Choice(WHO), "help": "Who can fix it."},
    "--step": {"metavar": "S", "multiple": True, "help": "Add a step of the fix; may be repeated."},
}
_MESSAGE = "The error text, with [brackets] around the parts that vary. With -, from standard input."

_id_argument = click.argument("entry_id", metavar="ID")


def _field_options(command: F) -> F:
    """Add an option for each field that an agent fills in, but for the message."""
    for name, settings in reversed(_OPTIONS.items()):  # help lists the last one first
        command = click.option(name, **settings)(command)
    return command


@click.group(
    epilog=examples(
        "sisdex entry add --vendor Skyward --message 'Roster feed [number] was refused.' --step 'Send the feed again'",
    )
)
def entry() -> None:
    """Add, edit, list and remove custom codes: errors that the dictionary lacks."""


@entry.command("add", epilog=examples("pbpaste | sisdex entry add --vendor 'Acme SIS' --message - --who sis_admin"))
@_field_options
@click.option("--message", metavar="M", required=True, help=_MESSAGE)
@common_options
@click.pass_context
def add_entry(ctx: click.Context, /, **given: Any) -> None:
    """Add a custom code. Without --vendor, it belongs to your first home vendor."""
    desk = open_desk(ctx)
    home = desk.catalog.vendor(desk.home[0]).name if desk.home else ""
    saved = save_custom_code(desk.notebook, desk.dictionary, _filled(CustomCodeFields(vendor=home), given))
    report_saved(saved.id, f"Custom code added: {saved.title}", kept_both=False)


@entry.command("edit", epilog=examples("sisdex entry edit own/roster-refused-3f2a91c0 --step 'Send the feed again'"))
@_id_argument
@_field_options
@click.option("--message", metavar="M", help=_MESSAGE)
@common_options
@click.pass_context
def edit_entry(ctx: click.Context, /, entry_id: str, **given: Any) -> None:
    """Change the given fields of a custom code; the others stay. --step and --slot replace all steps or slots."""
    if all(value in (None, ()) for value in given.values()):
        raise click.UsageError("Say what to change: --vendor, --title, --message, --slot, --meaning, --who or --step.")
    desk = open_desk(ctx)
    editing = _find_custom_code(desk, entry_id)
    fields = fields_of(desk.catalog, editing)
    if given["message"] is not None:  # the old slot names belong to the old brackets
        fields = msgspec.structs.replace(fields, slots=())
    saved = save_custom_code(desk.notebook, desk.dictionary, _filled(fields, given), editing)
    report_saved(saved.id, "Custom code changed.", kept_both=saved.uid != editing.uid)


@entry.command("list", epilog=examples("sisdex entry list --json"))
@json_option()
@common_options
@click.pass_context
def list_entries(ctx: click.Context, as_json: bool) -> None:
    """List your custom codes, oldest first."""
    desk = open_desk(ctx)
    codes = [entry for entry in desk.catalog.entries if is_custom(entry)]

    def line(code: CustomCode) -> str:
        return f"{code.id}  {desk.catalog.vendor(code.vendor).short}  {code.title}"

    print_list(codes, as_json, line, "No custom codes. sisdex entry add --message TEXT adds one.")


@entry.command("remove", epilog=examples("sisdex entry remove own/roster-refused-3f2a91c0"))
@_id_argument
@common_options
@click.pass_context
def remove_entry(ctx: click.Context, entry_id: str) -> None:
    """Remove a custom code. Its notes and cases stay, and sisdex undo brings it back."""
    desk = open_desk(ctx)
    report_removed("custom code", "entry", remove_custom_code(desk.notebook, _find_custom_code(desk, entry_id)))


def _find_custom_code(desk: Desk, entry_id: str) -> CustomCode:
    """Return the custom code with this id.

    Raises:
        BadInput: There is no such entry, or it is the dictionary's.
    """
    entry = find_entry(desk, entry_id)
    if not is_custom(entry):
        raise BadInput(
            f"{entry.id!r} is not a custom code and was left unchanged. sisdex entry list shows your custom codes."
        )
    return entry


def _filled(fields: CustomCodeFields, given: Mapping[str, Any]) -> CustomCodeFields:
    """Return the fields of a custom code with the given options filled in."""
    changes = {name: value for name, value in given.items() if value not in (None, ())}
    for option, field in (("slot", "slots"), ("step", "steps")):
        if option in changes:
            changes[field] = changes.pop(option)
    if "message" in changes:
        changes["message"] = argument_text(changes["message"])
    return msgspec.structs.replace(fields, **changes)
