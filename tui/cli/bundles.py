"""The commands export and import: a notebook as a bundle for another desk, or as a handbook or table for people."""

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
from tui.cli.groups import examples
from tui.cli.opening import open_desk
from tui.cli.options import common_options, json_option
from tui.cli.output import print_json, say
from tui.desk.desk import Desk

Format = Literal["json", "markdown", "csv"]

_SUFFIXES: Mapping[str, Format] = {".json": "json", ".md": "markdown", ".markdown": "markdown", ".csv": "csv"}
_NOUNS = {
    "bookmarks": "bookmark",
    "notes": "note",
    "cases": "case",
    "entries": "custom code",
    "vendors": "custom vendor",
}
_RESULTS: Mapping[str, str] = {
    "added": "new",
    "changed": "changed in the bundle",
    "kept_both": "changed in both, so both were kept",
    "removed": "removed in the bundle",
    "refused": "skipped, because removed here",
    "same": "nothing new",
}
"""What people read for each field of an import's summary."""


@click.command(
    "export", epilog=examples("sisdex export desk.json", "sisdex export handbook.md", "sisdex export cases.csv")
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
@click.option("--format", "chosen", type=click.Choice(get_args(Format)), help="The format, whatever FILE ends with.")
@click.option(
    "--no-redact", "no_mask", is_flag=True, help="Don't mask e-mail addresses, phone numbers and long numbers."
)
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
@common_options
@click.pass_context
def export(ctx: click.Context, file: Path, chosen: Format | None, no_mask: bool, force: bool) -> None:
    """Write the notebook as a bundle (.json), a handbook (.md) or a table of cases (.csv). With -, print it.

    A bundle has everything, for sisdex import. The other formats mask e-mail addresses, phone numbers and runs of 5 or
    more digits, except tickets, sections, assignments and request ids.
    """
    format_ = chosen or ("json" if str(file) == "-" else _SUFFIXES.get(file.suffix.lower()))
    if format_ is None:
        raise click.UsageError(
            f"Unknown format: {clean(file.name)!r} doesn't end in .json, .md or .csv. Rename it or use --format."
        )
    if no_mask and format_ == "json":
        raise click.UsageError("--no-redact only works with Markdown and CSV: a bundle is never masked.")
    desk = open_desk(ctx)
    data, summary = _exported(desk, format_, no_mask)
    if str(file) == "-":
        click.echo(data, nl=False)
    else:
        _require_free(file, desk.notebook.path, force)
        atomic.replace(file, data)
    click.echo(summary, err=True)


@click.command("import", epilog=examples("sisdex import --dry-run desk.json", "sisdex import desk.json"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@json_option("Print the summary as one JSON object.")
@common_options
@click.pass_context
def import_(ctx: click.Context, file: Path, dry_run: bool, as_json: bool) -> None:
    """Merge a bundle into the notebook, all of it or nothing. sisdex undo reverts it.

    The later version of a record wins. If a record was changed on both sides, both versions are kept.
    """
    desk = open_desk(ctx)
    try:
        bundle = bundle_file.read(file)
    except BadInput as error:
        raise BadInput(f"{error} Nothing was imported.") from error
    summary = merging.merged(bundle_file.state_of(desk.notebook), bundle)[1]
    if not as_json:
        click.echo(_summarized(summary))
    if not dry_run:
        done = merging.import_bundle(desk.notebook, bundle, file.name)
        if done != summary and not as_json:
            click.echo(f"Another terminal saved in the meantime. What was imported:\n{_summarized(done)}")
        summary = done
    if as_json:
        print_json({"file": str(file), "dry_run": dry_run, **msgspec.to_builtins(summary)})
    if dry_run:
        say("Dry run: nothing was changed.")
    else:
        say("Imported. sisdex undo reverts it." if summary.changes else "Nothing was changed.")


def _exported(desk: Desk, format_: Format, no_mask: bool) -> tuple[bytes, str]:
    """Return the bytes of an export, and what the agent has to know about it."""
    if format_ == "json":
        return _exported_bundle(desk)
    from tui.render.handbook import cases_csv, handbook_markdown, heading  # csv, which bundles don't need

    masker = Masker([case.ticket for case in desk.notebook.snapshot.all_cases])
    mask = unmasked if no_mask else masker.mask
    now = desk.notebook.now().astimezone()
    lines = list(cases_csv(desk, mask) if format_ == "csv" else handbook_markdown(desk, mask, now))
    if no_mask:
        summary = f"Nothing is masked. {NOTICE}"
    else:
        masked = ", ".join(counted(number, kind) for kind, number in masker.masked.items())
        summary = f"Masked: {masked or 'nothing'}. Names are not masked, so read it before you share it."
    if format_ == "markdown":
        lines = [*heading(now, summary), *lines]
    return "".join(f"{line}\n" for line in lines).encode(), summary


def _exported_bundle(desk: Desk) -> tuple[bytes, str]:
    data = bundle_file.encode(desk.notebook)
    counts = {table: len(records) for table, records in bundle_file.state_of(desk.notebook).items()}
    too_large = (
        f" It is too large to import: the limit is {bundle_file.MAX_BYTES:,} bytes."
        if len(data) > bundle_file.MAX_BYTES
        else ""
    )
    contents = _listed(counts) or "an empty notebook"
    return data, f"Bundle of {contents}, {len(data):,} bytes. {NOTICE}{too_large}"


def _require_free(file: Path, notebook: Path, force: bool) -> None:
    """Refuse to overwrite a file without --force, and the files of sisdex itself in any case."""
    real, own = file.resolve(), notebook.resolve()
    for reserved in (own, installed_path(own)):
        if real == reserved or str(real).startswith(f"{reserved}."):
            raise click.UsageError(f"{clean(str(file))} belongs to sisdex itself. Choose another file.")
    if not (file.exists() or file.is_symlink()):
        return
    if not file.is_file():
        raise click.UsageError(f"{clean(str(file))} is not a file that can be replaced. Use - for standard output.")
    if not force:
        raise click.UsageError(
            f"{clean(str(file))} already exists and was left unchanged. Use --force to overwrite it."
        )


def _summarized(summary: Summary) -> str:
    lines = [
        f"{result}: {_listed(getattr(summary, name))}" for name, result in _RESULTS.items() if getattr(summary, name)
    ]
    if summary.cleaned:
        lines.append(f"control characters made visible: {counted(summary.cleaned, 'text')}")
    return "\n".join(lines) or "The bundle is empty."


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(counted(counts[table], noun) for table, noun in _NOUNS.items() if counts.get(table))
