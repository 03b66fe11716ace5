"""What the panes list for a query, a shelf and a notebook: plain data, made by `make_listing`."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from itertools import compress, takewhile
from typing import NewType

from msgspec import Struct

from store.core.models import Hit, ProtocolCode, Vendor
from store.core.text import folded_words
from store.notebook.notebook import Snapshot
from store.search.entry_document import literals
from store.search.hits import AHEAD, LEAST_HITS, Hits, errors_in

ShelfId = NewType("ShelfId", str)
"""A vendor's id, a tag with its hash sign, or one of the following, which begin with an asterisk."""

ALL, BOOKMARKS, NOTES = ShelfId("*all"), ShelfId("*bookmarks"), ShelfId("*notes")
CASES, CUSTOM = ShelfId("*cases"), ShelfId("*custom")


class ShelfKind(Enum):
    """What a shelf collects; the values are for people."""

    LIST = "List"
    VENDOR = "Vendor"
    TAG = "Tag"


LOG_LINES = 4
"""The fewest lines of a paste that may be a log."""

MOST_SAME = 9
"""The most vendors with the same message that can be picked by a digit."""


class Shelf(Struct, frozen=True):
    """A row of the sidebar: a group of entries."""

    id: ShelfId
    label: str
    short: str
    count: int
    """How many of its entries match the query; for `CASES`, how many cases those entries have."""
    kind: ShelfKind = ShelfKind.LIST


class Listing(Struct, frozen=True):
    """The answer to a query, ready to show."""

    query: str
    shelves: tuple[Shelf, ...]
    shelf: ShelfId
    """Id of the chosen shelf."""
    hits: Sequence[Hit]
    """The hits on the chosen shelf, best first."""
    better_elsewhere: int
    """How many hits on other shelves match better than the best one on this shelf."""
    bookmarked: frozenset[str]
    noted: frozenset[str]
    shorts: dict[str, str]
    """Vendor id to the vendor's short name."""
    searching: bool = False
    """Whether the answer is not there yet."""
    pasted: bool = False
    """Whether the query was pasted."""
    codes: Sequence[ProtocolCode] = ()
    """What the query says by itself, if nothing matches or it is nothing but a code."""
    close: bool = False
    """Whether none matches, but the first hit is clearly what plain words describe."""

    @property
    def matched(self) -> bool:
        """Whether any hit matches; if not, the hits are only the nearest entries."""
        return any(hit.matched for hit in self.hits)

    @property
    def matches(self) -> int:
        """How many hits match."""
        # Hits that do not match come behind those that do, and only where these are few.
        few = sum(hit.matched for hit in self.hits[:LEAST_HITS])
        return len(self.hits) if few == LEAST_HITS else few

    @property
    def same(self) -> tuple[Hit, ...]:
        """The best hits, if several entries have the pasted message; otherwise empty."""
        wordings = [_wording(hit) for hit in self.hits[:MOST_SAME]]
        if not wordings or wordings[0] is None:
            return ()
        same = tuple(takewhile(lambda hit: _wording(hit) == wordings[0], self.hits[:MOST_SAME]))
        return same if len(same) > 1 else ()

    @property
    def errors(self) -> int:
        """How many messages of entries the query contains."""
        return errors_in(self.hits[:AHEAD])

    @property
    def unknown(self) -> bool:
        """Whether the query was pasted and no entry matches, on any shelf."""
        return self.pasted and not (self.searching or self.matched or self.better_elsewhere)

    @property
    def chosen(self) -> Shelf:
        """The chosen shelf."""
        return next(shelf for shelf in self.shelves if shelf.id == self.shelf)


EMPTY = Listing("", (Shelf(ALL, "All", "All", 0),), ALL, (), 0, frozenset(), frozenset(), {})
"""The listing before the first answer."""


