"""The commands of the notebook: note, bookmark and undo."""

import click

from store.core.errors import BadInput, CannotUndo
from store.core.models import Note
from store.core.text import clean, fold, one_line
from store.notebook import purge
from store.notebook.notebook import Snapshot
from tui.cli import completers
from tui.cli.common import (
    SHOWN_UID,
    argument_text,
    choose_to_purge,
    common_options,
    examples,
    find_entry,
    find_record,
    open_desk,
    open_notebook,
    print_json,
    warn,
)
from tui.render.purge_report import report


@click.group(
    epilog=examples("sisdex note add skyward/invalid-request 'Ridgeview: fixed by a new token' --tag ridgeview")
)
def note() -> None:
    """Add, change, list and remove notes."""


@note.command("add", epilog=examples("pbpaste | sisdex note add skyward/invalid-request -"))
@click.argument("entry_id", metavar="ENTRY", shell_complete=completers.entries)
@click.argument("text")
@click.option(
    "--tag", "tags", multiple=True, shell_complete=completers.tags, help="A tag; may be given more than once."
)
@common_options
@click.pass_context
def add_note(ctx: click.Context, entry_id: str, text: str, tags: tuple[str, ...]) -> None:
    """Write a note on an entry; - reads its text from standard input."""
    desk = open_desk(ctx)
    warn(desk)
    entry = find_entry(desk, clean(entry_id))
    kept = desk.notebook.save_note(entry, _note_text(text), [tag.lstrip("#") for tag in tags])
    click.echo(kept.uid[:SHOWN_UID])
    click.echo(f"Note added: {entry.title}", err=True)


@note.command("edit", epilog=examples("sisdex note edit 3f2a91c0 'Ridgeview: renewed on 14 Nov' --tag ridgeview"))
@click.argument("uid", shell_complete=completers.notes)
@click.argument("text")
@click.option(
    "--tag", "tags", multiple=True, shell_complete=completers.tags, help="Its tags from now on; without one, they stay."
)
@common_options
@click.pass_context
def edit_note(ctx: click.Context, uid: str, text: str, tags: tuple[str, ...]) -> None:
    """Give a note another text; - reads it from standard input."""
    notebook = open_notebook(ctx)
    standing = find_record(_notes(notebook.snapshot), uid, "note")
    entry = open_desk(ctx).catalog.entry(standing.entry)
    if entry is None:
        raise BadInput(f"Note {uid} is on {standing.entry!r}, which is in no dictionary. Move it first.")
    kept = notebook.save_note(entry, _note_text(text), [tag.lstrip("#") for tag in tags] or standing.tags, standing)
    click.echo(kept.uid[:SHOWN_UID])


