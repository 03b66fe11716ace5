"""The commands note, bookmark and undo."""

import click

from store.core.errors import BadInput, CannotUndo
from store.core.models import Bookmark, Note
from store.core.text import clean, fold, one_line
from store.notebook.notebook import Notebook, Snapshot
from tui.cli import completers, records
from tui.cli.groups import examples
from tui.cli.opening import find_entry, open_desk
from tui.cli.options import (
    argument_text,
    common_options,
    entry_argument,
    json_option,
    optional_entry_argument,
    yes_option,
)
from tui.cli.output import SHOWN_UID, print_json, print_list, say, warn
from tui.cli.records import find_record, report_saved

_uid_argument = click.argument("uid", shell_complete=completers.notes)


def _all_notes(snapshot: Snapshot) -> list[Note]:
    """Return all notes, the last changed first."""
    return sorted(snapshot.all_notes, key=lambda note: note.changed, reverse=True)


_NOTE = records.Kind("note", "notes", _all_notes, Notebook.remove_note)


@click.group(
    epilog=examples("sisdex note add skyward/invalid-request 'Ridgeview: fixed by a new token' --tag ridgeview")
)
def note() -> None:
    """Add, edit, list, move and remove notes."""


@note.command("add", epilog=examples("pbpaste | sisdex note add skyward/invalid-request -"))
@entry_argument
@click.argument("text")
@click.option("--tag", "tags", multiple=True, shell_complete=completers.tags, help="Add a tag; may be repeated.")
@common_options
@click.pass_context
def add_note(ctx: click.Context, entry_id: str, text: str, tags: tuple[str, ...]) -> None:
    """Add a note to an entry. With -, read its text from standard input."""
    desk = open_desk(ctx)
    entry = find_entry(desk, entry_id)
    saved = desk.notebook.save_note(entry, _note_text(text), [tag.lstrip("#") for tag in tags])
    report_saved(saved.uid[:SHOWN_UID], f"Note added: {entry.title}", kept_both=False)


@note.command("edit", epilog=examples("sisdex note edit 3f2a91c0 'Ridgeview: renewed on 14 Nov' --tag ridgeview"))
@_uid_argument
@click.argument("text")
@click.option(
    "--tag",
    "tags",
    multiple=True,
    shell_complete=completers.tags,
    help="Replace the tags; may be repeated. Without it, the tags stay.",
)
@common_options
@click.pass_context
def edit_note(ctx: click.Context, uid: str, text: str, tags: tuple[str, ...]) -> None:
    """Replace the text of a note. With -, read it from standard input."""
    desk = open_desk(ctx)
    editing = find_record(_NOTE, desk.notebook, uid)
    entry = desk.catalog.entry(editing.entry)
    if entry is None:
        raise BadInput(
            f"Note {uid} is on {editing.entry!r}, which this dictionary doesn't have, and was left unchanged."
            " Move it to another entry first: sisdex note move."
        )
    saved = desk.notebook.save_note(entry, _note_text(text), [tag.lstrip("#") for tag in tags] or editing.tags, editing)
    click.echo(saved.uid[:SHOWN_UID])


@note.command("list", epilog=examples("sisdex note list", "sisdex note list --tag ridgeview --json"))
@optional_entry_argument
@click.option("--tag", shell_complete=completers.tags, help="Only notes with this tag.")
@json_option()
@common_options
@click.pass_context
def list_notes(ctx: click.Context, entry_id: str | None, tag: str | None, as_json: bool) -> None:
    """List notes, the last changed first."""
    notes = [
        note
        for note in _all_notes(open_desk(ctx).notebook.snapshot)
        if entry_id in (None, note.entry) and (tag is None or fold(tag.lstrip("#")) in map(fold, note.tags))
    ]
    print_list(notes, as_json, _note_line, "No notes. sisdex note add ENTRY TEXT adds one.")


@note.command("remove", epilog=examples("sisdex note remove 3f2a91c0"))
@_uid_argument
@common_options
@click.pass_context
def remove_note(ctx: click.Context, uid: str) -> None:
    """Remove a note. sisdex undo brings it back."""
    records.remove(ctx, _NOTE, uid)


@note.command("move", epilog=examples("sisdex note move aeries/old-name aeries/invalid-assignment-id"))
@click.argument("from_id", metavar="FROM")
@click.argument("to_id", metavar="TO", shell_complete=completers.entries)
@common_options
@click.pass_context
def move_notes(ctx: click.Context, from_id: str, to_id: str) -> None:
    """Move the notes, cases and bookmark of an entry to another.

    FROM may be an entry that the dictionary no longer has.
    """
    desk = open_desk(ctx)
    moved = desk.notebook.move_notes(clean(from_id), find_entry(desk, to_id))
    say(f"Notes and cases moved: {moved}.")


@note.command("purge", epilog=examples("sisdex note purge 3f2a91c0"))
@_uid_argument
@yes_option
@common_options
@click.pass_context
def purge_note(ctx: click.Context, uid: str, yes: bool) -> None:
    """Erase a note and every copy of it for good: earlier versions, backups, drafts and undo."""
    records.purge_for_good(ctx, _NOTE, uid, ask=not yes)


@click.group(epilog=examples("sisdex bookmark add skyward/invalid-request"))
def bookmark() -> None:
    """Add, remove and list bookmarks."""


@bookmark.command("add", epilog=examples("sisdex bookmark add skyward/invalid-request"))
@entry_argument
@common_options
@click.pass_context
def add_bookmark(ctx: click.Context, entry_id: str) -> None:
    """Bookmark an entry."""
    desk = open_desk(ctx)
    desk.notebook.set_bookmark(find_entry(desk, entry_id), True)


@bookmark.command("remove", epilog=examples("sisdex bookmark remove skyward/invalid-request"))
@entry_argument
@common_options
@click.pass_context
def remove_bookmark(ctx: click.Context, entry_id: str) -> None:
    """Remove the bookmark of an entry."""
    desk = open_desk(ctx)
    desk.notebook.set_bookmark(find_entry(desk, entry_id), False)


@bookmark.command("list", epilog=examples("sisdex bookmark list --json"))
@json_option()
@common_options
@click.pass_context
def list_bookmarks(ctx: click.Context, as_json: bool) -> None:
    """List bookmarks, in the order of the app."""
    bookmarks = list(open_desk(ctx).notebook.snapshot.bookmarks.values())
    print_list(bookmarks, as_json, _bookmark_line, "No bookmarks. sisdex bookmark add ENTRY adds one.")


@click.command(epilog=examples("sisdex undo", "sisdex undo --json"))
@json_option("Print what was undone as one JSON object.")
@common_options
@click.pass_context
def undo(ctx: click.Context, as_json: bool) -> None:
    """Undo the last change to the notebook; run it again to undo the one before."""
    try:
        undone = open_desk(ctx).notebook.undo()
    except CannotUndo as error:
        if error.text:
            click.echo(error.text)
            warn(["The text that undo would have brought back is on standard output."])
        raise
    if as_json:
        print_json({"undone": undone or None})
    else:
        say(f"Undone: {undone}" if undone else "There is nothing to undo.")


def _note_line(note: Note) -> str:
    return f"{note.uid[:SHOWN_UID]}  {note.entry}  {one_line(note.text)}" + "".join(f" #{tag}" for tag in note.tags)


def _bookmark_line(bookmark: Bookmark) -> str:
    return f"{bookmark.entry}  {bookmark.title}"


def _note_text(text: str) -> str:
    note_text = argument_text(text)
    if not note_text.strip():
        raise BadInput("The note is empty; nothing was changed. To remove a note, use sisdex note remove.")
    return note_text
