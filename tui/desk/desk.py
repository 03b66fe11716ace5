"""The dictionary, the notebook and the settings, as the app and the command line use them together."""

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
    """One installation of sisdex at work.

    Attributes:
        dictionary: The entries of the catalog file, and nothing else.
        notebook: What the agent saved.
        settings: The settings.
        usage: How often and how recently each entry was opened.
        appearance: What sisdex remembers about the screen.
        home: Ids of the home vendors.
    """

    def __init__(
        self,
        dictionary: Catalog,
        notebook: Notebook,
        settings: Settings,
        *,
        home: tuple[str, ...] = (),
        warnings: tuple[str, ...] = (),
    ) -> None:
        """Load the usage and the appearance that belong to the notebook.

        Args:
            dictionary: The entries of the catalog file.
            notebook: What the agent saved.
            settings: The settings.
            home: Ids of the home vendors in the settings; if empty, the ones chosen in the app are used.
            warnings: A sentence for each setting that is ignored.
        """
        self.dictionary, self.notebook, self.settings = dictionary, notebook, settings
        self._warnings = warnings
        self.usage = Usage(notebook.path.resolve())
        self.appearance = appearance.load(notebook.path.resolve())
        known = {vendor.id for vendor in dictionary.vendors}
        self.home = home or tuple(vendor_id for vendor_id in self.appearance.home if vendor_id in known)
        self._cached: tuple[Snapshot, Catalog] | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences for the agent, such as which settings are ignored or how the notebook was repaired."""
        return (*self._warnings, *self.notebook.file.warnings)

    @property
    def catalog(self) -> Catalog:
        """All that can be searched and read: the dictionary, custom codes, and missing entries.

        Use `dictionary` instead where only Instructure's entries count.
        """
        snapshot = self.notebook.snapshot
        if self._cached is None or self._cached[0] is not snapshot:
            entries = with_custom_codes(self.dictionary, snapshot)
            self._cached = (snapshot, with_missing_entries(entries, snapshot.titles))
        return self._cached[1]

    @property
    def commands(self) -> "tuple[Command, ...]":
        """All commands, with the keys from the settings."""
        from tui.commands.registry import COMMANDS  # takes 2 ms; only the app and `sisdex keys` need it

        if not self.settings.keys:
            return COMMANDS
        from tui.commands.keymap import remapped

        return remapped(self.settings.keys)

    def start_order(self, entry_ids: Sequence[str]) -> list[str]:
        """Sort entries for an empty search box: bookmarks, then often and recently used entries, then the rest.

        Bookmarks come in the order that the agent gave them, or by use if the agent never moved one.

        Args:
            entry_ids: Ids of entries; entries of equal rank keep their order.
        """
        now, bookmarks = self.notebook.now(), self.notebook.snapshot.bookmarks
        marked = [entry_id for entry_id in bookmarks if entry_id in set(entry_ids)]
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

    def notebook_texts(self) -> dict[str, list[str]]:
        """Return the texts to search, by entry id: a text for each note, with its tags, and for each case."""
        snapshot = self.notebook.snapshot
        texts = {
            entry: [" ".join((note.text, *note.tags)) for note in notes] for entry, notes in snapshot.notes.items()
        }
        for entry, cases in snapshot.cases.items():
            texts.setdefault(entry, []).extend(searched(case) for case in cases)
        return texts
