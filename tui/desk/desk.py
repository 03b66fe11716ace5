"""What an agent works with, as the command line and the app share it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.catalog.opening import Catalog
from store.core.text import fold
from store.notebook.cases import searched
from store.notebook.custom_codes import is_custom, with_custom_codes
from store.notebook.missing_entries import with_missing_entries
from store.notebook.notebook import Notebook, Snapshot
from store.preferences import appearance
from store.preferences.settings import Settings
from store.preferences.usage import Usage
from store.search.filters import filter_like, unknown_filters

if TYPE_CHECKING:
    from tui.commands.registry import Command


class Desk:
    """What an agent works with."""

    def __init__(
        self,
        dictionary: Catalog,
        notebook: Notebook,
        settings: Settings,
        home: tuple[str, ...],
        warnings: tuple[str, ...],
    ) -> None:
        """Put the parts together.

        Args:
            dictionary: The catalog, as its file holds it.
            notebook: The agent's store.
            settings: The settings.
            home: Ids of the desk's own vendors, as the settings name them; none for those chosen in the app.
            warnings: A sentence for each setting that was passed over.
        """
        self.dictionary, self.notebook, self.settings = dictionary, notebook, settings
        self._warnings = warnings
        self.usage = Usage(notebook.path.resolve())
        self.appearance = appearance.load(notebook.path.resolve())
        known = {vendor.id for vendor in dictionary.vendors}
        self.home = home or tuple(each for each in self.appearance.home if each in known)
        self._seen: tuple[Snapshot, Catalog] | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the agent has to know: settings passed over, a notebook set right."""
        return (*self._warnings, *self.notebook.file.warnings)

    @property
    def catalog(self) -> Catalog:
        """The dictionary with the agent's own codes, and what the notebook still knows of entries that are gone."""
        snapshot = self.notebook.snapshot
        if self._seen is None or self._seen[0] is not snapshot:
            self._seen = (snapshot, with_missing_entries(with_custom_codes(self.dictionary, snapshot), snapshot.titles))
        return self._seen[1]

    @property
    def commands(self) -> "tuple[Command, ...]":
        """The registry, with the keys that the settings give."""
        from tui.commands.registry import COMMANDS  # 2 ms, for the app and `sisdex keys` alone

        if not self.settings.keys:
            return COMMANDS
        from tui.commands.keymap import remapped

        return remapped(self.settings.keys)

    def at_hand(self, entry_ids: Sequence[str]) -> list[str]:
        """Return entries in the order of an empty search box: bookmarks, then those used often and lately, then others.

        Bookmarks stand as the agent ordered them, or by use where that was not done.
        """
        now, bookmarks = self.notebook.now(), self.notebook.snapshot.bookmarks
        marked = [each for each in bookmarks if each in set(entry_ids)]
        if not any(bookmark.rank for bookmark in bookmarks.values()):
            marked = list(dict.fromkeys([*self.usage.most(marked, now), *marked]))
        return list(dict.fromkeys([*marked, *self.usage.most(entry_ids, now), *entry_ids]))

    def marks(self) -> dict[str, set[str]]:
        """Return the agent's filters, folded, such as `is:starred` and `#tag`, with the ids that they let through."""
        snapshot = self.notebook.snapshot
        custom = {entry.id for entry in self.catalog.entries if is_custom(entry)}
        marks = {
            "is:starred": set(snapshot.bookmarks),
            "is:noted": set(snapshot.notes),
            "is:logged": set(snapshot.cases),
            "is:custom": custom,
            "is:yours": custom,  # its older name
        }
        marks["is:open"] = {entry for entry, cases in snapshot.cases.items() if any(case.is_open for case in cases)}
        for tag, entries in snapshot.tags.items():
            marks.setdefault(fold(f"#{tag}"), set()).update(entries)
        return marks

    def unknown_filters(self, query: str) -> str:
        """Say which words of a query look like filters but are not; return an empty text if there are none."""
        if not filter_like(query):  # asked at every key, and a large notebook has many marks
            return ""
        unknown = unknown_filters(query, self.catalog, self.marks())
        if len(unknown) < 2:
            return f"Unknown filter {unknown[0]}; searching for it as text." if unknown else ""
        return f"Unknown filters {', '.join(unknown)}; searching for them as text."

    def notes(self) -> dict[str, list[str]]:
        """Return the texts of notes, tags included, and of cases, by entry id, as search takes them."""
        snapshot = self.notebook.snapshot
        texts = {
            entry: [" ".join((note.text, *note.tags)) for note in notes] for entry, notes in snapshot.notes.items()
        }
        for entry, cases in snapshot.cases.items():
            texts.setdefault(entry, []).extend(searched(case) for case in cases)
        return texts
