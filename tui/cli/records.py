"""What the commands for notes, cases and custom codes share: finding a record, removing and purging it."""

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

import click

from store.core.errors import BadInput
from store.core.models import Case, Note
from store.core.text import clean
from store.notebook import purge
from store.notebook.notebook import Notebook, Snapshot
from tui.cli.opening import open_desk
from tui.cli.output import say
from tui.render.purge_report import report

Saved = TypeVar("Saved", Note, Case)

_FULL_UID = len("00000000-0000-0000-0000-000000000000")


class Kind(NamedTuple, Generic[Saved]):
    """A kind of record that is known by its uid."""

    noun: str
    """The kind in a word, which is also the name of its commands."""
    table: str
    """Its table in the notebook."""
    all: Callable[[Snapshot], Sequence[Saved]]
    """Lists all records of the kind."""
    remove: Callable[[Notebook, Saved], bool]
    """Removes a record; returns False if another terminal changed it in the meantime."""


def find_record(kind: Kind[Saved], notebook: Notebook, uid: str) -> Saved:
    """Return a record by its id, or the beginning of its id if no other record has the same.

    Raises:
        BadInput: No id begins like that, or several do.
    """
    matches = _beginning(kind, notebook, uid)
    if len(matches) != 1:
        problem = f"{len(matches)} {kind.noun}s begin with" if matches else f"There is no {kind.noun}"
        raise BadInput(f"{problem} {clean(uid)!r}. sisdex {kind.noun} list shows the ids.")
    return matches[0]


def report_saved(shown_id: str, sentence: str, *, kept_both: bool) -> None:
    """Print the id of a saved record, and what happened.

    Args:
        shown_id: What scripts need to go on with the record.
        sentence: What was done, with its period.
        kept_both: Whether another terminal had changed the record, so that there are now two.
    """
    click.echo(shown_id)
    say(sentence + (" Another terminal changed it just now, so both versions were kept." if kept_both else ""))


def report_removed(noun: str, command: str, removed: bool) -> None:
    """Say that a record was removed.

    Args:
        noun: The kind of record.
        command: The group of commands for it, whose `list` shows them.
        removed: Whether it worked.

    Raises:
        BadInput: It did not, because another terminal changed the record.
    """
    if not removed:
        raise BadInput(
            f"Nothing was removed: another terminal changed the {noun} just now. sisdex {command} list shows it."
        )
    say(f"{noun.capitalize()} removed. sisdex undo brings it back.")


def remove(ctx: click.Context, kind: Kind[Saved], uid: str) -> None:
    """Remove the record with this id, so that undo can bring it back.

    Raises:
        BadInput: No id begins like that, several do, or another terminal changed the record.
    """
    notebook = open_desk(ctx).notebook
    report_removed(kind.noun, kind.noun, kind.remove(notebook, find_record(kind, notebook, uid)))


def purge_for_good(ctx: click.Context, kind: Kind[Saved], uid: str, *, ask: bool) -> None:
    """Erase the record with this id and every copy of it, once the agent has agreed twice.

    Args:
        ctx: The command's context, with its options.
        kind: The kind of record.
        uid: The beginning of its id; the full id if it was removed from the notebook and only copies are left.
        ask: Whether to ask at all.

    Raises:
        BadInput: No id begins like that, or several do.
        click.Abort: The agent did not agree.
    """
    notebook = open_desk(ctx).notebook
    is_live = bool(_beginning(kind, notebook, uid))
    if not is_live and len(uid) < _FULL_UID:
        raise BadInput(
            f"There is no {kind.noun} {clean(uid)!r}. To purge the copies of a removed {kind.noun}, give its full id."
        )
    record = find_record(kind, notebook, uid) if is_live else None
    if ask:
        subject = f"the {kind.noun} on {record.title}" if record else f"all copies of {kind.noun} {uid}"
        click.confirm(f"Purge {clean(subject)}? This can't be undone", abort=True, err=True)
        click.confirm("This also erases it from every backup. Purge", abort=True, err=True)
    purged = purge.purge_record(notebook, kind.table, record.uid if record else uid)
    say(report(purged))


def _beginning(kind: Kind[Saved], notebook: Notebook, uid: str) -> list[Saved]:
    # An empty id, such as an unset variable of a script, finds nothing.
    return [record for record in kind.all(notebook.snapshot) if uid and record.uid.startswith(uid)]
