"""The commands for settings: where they are, what they are set to, and a file to start from."""

from typing import Any

import click
import msgspec

from store.core.errors import BadInput
from store.core.text import clean
from store.preferences import settings
from store.preferences.settings import SETTINGS, Loaded, Origin
from tui.cli.groups import Group, examples
from tui.cli.opening import config_path, home_vendors, open_catalog, read_settings
from tui.cli.options import common_options, json_option
from tui.cli.output import aligned, print_json, say, warn


@click.group(cls=Group, epilog=examples("sisdex config init", "sisdex config show", "$EDITOR $(sisdex config path)"))
def config() -> None:
    """Show your settings and where each comes from, or create a settings file.

    Each setting is a key in the file or an environment variable: home is SISDEX_HOME (names separated by commas),
    contacts.sis_admin is SISDEX_CONTACTS_SIS_ADMIN. A variable overrides the file.
    """


@config.command(
    epilog=examples("sisdex config show", "SISDEX_HOME=sky,ps sisdex config show", "sisdex config show --json")
)
@json_option()
@common_options
@click.pass_context
def show(ctx: click.Context, as_json: bool) -> None:
    """List each setting, its value and where it comes from: the default, a line of the file or a variable."""
    loaded = read_settings(ctx)
    warnings = list(loaded.warnings)
    try:
        warnings += home_vendors(open_catalog(ctx)[0], loaded)[1]
    except BadInput as error:
        warnings.append(str(error))
    warn(warnings)
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
        say(f"There is no settings file yet ({config_path(ctx)}). sisdex config init creates it.")


@config.command(epilog=examples("sisdex config init", "sisdex config init --config desk.toml"))
@common_options
@click.pass_context
def init(ctx: click.Context) -> None:
    """Create a settings file that explains every setting and sets none. An existing file is left unchanged."""
    settings.create(config_path(ctx))
    click.echo(clean(str(config_path(ctx))))
    say("Created. Remove the # in front of a setting to use it.")


@config.command(epilog=examples("sisdex config path", "$EDITOR $(sisdex config path)"))
@common_options
@click.pass_context
def path(ctx: click.Context) -> None:
    """Print the path of the settings file, whether or not it exists."""
    click.echo(clean(str(config_path(ctx))))


def _values(loaded: Loaded) -> dict[str, Any]:
    """Return the value of each setting by its name; of the keys of commands, only those that are set."""
    values: dict[str, Any] = {}
    key_settings = [f"keys.{command_id}" for command_id in loaded.settings.keys]
    for name in [setting.name for setting in SETTINGS] + key_settings:
        table, dot, key = name.partition(".")
        value = getattr(loaded.settings, table)
        values[name] = value.get(key, "") if dot else value
    return values


def _record(name: str, value: Any, origin: Origin) -> dict[str, Any]:
    source = "environment" if origin.variable else "file" if origin.file else "default"
    return {"key": name, "value": value, "source": source, **msgspec.to_builtins(origin)}
