"""Opens the desk's files for a command: dictionary, notebook and settings, as its options name them."""

import os
from pathlib import Path

import click
import msgspec

from store.catalog import opening
from store.catalog.opening import Catalog
from store.core.errors import BadInput
from store.core.models import Entry
from store.core.text import clean, fold
from store.notebook.custom_codes import with_custom_codes
from store.notebook.notebook import Notebook
from store.preferences import settings
from store.preferences.settings import Loaded
from tui.cli.output import warn
from tui.desk.desk import Desk


def catalog_path(ctx: click.Context) -> Path:
    """Return the path of the dictionary: the one of the option, else the installed one, else the shipped one."""
    return ctx.meta.get("catalog") or opening.usual_path(notebook_path(ctx))


def config_path(ctx: click.Context) -> Path:
    """Return the path of the settings file, which may be missing."""
    return ctx.meta.get("config") or _usual("config") / "config.toml"


def notebook_path(ctx: click.Context) -> Path:
    """Return the path of the notebook, which may be missing."""
    return ctx.meta.get("notebook") or _usual("data") / "notebook.json"


def open_catalog(ctx: click.Context) -> tuple[Catalog, list[str]]:
    """Read the dictionary; return it with a sentence for each catalog that could not be used."""
    named = ctx.meta.get("catalog")
    return (opening.load(named), []) if named else opening.load_usual(notebook_path(ctx))


def read_settings(ctx: click.Context) -> Loaded:
    """Read the settings, with a warning for every key and reply template that can't be used."""
    loaded = settings.load(config_path(ctx), os.environ)
    if loaded.settings.keys:
        from tui.commands import keymap  # 5 ms, and few desks remap keys

        loaded = keymap.checked(loaded)
    if loaded.settings.replies:
        from tui.render.reply import template_problem  # few desks write their own replies

        problems = [
            f"{loaded.origins[f'replies.{audience}']}: replies.{audience} {problem}; the default reply is used."
            for audience, template in loaded.settings.replies.items()
            if (problem := template_problem(template))
        ]
        loaded = msgspec.structs.replace(loaded, warnings=(*loaded.warnings, *problems))
    return loaded


def home_vendors(catalog: Catalog, loaded: Loaded) -> tuple[tuple[str, ...], list[str]]:
    """Return the ids of the home vendors, and a sentence for each name that no vendor has."""
    vendors = {name: catalog.find_vendor(name) for name in loaded.settings.home}
    return tuple(vendor.id for vendor in vendors.values() if vendor), [
        f"{loaded.origins['home']}: home: unknown vendor {name!r}; ignored."
        for name, vendor in vendors.items()
        if vendor is None
    ]


def open_desk(ctx: click.Context, *, quiet: bool = False) -> Desk:
    """Read the dictionary, the notebook and the settings.

    Args:
        ctx: The command's context, with its options.
        quiet: Leave the warnings in `Desk.warnings`, without printing them.
    """
    loaded = read_settings(ctx)
    catalog, refused = open_catalog(ctx)
    notebook = Notebook(notebook_path(ctx))
    home, unknown = home_vendors(with_custom_codes(catalog, notebook.snapshot), loaded)
    desk = Desk(catalog, notebook, loaded.settings, home=home, warnings=(*loaded.warnings, *refused, *unknown))
    if not quiet:
        warn(desk.warnings)
    return desk


def find_vendor(catalog: Catalog, name: str | None) -> str | None:
    """Return the id of the vendor with this name, short name, alias or id; None for no name.

    Raises:
        click.BadParameter: No vendor has it; the text lists the vendors.
    """
    if name is None:
        return None
    vendor = catalog.find_vendor(name)
    if vendor is None:
        known = ", ".join(vendor.id if "/" not in vendor.id else vendor.name for vendor in catalog.vendors)
        raise click.BadParameter(f"unknown vendor {clean(name)!r}; choose from {known}.", param_hint="--vendor")
    return vendor.id


def find_entry(desk: Desk, entry_id: str) -> Entry:
    """Return the entry with this id.

    Raises:
        BadInput: There is none; the text names the nearest.
    """
    entry = desk.catalog.entry(clean(entry_id))
    if entry is None:
        from rapidfuzz import fuzz, process

        ids = [entry.id for entry in desk.catalog.entries]
        nearest = process.extract(entry_id, ids, scorer=fuzz.ratio, processor=fold, score_cutoff=60, limit=3)
        names = ", ".join(name for name, _, _ in nearest)
        hint = f"Nearest: {names}." if names else "sisdex search lists the ids."
        raise BadInput(f"There is no entry {clean(entry_id)!r}. {hint}")
    return entry


def _usual(kind: str) -> Path:
    import platformdirs  # 10 ms, not needed when the files are named

    return Path(platformdirs.user_config_dir("sisdex") if kind == "config" else platformdirs.user_data_dir("sisdex"))
