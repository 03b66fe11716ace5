"""What widgets and workers announce; the screen decides what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from store.notebook.draft_records import Draft, RecoveredText
    from store.notebook.drafts import DraftFile
    from store.search.hits import Hits
    from store.search.index import SearchIndex
    from tui.desk.log_reading import Reading


@dataclass
class QueryTyped(Message):
    """The text in the search box changed under the agent's hands."""

    text: str
    anew: bool = False
    """It took the place of a pasted query, which Escape brings back."""


@dataclass
class Pasted(Message):
    """A text was pasted where it should become the query."""

    text: str


@dataclass
class ResultsWanted(Message):
    """Enter in the search box."""


@dataclass
class RowHighlighted(Message):
    """The cursor of a list came to another row."""

    list_id: str
    row_id: str


@dataclass
class RowChosen(Message):
    """Enter or a click on a row."""

    list_id: str
    row_id: str


@dataclass
class ShelfStep(Message):
    """The next or the previous vendor is wanted."""

    step: int


@dataclass
class ShelfListWanted(Message):
    """The vendors are wanted as a list."""


@dataclass
class CommandWanted(Message):
    """A key in the footer was clicked."""

    command_id: str


@dataclass
class AppearanceChanged(Message):
    """Something was chosen that is kept for the next start."""

    changes: dict[str, Any]
    """Fields of `store.preferences.appearance.Appearance`."""


@dataclass
class IndexBuilt(Message):
    """A worker has built the search index."""

    index: "SearchIndex"


@dataclass
class Found(Message):
    """A worker has searched for a long query."""

    query: str
    index: "SearchIndex"
    hits: "Hits"


@dataclass
class LogReading(Message):
    """A worker has come so far in a log."""

    said: str


@dataclass
class LogRead(Message):
    """A worker has read a log, or could not."""

    reading: "Reading | None"
    problem: str = ""


@dataclass
class PlanWritten(Message):
    """A plan is on the disk."""

    path: str


@dataclass
class NotebookChanged(Message):
    """A change is on the disk."""

    notice: str
    """What to tell the agent."""


@dataclass
class SaveFailed(Message):
    """A change could not be kept; nothing was changed."""

    problem: str


@dataclass
class CopyWanted(Message):
    """A text is wanted in the clipboard."""

    name: str
    """What it is, as the agent calls it."""
    text: str


@dataclass
class PageWanted(Message):
    """A page is wanted in the agent's browser."""

    address: str


@dataclass
class PageVisited(Message):
    """A worker tried to open a page."""

    address: str
    opened: bool


@dataclass
class Copied(Message):
    """A worker tried to give a text to the system's clipboard."""

    name: str
    """What the text is, as the agent calls it."""
    text: str
    tool: str
    """The tool that took it; empty where none did."""


@dataclass
class UndoRefused(Message):
    """The newest change cannot be undone, since another terminal changed the same record."""

    problem: str
    entry: str
    """Id of the entry that the old text is about."""
    text: str
    """What undoing would have brought back."""


@dataclass
class DraftsFound(Message):
    """Texts were left behind by terminals that were killed."""

    drafts: "Sequence[tuple[DraftFile, Draft | RecoveredText]]"
