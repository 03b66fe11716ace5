"""What the panes list for a query, a shelf and a notebook: pure data, made by one function."""

from collections import Counter
from collections.abc import Collection, Sequence
from enum import Enum
from itertools import compress, takewhile
from typing import NewType

from msgspec import Struct

from store.core.models import Hit, Vendor
from store.core.text import folded_words
from store.notebook.notebook import Snapshot
from store.search.entry_document import literals
from store.search.hits import Hits

ShelfId = NewType("ShelfId", str)
"""What a shelf is known by: a vendor's id, a tag with its hash sign, or one of the following, with an asterisk."""

ALL, BOOKMARKS, NOTED = ShelfId("*all"), ShelfId("*bookmarks"), ShelfId("*noted")
CASES, OWN = ShelfId("*cases"), ShelfId("*own")


class ShelfKind(Enum):
    """What a shelf collects; the values are for people."""

    LIST = "List"
    VENDOR = "Vendor"
    TAG = "Tag"


LOG_LINES = 4
"""Lines of a paste from which on it may be a log."""


MOST_SAME = 9
"""Vendors that share a message and are picked by a digit."""


class Shelf(Struct, frozen=True):
    """A row of the sidebar: a part of the entries."""

    id: ShelfId
    label: str
    short: str
    count: int
    """How many of its entries answer the query; of the cases, how many those entries have."""
    kind: ShelfKind = ShelfKind.LIST


class Listing(Struct, frozen=True):
    """An answer, ready to be shown."""

    query: str
    shelves: tuple[Shelf, ...]
    shelf: ShelfId
    """Id of the chosen shelf."""
    hits: Sequence[Hit]
    """The answer on the chosen shelf, best first."""
    better_elsewhere: int
    """How many hits outside the shelf rank above the best one on it."""
    bookmarked: frozenset[str]
    noted: frozenset[str]
    shorts: dict[str, str]
    """Vendor id to the vendor's short name."""
    searching: bool = False
    """Whether the answer is still to come."""
    pasted: bool = False
    """Whether the query came by a paste."""

    @property
    def matched(self) -> bool:
        """Whether the hits match, rather than being the nearest there are."""
        return any(hit.matched for hit in self.hits)

    @property
    def same(self) -> tuple[Hit, ...]:
        """The hits whose entries share the message that was pasted; none where only one has it."""
        wordings = [_wording(hit) for hit in self.hits[:MOST_SAME]]
        if not wordings or wordings[0] is None:
            return ()
        same = tuple(takewhile(lambda hit: _wording(hit) == wordings[0], self.hits[:MOST_SAME]))
        return same if len(same) > 1 else ()

    @property
    def unknown(self) -> bool:
        """Whether the query is a pasted text that no entry matches, on whatever shelf."""
        return self.pasted and not (self.searching or self.matched or self.better_elsewhere)

    @property
    def chosen(self) -> Shelf:
        """The chosen shelf."""
        return next(shelf for shelf in self.shelves if shelf.id == self.shelf)


EMPTY = Listing("", (Shelf(ALL, "All", "All", 0),), ALL, (), 0, frozenset(), frozenset(), {})
"""Before the first answer."""


