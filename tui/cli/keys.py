"""The command that lists the app's keys."""

from collections.abc import Sequence
from itertools import groupby

import click

from tui.cli.groups import examples
from tui.cli.opening import read_settings
from tui.cli.options import common_options, json_option
from tui.cli.output import aligned, print_json, say, warn
from tui.commands.key_names import pretty
from tui.commands.keymap import remapped
from tui.commands.registry import Command
from tui.commands.taken_keys import TAKERS, taken


@click.command(epilog=examples("sisdex keys", "sisdex keys | grep F5", "sisdex keys --json"))
@json_option()
@common_options
@click.pass_context
def keys(ctx: click.Context, as_json: bool) -> None:
    """List the app's commands: their ids, keys and places, and which programs may take a key first.

    To change keys, give them by id under [keys] in the settings: "entry.bookmark" = "f12,b"
    """
    loaded = read_settings(ctx)
    warn(loaded.warnings)
    commands = remapped(loaded.settings.keys)
    if as_json:
        print_json([_record(command, command.id in loaded.settings.keys) for command in commands])
        return
    places = list(dict.fromkeys(command.where for command in commands))
    for line in aligned([_row(command) for command in sorted(commands, key=lambda c: places.index(c.where))]):
        click.echo(line)
    say("\nPrograms that may take keys before sisdex gets them, and what to do:")
    for taker in TAKERS:
        say(f"  {taker.name} ({' '.join(map(pretty, taker.keys))}): {taker.way_out}")


def _row(command: Command) -> Sequence[str]:
    takers = "; ".join(
        f"{key}: {', '.join(taker.name for _, taker in pairs)}"
        for key, pairs in groupby(taken(command), key=lambda pair: pair[0])
    )
    return command.id, " ".join(map(pretty, command.all_keys)), command.where.title, takers


def _record(command: Command, is_set: bool) -> dict[str, object]:
    return {
        "id": command.id,
        "place": command.where.title,
        "keys": list(map(pretty, command.all_keys)),
        "help": command.help,
        "set": is_set,
        "elsewhere": [{"key": key, "by": taker.name, "way_out": taker.way_out} for key, taker in taken(command)],
    }
