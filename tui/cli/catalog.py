"""The commands of the dictionary: check a file, compare editions, install one, go back to the shipped one."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store.catalog import opening
from store.core.text import clean, one_line
from store.core.wording import counted
from store.notebook.notebook import Notebook
from tui.cli.common import (
    ExitStatus,
    catalog_path,
    common_options,
    examples,
    notebook_path,
    open_catalog,
    print_json,
)

if TYPE_CHECKING:  # difflib: 5 ms, which only these commands need
    from store.catalog.editions import Change, Difference, Field, Kind, Words

_WORDS: "dict[Kind, str]" = {
    "added": "added",
    "changed": "changed",
    "dropped": "dropped",
    "renamed": "probably renamed",
}
"""Kind of change, as it is said to people."""
_MOST_NAMED = 5
"""Ids that one sentence names."""


@click.group(epilog=examples("sisdex catalog import newer.json --dry-run"))
def catalog() -> None:
    """Check, compare and install editions of the dictionary."""


@catalog.command(epilog=examples("sisdex catalog check", "sisdex catalog check --json newer.json"))
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@common_options
@click.pass_context
def check(ctx: click.Context, file: Path | None, as_json: bool) -> None:
    """Name every fault of a catalog by its place.

    Without a FILE, of the catalog in use.
    """
    path = file or catalog_path(ctx)
    faults = opening.check(path)
    if as_json:
        print_json([fault._asdict() for fault in faults])
    else:
        for fault in faults:
            click.echo(one_line(clean(str(fault))))
    if faults:
        _tell(f"{counted(len(faults), 'fault')} in {path}.")
        ctx.exit(ExitStatus.BAD_INPUT)
    _tell(f"{path} has no fault.")


@catalog.command(epilog=examples("sisdex catalog diff newer.json", "sisdex catalog diff --json"))
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@common_options
@click.pass_context
def diff(ctx: click.Context, file: Path | None, as_json: bool) -> None:
    """Show what another catalog changes.

    FILE is compared with the catalog in use; without one, the shipped catalog is. Texts that differ stand as
    [-old words-] {+new words+}.
    """
    from store.catalog import editions

    in_use, warnings = open_catalog(ctx)
    _warn(warnings)
    difference = editions.compare(in_use, opening.load(file or opening.shipped_path()))
    if as_json:
        print_json(difference)
        return
    for change in difference.changes:
        click.echo(_heading(change))
        for field in change.fields:
            for line in _field_lines(field):
                click.echo(f"    {line}")
    _tell(_summary(difference))


@catalog.command("import", epilog=examples("sisdex catalog import newer.json --dry-run"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--keep-ids", is_flag=True, help="Give probably renamed entries their old ids, and so their notes.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@common_options
@click.pass_context
def import_catalog(ctx: click.Context, file: Path, keep_ids: bool, dry_run: bool) -> None:
    """Install a catalog for this desk.

    A FILE that is faulty or larger than 64 MB is refused as a whole. Notes, cases and bookmarks stay. What was
    installed before is kept as catalog.json.prev.
    """
    from store.catalog import editions

    notebook = Notebook(notebook_path(ctx))
    standing, warnings = opening.load_usual(notebook.path)
    _warn(warnings)
    wanted = opening.load(file)
    kept = editions.probably_renamed(standing, wanted) if keep_ids else {}
    wanted = editions.with_ids(wanted, kept)
    difference = editions.compare(standing, wanted)
    for change in difference.changes:
        click.echo(_heading(change))
    _tell(_summary(difference))
    for new_id, old_id in kept.items():
        _tell(f"{new_id} keeps its old id, {old_id}.")
    for sentence in _left_without_entry(difference, notebook):
        _tell(sentence)
    path = opening.installed_path(notebook.path)
    if difference.is_none and not warnings:
        return
    if dry_run:
        _tell("Nothing was installed.")
        return
    editions.install(path, wanted)
    _tell(f"Installed as {path}; an open app reads it when it starts again. sisdex catalog reset goes back.")
    if told := ctx.meta.get("catalog"):
        _tell(f"But {told} is read first: --catalog or SISDEX_CATALOG names it.")


@catalog.command(epilog=examples("sisdex catalog reset"))
@common_options
@click.pass_context
def reset(ctx: click.Context) -> None:
    """Go back to the shipped catalog.

    The installed one is kept as catalog.json.prev.
    """
    from store.catalog import editions

    path = opening.installed_path(notebook_path(ctx))
    if editions.reset(path):
        _tell(f"The shipped catalog is used again. The installed one is kept as {editions.before(path)}.")
    else:
        _tell("No catalog is installed: the shipped one is used already.")


def _tell(sentence: str) -> None:
    click.echo(clean(sentence), err=True)


def _warn(warnings: list[str]) -> None:
    for warning in warnings:
        _tell(f"sisdex: {warning}")


def _heading(change: "Change") -> str:
    was = f"{change.was} -> " if change.was else ""
    return clean(f"{_WORDS[change.kind]:<8}  {was}{change.id}  {change.title}")


def _field_lines(field: "Field") -> Iterator[str]:
    place = clean(field.place)
    if any(sign == "=" for sign, _ in field.words):
        yield f"{place}: " + " ".join(_inline(words) for words in field.words)
    else:
        for sign, text in field.words:
            yield _coloured(sign, f"{sign} {place}: {clean(text)}")


def _inline(words: "Words") -> str:
    sign, text = words
    if sign == "=":
        return clean(text)
    return _coloured(sign, f"[-{clean(text)}-]" if sign == "-" else f"{{+{clean(text)}+}}")


def _coloured(sign: str, text: str) -> str:
    return click.style(text, fg="red" if sign == "-" else "green")


def _summary(difference: "Difference") -> str:
    old, new = difference.old_edition, difference.new_edition
    if difference.is_none:
        return f"Both catalogs hold the same (edition {new})."
    counts = Counter(change.kind for change in difference.changes if change.table == "entries")
    said = [f"{counts[kind]} {word}" for kind, word in _WORDS.items() if counts[kind]]
    entries = f"of the entries, {', '.join(said)}" if said else "no entry differs"
    order = "; the order differs" if difference.reordered else ""
    older = ", which is older" if opening.is_older(new, old) else ""
    return f"From edition {old} to {new}{older}: {entries}{order}."


def _left_without_entry(difference: "Difference", notebook: Notebook) -> list[str]:
    """Say which entries go that the agent's notes, cases or bookmarks hang on, and what to do."""
    marked = {entry_id for entry_id, _ in notebook.snapshot.titles}
    gone = {change.was or change.id for change in difference.changes if change.kind in ("dropped", "renamed")}
    left = sorted(marked & gone)
    said = []
    if left:
        more = f" and {len(left) - _MOST_NAMED} more" if len(left) > _MOST_NAMED else ""
        said.append(
            f'Your notes, cases and bookmarks on {", ".join(left[:_MOST_NAMED])}{more} stay, under "Not in this'
            ' dictionary". sisdex note move hangs them on another entry.'
        )
    if any(change.kind == "renamed" for change in difference.changes):
        said.append("--keep-ids gives renamed entries their old ids, and they keep what hangs on them.")
    return said
