"""What an agent works with, as the command line and the app share it."""

from msgspec import Struct

from store.catalog import Catalog
from store.config import Config
from store.notebook import Notebook
from store.text import fold


class Desk(Struct, frozen=True):
    """What an agent works with."""

    catalog: Catalog
    notebook: Notebook
    config: Config
    home: tuple[str, ...]
    """Ids of the desk's own vendors."""
    warnings: tuple[str, ...]
    """A sentence for each setting that was passed over."""

    def marks(self) -> dict[str, set[str]]:
        """Return what the agent marked, by search operator: ids of bookmarked and noted entries, and of each tag's."""
        snapshot = self.notebook.snapshot
        marks = {"is:starred": set(snapshot.bookmarks), "is:noted": set(snapshot.notes)}
        for entry, notes in snapshot.notes.items():
            for tag in (tag for note in notes for tag in note.tags):
                marks.setdefault(fold(f"#{tag}"), set()).add(entry)
        return marks

    def notes(self) -> dict[str, list[str]]:
        """Return the texts of the notes, tags included, by entry id, as search takes them."""
        return {
            entry: [" ".join((note.text, *note.tags)) for note in notes]
            for entry, notes in self.notebook.snapshot.notes.items()
        }
