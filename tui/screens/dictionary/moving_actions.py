"""The commands that only move about: between the panes, in the list, on the shelves, and back."""

from store.core.models import Entry
from tui.desk.desk import Desk
from tui.desk.listing import ALL
from tui.screens.dictionary.actions import Actions, Host
from tui.screens.dictionary.view import View
from tui.widgets.detail_panel import DetailPanel


class MovingActions(Actions):
    """Moving the focus, the cursor and the shelf, and going back."""

    def __init__(self, desk: Desk, host: Host, view: View) -> None:
        """Take the desk, the screen to act for, and its widgets."""
        super().__init__(desk, host)
        self._view = view

    def action_search(self) -> None:
        """Go to the search box."""
        self._view.search_box.focus()

    def action_results(self) -> None:
        """Go to the list, and show the entry under its cursor."""
        self.stop_following()
        self._view.focus_results()

    def action_open(self) -> None:
        """Read the entry in the detail."""
        entry = self.host.entry
        if entry is not None:
            self.host.note_use(entry)
            self._view.focus_detail()

    def action_back(self) -> None:
        """Go back one step: to the list, to all vendors, to the search box; there, as `Browsing.back` does."""
        if self._view.is_reading:
            self.action_results()
        elif self.host.listing.better_elsewhere:
            if self.host.browsing.choose_shelf(ALL):
                self.host.show_answer()
        elif not self._view.is_searching:
            self.action_search()
        else:
            query_before = self.host.browsing.query
            changed = self.host.browsing.back()
            if self.host.browsing.query != query_before:
                self._view.search_box.show(self.host.browsing.query)
            if changed:
                self.host.show_answer()

    def action_entry_back(self) -> None:
        """Return to the entry read before, or to the list."""
        if self.host.browsing.unfollow():
            self.host.show_detail()
        else:
            self.action_results()

    def action_move(self, step: int) -> None:
        """Move the cursor of the list while typing goes on."""
        self._view.results.action_cursor(step)

    def action_page(self, step: int) -> None:
        """Scroll the detail by pages, wherever the focus is."""
        detail = self._view.detail
        detail.scroll_relative(y=step * max(1, detail.scrollable_content_region.height - 2), animate=False)

    def action_pick(self, number: int) -> None:
        """Read one of the entries that share the pasted message, by its number from 1."""
        same = self.host.listing.same
        if number <= len(same):
            self.open_row(same[number - 1].entry.id)

    def action_pane(self, step: int) -> None:
        """Go to the pane on the right or on the left."""
        pane = self._view.panes.beside(step)
        if not isinstance(pane, DetailPanel):
            self.stop_following()
        self._view.panes.focus_on(pane)

    def action_vendor(self, step: int) -> None:
        """Show the next shelf, or the previous one."""
        if self.host.browsing.step_shelf([shelf.id for shelf in self.host.listing.shelves], step):
            self.host.show_answer()

    # --- what other commands use --------------------------------------------------------------------------------------

    def open_row(self, entry_id: str) -> None:
        """Read an entry that is listed."""
        self._view.results.move_to(entry_id)
        self.host.show_detail()
        self.action_open()

    def stop_following(self) -> None:
        """Show the entry under the cursor again, after related entries were followed."""
        if self.host.browsing.stop_following():
            self.host.show_detail()

    def keep_in_sight(self, entry: Entry) -> None:
        """Keep showing an entry that is being read, even if its row goes away."""
        if self._view.is_reading:
            self.host.browsing.keep_reading(entry.id)
