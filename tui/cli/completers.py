"""What the shell completes in an argument: entry ids, vendors, tags, schools, notes and cases.

If a file can't be read, nothing is offered; the command itself will report the problem.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from store.core.errors import BadInput
from store.core.text import clean, fold, one_line
from store.notebook.notebook import Notebook, Snapshot
from tui.cli.opening import notebook_path, open_catalog
from tui.cli.output import SHOWN_UID

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
    """Offer vendor ids, with their names; if what was typed begins none of them, short names and aliases."""
    try:
        catalog = open_catalog(ctx)[0]
    except BadInput:
        return []
    ids = [(vendor.id, vendor.name) for vendor in catalog.vendors]
    aliases = [(alias, vendor.name) for vendor in catalog.vendors for alias in vendor.aliases]
    return _offered(begun, ids) or (_offered(begun, aliases) if begun else [])


def of_notebook(list_values: Callable[[Snapshot], Iterable[tuple[str, str]]]) -> Completer:
    """Make a completer from a function that lists values of the notebook, each with a help text."""

    def complete(ctx: click.Context, parameter: click.Parameter, begun: str) -> "list[CompletionItem[str]]":
        try:
            snapshot = Notebook(notebook_path(ctx)).snapshot
        except BadInput:
            return []
        return _offered(begun, list_values(snapshot))

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
    """Return the values that begin like that, ignoring case, without repeats and each on one line."""
    from click.shell_completion import CompletionItem  # needed by shells only

    known = {one_line(clean(value)): one_line(clean(help_text)) for value, help_text in values}
    return [
        CompletionItem(value, help=help_text or None)
        for value, help_text in known.items()
        if value and fold(value).startswith(fold(begun))
    ]
