"""The command that lists the app's keys."""

from itertools import groupby

import click

from store.core.text import clean
from tui.cli.common import aligned, common_options, examples, print_json, read_settings
from tui.commands.key_names import pretty
from tui.commands.keymap import remapped
from tui.commands.taken_keys import TAKERS, taken


@click.command(epilog=examples("sisdex keys", "sisdex keys | grep F5", "sisdex keys --json"))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@common_options
@click.pass_context
def keys(ctx: click.Context, as_json: bool) -> None:
    """List the app's commands with their ids, keys and places, and what takes keys before the app.

    Other keys are given by id, under [keys] in the settings: "entry.bookmark" = "f12,b"
    """
    loaded = read_settings(ctx)
    for warning in loaded.warnings:
        click.echo(f"sisdex: {clean(warning)}", err=True)
    commands = remapped(loaded.settings.keys)
    if as_json:
        print_json(
            [
                {
                    "id": command.id,
                    "place": command.where.title,
                    "keys": list(map(pretty, command.all_keys)),
                    "help": command.help,
                    "set": command.id in loaded.settings.keys,
                    "elsewhere": [{"key": key, "by": by.name, "way_out": by.way_out} for key, by in taken(command)],
                }
                for command in commands
            ]
        )
        return
    rows = []
    for place in dict.fromkeys(command.where for command in commands):
        for command in (each for each in commands if each.where is place):
            names = " ".join(map(pretty, command.all_keys))
            takers = "; ".join(
                f"{key}: {', '.join(by.name for _, by in group)}"
                for key, group in groupby(taken(command), key=lambda pair: pair[0])
            )
            rows.append((command.id, names, place.title, takers))
    for line in aligned(rows):
        click.echo(line)
    click.echo("\nWhat may take keys before the app gets them, and what helps:", err=True)
    for taker in TAKERS:
        click.echo(f"  {taker.name} ({' '.join(map(pretty, taker.keys))}): {taker.way_out}", err=True)
