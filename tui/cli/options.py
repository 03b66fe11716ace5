"""Options and arguments that several commands have."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from store.core.text import clean
from tui.cli import completers

F = TypeVar("F", bound=Callable[..., Any])

entry_argument = click.argument("entry_id", metavar="ENTRY", shell_complete=completers.entries)
optional_entry_argument = click.argument(
    "entry_id", metavar="[ENTRY]", required=False, shell_complete=completers.entries
)
vendor_option = click.option(
    "--vendor",
    metavar="V",
    shell_complete=completers.vendors,
    help="Only this vendor: its id, name, short name or an alias.",
)
yes_option = click.option("--yes", is_flag=True, help="Don't ask.")


def json_option(help_text: str = "Print one JSON list.") -> Callable[[F], F]:
    """Return the option for output that scripts can read, as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help=help_text)


def common_options(command: F) -> F:
    """Add the options of every command: which files to use, and whether to use color."""
    command = click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        callback=_set_color,
        expose_value=False,
        help="Colors: auto means on a terminal, unless NO_COLOR is set.",
    )(command)
    for name, help_text in (
        ("config", "Your settings."),
        ("catalog", "The dictionary to read instead of the installed or shipped one."),
        ("notebook", "Your bookmarks, notes and cases."),
    ):
        command = click.option(
            f"--{name}",
            type=click.Path(dir_okay=False, path_type=Path),
            envvar=f"SISDEX_{name.upper()}",
            callback=_remember,
            expose_value=False,
            help=help_text,
        )(command)
    return command


def stdin_text() -> str:
    """Read all of standard input, whatever bytes it has."""
    return sys.stdin.buffer.read().decode("utf-8-sig", errors="replace")


def argument_text(text: str) -> str:
    """Return a text from the command line, or standard input if it is a single dash."""
    return clean(stdin_text() if text == "-" else text)


def _remember(ctx: click.Context, parameter: click.Parameter, value: Path | None) -> None:
    name = str(parameter.name)
    is_typed = ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
    if value is not None and (is_typed or name not in ctx.meta):  # an option before the command outranks a variable
        ctx.meta[name] = value


def _set_color(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.meta["color"] = value
    choice = ctx.meta.get("color", "auto")
    ctx.color = {"always": True, "never": False}.get(choice, False if os.environ.get("NO_COLOR") else None)
