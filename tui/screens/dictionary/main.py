"""The dictionary's screen: search box, shelves, results and detail.

Its state is one `Browsing` and, made from it, one `Listing` that flows down to the panes. The panes announce what the
agent did; the handlers here change the state and show the new answer. Commands that do more than move about on the
screen are in the `*_actions` modules beside this one.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from store.core.models import Entry, Hit, ProtocolCode
from store.core.text import MAX_PASTE, clean
from tui.commands.registry import Where
from tui.desk.desk import Desk
from tui.desk.listing import CASES, EMPTY, Listing, ShelfId
from tui.screens.dictionary.actions import lend_actions
from tui.screens.dictionary.browsing import Browsing
from tui.screens.dictionary.case_actions import CaseActions
from tui.screens.dictionary.code_actions import CodeActions
from tui.screens.dictionary.home_actions import HomeActions
from tui.screens.dictionary.log_actions import LogActions
from tui.screens.dictionary.moving_actions import MovingActions
from tui.screens.dictionary.notebook_actions import NotebookActions
from tui.screens.dictionary.notebook_watch import NotebookWatch
from tui.screens.dictionary.searching import HitsFound, IndexBuilt, Searching
from tui.screens.dictionary.ticket_actions import TicketActions
from tui.screens.dictionary.view import View
from tui.screens.over import OverScreen
from tui.system import garbage
from tui.textual_fixes.screen import FastScreen
from tui.toolkit.bindings import bindings, run_command
from tui.toolkit.messages import (
    AppearanceChanged,
    CommandRequested,
    DraftsFound,
    NotebookChanged,
    SaveFailed,
    UndoRefused,
)
from tui.widgets.detail_panel import DetailPanel, RelatedList
from tui.widgets.key_hints import KeyHints
from tui.widgets.line import Line
from tui.widgets.panes import Pane, Panes
from tui.widgets.result_list import ResultList
from tui.widgets.room import TooSmall, give_way
from tui.widgets.row_list import RowList
from tui.widgets.search_box import SearchBox
from tui.widgets.shelf_bar import ShelfBar
from tui.widgets.shelf_list import ShelfList
from tui.widgets.welcome import Welcome

WATCH_SECONDS = 1.0
"""How often to check whether another terminal changed the notebook."""


class MainScreen(FastScreen[None]):
    """Shows what `browsing` says, and changes it as the agent types, moves and chooses."""

    BINDINGS = bindings(Where.ANYWHERE, Where.SEARCH, Where.BROWSE)
    HORIZONTAL_BREAKPOINTS = [(0, "-single"), (80, "-stacked"), (100, "-normal"), (160, "-wide")]
    AUTO_FOCUS = "#search"

    listing: reactive[Listing] = reactive(EMPTY, repaint=False)  # each pane repaints itself, not the whole screen

    @dataclass
    class Pasted(Message):
        """A text was pasted that is to become the query."""

        text: str

    def __init__(self, desk: Desk, *, find: str = "", entry: Entry | None = None) -> None:
        """Set the screen up.

        Args:
            desk: The dictionary, the notebook and the settings.
            find: The first query.
            entry: The entry to show first, or None.
        """
        super().__init__()
        self.desk = desk
        self._first_entry = entry
        self._shown_warnings: tuple[str, ...] = ()
        self.browsing = Browsing(find)
        self.view = View(self)
        self.searching = Searching(desk, self)
        self.notebook_watch = NotebookWatch(desk, self)
        self.notebook_actions = NotebookActions(desk, self)
        self.case_actions = CaseActions(desk, self)
        self.moving = MovingActions(desk, self, self.view)
        lend_actions(
            self,
            self.moving,
            self.notebook_actions,
            self.case_actions,
            CodeActions(desk, self),
            TicketActions(desk, self),
            LogActions(desk, self),
            HomeActions(desk, self),
        )

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
                yield Static(id="codes", markup=False)
                yield ResultList(id="results").data_bind(MainScreen.listing)
                yield Static(id="elsewhere", markup=False)
            yield DetailPanel(self.desk, id="detail")
        yield KeyHints(id="hints")
        yield TooSmall()

    def on_mount(self) -> None:
        self.query_one("#vendors").border_title = "Vendors"
        self.query_one("#answer").border_title = "Results"
        self.query_one("#detail").border_title = "Entry"
        self.view.search_box.show(self.browsing.query)
        self.show_answer()
        if self._first_entry is not None:
            self.call_next(self.moving.open_row, self._first_entry.id)
        self.call_after_refresh(self._after_first_paint)
        self._show_warnings()

    def _after_first_paint(self) -> None:
        garbage.resume()
        if self.searching.finder.index is None:
            self.searching.build_index()
        self.set_interval(WATCH_SECONDS, self.check_notebook)
        self.notebook_watch.find_drafts()

    # --- what is shown ------------------------------------------------------------------------------------------------

    @property
    def entry(self) -> Entry | None:
        """The entry in the detail."""
        followed = self.browsing.followed
        shown = followed[-1] if followed else self.view.results.cursor_id
        return None if shown is None else self.desk.catalog.entry(shown)

    @property
    def unmatched_paste(self) -> str:
        """The pasted text that no entry matches; empty otherwise."""
        return self.browsing.query if self.listing.unknown else ""

    def hit_of(self, entry: Entry) -> Hit | None:
        """Return how an entry answers the query, or None."""
        return next((hit for hit in self.listing.hits if hit.entry is entry), None)

    @property
    def codes_to_explain(self) -> Sequence[ProtocolCode]:
        """What the query says by itself, unless the entry in the detail is known to be right or was looked for."""
        hit = self.hit_of(self.entry) if self.entry is not None else None
        guessed = hit is not None and not hit.matched and not self.browsing.followed
        return self.listing.codes if guessed or self.entry is None else ()

    @property
    def _is_covered(self) -> bool:
        """Whether another screen is over this one; the first of two clicks may have opened it."""
        return self.app.screen is not self

    def show_answer(self) -> None:
        """Show the answer to the query on the shelf, after either or the notebook has changed."""
        query, finder = self.browsing.query, self.searching.finder
        listing = self.searching.answer()
        results = self.view.results
        results.highlights = finder.highlights(query)
        results.case_found = partial(finder.case_found, query)
        self.listing = listing
        self.browsing.shelf = listing.shelf  # the first one, if the chosen one has just gone
        self.show_detail()

    def watch_listing(self, listing: Listing) -> None:
        if listing is EMPTY:
            return
        unknown = self.desk.unknown_filters(listing.query)
        self.view.show_lines(listing, unknown, len(self.desk.catalog.entries))

    def show_detail(self) -> None:
        """Show the entry that `entry` says now."""
        query, finder, entry = self.browsing.query, self.searching.finder, self.entry
        hit = self.hit_of(entry) if entry is not None else None
        case = finder.case_found(query, entry) if entry is not None else None
        self.view.show_detail(entry, query, finder.highlights(query), hit, case, self.codes_to_explain)

    def _show_warnings(self) -> None:
        new = [warning for warning in self.desk.warnings if warning not in self._shown_warnings]
        if new:
            self.notify("\n".join(new), severity="warning", timeout=20, markup=False)
        self._shown_warnings = self.desk.warnings

    # --- going somewhere ----------------------------------------------------------------------------------------------

    def go_to(self, entry_id: str) -> None:
        """Show an entry, whatever is listed."""
        if self.desk.catalog.entry(entry_id) is None:  # a custom code that has been removed since
            self.notify("This entry no longer exists.", severity="warning", markup=False)
            return
        self.browsing.go_to()
        self.view.search_box.show("")
        self.show_answer()
        self.call_next(self.moving.open_row, entry_id)

    def choose_shelf(self, shelf: ShelfId) -> None:
        """Show only what is on a shelf."""
        if self.browsing.choose_shelf(shelf):
            self.show_answer()

    def keep_in_sight(self, entry: Entry) -> None:
        """Keep showing an entry that is being read, even if its row goes away."""
        self.moving.keep_in_sight(entry)

    def take_home(self, home: tuple[str, ...]) -> None:
        """Put these vendors first, for now and for the next start."""
        self.desk.home = home
        self.post_message(AppearanceChanged({"home": home}))
        self.query_one(Welcome).home_chosen()
        self.take_notebook()

    @work(thread=True, group="uses")
    def note_use(self, entry: Entry) -> None:
        """Remember that an entry was used; it moves up in the empty search box."""
        self.desk.usage.add(entry.id, self.desk.notebook.now())

    # --- search -------------------------------------------------------------------------------------------------------

    @on(SearchBox.Typed)
    async def _query_typed(self, message: SearchBox.Typed) -> None:
        self.browsing.remember_typing(message.text, over_paste=message.over_paste)
        if message.text != self.view.search_box.query_text:  # more keys have come since
            return
        if self.browsing.set_query(message.text):
            self.show_answer()
        for _ in range(2):  # the panes say what to repaint: then it is one frame, letter included
            await asyncio.sleep(0)

    @on(Pasted)
    def _take_paste(self, message: Pasted) -> None:
        if not message.text.strip():
            return
        if len(message.text) > MAX_PASTE:
            self.notify("Only the first million characters of the paste are searched.", markup=False)
        self.view.search_box.focus()
        changed = self.browsing.paste(message.text)
        self.view.search_box.show(self.browsing.query)
        if changed:
            self.show_answer()

    def take_keys_of_paste(self, text: str) -> None:
        """Take the rest of a paste that came as keys: its start was typed into the search box."""
        self.browsing.drop_start_of_paste()
        self.post_message(self.Pasted(clean(self.view.search_box.query_text + text)))

    @on(SearchBox.Submitted, "#search")
    @on(ShelfBar.SteppedDown)
    def _go_to_results(self) -> None:
        self.moving.action_results()

    @on(IndexBuilt)
    def _take_index(self, message: IndexBuilt) -> None:
        self.searching.finder.index = message.index
        self.show_answer()

    @on(HitsFound)
    def _take_hits(self, message: HitsFound) -> None:
        if self.searching.take_hits(message):
            self.show_answer()

    # --- lists --------------------------------------------------------------------------------------------------------

    @on(ResultList.Highlighted, "#results")
    def _result_highlighted(self) -> None:
        if not self.view.is_reading:  # else the rows changed below the agent, who reads on
            self.browsing.stop_following()
        self.show_detail()

    @on(ResultList.Chosen, "#results")
    def _result_chosen(self) -> None:
        self.moving.stop_following()
        self.moving.action_open()

    @on(RelatedList.Chosen, "#related")
    def _related_chosen(self, message: RowList.Chosen[str]) -> None:
        self.browsing.follow(message.row_id)
        self.show_detail()
        self.view.detail.focus()

    @on(ShelfList.Highlighted, "#vendors")
    def _shelf_highlighted(self, message: RowList.Highlighted[ShelfId]) -> None:
        self.choose_shelf(message.row_id)

    @on(ShelfList.Chosen, "#vendors")
    def _shelf_chosen(self, message: RowList.Chosen[ShelfId]) -> None:
        if message.row_id != CASES:
            self.moving.action_results()
        elif not self._is_covered:
            self.case_actions.action_cases()

    @on(ShelfBar.Stepped)
    def _shelf_stepped(self, message: ShelfBar.Stepped) -> None:
        self.moving.action_vendor(message.step)

    @on(ShelfBar.ListRequested)
    def _list_shelves(self) -> None:
        if self._is_covered:
            return
        from tui.screens.pickers.shelf_picker import ShelfPicker  # imported on first use

        def on_picked(shelf: ShelfId | None) -> None:
            if shelf is not None:
                self.choose_shelf(shelf)

        self.app.push_screen(ShelfPicker(self.listing), on_picked)

    @on(CommandRequested)
    async def _run_command(self, message: CommandRequested) -> None:
        await run_command(self, message.command_id)

    # --- the notebook -------------------------------------------------------------------------------------------------

    def check_notebook(self) -> None:
        """Check whether another terminal changed the notebook."""
        self.notebook_watch.check()

    def take_notebook(self) -> None:
        """Show the notebook as it is now."""
        self._show_warnings()
        self.show_answer()
        self.searching.build_index()

    @on(NotebookChanged)
    def _notebook_changed(self, message: NotebookChanged) -> None:
        if message.notice:
            self.notify(message.notice, timeout=2, markup=False)
        self.take_notebook()
        for screen in self.app.screen_stack:
            if isinstance(screen, OverScreen) and screen.is_mounted:  # one that is opening reads it anyway
                screen.take_notebook()

    @on(SaveFailed)
    def _save_failed(self, message: SaveFailed) -> None:
        self.notify(message.problem, severity="error", timeout=10, markup=False)

    @on(UndoRefused)
    def _undo_refused(self, message: UndoRefused) -> None:
        self.notebook_actions.explain_refused_undo(message)

    @on(DraftsFound)
    def _drafts_found(self, message: DraftsFound) -> None:
        self.notebook_watch.offer_drafts(message)

    # --- focus and layout ---------------------------------------------------------------------------------------------

    def on_descendant_focus(self) -> None:
        self.view.follow_focus()

    def on_resize(self) -> None:
        self.call_after_refresh(self.view.keep_focus_in_sight)
