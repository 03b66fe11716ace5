"""What the commands have in common. Standard output is data, standard error is talk, exit statuses an interface."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec
from click.core import ParameterSource

from store.catalog import opening
from store.catalog.opening import Catalog
from store.core.errors import BadInput, CannotSave
from store.core.models import Case, Entry, Note
from store.core.text import clean, fold
from store.notebook.custom_codes import with_custom_codes
from store.notebook.notebook import Notebook
from store.preferences import settings
from store.preferences.settings import Loaded
from tui.desk.desk import Desk

F = TypeVar("F", bound=Callable[..., Any])
Kept = TypeVar("Kept", Note, Case)

SHOWN_UID = 8
"""Characters of a record's id that are shown; so many tell records apart."""
_WHOLE_UID = len("00000000-0000-0000-0000-000000000000")


class ExitStatus(IntEnum):
    """What a run tells a script."""

    DONE = 0
    NOTHING_MATCHED = 1
    WRONG_USAGE = 2
    BAD_INPUT = 3
    NOT_SAVED = 4


@contextmanager
def _cleaned() -> Iterator[None]:
    """Clean what click says of a command line: it quotes some of the words as they are."""
    try:
        yield
    except click.ClickException as error:
        error.message = clean(error.message)  # type: ignore[misc]
        raise


class Group(click.Group):
    """A group whose commands may fail with a sentence, and whose modules are imported when they are wanted."""

    def __init__(self, *args: Any, modules: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        """Make a group.

        Args:
            args: As of click.Group.
            modules: Command to the module that has it under the same name: all together cost 20 ms.
            kwargs: As of click.Group.
        """
        super().__init__(*args, **kwargs)
        self._modules = modules or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self._modules})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self._modules and cmd_name not in self.commands:
            name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
            self.add_command(getattr(import_module(self._modules[cmd_name]), name), cmd_name)
        return super().get_command(ctx, cmd_name)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with _cleaned():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _cleaned():
                return super().invoke(ctx)
        except BadInput as error:
            click.echo(f"sisdex: {clean(str(error))}", err=True)
            ctx.exit(ExitStatus.BAD_INPUT)
        except CannotSave as error:
            click.echo(f"sisdex: {clean(str(error))}", err=True)
            ctx.exit(ExitStatus.NOT_SAVED)
        except BrokenPipeError:  # whoever reads has enough, as `head` has
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for stream in (sys.stdout, sys.stderr):  # what they still hold would fail again at the end
                os.dup2(nowhere, stream.fileno())
            ctx.exit(ExitStatus.DONE)


def examples(*lines: str) -> str:
    """Return the end of a help text: examples, each on a line of its own."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _remember(ctx: click.Context, parameter: click.Parameter, value: Path | None) -> None:
    name = str(parameter.name)
    told = ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
    if value is not None and (told or name not in ctx.meta):  # an option before the command outranks the environment
        ctx.meta[name] = value


def _set_color(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.meta["color"] = value
    wish = ctx.meta.get("color", "auto")
    ctx.color = {"always": True, "never": False}.get(wish, False if os.environ.get("NO_COLOR") else None)


def common_options(command: F) -> F:
    """Let a command be told which files to use, and whether to use colours."""
    command = click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        callback=_set_color,
        expose_value=False,
        help="Colours: by itself on a terminal only, and not where NO_COLOR is set.",
    )(command)
    for name, what in (
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
            help=what,
        )(command)
    return command


def open_catalog(ctx: click.Context) -> tuple[Catalog, list[str]]:
    """Read the dictionary that the command was told, the installed one or the shipped one; say what was refused."""
    told = ctx.meta.get("catalog")
    return (opening.load(told), []) if told else opening.load_usual(notebook_path(ctx))


def catalog_path(ctx: click.Context) -> Path:
    """Return the dictionary that the command was told, the installed one or the shipped one."""
    return ctx.meta.get("catalog") or opening.usual_path(notebook_path(ctx))


def config_path(ctx: click.Context) -> Path:
    """Return the settings' file that the command was told, or the usual one, which may be missing."""
    return ctx.meta.get("config") or _usual("config") / "config.toml"


def notebook_path(ctx: click.Context) -> Path:
    """Return the notebook's file that the command was told, or the usual one, which may be missing."""
    return ctx.meta.get("notebook") or _usual("data") / "notebook.json"


def read_settings(ctx: click.Context) -> Loaded:
    """Read the settings, with those keys only that can be used."""
    loaded = settings.load(config_path(ctx), os.environ)
    if loaded.settings.keys:
        from tui.commands import keymap  # 5 ms, and few desks give commands other keys

        loaded = keymap.checked(loaded)
    if loaded.settings.replies:
        from tui.render.reply import template_problem  # few desks word their replies themselves

        problems = [
            f"{loaded.origins[f'replies.{audience}']}: replies.{audience} {problem}; the usual wording is used."
            for audience, template in loaded.settings.replies.items()
            if (problem := template_problem(template))
        ]
        loaded = msgspec.structs.replace(loaded, warnings=(*loaded.warnings, *problems))
    return loaded


