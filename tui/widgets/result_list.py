"""The entries that answer the query, one a line. Announces `RowList.Highlighted` and `RowList.Chosen`."""

from collections.abc import Callable, Sequence
from typing import overload

from rich.cells import cell_len
from textual.reactive import reactive

from store.core.models import Case, Entry, Hit
from store.notebook.custom_codes import is_custom
from store.notebook.missing_entries import MISSING_ENTRIES
from store.search.highlights import Highlights, no_highlights
from tui.desk.listing import EMPTY, Listing
from tui.render.outline import STATES
from tui.widgets.row_list import DIM, MARK, MATCH, Row, RowList, fit, set_off

BOOKMARK, NOTE, CUSTOM = "★", "✎", "custom"


class _Ids(Sequence[str]):
    """The entry ids of hits. Of thousands, a key looks at one, so no list is made."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self._hits = hits

    def __len__(self) -> int:
        return len(self._hits)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        return self._hits[at].entry.id if isinstance(at, int) else _Ids(self._hits[at])


class ResultList(RowList[str]):
    """Rows of marks, the title with the matched characters underlined, and the vendor."""

    listing: reactive[Listing] = reactive(EMPTY, repaint=False)
    highlights: Highlights = staticmethod(no_highlights)
    case_found: Callable[[Entry], Case | None] = staticmethod(lambda entry: None)
    """Returns the case that made the query find an entry, or None."""

    _digits = 0
    """How many rows, from the first, share the pasted message and can be picked by digit."""

    def watch_listing(self, before: Listing, listing: Listing) -> None:
        same_question = (before.query, before.shelf) == (listing.query, listing.shelf)
        self._digits = len(listing.same)
        self.show_rows(_Ids(listing.hits), keep=same_question)

    def row(self, index: int, width: int) -> Row:
        listing = self.listing
        entry = listing.hits[index].entry
        vendor = listing.shorts.get(entry.vendor, MISSING_ENTRIES.short)  # its last note may have just gone
        extra = CUSTOM if is_custom(entry) else ""
        if (case := self.case_found(entry)) is not None:
            extra = " ".join(filter(None, (extra, STATES[case.outcome], case.school, case.ticket)))
        number = f"{index + 1} " if index < self._digits else ""
        room = max(8, width - cell_len(vendor) - 5)
        place = max(room // 2, room - cell_len(extra) - 1) if extra else room
        title = fit(entry.title, place - len(number))
        left = room - len(number) - cell_len(title)
        return [
            (BOOKMARK, MARK) if entry.id in listing.bookmarked else (" ", ""),
            (NOTE, MARK) if entry.id in listing.noted else (" ", ""),
            (f" {number}", MARK if number else ""),
            *set_off(title, self.highlights(entry.title), MATCH),
            (fit(f" {extra}", left, pad=True), MARK) if extra else (" " * left, ""),
            (f" {vendor} ", DIM),
        ]
