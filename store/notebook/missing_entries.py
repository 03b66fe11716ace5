"""Missing entries: the notebook refers to them, but the catalog no longer has them.

A stand-in lists them, so that their notes and cases can be found, read and moved like any other.
"""

from store.catalog.opening import Catalog
from store.core.models import Entry, Vendor

MISSING_ENTRIES = Vendor(id="not-in-this-dictionary", name="Not in this dictionary", short="Not here", aliases=())
"""The vendor of all stand-ins."""


def with_missing_entries(catalog: Catalog, titles: tuple[tuple[str, str], ...]) -> Catalog:
    """Return the catalog with a stand-in for each entry that it lacks.

    Args:
        catalog: The dictionary.
        titles: Id and saved title of each entry that the notebook refers to.
    """
    missing = [stand_in(entry_id, title) for entry_id, title in titles if catalog.entry(entry_id) is None]
    if not missing:
        return catalog
    entries = (*catalog.entries, *missing)
    return Catalog(catalog.edition, (*catalog.vendors, MISSING_ENTRIES), entries, catalog.codes)


def is_missing_entry(entry: Entry) -> bool:
    """Return whether an entry is a stand-in for one that the catalog lacks."""
    return entry.vendor == MISSING_ENTRIES.id


def stand_in(entry_id: str, title: str) -> Entry:
    """Return an entry that has only an id and a title."""
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
