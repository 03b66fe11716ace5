"""The operators of a query: whole words that keep some entries, such as `@skyward`, `#tag` and `is:starred`."""

from collections.abc import Collection, Mapping

from store.catalog.opening import Catalog
from store.core.text import fold

MAX_WORDS = 8
"""Queries of more words are pasted texts, in which nothing is an operator."""
MAX_LENGTH = 600
"""Characters of which the same holds."""


def split_filters(
    query: str, catalog: Catalog, marks: Mapping[str, Collection[str]]
) -> tuple[str, list[Collection[str]]]:
    """Part the operators of a query from its text.

    Args:
        query: What was typed or pasted.
        catalog: Knows the vendors by their names.
        marks: Operator, folded, to the ids of the entries that it keeps.

    Returns:
        The query without its operators, as it was where it has none; and for each operator the ids that it keeps.
        Unknown operators stay in the text.
    """
    parts = _parts(query)
    kept: list[Collection[str]] = []
    text = []
    for part in parts:
        ids = _of_vendors(part[1:].split(","), catalog) if part[0] == "@" else marks.get(fold(part))
        if ids is None:
            text.append(part)
        else:
            kept.append(ids)
    return (" ".join(text), kept) if kept else (query, [])


def filter_like(query: str) -> list[str]:
    """Return the words of a query that look like operators, folded. A ticket's number is no tag."""
    folded = map(fold, _parts(query))
    return [part for part in folded if part.startswith(("@", "is:")) or (part[0] == "#" and part[1:2].isalpha())]


def unknown_filters(query: str, catalog: Catalog, marks: Mapping[str, Collection[str]]) -> list[str]:
    """Return the words of a query that look like operators and are none, nor the beginning of one.

    Args:
        query: What was typed or pasted.
        catalog: Knows the vendors by their names.
        marks: Operator, folded, to the ids of the entries that it keeps.
    """
    vendors = [fold(name) for each in catalog.vendors for name in (each.id, each.name, each.short, *each.aliases)]
    unknown = []
    for part in filter_like(query):
        begun, known = (part[1:].split(","), vendors) if part[0] == "@" else ([part], list(marks))
        if not all(any(name.startswith(each) for name in known) for each in begun):
            unknown.append(part)
    return unknown


def _parts(query: str) -> list[str]:
    """Return the words of a query among which operators are looked for: none of a text that was pasted."""
    parts = query.split() if len(query) <= MAX_LENGTH else []
    return parts if len(parts) <= MAX_WORDS else []


def _of_vendors(names: list[str], catalog: Catalog) -> set[str] | None:
    """Return the ids of the entries of these vendors; None when one of the names is no vendor's."""
    wanted = set()
    for name in names:
        vendor = catalog.find_vendor(name)
        if vendor is None:
            return None
        wanted.add(vendor.id)
    return {entry.id for entry in catalog.entries if entry.vendor in wanted}
