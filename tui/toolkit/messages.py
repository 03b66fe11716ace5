"""Messages that belong to no widget: what workers announce, and what any widget or screen may ask for.

What a widget announces about itself is a message class inside the widget (`RowList.Chosen`, `SearchBox.Typed`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from store.notebook.draft_records import Draft, RecoveredText
    from store.notebook.drafts import DraftFile


# --- what is asked for ------------------------------------------------------------------------------------------------


@dataclass
class CommandRequested(Message):
    """Run a command: its key in the footer was clicked, or it was chosen in the palette."""

    command_id: str


@dataclass
class CopyRequested(Message):
    """Copy a text to the clipboard."""

    name: str
    """What it is, for the notice that follows."""
    text: str


@dataclass
class PageRequested(Message):
    """Open a page in the browser."""

    address: str


@dataclass
class AppearanceChanged(Message):
    """Save something that was chosen about the screen for the next start."""

    changes: dict[str, Any]
    """Fields of `store.preferences.appearance.Appearance`."""


# --- what workers announce --------------------------------------------------------------------------------------------


@dataclass
class NotebookChanged(Message):
    """A change is on the disk."""

    notice: str
    """What to tell the agent; empty for nothing."""


@dataclass
class SaveFailed(Message):
    """A change could not be saved; nothing was changed."""

    problem: str


@dataclass
class UndoRefused(Message):
    """The last change cannot be undone, because another terminal has changed the same record since."""

    problem: str
    entry: str
    """Id of the entry that the old text is about."""
    text: str
    """What undo would have brought back."""


@dataclass
class DraftsFound(Message):
    """Terminals that were killed left texts behind."""

    drafts: "Sequence[tuple[DraftFile, Draft | RecoveredText]]"


@dataclass
class Copied(Message):
    """A worker has tried to hand a text to the system's clipboard."""

    name: str
    """What the text is, for the notice."""
    text: str
    tool: str
    """The tool that took it; empty if none did."""


@dataclass
class PageVisited(Message):
    """A worker has tried to open a page."""

    address: str
    opened: bool