def make_listing(
    vendors: Sequence[Vendor],
    answer: Hits | None,
    snapshot: Snapshot,
    query: str,
    shelf: ShelfId,
    pasted: bool = False,
    codes: Sequence[ProtocolCode] = (),
) -> Listing:
    """Arrange the answer to a query.

    Args:
        vendors: The vendors, in the order of the sidebar.
        answer: The hits among all entries, best first, or None if the answer is not there yet.
        snapshot: The notebook.
        query: The query.
        shelf: Id of the chosen shelf. If that shelf is gone, `ALL` is used.
        pasted: Whether the query was pasted.
        codes: What the query says by itself.
    """
    hits, members = answer if answer is not None else Hits(()), _members(snapshot)
    labels = _labels(vendors, snapshot)
    if shelf not in {shelf_id for shelf_id, *_ in labels}:
        shelf = ALL
    counts = _counts(hits, members, snapshot)
    shown, better_elsewhere = _on_shelf(hits, members, shelf)
    return Listing(
        query=query,
        shelves=tuple(Shelf(shelf_id, label, short, counts[shelf_id], kind) for shelf_id, label, short, kind in labels),
        shelf=shelf,
        hits=shown,
        better_elsewhere=better_elsewhere if query.strip() else 0,
        bookmarked=frozenset(snapshot.bookmarks),
        noted=frozenset(snapshot.notes),
        shorts={vendor.id: vendor.short for vendor in vendors},
        searching=answer is None,
        pasted=pasted,
        codes=codes,
        close=hits.is_close and shown[:1] == hits[:1],
    )


def _members(snapshot: Snapshot) -> dict[ShelfId, Collection[str]]:
    """Return the ids of the entries on each shelf that is not a vendor's."""
    return {
        BOOKMARKS: frozenset(snapshot.bookmarks),
        NOTES: frozenset(snapshot.notes),
        CASES: snapshot.cases.keys(),
        CUSTOM: {code.id for code in snapshot.custom_codes},
        **{ShelfId(f"#{tag}"): tagged for tag, tagged in snapshot.tags.items()},
    }


def _labels(vendors: Sequence[Vendor], snapshot: Snapshot) -> list[tuple[ShelfId, str, str, ShelfKind]]:
    """Return id, label, short label and kind of each shelf, in the order of the sidebar."""
    names = [(ALL, "All"), (BOOKMARKS, "Bookmarks"), (NOTES, "Notes"), (CASES, "Cases")]
    labels = [(shelf_id, name, name, ShelfKind.LIST) for shelf_id, name in names]
    labels += [(CUSTOM, "Custom codes", "Custom", ShelfKind.LIST)] if snapshot.custom_codes else []
    labels += [(ShelfId(vendor.id), vendor.name, vendor.short, ShelfKind.VENDOR) for vendor in vendors]
    labels += [(ShelfId(f"#{tag}"), f"#{tag}", f"#{tag}", ShelfKind.TAG) for tag in snapshot.tags]
    return labels


def _counts(hits: Hits, members: Mapping[ShelfId, Collection[str]], snapshot: Snapshot) -> Counter[str]:
    """Count the hits of each shelf; all are 0 if nothing matched. For `CASES`, count the cases of its hits."""
    counts: Counter[str] = Counter()
    if not hits.matched:
        return counts
    counts += hits.by_vendor()
    counts[ALL] = counts.total()
    if any(members.values()):
        hit_ids = {hit.entry.id for hit in hits if hit.matched}
        counts.update({shelf: len(hit_ids.intersection(entry_ids)) for shelf, entry_ids in members.items()})
        counts[CASES] = sum(len(snapshot.cases[entry_id]) for entry_id in hit_ids.intersection(snapshot.cases))
    return counts


def _on_shelf(hits: Hits, members: Mapping[ShelfId, Collection[str]], shelf: ShelfId) -> tuple[Sequence[Hit], int]:
    """Return the hits on a shelf, and how many hits outside it match better than the best of them."""
    if shelf == ALL:
        return hits, 0
    on_shelf = [hit.entry.id in members[shelf] if shelf in members else hit.entry.vendor == shelf for hit in hits]
    shown = tuple(compress(hits, on_shelf))
    if not hits.matched:
        return shown, 0
    best = shown[0].score if shown else 0.0
    return shown, sum(hit.score > best for hit, is_on_shelf in zip(hits, on_shelf, strict=True) if not is_on_shelf)