def home_vendors(catalog: Catalog, loaded: Loaded) -> tuple[tuple[str, ...], list[str]]:
    """Return the ids of the desk's own vendors, and a sentence for each name that is none."""
    found = {name: catalog.find_vendor(name) for name in loaded.settings.home}
    return tuple(vendor.id for vendor in found.values() if vendor), [
        f"{loaded.origins['home']}: home: no vendor is called {name!r}; it was passed over."
        for name, vendor in found.items()
        if vendor is None
    ]


def open_desk(ctx: click.Context) -> Desk:
    """Read the files the command was told, or the usual ones."""
    loaded = read_settings(ctx)
    catalog, refused = open_catalog(ctx)
    notebook = Notebook(notebook_path(ctx))
    home, unknown = home_vendors(with_custom_codes(catalog, notebook.snapshot), loaded)
    warnings = (*loaded.warnings, *refused, *unknown)
    return Desk(catalog, notebook, loaded.settings, home=home, warnings=warnings)


def _usual(kind: str) -> Path:
    import platformdirs  # 10 ms, not needed when the files are named

    return Path(platformdirs.user_config_dir("sisdex") if kind == "config" else platformdirs.user_data_dir("sisdex"))


def find_vendor(catalog: Catalog, name: str | None) -> str | None:
    """Return the id of the vendor that is called so; None for no name.

    Raises:
        click.BadParameter: There is none; the text names those there are.
    """
    if name is None:
        return None
    vendor = catalog.find_vendor(name)
    if vendor is None:
        known = ", ".join(vendor.id if "/" not in vendor.id else vendor.name for vendor in catalog.vendors)
        raise click.BadParameter(f"no vendor is called {clean(name)!r}; there are {known}.", param_hint="--vendor")
    return vendor.id


def find_entry(desk: Desk, entry_id: str) -> Entry:
    """Return the entry with this id.

    Raises:
        BadInput: There is none; the text names the nearest.
    """
    entry = desk.catalog.entry(entry_id)
    if entry is None:
        from rapidfuzz import fuzz, process

        ids = [entry.id for entry in desk.catalog.entries]
        near = process.extract(entry_id, ids, scorer=fuzz.ratio, processor=fold, score_cutoff=60, limit=3)
        hint = f" Nearest: {', '.join(each for each, _, _ in near)}." if near else " sisdex search lists the ids."
        raise BadInput(f"There is no entry {entry_id!r}.{hint}")
    return entry


def open_notebook(ctx: click.Context) -> Notebook:
    """Read the notebook that the command was told, or the usual one; say what was set right."""
    desk = open_desk(ctx)
    warn(desk)
    return desk.notebook


def find_record(records: Sequence[Kept], uid: str, what: str) -> Kept:
    """Return the record whose id begins so.

    Args:
        records: All of the kind.
        uid: The id, or as much of it as no other begins with.
        what: The kind in a word, which is also its command.

    Raises:
        BadInput: None does, or several do.
    """
    found = _beginning(records, uid)
    if len(found) != 1:
        many = f"{len(found)} {what}s begin with" if found else f"There is no {what}"
        raise BadInput(f"{many} {clean(uid)!r}. sisdex {what} list shows the ids.")
    return found[0]


def choose_to_purge(records: Sequence[Kept], uid: str, what: str, sure: bool) -> str:
    """Return the whole id of the record to purge, once the agent agreed twice.

    Args:
        records: All of the kind.
        uid: The beginning of its id; the whole one where the notebook no longer holds it, but copies may.
        what: The kind in a word.
        sure: Do not ask.

    Raises:
        BadInput: No id begins so, or several do.
        click.Abort: The agent did not agree.
    """
    if len(uid) < _WHOLE_UID and not _beginning(records, uid):
        raise BadInput(f"There is no {what} {clean(uid)!r}. To clear the copies of a removed one, give its whole id.")
    standing = find_record(records, uid, what) if _beginning(records, uid) else None
    if not sure:
        named = f"the {what} on {standing.title}" if standing else f"all copies of {what} {uid}"
        click.confirm(f"Purge {clean(named)}? It cannot be undone", abort=True, err=True)
        click.confirm("Every backup loses it, too. Purge", abort=True, err=True)
    return standing.uid if standing else uid


def _beginning(records: Sequence[Kept], uid: str) -> list[Kept]:
    return [each for each in records if uid and each.uid.startswith(uid)]  # an unset variable of a script means none


def stdin_text() -> str:
    """Read all of standard input, whatever bytes come."""
    return sys.stdin.buffer.read().decode("utf-8-sig", errors="replace")


def argument_text(text: str) -> str:
    """Return a text from the command line, or from standard input where - stands for it."""
    return clean(stdin_text() if text == "-" else text)


def aligned(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Write rows out in columns, as wide as their longest cell."""
    cells = [[clean(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def print_json(value: object) -> None:
    """Print records as JSON that a person can read, too."""
    click.echo(clean(msgspec.json.format(msgspec.json.encode(value)).decode()))


def warn(desk: Desk) -> None:
    """Say on standard error what was passed over or set right."""
    for warning in desk.warnings:
        click.echo(f"sisdex: {clean(warning)}", err=True)
