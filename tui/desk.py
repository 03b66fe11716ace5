"""What an agent works with, as the command line and the app share it."""

from msgspec import Struct

from store.catalog import Catalog
from store.config import Config
from store.notebook import Notebook


class Desk(Struct, frozen=True):
    """What an agent works with."""

    catalog: Catalog
    notebook: Notebook
    config: Config
    home: tuple[str, ...]
    """Ids of the desk's own vendors."""
    warnings: tuple[str, ...]
    """A sentence for each setting that was passed over."""

    def notes(self) -> dict[str, list[str]]:
        """Return the texts of the notes, tags included, by entry id, as search takes them."""
        return {
            entry: [" ".join((note.text, *note.tags)) for note in notes]
            for entry, notes in self.notebook.snapshot.notes.items()
        }