@note.command("list", epilog=examples("sisdex note list", "sisdex note list --tag ridgeview --json"))
@click.argument("entry_id", metavar="[ENTRY]", required=False, shell_complete=completers.entries)
@click.option("--tag", shell_complete=completers.tags, help="Only notes with this tag.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@common_options
@click.pass_context
def list_notes(ctx: click.Context, entry_id: str | None, tag: str | None, as_json: bool) -> None:
    """List notes, the one changed last first."""
    notes = [
        each
        for each in _notes(open_notebook(ctx).snapshot)
        if entry_id in (None, each.entry) and (tag is None or fold(tag.lstrip("#")) in [fold(own) for own in each.tags])
    ]
    if as_json:
        print_json(notes)
        return
    for each in notes:
        tags = "".join(f" #{own}" for own in each.tags)
        click.echo(clean(f"{each.uid[:SHOWN_UID]}  {each.entry}  {one_line(each.text)}{tags}"))
    if not notes:
        click.echo("No notes. sisdex note add ENTRY TEXT writes one.", err=True)


@note.command("remove", epilog=examples("sisdex note remove 3f2a91c0"))
@click.argument("uid", shell_complete=completers.notes)
@common_options
@click.pass_context
def remove_note(ctx: click.Context, uid: str) -> None:
    """Remove a note; sisdex undo brings it back."""
    notebook = open_notebook(ctx)
    if not notebook.remove_note(find_record(_notes(notebook.snapshot), uid, "note")):
        raise BadInput(f"Note {clean(uid)} was changed by another terminal just now, and is kept.")
    click.echo("Note removed. sisdex undo brings it back.", err=True)


@note.command("move", epilog=examples("sisdex note move aeries/old-name aeries/invalid-assignment-id"))
@click.argument("from_id", metavar="FROM")
@click.argument("to_id", metavar="TO", shell_complete=completers.entries)
@common_options
@click.pass_context
def move_notes(ctx: click.Context, from_id: str, to_id: str) -> None:
    """Hang the notes, cases and bookmark of one entry on another, say of one that the dictionary no longer holds."""
    desk = open_desk(ctx)
    warn(desk)
    moved = desk.notebook.move_notes(clean(from_id), find_entry(desk, clean(to_id)))
    click.echo(f"Notes and cases moved: {moved}.", err=True)


@note.command("purge", epilog=examples("sisdex note purge 3f2a91c0"))
@click.argument("uid", shell_complete=completers.notes)
@click.option("--yes", is_flag=True, help="Do not ask.")
@common_options
@click.pass_context
def purge_note(ctx: click.Context, uid: str, yes: bool) -> None:
    """Remove a note and every copy of it: earlier versions, backups, drafts, undo."""
    notebook = open_notebook(ctx)
    purged = purge.purge_record(notebook, "notes", choose_to_purge(_notes(notebook.snapshot), uid, "note", yes))
    click.echo(report(purged), err=True)


@click.group(epilog=examples("sisdex bookmark add skyward/invalid-request"))
def bookmark() -> None:
    """Add, remove and list bookmarks."""


@bookmark.command("add", epilog=examples("sisdex bookmark add skyward/invalid-request"))
@click.argument("entry_id", metavar="ENTRY", shell_complete=completers.entries)
@common_options
@click.pass_context
def add_bookmark(ctx: click.Context, entry_id: str) -> None:
    """Bookmark an entry."""
    desk = open_desk(ctx)
    warn(desk)
    desk.notebook.set_bookmark(find_entry(desk, clean(entry_id)), True)


@bookmark.command("remove", epilog=examples("sisdex bookmark remove skyward/invalid-request"))
@click.argument("entry_id", metavar="ENTRY", shell_complete=completers.entries)
@common_options
@click.pass_context
def remove_bookmark(ctx: click.Context, entry_id: str) -> None:
    """Take the bookmark of an entry away."""
    desk = open_desk(ctx)
    warn(desk)
    desk.notebook.set_bookmark(find_entry(desk, clean(entry_id)), False)


@bookmark.command("list", epilog=examples("sisdex bookmark list --json"))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@common_options
@click.pass_context
def list_bookmarks(ctx: click.Context, as_json: bool) -> None:
    """List bookmarks, oldest first."""
    bookmarks = list(open_notebook(ctx).snapshot.bookmarks.values())
    if as_json:
        print_json(bookmarks)
        return
    for each in bookmarks:
        click.echo(clean(f"{each.entry}  {each.title}"))
    if not bookmarks:
        click.echo("No bookmarks. sisdex bookmark add ENTRY makes one.", err=True)


@click.command(epilog=examples("sisdex undo", "sisdex undo --json"))
@click.option("--json", "as_json", is_flag=True, help="Print what was undone as one JSON object.")
@common_options
@click.pass_context
def undo(ctx: click.Context, as_json: bool) -> None:
    """Undo the last change of the notebook; again for the one before it."""
    try:
        undone = open_notebook(ctx).undo()
    except CannotUndo as error:
        if error.text:
            click.echo(error.text)
            click.echo("sisdex: What undoing would have brought back stands on standard output.", err=True)
        raise
    if as_json:
        print_json({"undone": undone or None})
    else:
        click.echo(f"Undone: {clean(undone)}" if undone else "There is nothing to undo.", err=True)


def _notes(snapshot: Snapshot) -> list[Note]:
    return sorted(snapshot.all_notes, key=lambda note: note.changed, reverse=True)


def _note_text(text: str) -> str:
    told = argument_text(text)
    if not told.strip():
        raise BadInput("The note is empty; nothing was changed. sisdex note remove removes one.")
    return told
