"""The commands of the settings: where they are, and what holds."""

from typing import Any

import click
import msgspec

from store.core.errors import BadInput
from store.core.text import clean
from store.preferences import settings
from store.preferences.settings import SETTINGS, Loaded, Origin
from tui.cli.common import (
    Group,
    aligned,
    common_options,
    config_path,
    examples,
    home_vendors,
    open_catalog,
    print_json,
    read_settings,
)


@click.group(cls=Group, epilog=examples("sisdex config init", "sisdex config show", "$EDITOR $(sisdex config path)"))
def config() -> None:
    """Show the settings and where each comes from; write a file to begin with.

    Each setting is a key of the file, or a variable: home is SISDEX_HOME (names parted by commas), contacts.sis_admin
    is SISDEX_CONTACTS_SIS_ADMIN. A variable outranks the file.
    """


@config.command(
    epilog=examples("sisdex config show", "SISDEX_HOME=sky,ps sisdex config show", "sisdex config show --json")
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@common_options
@click.pass_context
def show(ctx: click.Context, as_json: bool) -> None:
    """List each setting with its value and where it comes from: the default, a line of the file, a variable."""
    loaded = read_settings(ctx)
    warnings = list(loaded.warnings)
    try:
        warnings += home_vendors(open_catalog(ctx)[0], loaded)[1]
    except BadInput as error:
        warnings.append(str(error))
    for warning in warnings:
        click.echo(f"sisdex: {clean(warning)}", err=True)
    values = _values(loaded)
    if as_json:
        print_json([_record(name, value, loaded.origins.get(name, Origin())) for name, value in values.items()])
        return
    rows = [
        (name, msgspec.json.encode(value).decode(), str(loaded.origins.get(name, "default")))
        for name, value in values.items()
    ]
    for line in aligned(rows):
        click.echo(line)
    if not config_path(ctx).exists():
        click.echo(clean(f"There is no file {config_path(ctx)} yet; sisdex config init writes one."), err=True)


@config.command(epilog=examples("sisdex config init", "sisdex config init --config desk.toml"))
@common_options
@click.pass_context
def init(ctx: click.Context) -> None:
    """Write a file that explains each setting and sets none; one that is there is left as it is."""
    settings.create(config_path(ctx))
    click.echo(clean(str(config_path(ctx))))
    click.echo("Written. Take a # away in it to set something.", err=True)


@config.command(epilog=examples("sisdex config path", "$EDITOR $(sisdex config path)"))
@common_options
@click.pass_context
def path(ctx: click.Context) -> None:
    """Print where the settings' file is, or would be."""
    click.echo(clean(str(config_path(ctx))))


def _values(loaded: Loaded) -> dict[str, Any]:
    """Return each setting with its value, by its name; the keys of commands only where they are set."""
    values: dict[str, Any] = {}
    for name in [setting.name for setting in SETTINGS] + [f"keys.{each}" for each in loaded.settings.keys]:
        table, dot, key = name.partition(".")
        there = getattr(loaded.settings, table)
        values[name] = there.get(key, "") if dot else there
    return values


def _record(name: str, value: Any, origin: Origin) -> dict[str, Any]:
    source = "environment" if origin.variable else "file" if origin.file else "default"
    return {"key": name, "value": value, "source": source, **msgspec.to_builtins(origin)}
