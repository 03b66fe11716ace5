"""What the objects behind the commands of the dictionary's screen have in common.

A command such as `entry.bookmark` names its action in the registry ("bookmark"). Its code is the method
`action_bookmark` of one of these objects, or of the screen itself for what only moves about on it.
"""

from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from textual.app import App
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.screen import Screen

from store.core.models import Entry, Hit, ProtocolCode
from store.notebook.missing_entries import stand_in
from tui.desk.desk import Desk
from tui.desk.listing import Listing
from tui.screens.dictionary.browsing import Browsing
from tui.toolkit.messages import NotebookChanged


class Host(Protocol):
    """The screen, as its actions see it."""

    @property
    def app(self) -> App[Any]:
        """The app, which opens other screens."""

    @property
    def browsing(self) -> Browsing:
        """What the agent is looking at."""

    @property
    def listing(self) -> Listing:
        """The answer that is shown."""

    @property
    def entry(self) -> Entry | None:
        """The entry in the detail, which commands act on."""

    @property
    def unmatched_paste(self) -> str:
        """The pasted text that no entry matches; empty otherwise."""

    @property
    def codes_to_explain(self) -> Sequence[ProtocolCode]:
        """What the query says by itself, where no entry is known to be right."""

    def hit_of(self, entry: Entry) -> Hit | None:
        """Return how an entry answers the query, or None."""

    def keep_in_sight(self, entry: Entry) -> None:
        """Keep showing an entry that is being read, even if its row goes away."""

    def go_to(self, entry_id: str) -> None:
        """Show an entry, whatever is listed."""

    def show_answer(self) -> None:
        """Show the answer to the query on the shelf, after either has changed."""

    def show_detail(self) -> None:
        """Show the entry that `entry` says now."""

    def take_home(self, home: tuple[str, ...]) -> None:
        """Put these vendors first, for now and for the next start."""

    def note_use(self, entry: Entry) -> object:
        """Remember that an entry was used."""

    def post_message(self, message: Message) -> bool:
        """Announce something to the screen and the app."""

    def notify(
        self, message: str, *, severity: SeverityLevel = ..., timeout: float | None = ..., markup: bool = ...
    ) -> None:
        """Show a notice."""

    def run_worker(
        self,
        work: Callable[[], Any],
        name: str | None = ...,
        group: str = ...,
        *,
        exclusive: bool = ...,
        thread: bool = ...,
    ) -> object:
        """Work in the background (Textual's)."""


class Actions:
    """Base of the objects whose `action_*` methods the screen runs."""

    def __init__(self, desk: Desk, host: Host) -> None:
        """Take the desk, and the screen to act for."""
        self.desk, self.host = desk, host

    def chosen_entry(self) -> Entry | None:
        """Return the entry to act on; if there is none, say so and return None."""
        entry = self.host.entry
        if entry is None:
            self.host.notify("Choose an entry first.", timeout=2, markup=False)
        return entry

    def entry_of(self, entry_id: str) -> Entry:
        """Return an entry, or a stand-in for one that is no longer in the dictionary."""
        return self.desk.catalog.entry(entry_id) or stand_in(entry_id, "")

    def editor_closed(self, notice: str | None) -> None:
        """Announce what an editor saved; `notice` is None when it saved nothing."""
        if notice is not None:
            self.host.post_message(NotebookChanged(notice))

    def say_gone(self, what: str) -> None:
        """Say that another terminal has removed a record."""
        self.host.notify(
            f"Another terminal removed this {what}. Press u there to bring it back.", severity="warning", markup=False
        )


def lend_actions(screen: Screen[Any], *lenders: Actions) -> None:
    """Let a screen's key bindings run the `action_*` methods of other objects.

    Textual looks for the method of a binding's action on the screen only.
    """
    for lender in lenders:
        for name in dir(type(lender)):
            if name.startswith("action_"):
                setattr(screen, name, getattr(lender, name))


P = ParamSpec("P")
R = TypeVar("R")
AnyActions = TypeVar("AnyActions", bound=Actions)


def worker(
    *, group: str, thread: bool = False, exclusive: bool = False
) -> Callable[[Callable[Concatenate[AnyActions, P], R]], Callable[Concatenate[AnyActions, P], None]]:
    """Run a method of an `Actions` object in the background, as Textual's `work` does with a widget's.

    Args:
        group: Workers of a group can be canceled together.
        thread: Whether the method runs in a thread; otherwise it is a coroutine.
        exclusive: Whether a new one cancels the older ones of its group.
    """

    def decorate(
        method: Callable[Concatenate[AnyActions, P], R],
    ) -> Callable[Concatenate[AnyActions, P], None]:
        @wraps(method)
        def start(self: AnyActions, /, *args: P.args, **kwargs: P.kwargs) -> None:
            job = partial(method, self, *args, **kwargs)
            self.host.run_worker(job, method.__name__, group, exclusive=exclusive, thread=thread)

        return start

    return decorate
