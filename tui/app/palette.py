"""What the command palette offers: commands, entries, vendors, tags and cases, by their words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from textual import on
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.events import Resize
from textual.widgets import OptionList

from store.core.text import clean
from store.notebook.cases import CaseFilter, listed
from tui.commands.registry import Command
from tui.desk.listing import ALL, Shelf
from tui.render.outline import case_line
from tui.screens.dictionary.main import MainScreen
from tui.screens.editors.unsaved import UnsavedScreen
from tui.screens.over import OverScreen
from tui.toolkit.bindings import commands_at
from tui.toolkit.literal import literal
from tui.toolkit.messages import CommandWanted
from tui.widgets.key_hints import place_of
from tui.widgets.room import is_too_small

MOST = 20
"""Entries, and cases, that are offered at once."""


class _Place(NamedTuple):
    """Something to go to."""

    score: float
    line: str
    go: Callable[[], object]


class Palette(CommandPalette, OverScreen[None]):
    """Textual's palette; it closes itself alone, and where it has no room, for its list then fails at PageUp."""

    def on_resize(self, event: Resize) -> None:
        if is_too_small(event.size):
            self.dismiss()

    @on(OptionList.OptionSelected)
    def _choose_once(self, event: OptionList.OptionSelected) -> None:
        if self not in self.app.screen_stack:  # the second of two clicks
            event.prevent_default()


class PaletteProvider(Provider):
    """Finds what can be done on the screen below, and what can be gone to from it."""

    async def discover(self) -> Hits:
        with self._faults_told():
            for command in self._commands():
                yield DiscoveryHit(literal(_line(command)), partial(self._run, command), command.label, command.help)

    async def search(self, query: str) -> Hits:
        with self._faults_told():
            for hit in self._found(clean(query).strip().casefold()):
                yield hit

    @contextmanager
    def _faults_told(self) -> Iterator[None]:
        """End the app for a fault: Textual would show an empty palette and say nothing."""
        try:
            yield
        except Exception as error:
            self.app._handle_exception(error)

    def _found(self, words: str) -> Iterator[Hit]:
        for command in self._commands():
            if score := self._score(command.label, words) or 0.5 * command.is_like(words):
                yield Hit(score, literal(_line(command)), partial(self._run, command), command.label, command.help)
        if any(isinstance(screen, UnsavedScreen) for screen in self.app.screen_stack):
            return  # what is being typed is not left by the way
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
        where = place_of(self.screen)
        return commands_at(self.screen, where) if where is not None else []

    def _score(self, name: str, words: str) -> float:
        """Return how well a name answers words, up to 1; entries have 0.9, the best first, and cases 0.7."""
        told = f" {name.casefold()}"
        if told.startswith(f" {words}"):
            return 1.0
        return 0.95 if f" {words}" in told else 0.6 * bool(self.matcher(words).match(name))

    def _run(self, command: Command) -> None:
        self.screen.post_message(CommandWanted(command.id))

    def _go(self, main: MainScreen, go: Callable[[], object]) -> None:
        while self.app.screen is not main:
            self.app.screen.dismiss()
        main.call_later(go)


def _entries(main: MainScreen, words: str) -> Iterator[_Place]:
    hits = main.finder.index.search(words)[:MOST] if main.finder.index is not None else []
    for number, hit in enumerate(hit for hit in hits if hit.matched):
        title = f"{hit.entry.title} · {main.listing.shorts.get(hit.entry.vendor, '')}"
        yield _Place(0.9 - number / 100, title, partial(main.go_to, hit.entry.id))


def _cases(main: MainScreen, words: str) -> Iterator[_Place]:
    snapshot, now = main.desk.notebook.snapshot, main.desk.notebook.now().astimezone()
    for number, case in enumerate(listed(snapshot.all_cases, CaseFilter(text=words), {}, now)[:MOST]):
        line = f"Case: {case_line(case, now)} · {case.title}"
        yield _Place(0.7 - number / 100, line, partial(main.go_to_case, case))


def _shelf_line(shelf: Shelf) -> str:
    what = "Tag" if shelf.id.startswith("#") else "List" if shelf.id.startswith(ALL[0]) else "Vendor"
    return f"{what}: {shelf.label}"


def _line(command: Command) -> str:
    return f"{command.label} ({command.keys_shown})"
