"""The screen of the dictionary: search box, vendors, results, detail."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import reactive
from textual.widgets import Static
from textual.worker import get_current_worker

from store.core.models import Entry, Hit, Vendor
from store.core.text import MAX_PASTE, clean
from store.notebook.custom_codes import MAX_TEXT, CustomCodeFields
from store.notebook.missing_entries import MISSING_ENTRIES
from store.search.hits import Hits
from tui.commands.registry import Where
from tui.desk.desk import Desk
from tui.desk.finder import Finder
from tui.desk.listing import (
    ALL,
    CASES,
    EMPTY,
    Listing,
    count_line,
    elsewhere_line,
    is_log,
    log_line,
    make_listing,
    verdict,
)
from tui.screens.dictionary.ticket_actions import TicketScreen
from tui.system import garbage
from tui.toolkit.bindings import bindings, run_command
from tui.toolkit.literal import literal
from tui.toolkit.messages import (
    CommandWanted,
    Found,
    IndexBuilt,
    Pasted,
    QueryTyped,
    ResultsWanted,
    RowChosen,
    RowHighlighted,
    ShelfListWanted,
    ShelfStep,
)
from tui.widgets.detail_panel import DetailPanel, RelatedList
from tui.widgets.key_hints import KeyHints
from tui.widgets.line import Line
from tui.widgets.panes import READING, Pane, Panes
from tui.widgets.result_list import ResultList
from tui.widgets.room import RoomWanted, give_way, is_too_small
from tui.widgets.search_box import SearchBox, more_lines
from tui.widgets.shelf_bar import ShelfBar
from tui.widgets.shelf_list import ShelfList
from tui.widgets.welcome import Welcome

if TYPE_CHECKING:
    from tui.desk.log_reading import Reading

WATCH_SECONDS = 1.0
"""How often to look whether another terminal changed the notebook."""

NEAREST = 3
"""Entries that are listed for a paste of which no message is known."""


class MainScreen(TicketScreen):
    """Holds the state: query, shelf, answer, entry shown. The panes announce, this decides."""

    BINDINGS = bindings(Where.ANYWHERE, Where.SEARCH, Where.BROWSE)
    HORIZONTAL_BREAKPOINTS = [(0, "-single"), (80, "-stacked"), (100, "-normal"), (160, "-wide")]
    AUTO_FOCUS = "#search"

    listing: reactive[Listing] = reactive(EMPTY, repaint=False)  # each pane repaints itself, not the whole screen

    def __init__(self, desk: Desk, *, find: str = "", entry: Entry | None = None) -> None:
        """Set the screen up.

        Args:
            desk: The dictionary, the notebook and the settings.
            find: The first query.
            entry: The entry to show first, or None.
        """
        super().__init__(desk)
        self._query, self._shelf = find, ALL
        self._earlier = ""
        """What a paste, or typing into one, took the place of."""
        self._paste: str | None = None
        """The last query that was pasted."""
        self._followed: list[str] = []
        self._told: tuple[str, ...] = ()
        """Warnings that were shown."""
        self._first = entry
        self.finder = Finder(desk)
        self.triaged: Reading | None = None
        """The log that was read last."""
        self.triaged_row = 0
        """Where the cursor was in it."""

    def compose(self) -> ComposeResult:
        # Textual sets this class only after it has laid out and painted the screen once without them.
        self.add_class([name for least, name in self.HORIZONTAL_BREAKPOINTS if self.app.size.width >= least][-1])
        give_way(self, self.app.size)
        with Horizontal(id="search-row"):
            yield SearchBox(id="search")
            yield Line(id="count")
        yield Welcome(self.desk.appearance.begun, not self.desk.home, id="welcome").data_bind(MainScreen.listing)
        with Panes(self.desk.appearance, id="panes"):
            yield ShelfList(id="vendors").data_bind(MainScreen.listing)
            with Pane(id="answer"):
                yield ShelfBar(id="vendor-bar").data_bind(MainScreen.listing)
                yield Static(id="verdict", markup=False)
                yield ResultList(id="results").data_bind(MainScreen.listing)
                yield Static(id="elsewhere", markup=False)
            yield DetailPanel(self.desk, id="detail")
        yield KeyHints(id="hints")
        yield RoomWanted()

    def on_mount(self) -> None:
        self.query_one("#vendors").border_title = "Vendors"
        self.query_one("#answer").border_title = "Results"
        self.query_one("#detail").border_title = "Entry"
        self.query_one("#search", SearchBox).show(self._query)
        self._answer()
        if self._first is not None:
            self.call_next(self._open_row, self._first.id)
        self.call_after_refresh(self._after_first_paint)
        self._tell_warnings()

    def _after_first_paint(self) -> None:
        garbage.resume()
        if self.finder.index is None:
            self._start_index()
        self.set_interval(WATCH_SECONDS, self.look)
        self.offer_drafts()

    def _compositor_refresh(self) -> None:
        """Paint what changed; below a popup, once. Textual would paint all of both at each look at the notebook."""
        super()._compositor_refresh()
        if self is not self.app.screen:
            self._repaint_required = False

    # --- state --------------------------------------------------------------------------------------------------------

    @property
    def _vendors(self) -> list[Vendor]:
        home = self.desk.home
        return sorted(self.desk.catalog.vendors, key=lambda each: home.index(each.id) if each.id in home else len(home))

    @property
    def entry(self) -> Entry | None:
        """The entry in the detail."""
        shown = self._followed[-1] if self._followed else self.query_one("#results", ResultList).cursor_id
        return None if shown is None else self.desk.catalog.entry(shown)

    def ask(self, query: str) -> None:
        """Put a query to the dictionary, as if it had been typed."""
        self.query_one("#search", SearchBox).show(query)
        self._set_query(query)

    def go_to(self, entry_id: str) -> None:
        """Show an entry, whatever is listed."""
        if self.desk.catalog.entry(entry_id) is None:  # an own code, which was removed since
            self.notify("This entry is no longer there.", severity="warning", markup=False)
            return
        self._earlier, self._query, self._shelf = (self._query.strip() and self._query) or self._earlier, "", ALL
        self._followed.clear()
        self.query_one("#search", SearchBox).show("")
        self._answer()
        self.call_next(self._open_row, entry_id)

    def _open_row(self, entry_id: str) -> None:
        self.query_one("#results", ResultList).move_to(entry_id)
        self._show_detail()
        self.action_open()

    def _set_query(self, query: str) -> None:
        if query != self._query:
            self._query = query
            self._followed.clear()
            self._answer()

    def _answer(self) -> None:
        if self.finder.needs_worker(self._query):
            self._find(self._query)
        hits, pasted = self.finder.answer(self._query), self._query == self._paste
        if hits is not None and not self._query.strip():
            by_id = {hit.entry.id: hit for hit in hits}
            hits = Hits([by_id[entry_id] for entry_id in self.desk.at_hand(list(by_id))])
        elif hits is not None and pasted and not hits.matched:
            hits = Hits(hits[:NEAREST])
        results = self.query_one("#results", ResultList)
        results.highlights = self.finder.highlights(self._query)
        results.case_found = partial(self.finder.case_found, self._query)
        snapshot = self.desk.notebook.snapshot
        self.listing = make_listing(self._vendors, hits, snapshot, self._query, self._shelf, pasted)
        self._shelf = self.listing.shelf
        self._show_detail()

    def watch_listing(self, listing: Listing) -> None:
        if listing is EMPTY:
            return
        counts = more_lines(listing.query), count_line(listing, len(self.desk.catalog.entries))
        self.query_one("#count", Line).show("".join(f"  {each}" for each in counts if each), snug=listing.pasted)
        told = self.desk.unknown_filters(listing.query), verdict(listing), log_line(listing.query)
        self._say("#verdict", "\n".join(filter(None, told)))
        self._say("#elsewhere", elsewhere_line(listing))

    def _say(self, selector: str, text: str) -> None:
        line = self.query_one(selector, Static)
        if line.display or text:  # a change costs a layout of the whole screen
            line.display = bool(text)
            line.update(literal(text))

    def _show_detail(self) -> None:
        entry = self.entry
        hit = self.hit_of(entry) if entry is not None else None
        related = self.query_one("#related", RelatedList)
        was_there = self.focused is related
        through = self.finder.case_found(self._query, entry) if entry is not None else None
        self.query_one("#detail", DetailPanel).show(
            entry, self._query, self.finder.highlights(self._query), hit, through
        )
        if was_there and not related.display:
            self.query_one("#detail", DetailPanel).focus()

    # --- searching ----------------------------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="index")
    def _start_index(self) -> None:
        index = self.finder.build()
        if not get_current_worker().is_cancelled:  # a later one knows later notes
            self.post_message(IndexBuilt(index))

    @on(IndexBuilt)
    def _take_index(self, message: IndexBuilt) -> None:
        self.finder.index = message.index
        self._answer()

    @work(thread=True, exclusive=True, group="find")
    def _find(self, query: str) -> None:
        index = self.finder.index or self.finder.build()
        hits = index.answer(query)
        if not get_current_worker().is_cancelled:  # another query took its place
            self.post_message(Found(query, index, hits))

    @on(Found)
    def _take_hits(self, message: Found) -> None:
        if message.query == self._query:
            self.finder.take(message.query, message.index, message.hits)
            self._answer()

    # --- what the panes announce --------------------------------------------------------------------------------------

    @on(QueryTyped)
    async def _query_typed(self, message: QueryTyped) -> None:
        if message.anew:
            self._earlier = self._query
        elif not message.text:
            self._earlier = ""
        if message.text != self.query_one("#search", SearchBox).query_text:  # more keys have come since
            return
        self._set_query(message.text)
        for _ in range(2):  # the panes tell what they are to repaint: then it is one frame, the letter in the box too
            await asyncio.sleep(0)

    @on(Pasted)
    def _take_paste(self, message: Pasted) -> None:
        if not message.text.strip():
            return
        if self._query.strip():
            self._earlier = self._query
        if len(message.text) > MAX_PASTE:
            self.notify("Only the first million characters of the paste are searched.", markup=False)
        self.query_one("#search", SearchBox).focus()
        self._paste = message.text[:MAX_PASTE].strip("\n")
        self.ask(self._paste)

    def take_keys_of_paste(self, text: str) -> None:
        """Take the rest of a paste that came as keys: its beginning was typed into the box."""
        self._query = ""  # the beginning of the paste is no earlier query of the agent's
        self.post_message(Pasted(clean(self.query_one("#search", SearchBox).query_text + text)))

    @on(ResultsWanted)
    def _results_wanted(self) -> None:
        self.action_results()

    @on(RowHighlighted)
    def _row_highlighted(self, message: RowHighlighted) -> None:
        if message.list_id == "results":
            if not isinstance(self.focused, DetailPanel | RelatedList):  # there, the row changed, not the reader
                self._followed.clear()
            self._show_detail()
        elif message.list_id == "vendors":
            self.choose_shelf(message.row_id)

    @on(RowChosen)
    def _row_chosen(self, message: RowChosen) -> None:
        if message.list_id == "results":
            self._stop_following()
            self.action_open()
        elif message.list_id == "related":
            self._followed.append(message.row_id)
            self._show_detail()
            self.query_one("#detail", DetailPanel).focus()
        elif message.row_id == CASES:
            if not self._is_covered:
                self.action_cases()
        elif message.list_id == "vendors":
            self.action_results()

    @property
    def _is_covered(self) -> bool:
        """Whether another screen lies over this one; the first of two clicks may have opened it."""
        return self.app.screen is not self

    @on(ShelfStep)
    def _shelf_step(self, message: ShelfStep) -> None:
        self.action_vendor(message.step)

    @on(ShelfListWanted)
    def _list_shelves(self) -> None:
        if self._is_covered:
            return
        from tui.screens.pickers.shelf_picker import ShelfPicker  # imported when it is first wanted

        self.app.push_screen(ShelfPicker(self.listing), self._shelf_picked)

    def _shelf_picked(self, shelf: str | None) -> None:
        if shelf is not None:
            self.choose_shelf(shelf)

    def choose_shelf(self, shelf: str) -> None:
        """Keep only what is on a shelf."""
        if shelf != self._shelf:
            self._shelf = shelf
            self._followed.clear()
            self._answer()

    @on(CommandWanted)
    async def _run_command(self, message: CommandWanted) -> None:
        await run_command(self, message.command_id)

    # --- focus and layout ---------------------------------------------------------------------------------------------

    def on_descendant_focus(self) -> None:
        if isinstance(self.focused, SearchBox):
            where = Where.SEARCH
        elif isinstance(self.focused, DetailPanel | RelatedList):
            where = Where.DETAIL
        else:
            where = Where.LIST if isinstance(self.focused, ResultList) else Where.BROWSE
        self.query_one("#hints", KeyHints).where = where
        self.set_class(where is Where.DETAIL, READING)

    def on_resize(self) -> None:
        self.call_after_refresh(self._keep_focus_in_sight)

    def _keep_focus_in_sight(self) -> None:
        if is_too_small(self.app.size):  # nothing is in sight, and what had the focus has it again with more room
            return
        if self.focused is None or not self.focused.focusable or not self.focused.is_on_screen:
            self.query_one("#search", SearchBox).focus()
        elif isinstance(self.focused, RelatedList):  # below a text that is longer or shorter now
            self.focused.scroll_visible(animate=False)

    def keep_in_sight(self, entry: Entry) -> None:
        """Let an entry that is being read stay in the detail, though its row may go."""
        if isinstance(self.focused, DetailPanel | RelatedList):
            self._followed = self._followed or [entry.id]

    def hit_of(self, entry: Entry) -> Hit | None:
        return next((hit for hit in self.listing.hits if hit.entry is entry), None)

    def new_code(self) -> CustomCodeFields:
        vendors = {vendor.id: vendor.name for vendor in self.desk.catalog.vendors if vendor is not MISSING_ENTRIES}
        named = [vendors[each] for each in (self._shelf, *self.desk.home) if each in vendors]
        text = self._query[:MAX_TEXT].strip() if self.listing.unknown else ""
        if text and len(self._query) > MAX_TEXT:
            self.notify(f"Only the first {MAX_TEXT:,} characters of the text are kept in a code.", markup=False)
        return CustomCodeFields(message=text, vendor=named[0] if named else "")

    def _tell_warnings(self) -> None:
        new = [warning for warning in self.desk.warnings if warning not in self._told]
        if new:
            self.notify("\n".join(new), severity="warning", timeout=20, markup=False)
        self._told = self.desk.warnings

    def take_notebook(self) -> None:
        """Show the notebook as it is now."""
        self._tell_warnings()
        self._answer()
        self._start_index()

    def _stop_following(self) -> None:
        if self._followed:
            self._followed.clear()
            self._show_detail()

    # --- commands -----------------------------------------------------------------------------------------------------

    def action_search(self) -> None:
        self.query_one("#search", SearchBox).focus()

    def action_results(self) -> None:
        self._stop_following()
        self.query_one("#panes", Panes).focus_on(self.query_one("#results", ResultList))

    def action_open(self) -> None:
        """Read the entry: in the detail, which takes the whole screen where there is one column."""
        if self.entry is not None:
            self.note_use(self.entry)
            self.query_one("#panes", Panes).focus_on(self.query_one("#detail", DetailPanel))

    def action_back(self) -> None:
        if isinstance(self.focused, DetailPanel | RelatedList):
            self.action_results()
        elif self.listing.better_elsewhere:
            self.choose_shelf(ALL)
        elif not isinstance(self.focused, SearchBox):
            self.action_search()
        elif self._earlier:
            earlier, self._earlier = self._earlier, ""
            self.ask(earlier)
        elif self._query:
            self.ask("")
        else:
            self.choose_shelf(ALL)

    def action_move(self, step: int) -> None:
        self.query_one("#results", ResultList).action_cursor(step)

    def action_pick(self, number: int) -> None:
        """Read one of the entries that share the pasted message, by its number."""
        if number <= len(self.listing.same):
            self._open_row(self.listing.same[number - 1].entry.id)

    def action_page(self, step: int) -> None:
        detail = self.query_one("#detail", DetailPanel)
        detail.scroll_relative(y=step * max(1, detail.scrollable_content_region.height - 2), animate=False)

    def action_pane(self, step: int) -> None:
        panes = self.query_one("#panes", Panes)
        wanted = panes.beside(step)
        if not isinstance(wanted, DetailPanel):
            self._stop_following()
        panes.focus_on(wanted)

    def action_vendor(self, step: int) -> None:
        ids = [shelf.id for shelf in self.listing.shelves]
        self.choose_shelf(ids[(ids.index(self._shelf) + step) % len(ids)])

    def action_entry_back(self) -> None:
        if self._followed:
            self._followed.pop()
            self._show_detail()
        else:
            self.action_results()

    def action_triage(self) -> None:
        """Read the query as a log, where it is one; otherwise show the log that was read last, or ask for one."""
        from tui.screens.triage import TriageScreen  # imported when it is first wanted

        last, query = self.triaged, self._query
        text = query if is_log(query) and (last is None or last.text != query) else None
        screen = TriageScreen(self.desk, text, last, self.triaged_row)

        def chosen(entry_id: str | None) -> None:
            self.triaged, self.triaged_row = screen.reading, screen.row
            if entry_id is not None:
                self.go_to(entry_id)

        self.app.push_screen(screen, chosen)
