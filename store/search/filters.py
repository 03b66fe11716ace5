"""The filters of a query: words that narrow it to some entries, such as `@skyward`, `#tag` and `is:starred`."""

from collections.abc import Collection, Mapping

from store.catalog.opening import Catalog
from store.core.text import fold

MAX_WORDS = 8
"""Words of the longest query that can have filters; longer ones are pasted texts."""
MAX_LENGTH = 600
"""Characters of the longest query that can have filters."""


def split_filters(
    query: str, catalog: Catalog, marks: Mapping[str, Collection[str]]
) -> tuple[str, list[Collection[str]]]:
    """Separate the filters of a query from its text.

    Args:
        query: What was typed or pasted.
        catalog: Knows the vendors by their names.
        marks: Filter, folded, to the ids of the entries that it lets through.

    Returns:
        The query without its filters, unchanged if it has none, and for each filter the ids that it lets through.
        Unknown filters stay in the text.
    """
    allowed: list[Collection[str]] = []
    text = []
    for word in _words_of_short(query):
        ids = _of_vendors(word[1:].split(","), catalog) if word[0] == "@" else marks.get(fold(word))
        if ids is None:
            text.append(word)
        else:
            allowed.append(ids)
    return (" ".join(text), allowed) if allowed else (query, [])


def filter_like(query: str) -> list[str]:
    """Return the words of a query that look like filters, folded. `#4411` does not: it is a ticket's number."""
    folded = map(fold, _words_of_short(query))
    return [word for word in folded if word.startswith(("@", "is:")) or (word[0] == "#" and word[1:2].isalpha())]


def unknown_filters(query: str, catalog: Catalog, marks: Mapping[str, Collection[str]]) -> list[str]:
    """Return the words of a query that look like filters, but are neither filters nor the beginning of one.

    Args:
        query: What was typed or pasted.
        catalog: Knows the vendors by their names.
        marks: Filter, folded, to the ids of the entries that it lets through.
    """
    vendors = [
        fold(name) for vendor in catalog.vendors for name in (vendor.id, vendor.name, vendor.short, *vendor.aliases)
    ]
    unknown = []
    for word in filter_like(query):
        typed, known = (word[1:].split(","), vendors) if word[0] == "@" else ([word], list(marks))
        if not all(any(name.startswith(part) for name in known) for part in typed):
            unknown.append(word)
    return unknown


def _words_of_short(query: str) -> list[str]:
    """Return the words of a query that is short enough to have filters; an empty list for a longer one."""
    words = query.split() if len(query) <= MAX_LENGTH else []
    return words if len(words) <= MAX_WORDS else []


def _of_vendors(names: list[str], catalog: Catalog) -> set[str] | None:
    """Return the ids of the entries of these vendors; None when one of the names is not a vendor's."""
    vendors = set()
    for name in names:
        vendor = catalog.find_vendor(name)
        if vendor is None:
            return None
        vendors.add(vendor.id)
    return {entry.id for entry in catalog.entries if entry.vendor in vendors}
