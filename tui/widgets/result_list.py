"""The answer to the query, a line an entry."""

from collections.abc import Callable

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive

from store.models import Case, Entry
from store.orphans import ORPHANS
from store.own_codes import is_own
from tui.listing import EMPTY, Listing
from tui.literal import Highlights, literal, no_highlights
from tui.outline import STATES
from tui.widgets.row_list import DIM, MARK, MATCH, RowList

BOOKMARK, NOTE, YOURS = "★", "✎", "yours"


class ResultList(RowList):
    """Marks, title with the matched characters set off, short vendor."""

    listing: reactive[Listing] = reactive(EMPTY, repaint=False)
    highlights: Highlights = staticmethod(no_highlights)
    case_found: Callable[[Entry], Case | None] = staticmethod(lambda entry: None)
    """Says through which case the query found an entry."""

    _digits = 0
    """How many rows, from the first, share the pasted message and are picked by their digit."""

    def watch_listing(self, before: Listing, listing: Listing) -> None:
        same_question = (before.query, before.shelf) == (listing.query, listing.shelf)
        self._digits = len(listing.same)
        self.show_rows([hit.entry.id for hit in listing.hits], keep=same_question)

    def row(self, index: int, width: int) -> Content:
        listing = self.listing
        entry = listing.hits[index].entry
        vendor = listing.shorts.get(entry.vendor, ORPHANS.short)  # its last note may just be gone
        room = max(8, width - cell_len(vendor) - 5)
        title = literal(entry.title, marked=self.highlights(entry.title), mark=MATCH)
        if index < self._digits:
            title = literal(f"{index + 1} ", MARK) + title
        told = YOURS if is_own(entry) else ""
        if (case := self.case_found(entry)) is not None:
            told = " ".join(filter(None, (told, STATES[case.outcome], case.school, case.ticket)))
        if told:
            title = title.truncate(max(room // 2, room - cell_len(told) - 1), ellipsis=True) + literal(f" {told}", MARK)
        return Content.assemble(
            (BOOKMARK if entry.id in listing.bookmarked else " ", MARK),
            (NOTE if entry.id in listing.noted else " ", MARK),
            " ",
            title.truncate(room, ellipsis=True, pad=True),
            " ",
            literal(f"{vendor} ", DIM),
        ).truncate(width)
