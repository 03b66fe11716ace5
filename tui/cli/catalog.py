"""The commands for catalogs: check a file, compare editions, install one, go back to the shipped one."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store.catalog import opening
from store.core.text import clean, one_line
from store.core.wording import counted
from store.notebook.notebook import Notebook
from tui.cli.groups import examples
from tui.cli.opening import catalog_path, notebook_path, open_catalog
from tui.cli.options import common_options, json_option
from tui.cli.output import ExitStatus, print_json, say, warn

if TYPE_CHECKING:  # difflib: 5 ms, which only these commands need
    from store.catalog.editions import Change, Difference, Field, Kind, Table, Words

_WORDS: "dict[Kind, str]" = {
    "added": "added",
    "changed": "changed",
    "dropped": "dropped",
    "renamed": "probably renamed",
}
"""What people read for each kind of change."""
_MOST_NAMED = 5
"""The most ids that one sentence lists."""


@click.group(epilog=examples("sisdex catalog import newer.json --dry-run"))
def catalog() -> None:
    """Check, compare and install editions of the dictionary."""


@catalog.command(epilog=examples("sisdex catalog check", "sisdex catalog check --json newer.json"))
@click.argument("file", type=click.Path(path_type=Path), required=False)
@json_option()
@common_options
@click.pass_context
def check(ctx: click.Context, file: Path | None, as_json: bool) -> None:
    """List every problem in a catalog, with its place in the file.

    Without FILE, check the catalog in use.
    """
    path = file or catalog_path(ctx)
    faults = opening.check(path)
    if as_json:
        print_json([fault._asdict() for fault in faults])
    else:
        for fault in faults:
            click.echo(one_line(clean(str(fault))))
    if faults:
        say(f"{counted(len(faults), 'problem')} in {path}.")
        ctx.exit(ExitStatus.BAD_INPUT)
    say(f"{path} has no problems.")


@catalog.command(epilog=examples("sisdex catalog diff newer.json", "sisdex catalog diff --json"))
@click.argument("file", type=click.Path(path_type=Path), required=False)
@json_option("Print one JSON object.")
@common_options
@click.pass_context
def diff(ctx: click.Context, file: Path | None, as_json: bool) -> None:
    """Show what another catalog changes.

    FILE (or the shipped catalog, without FILE) is compared with the catalog in use. Changed texts are shown as
    [-old words-] {+new words+}.
    """
    from store.catalog import editions

    in_use, warnings = open_catalog(ctx)
    warn(warnings)
    difference = editions.compare(in_use, opening.load(file or opening.shipped_path()))
    if as_json:
        print_json(difference)
        return
    for change in difference.changes:
        click.echo(_heading(change))
        for field in change.fields:
            for line in _field_lines(field):
                click.echo(f"    {line}")
    say(_summary(difference))


@catalog.command("import", epilog=examples("sisdex catalog import newer.json --dry-run"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--keep-ids", is_flag=True, help="Let probably renamed entries keep their old ids, and so their notes.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and install nothing.")
@common_options
@click.pass_context
def import_catalog(ctx: click.Context, file: Path, keep_ids: bool, dry_run: bool) -> None:
    """Install a catalog for this desk.

    A FILE with problems, or larger than 64 MB, is refused as a whole. Notes, cases and bookmarks stay. The catalog
    that was installed before is saved as catalog.json.prev.
    """
    from store.catalog import editions

    notebook = Notebook(notebook_path(ctx))
    in_use, warnings = opening.load_usual(notebook.path)
    warn(warnings)
    new = opening.load(file)
    old_ids = editions.probably_renamed(in_use, new) if keep_ids else {}
    new = editions.with_ids(new, old_ids)
    difference = editions.compare(in_use, new)
    for change in difference.changes:
        click.echo(_heading(change))
    say(_summary(difference))
    for new_id, old_id in old_ids.items():
        say(f"{new_id} keeps its old id, {old_id}.")
    for sentence in _left_without_entry(difference, notebook):
        say(sentence)
    path = opening.installed_path(notebook.path)
    if difference.is_none and not warnings:
        return
    if dry_run:
        say("Nothing was installed.")
        return
    editions.install(path, new)
    say(f"Installed as {path}. If the app is open, restart it. sisdex catalog reset goes back.")
    if named := ctx.meta.get("catalog"):
        say(f"But {named} is used instead, because --catalog or SISDEX_CATALOG names it.")


@catalog.command(epilog=examples("sisdex catalog reset"))
@common_options
@click.pass_context
def reset(ctx: click.Context) -> None:
    """Go back to the shipped catalog.

    The installed one is saved as catalog.json.prev.
    """
    from store.catalog import editions

    path = opening.installed_path(notebook_path(ctx))
    if editions.reset(path):
        say(f"The shipped catalog is in use again. The installed one is saved as {editions.before(path)}.")
    else:
        say("No catalog is installed; the shipped one is already in use.")


def _heading(change: "Change") -> str:
    was = f"{change.was} -> " if change.was else ""
    return clean(f"{_WORDS[change.kind]:<8}  {was}{change.id}  {change.title}")


def _field_lines(field: "Field") -> Iterator[str]:
    place = clean(field.place)
    if any(sign == "=" for sign, _ in field.words):
        yield f"{place}: " + " ".join(_inline(words) for words in field.words)
    else:
        for sign, text in field.words:
            yield _colored(sign, f"{sign} {place}: {clean(text)}")


def _inline(words: "Words") -> str:
    sign, text = words
    if sign == "=":
        return clean(text)
    return _colored(sign, f"[-{clean(text)}-]" if sign == "-" else f"{{+{clean(text)}+}}")


def _colored(sign: str, text: str) -> str:
    return click.style(text, fg="red" if sign == "-" else "green")


def _summary(difference: "Difference") -> str:
    old, new = difference.old_edition, difference.new_edition
    if difference.is_none:
        return f"Both catalogs are the same (edition {new})."
    vendors, entries = _counts(difference, "vendors"), _counts(difference, "entries") or "no changes"
    codes = f"; codes: {counts}" if (counts := _counts(difference, "codes")) else ""
    order = ", in another order" if difference.reordered else ""
    older = " (which is older)" if opening.is_older(new, old) else ""
    vendors = f"vendors: {vendors}; " if vendors else ""
    return f"From edition {old} to {new}{older}, {vendors}entries: {entries}{codes}{order}."


def _counts(difference: "Difference", table: "Table") -> str:
    """Return how many records of a table changed in which way, for example "2 added, 1 changed"; empty if none did."""
    counts = Counter(change.kind for change in difference.changes if change.table == table)
    return ", ".join(f"{counts[kind]} {word}" for kind, word in _WORDS.items() if counts[kind])


def _left_without_entry(difference: "Difference", notebook: Notebook) -> list[str]:
    """Return sentences about entries with notes, cases or bookmarks that the new catalog lacks, and what to do."""
    marked = {entry_id for entry_id, _ in notebook.snapshot.titles}
    entries = [change for change in difference.changes if change.table == "entries"]
    gone = {change.was or change.id for change in entries if change.kind in ("dropped", "renamed")}
    left = sorted(marked & gone)
    sentences = []
    if left:
        more = f" and {len(left) - _MOST_NAMED} more" if len(left) > _MOST_NAMED else ""
        sentences.append(
            f'Your notes, cases and bookmarks on {", ".join(left[:_MOST_NAMED])}{more} stay, under "Not in this'
            ' dictionary". sisdex note move moves them to another entry.'
        )
    if any(change.kind == "renamed" for change in difference.changes):
        sentences.append("With --keep-ids, renamed entries keep their old ids, and so your notes, cases and bookmarks.")
    return sentences
