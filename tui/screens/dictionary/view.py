"""The widgets of the dictionary's screen, by what they are for. It only shows; the screen decides what."""

from collections.abc import Sequence
from typing import Any

from textual.screen import Screen
from textual.widgets import Static

from store.core.models import Case, Entry, Hit, ProtocolCode
from store.search.highlights import Highlights
from tui.commands.registry import Where
from tui.desk.listing import Listing, below_lines, codes_lines, count_line, log_line, verdict
from tui.toolkit.literal import literal
from tui.widgets.detail_panel import DetailPanel, RelatedList
from tui.widgets.key_hints import KeyHints
from tui.widgets.line import Line
from tui.widgets.panes import READING, Panes
from tui.widgets.result_list import ResultList
from tui.widgets.room import is_too_small
from tui.widgets.search_box import SearchBox, more_lines


class View:
    """Search box, results, detail and the lines around them."""

    def __init__(self, screen: Screen[Any]) -> None:
        """Take the screen that composes the widgets."""
        self._screen = screen

    @property
    def search_box(self) -> SearchBox:
        """Where the query is typed."""
        return self._screen.query_one("#search", SearchBox)

    @property
    def panes(self) -> Panes:
        """Sidebar, results and detail."""
        return self._screen.query_one("#panes", Panes)

    @property
    def results(self) -> ResultList:
        """The entries that answer the query."""
        return self._screen.query_one("#results", ResultList)

    @property
    def detail(self) -> DetailPanel:
        """The entry that is read."""
        return self._screen.query_one("#detail", DetailPanel)

    # --- focus --------------------------------------------------------------------------------------------------------

    @property
    def is_reading(self) -> bool:
        """Whether the focus is in the detail."""
        return isinstance(self._screen.focused, DetailPanel | RelatedList)

    @property
    def is_searching(self) -> bool:
        """Whether the focus is in the search box."""
        return isinstance(self._screen.focused, SearchBox)

    def focus_results(self) -> None:
        """Move the focus to the list."""
        self.panes.focus_on(self.results)

    def focus_detail(self) -> None:
        """Move the focus to the detail, which takes the whole screen in a single column."""
        self.panes.focus_on(self.detail)

    def follow_focus(self) -> None:
        """Show the keys of the place where the focus is now, and the detail in a single column."""
        if self.is_searching:
            where = Where.SEARCH
        elif self.is_reading:
            where = Where.DETAIL
        else:
            where = Where.LIST if isinstance(self._screen.focused, ResultList) else Where.BROWSE
        self._screen.query_one("#hints", KeyHints).where = where
        self._screen.set_class(where is Where.DETAIL, READING)

    def keep_focus_in_sight(self) -> None:
        """After a resize, move the focus to the search box if what had it is hidden now."""
        if is_too_small(self._screen.app.size):  # all is hidden; the focus is still there once there is more room
            return
        focused = self._screen.focused
        if focused is None or not focused.focusable or not focused.is_on_screen:
            self.search_box.focus()
        elif isinstance(focused, RelatedList):  # below a text that is longer or shorter now
            focused.scroll_visible(animate=False)

    # --- showing ------------------------------------------------------------------------------------------------------

    def show_lines(self, listing: Listing, unknown_filters: str, total: int) -> None:
        """Show what is said about an answer: how much it is, what it means, what it leaves out.

        Args:
            listing: The answer.
            unknown_filters: A sentence about filters in the query that do not exist, or empty.
            total: How many entries there are.
        """
        counts = more_lines(listing.query), count_line(listing, total)
        text = "".join(f"  {count}" for count in counts if count)
        self._screen.query_one("#count", Line).show(text, snug=listing.pasted)
        lines = [verdict(listing), log_line(listing.query)]
        if listing.codes:  # the verdict is their heading
            lines.reverse()
        self._show_line("#verdict", "\n".join(filter(None, (unknown_filters, *lines))))
        self._show_line("#codes", codes_lines(listing))
        self._show_line("#elsewhere", below_lines(listing))

    def _show_line(self, selector: str, text: str) -> None:
        line = self._screen.query_one(selector, Static)
        if line.display or text:  # a change costs a layout of the whole screen
            line.display = bool(text)
            line.update(literal(text))

    def show_detail(
        self,
        entry: Entry | None,
        query: str,
        highlights: Highlights,
        hit: Hit | None,
        case: Case | None,
        codes: Sequence[ProtocolCode],
    ) -> None:
        """Show an entry (see `DetailPanel.show`); the focus stays in the detail."""
        related = self._screen.query_one("#related", RelatedList)
        related_had_focus = self._screen.focused is related
        self.detail.show(entry, query, highlights, hit, case, codes)
        if related_had_focus and not related.display:
            self.detail.focus()
