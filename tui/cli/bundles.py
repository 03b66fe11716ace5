"""The commands that carry the notebook from one desk to another, and to readers without one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

import click
import msgspec

from store.catalog.opening import installed_path
from store.core.errors import BadInput
from store.core.masking import Masker, unmasked
from store.core.text import clean
from store.core.wording import counted
from store.files import atomic
from store.notebook import bundle_file, merging
from store.notebook.bundle_file import NOTICE
from store.notebook.merging import Summary
from tui.cli.common import common_options, examples, open_desk, print_json, warn
from tui.desk.desk import Desk

Format = Literal["json", "markdown", "csv"]

_SUFFIXES: Mapping[str, Format] = {".json": "json", ".md": "markdown", ".markdown": "markdown", ".csv": "csv"}
_NOUNS = {"bookmarks": "bookmark", "notes": "note", "cases": "case", "entries": "own code", "vendors": "own vendor"}
_SAID: Mapping[str, str] = {
    "added": "new",
    "changed": "changed there",
    "kept_both": "changed here and there, both kept",
    "removed": "removed there",
    "refused": "refused, as removed here",
    "same": "nothing new",
}


@click.command(
    "export", epilog=examples("sisdex export desk.json", "sisdex export handbook.md", "sisdex export cases.csv")
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
@click.option("--format", "wanted", type=click.Choice(get_args(Format)), help="Instead of what FILE ends with.")
@click.option(
    "--no-redact", "no_mask", is_flag=True, help="Markdown and CSV with e-mail addresses, phone and long numbers."
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@common_options
@click.pass_context
def export(ctx: click.Context, file: Path, wanted: Format | None, no_mask: bool, force: bool) -> None:
    """Write the notebook as a bundle (.json), a handbook (.md) or a table of cases (.csv); - is standard output.

    A bundle holds everything, for sisdex import. The others mask e-mail addresses, phone numbers and runs of 5 or more
    digits, but for tickets, sections, assignments and request ids.
    """
    form = wanted or ("json" if str(file) == "-" else _SUFFIXES.get(file.suffix.lower()))
    if form is None:
        raise click.UsageError(f"{clean(file.name)!r} ends with none of .json, .md and .csv: say --format.")
    if no_mask and form == "json":
        raise click.UsageError("--no-redact goes with Markdown and CSV: a bundle always holds everything.")
    desk = open_desk(ctx)
    warn(desk)
    data, said = _exported(desk, form, no_mask)
    if str(file) == "-":
        click.echo(data, nl=False)
    else:
        _require_free(file, desk.notebook.path, force)
        atomic.replace(file, data)
    click.echo(said, err=True)


@click.command("import", epilog=examples("sisdex import --dry-run desk.json", "sisdex import desk.json"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what it would do, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as one JSON object.")
@common_options
@click.pass_context
def import_(ctx: click.Context, file: Path, dry_run: bool, as_json: bool) -> None:
    """Merge a bundle into the notebook: all of it or nothing. sisdex undo takes it back.

    Of two versions of a record the later one stays; of one that was changed on both sides, both are kept.
    """
    desk = open_desk(ctx)
    warn(desk)
    try:
        bundle = bundle_file.read(file)
    except BadInput as error:
        raise BadInput(f"{error} Nothing was imported.") from error
    summary = merging.merged(bundle_file.state_of(desk.notebook), bundle)[1]
    if not as_json:
        click.echo(_told(summary))
    if not dry_run:
        done = merging.import_bundle(desk.notebook, bundle, file.name)
        if done != summary and not as_json:
            click.echo(f"Another terminal saved meanwhile; it became:\n{_told(done)}")
        summary = done
    if as_json:
        print_json({"file": str(file), "dry_run": dry_run, **msgspec.to_builtins(summary)})
    if dry_run:
        click.echo("Nothing was changed: this was a dry run.", err=True)
    else:
        click.echo("Imported. sisdex undo takes it back." if summary.changes else "Nothing was changed.", err=True)


def _exported(desk: Desk, form: Format, no_mask: bool) -> tuple[bytes, str]:
    """Return the bytes of an export, and what the agent has to know of it."""
    if form == "json":
        data = bundle_file.encode(desk.notebook)
        held = {table: len(records) for table, records in bundle_file.state_of(desk.notebook).items()}
        limit = bundle_file.MAX_BYTES
        more = f" No import reads more than {limit:,} bytes." if len(data) > limit else ""
        return data, f"Bundle of {_listed(held) or 'an empty notebook'}, {len(data):,} bytes. {NOTICE}{more}"
    from tui.render.handbook import case_lines, handbook_lines, heading  # csv: a bundle and an import need none of it

    masker = Masker([case.ticket for case in desk.notebook.snapshot.all_cases])
    mask = unmasked if no_mask else masker.mask
    now = desk.notebook.now().astimezone()
    lines = list(case_lines(desk, mask) if form == "csv" else handbook_lines(desk, mask, now))
    if no_mask:
        said = f"Nothing is masked. {NOTICE}"
    else:
        masked = ", ".join(counted(number, kind) for kind, number in masker.masked.items())
        said = f"Masked: {masked or 'nothing'}. Names are not: read it before you give it away."
    if form == "markdown":
        lines = [*heading(now, said), *lines]
    return "".join(f"{line}\n" for line in lines).encode(), said


def _require_free(file: Path, notebook: Path, force: bool) -> None:
    """Refuse to write over what is there, unless that is wanted; over the notebook and its copies in any case."""
    real, own = file.resolve(), notebook.resolve()
    for kept in (own, installed_path(own)):
        if real == kept or str(real).startswith(f"{kept}."):
            raise click.UsageError(f"{clean(str(file))} belongs to sisdex itself. Choose another file.")
    if not (file.exists() or file.is_symlink()):
        return
    if not file.is_file():
        raise click.UsageError(f"{clean(str(file))} is no file that could be replaced. - is standard output.")
    if not force:
        raise click.UsageError(f"{clean(str(file))} is there already, and was left as it is. --force writes over it.")


def _told(summary: Summary) -> str:
    lines = [f"{said}: {_listed(getattr(summary, name))}" for name, said in _SAID.items() if getattr(summary, name)]
    if summary.cleaned:
        lines.append(f"control characters made visible: {counted(summary.cleaned, 'text')}")
    return "\n".join(lines) or "The bundle is empty."


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(counted(counts[table], noun) for table, noun in _NOUNS.items() if counts.get(table))
