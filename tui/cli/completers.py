"""What the shell offers for an argument: ids, vendors, tags and schools, as the files at hand have them.

Nothing is offered where a file cannot be read: what is wrong is told by the command itself.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from store.core.errors import BadInput
from store.core.text import clean, fold, one_line
from store.notebook.notebook import Notebook, Snapshot
from tui.cli.common import SHOWN_UID, notebook_path, open_catalog

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Completer = Callable[[click.Context, click.Parameter, str], "list[CompletionItem[str]]"]


def entries(ctx: click.Context, parameter: click.Parameter, begun: str) -> "list[CompletionItem[str]]":
    """Offer entry ids, with their titles."""
    try:
        catalog = open_catalog(ctx)[0]
    except BadInput:
        return []
    return _offered(begun, ((entry.id, entry.title) for entry in catalog.entries))


def vendors(ctx: click.Context, parameter: click.Parameter, begun: str) -> "list[CompletionItem[str]]":
    """Offer vendor ids, with their names; once something is typed, short names and aliases, too."""
    try:
        catalog = open_catalog(ctx)[0]
    except BadInput:
        return []
    ids = [(vendor.id, vendor.name) for vendor in catalog.vendors]
    aliases = [(alias, vendor.name) for vendor in catalog.vendors for alias in vendor.aliases]
    return _offered(begun, ids) or (_offered(begun, aliases) if begun else [])


def of_notebook(offered: Callable[[Snapshot], Iterable[tuple[str, str]]]) -> Completer:
    """Make a completer of values, each with a help text, that stand in the notebook."""

    def complete(ctx: click.Context, parameter: click.Parameter, begun: str) -> "list[CompletionItem[str]]":
        try:
            snapshot = Notebook(notebook_path(ctx)).snapshot
        except BadInput:
            return []
        return _offered(begun, offered(snapshot))

    return complete


def _schools(snapshot: Snapshot) -> Iterable[tuple[str, str]]:
    return ((case.school, "") for case in snapshot.all_cases)


def _notes(snapshot: Snapshot) -> Iterable[tuple[str, str]]:
    return ((note.uid[:SHOWN_UID], note.title) for note in snapshot.all_notes)


def _cases(snapshot: Snapshot) -> Iterable[tuple[str, str]]:
    return ((case.uid[:SHOWN_UID], case.title) for case in snapshot.all_cases)


tags = of_notebook(lambda snapshot: ((tag, "") for tag in snapshot.tags))
schools, notes, cases = of_notebook(_schools), of_notebook(_notes), of_notebook(_cases)


def _offered(begun: str, values: Iterable[tuple[str, str]]) -> "list[CompletionItem[str]]":
    """Return those that begin so, whatever their case, each once and on one line."""
    from click.shell_completion import CompletionItem  # wanted by shells alone

    known = {one_line(clean(value)): one_line(clean(told)) for value, told in values}
    there = {value: told for value, told in known.items() if value and fold(value).startswith(fold(begun))}
    return [CompletionItem(value, help=told or None) for value, told in there.items()]