def make_listing(
    vendors: Sequence[Vendor],
    answer: Hits | None,
    snapshot: Snapshot,
    query: str,
    shelf: ShelfId,
    pasted: bool = False,
) -> Listing:
    """Arrange an answer.

    Args:
        vendors: In the order of the sidebar.
        answer: The hits over all entries, best first; None where the answer is still to come.
        snapshot: The notebook.
        query: The question.
        shelf: Id of the chosen shelf.
        pasted: Whether the question came by a paste.
    """
    hits = answer if answer is not None else Hits(())
    matched = hits.matched
    marked: dict[ShelfId, Collection[str]] = {
        BOOKMARKS: frozenset(snapshot.bookmarks),
        NOTED: frozenset(snapshot.notes),
        CASES: snapshot.cases.keys(),
        OWN: {entry.id for entry in snapshot.custom_codes},
    }
    marked |= {ShelfId(f"#{tag}"): tagged for tag, tagged in snapshot.tags.items()}
    named = [
        (ALL, "All", "All", ShelfKind.LIST),
        (BOOKMARKS, "Bookmarks", "Bookmarks", ShelfKind.LIST),
        (NOTED, "Noted", "Noted", ShelfKind.LIST),
        (CASES, "Cases", "Cases", ShelfKind.LIST),
    ]
    named += [(OWN, "Yours", "Yours", ShelfKind.LIST)] if snapshot.custom_codes else []
    named += [(ShelfId(vendor.id), vendor.name, vendor.short, ShelfKind.VENDOR) for vendor in vendors]
    named += [(ShelfId(f"#{tag}"), f"#{tag}", f"#{tag}", ShelfKind.TAG) for tag in snapshot.tags]
    if shelf not in {shelf_id for shelf_id, *_ in named}:
        shelf = ALL  # its last tag or note is gone
    counts: Counter[str] = Counter()
    if matched:
        counts += hits.by_vendor()
        counts[ALL] = len(hits)
    if matched and any(marked.values()):
        found = {hit.entry.id for hit in hits}
        counts.update({mark: len(found.intersection(ids)) for mark, ids in marked.items()})
        counts[CASES] = sum(len(snapshot.cases[entry_id]) for entry_id in found.intersection(snapshot.cases))
    elsewhere = 0
    if shelf == ALL:
        here: Sequence[Hit] = hits
    else:
        on_shelf = [hit.entry.id in marked[shelf] if shelf in marked else hit.entry.vendor == shelf for hit in hits]
        here = tuple(compress(hits, on_shelf))
        best = here[0].score if here and matched else 0.0
        if matched and query.strip():
            elsewhere = sum(hit.score > best for hit, is_here in zip(hits, on_shelf, strict=True) if not is_here)
    return Listing(
        query=query,
        shelves=tuple(Shelf(shelf_id, name, short, counts[shelf_id], kind) for shelf_id, name, short, kind in named),
        shelf=shelf,
        hits=here,
        better_elsewhere=elsewhere,
        bookmarked=frozenset(snapshot.bookmarks),
        noted=frozenset(snapshot.notes),
        shorts={vendor.id: vendor.short for vendor in vendors},
        searching=answer is None,
        pasted=pasted,
    )


def _wording(hit: Hit) -> str | None:
    """Return what is literal of the message that stands in the query, or None."""
    if hit.message is None or hit.by != "message":
        return None
    return " ".join(folded_words(literals(hit.entry.messages[hit.message])))


_TRY = "Try fewer or other words"


def count_line(listing: Listing, total: int) -> str:
    """Say how many of all entries answer the query; empty before the answer."""
    if listing.searching:
        return ""
    found = len(listing.hits) if listing.matched else 0
    return f"{total} entries" if found == total else f"{found} of {total}"


def verdict(listing: Listing) -> str:
    """Say what an answer without a match means and what to do next; empty when there is a match."""
    if listing.searching:
        return "Searching the text ..."
    if listing.same:
        return f"{len(listing.same)} vendors share this message: in the list, the digit picks one."
    if listing.matched:
        return ""
    if listing.better_elsewhere:
        return "Nothing here matches."
    if listing.hits:
        return f"No entry matches{' (F9 keeps the text as yours)' if listing.unknown else ''}; nearest:"
    if listing.query.strip():
        return f"No entry matches. {'F9 keeps the text as yours' if listing.unknown else _TRY}; Escape clears."
    if listing.shelf == BOOKMARKS:
        return "No bookmarks yet. Choose an entry and press b or F2."
    if listing.shelf == NOTED:
        return "No notes yet. Choose an entry and press n or F3."
    if listing.shelf == CASES:
        return "No cases yet. Choose an entry and press c or F4."
    return "This vendor has no entries. Escape shows all."


def is_log(query: str) -> bool:
    """Tell whether a query is so many lines that it may be a log."""
    return query.count("\n") >= LOG_LINES - 1


def log_line(query: str) -> str:
    """Offer to read a query as a log; empty where it is none."""
    return f"{query.count(chr(10)) + 1} lines: F7 reads them as a log." if is_log(query) else ""


def elsewhere_line(listing: Listing) -> str:
    """Say how many better matches the shelf hides; empty when it hides none."""
    count = listing.better_elsewhere
    if not count:
        return ""
    where = "in other vendors" if listing.chosen.kind is ShelfKind.VENDOR else "elsewhere"
    return f"{count} better match{'es' if count > 1 else ''} {where}: Escape shows all"
