"""Entries that the notebook knows and the dictionary no longer holds: listed, searched and movable like the others."""

from store.catalog.opening import Catalog
from store.core.models import Entry, Vendor

MISSING_ENTRIES = Vendor(id="not-in-this-dictionary", name="Not in this dictionary", short="Not here", aliases=())


def with_missing_entries(catalog: Catalog, titles: tuple[tuple[str, str], ...]) -> Catalog:
    """Return the catalog with a stand-in for each entry that it lacks.

    Args:
        catalog: The dictionary.
        titles: Id and old title of each entry that is bookmarked or noted.
    """
    gone = [stand_in(entry_id, title) for entry_id, title in titles if catalog.entry(entry_id) is None]
    if not gone:
        return catalog
    return Catalog(catalog.edition, (*catalog.vendors, MISSING_ENTRIES), (*catalog.entries, *gone))


def is_missing_entry(entry: Entry) -> bool:
    """Tell whether an entry only stands in for one that is gone."""
    return entry.vendor == MISSING_ENTRIES.id


def stand_in(entry_id: str, title: str) -> Entry:
    """Return an entry that says no more than its old title."""
    return Entry(
        id=entry_id,
        vendor=MISSING_ENTRIES.id,
        title=title or entry_id,
        http_status=None,
        messages=(),
        says=(),
        prevention=None,
        related=(),
    )
