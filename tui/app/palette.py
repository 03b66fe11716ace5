"""The command palette: finds commands, entries, vendors, tags and cases by their words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple, cast

from textual import on
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.events import Resize
from textual.widgets import OptionList

from store.core.text import clean
from store.notebook.cases import CaseFilter, listed
from tui.commands.registry import Command
from tui.desk.listing import Shelf
from tui.render.outline import case_line
from tui.screens.dictionary.main import MainScreen
from tui.screens.editors.unsaved import UnsavedScreen
from tui.screens.over import OverScreen
from tui.textual_fixes.app import FixedApp
from tui.toolkit.bindings import commands_at
from tui.toolkit.literal import literal
from tui.toolkit.messages import CommandRequested
from tui.widgets.key_hints import place_of
from tui.widgets.room import is_too_small

MAX_PLACES = 20
"""How many entries, and how many cases, are offered at once."""


class _Place(NamedTuple):
    """An entry, a case or a shelf to go to."""

    score: float
    line: str
    go: Callable[[], object]


class Palette(CommandPalette, OverScreen[None]):
    """Textual's palette; it closes when the terminal gets too small, because PageUp then fails in its list."""

    def on_resize(self, event: Resize) -> None:
        if is_too_small(event.size):
            self.dismiss()

    @on(OptionList.OptionSelected)
    def _choose_once(self, event: OptionList.OptionSelected) -> None:
        if self not in self.app.screen_stack:  # this is the second of two clicks
            event.prevent_default()


class PaletteProvider(Provider):
    """Finds the commands of the screen below, and places to go to."""

    async def discover(self) -> Hits:
        with self._ends_app_on_error():
            for command in self._commands():
                yield DiscoveryHit(literal(_line(command)), partial(self._run, command), command.label, command.help)

    async def search(self, query: str) -> Hits:
        with self._ends_app_on_error():
            for hit in self._hits(clean(query).strip().casefold()):
                yield hit

    @contextmanager
    def _ends_app_on_error(self) -> Iterator[None]:
        """End the app if the block raises: Textual would only show an empty palette (`Provider._search`)."""
        try:
            yield
        except Exception as error:
            cast("FixedApp[None]", self.app).fail(error)

    def _hits(self, words: str) -> Iterator[Hit]:
        for command in self._commands():
            if score := self._score(command.label, words) or 0.5 * command.is_like(words):
                yield Hit(score, literal(_line(command)), partial(self._run, command), command.label, command.help)
        if any(isinstance(screen, UnsavedScreen) for screen in self.app.screen_stack):
            return  # going elsewhere would leave unsaved text behind
        main = self.app.get_default_screen()
        if isinstance(main, MainScreen):
            places = [*_entries(main, words), *_cases(main, words)]
            places += [
                _Place(score, _shelf_line(shelf), partial(main.choose_shelf, shelf.id))
                for shelf in main.listing.shelves
                if (score := self._score(shelf.label, words))
            ]
            for score, line, go in places:
                yield Hit(score, literal(line, "not bold"), partial(self._go, main, go), line)

    def _commands(self) -> list[Command]:
        place = place_of(self.screen)
        return commands_at(self.screen, place) if place is not None else []

    def _score(self, name: str, words: str) -> float:
        """Return how well a name matches words: at most 1, compared with 0.9 and less for entries and 0.7 for cases."""
        padded = f" {name.casefold()}"
        if padded.startswith(f" {words}"):
            return 1.0
        return 0.95 if f" {words}" in padded else 0.6 * bool(self.matcher(words).match(name))

    def _run(self, command: Command) -> None:
        self.screen.post_message(CommandRequested(command.id))

    def _go(self, main: MainScreen, go: Callable[[], object]) -> None:
        while self.app.screen is not main:
            self.app.screen.dismiss()
        main.call_later(go)


def _entries(main: MainScreen, words: str) -> Iterator[_Place]:
    hits = main.searching.finder.index.search(words)[:MAX_PLACES] if main.searching.finder.index is not None else []
    for number, hit in enumerate(hit for hit in hits if hit.matched):
        title = f"{hit.entry.title} · {main.listing.shorts.get(hit.entry.vendor, '')}"
        yield _Place(0.9 - number / 100, title, partial(main.go_to, hit.entry.id))


def _cases(main: MainScreen, words: str) -> Iterator[_Place]:
    snapshot, now = main.desk.notebook.snapshot, main.desk.notebook.now().astimezone()
    for number, case in enumerate(listed(snapshot.all_cases, CaseFilter(text=words), {}, now)[:MAX_PLACES]):
        line = f"Case: {case_line(case, now)} · {case.title}"
        yield _Place(0.7 - number / 100, line, partial(main.case_actions.go_to_case, case))


def _shelf_line(shelf: Shelf) -> str:
    return f"{shelf.kind.value}: {shelf.label}"


def _line(command: Command) -> str:
    return f"{command.label} ({command.keys_shown})"