def _wording(hit: Hit) -> str | None:
    """Return the words, without slots, of the message that is in the query, or None."""
    if hit.message is None or hit.by != "message":
        return None
    return " ".join(folded_words(literals(hit.entry.messages[hit.message])))


BY_ITSELF = "What the text says by itself"
_MOST_CODES = 3
"""Codes that are shown beside the list; the detail has all."""
_TRY = "Try fewer or different words"


def count_line(listing: Listing, total: int) -> str:
    """Say how many of all entries match the query; return nothing before there is an answer."""
    if listing.searching:
        return ""
    matches = listing.matches
    return f"{total} entries" if matches == total else f"{matches} of {total}"


def verdict(listing: Listing) -> str:
    """Say what to do next if nothing matches or several vendors share a message; otherwise return nothing."""
    if listing.searching:
        return "Searching the text ..."
    errors = f"{listing.errors} errors in this text" if listing.errors > 1 else ""
    if listing.same:
        which = f"{errors}; {len(listing.same)} vendors share the first" if errors else ""
        which = which or f"{len(listing.same)} vendors share this message"
        return f"{which}: press a digit in the list to pick one."
    if listing.matched:
        return f"{errors}, most telling first." if errors else ""
    if listing.better_elsewhere:
        return "Nothing here matches."
    if listing.codes:
        nearest = ", nearest below" if listing.hits else ""
        return f"No entry matches{' (F9 adds one)' if listing.unknown else ''}{nearest}. {BY_ITSELF}:"
    if listing.close:
        return "Closest to your words:"
    if listing.hits:
        return f"No entry matches{' (F9 adds a custom code)' if listing.unknown else ''}; nearest:"
    if listing.query.strip():
        return f"No entry matches. {'F9 adds a custom code' if listing.unknown else _TRY}; Escape clears."
    if listing.shelf == BOOKMARKS:
        return "No bookmarks yet. Choose an entry and press b or F2."
    if listing.shelf == NOTES:
        return "No notes yet. Choose an entry and press n or F3."
    if listing.shelf == CASES:
        return "No cases yet. Choose an entry and press c or F4."
    return "This vendor has no entries. Escape shows all."


def codes_lines(listing: Listing) -> str:
    """Say what the query says by itself, a line for each code, to follow `verdict`; nothing if an entry matches."""
    return "" if listing.matched else _codes(listing)


def _codes(listing: Listing) -> str:
    lines = [f"{code.name}: {code.says}" for code in listing.codes[:_MOST_CODES]]
    more = len(listing.codes) - _MOST_CODES
    return "\n".join([*lines, *([f"and {more} more in the entry's pane"] if more > 0 else [])])


def is_log(query: str) -> bool:
    """Return whether a query has enough lines to be a log."""
    return query.count("\n") >= LOG_LINES - 1


def log_line(query: str) -> str:
    """Offer to read a query as a log; return nothing if it is too short for one."""
    return f"{query.count(chr(10)) + 1} lines: F7 reads them as a log." if is_log(query) else ""


def below_lines(listing: Listing) -> str:
    """Say what comes below the matching entries: better ones on other shelves, and what the query says by itself."""
    codes = _codes(listing) if listing.matched else ""
    return "\n".join(filter(None, (elsewhere_line(listing), codes and f"{BY_ITSELF}: {codes}")))


def elsewhere_line(listing: Listing) -> str:
    """Say how many better matches are on other shelves; return nothing if there are none."""
    count = listing.better_elsewhere
    where = "in other vendors" if listing.chosen.kind is ShelfKind.VENDOR else "elsewhere"
    return f"{count} better match{'es' if count > 1 else ''} {where}: Escape shows all" if count else ""
