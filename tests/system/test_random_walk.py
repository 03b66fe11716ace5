"""Random keys, clicks, pastes and sizes: whatever comes, the app lives and what it shows and keeps is so.

A failure names its seed; `pytest tests/system/test_random_walk.py --seed N` walks it again.
"""

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key, Paste
from textual.keys import _character_to_key
from textual.worker import WorkerCancelled

from store import cases as case_store
from store import own_codes
from store.cases import Fields, fields_of
from store.catalog import Catalog
from store.models import Case, Entry, Note, OwnEntry
from store.notebook import Notebook
from tests.system.hostile import ESCAPES, MARKUP
from tests.tui.conftest import NOW, Driver, Open
from tui import browser
from tui.screens import case_form, entry_form
from tui.screens.main import MainScreen
from tui.widgets.result_list import ResultList

COMMANDS = (*"bncaetyYumo/[]jkgGJKCrsdvl1?", "space")
MOVES = (
    *("up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "shift+tab", "enter", "backspace"),
    *("escape",) * 4,
)
FIELDS = (
    "f1",
    "f2",
    "f3",
    "f4",
    "f5",
    "f6",
    "f7",
    "f9",
    "delete",
    *(f"ctrl+{letter}" for letter in "osnrguwk"),
    "a",
    "e",
    "y",
)
ERRANDS = (
    ("f2",),
    ("f3", "x", "ctrl+s"),
    ("f3", "ctrl+n", "y", "ctrl+s"),
    ("f3", "ctrl+r", "y"),
    ("f4", "T", "ctrl+s"),
    ("f6", "enter", "z", "ctrl+s"),
    ("f9", "M", "ctrl+s"),
    ("escape", "escape", "enter", "u"),
)
"""Keys that change the notebook, from most places."""
TEXTS = (
    *MARKUP,
    *ESCAPES.values(),
    "due date",
    "locked\n",
    'category "Quizzes" not found',
    "is:starred",
    "\n",
    "x" * 3000,
)
SIZES = ((160, 45), (120, 36), (100, 30), (80, 24), (60, 20), (40, 10), (39, 9), (1, 1), (200, 60))


class Modelled(Notebook):
    """A notebook that notes what it was told, beside what it makes of that."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, lambda: NOW)
        self.bookmarks: set[str] = set()
        self.notes: dict[str, tuple[str, str, Sequence[str]]] = {}
        self.cases: dict[str, tuple[str, Fields]] = {}
        self.own: dict[str, tuple[str, str]] = {}
        self.before: list[tuple[Any, ...]] = []

    def remember(self) -> None:
        """Remember what was so before a change, as undo is to bring it back."""
        self.before.append((set(self.bookmarks), dict(self.notes), dict(self.cases), dict(self.own)))

    def set_bookmark(self, entry: Entry, wanted: bool) -> None:
        super().set_bookmark(entry, wanted)
        self.remember()
        (self.bookmarks.add if wanted else self.bookmarks.discard)(entry.id)

    def order_bookmarks(self, entry_ids: Sequence[str]) -> None:
        before = self.snapshot.bookmarks
        super().order_bookmarks(entry_ids)
        if self.snapshot.bookmarks != before:  # else there is nothing to undo
            self.remember()

    def save_note(self, entry: Entry, text: str, tags: Sequence[str], editing: Note | None = None) -> Note:
        kept = super().save_note(entry, text, tags, editing)
        assert editing is None or kept.uid == editing.uid
        self.remember()
        self.notes[kept.uid] = (entry.id, text, tuple(tags))
        return kept

    def remove_note(self, note: Note) -> bool:
        removed = super().remove_note(note)
        self.remember()
        assert removed
        del self.notes[note.uid]
        return removed

    def undo(self) -> str:
        undone = super().undo()
        if undone:
            self.bookmarks, self.notes, self.cases, self.own = self.before.pop()
        return undone

    def untold(self, notebook: Notebook) -> dict[str, Any]:
        """Return what differs between a notebook and what this one was told: what is, and what should be."""
        snapshot = notebook.snapshot
        found = {
            "bookmarks": set(snapshot.bookmarks),
            "notes": {n.uid: (n.entry, n.text, n.tags) for those in snapshot.notes.values() for n in those},
            "cases": {c.uid: (c.entry, fields_of(c)) for those in snapshot.cases.values() for c in those},
            "own": {o.uid: (o.messages[0].text, o.messages[0].causes[0].who) for o in snapshot.own},
        }
        return {name: (each, getattr(self, name)) for name, each in found.items() if each != getattr(self, name)}


def save_case(notebook: Modelled, entry: Entry, fields: Fields, editing: Case | None = None) -> Case:
    kept = case_store.save_case(notebook, entry, fields, editing)
    notebook.remember()
    notebook.cases[kept.uid] = (entry.id, fields)
    return kept


def remove_case(notebook: Modelled, case: Case) -> bool:
    removed = case_store.remove_case(notebook, case)
    notebook.remember()
    assert removed
    del notebook.cases[case.uid]
    return removed


def save_own(
    notebook: Modelled, dictionary: Catalog, fields: own_codes.Fields, editing: OwnEntry | None = None
) -> OwnEntry:
    kept = own_codes.save_own(notebook, dictionary, fields, editing)
    notebook.remember()
    notebook.own[kept.uid] = (fields.message, fields.who)
    return kept


def remove_own(notebook: Modelled, own: OwnEntry) -> bool:
    removed = own_codes.remove_own(notebook, own)
    notebook.remember()
    assert removed
    del notebook.own[own.uid]
    return removed


def a_step(dice: random.Random) -> tuple[str, Any]:
    """Return what hands do next."""
    kind = dice.choices(("press", "errand", "type", "click", "paste", "resize"), (62, 8, 8, 12, 6, 4))[0]
    if kind == "errand":
        return kind, dice.choice(ERRANDS)
    if kind == "press":
        return kind, dice.choice(dice.choices((COMMANDS, MOVES, FIELDS), (4, 4, 2))[0])
    if kind == "type":
        return kind, dice.choice(("due", "sky", "note", "INC1", "x y", "#tag"))
    if kind == "click":
        return kind, (dice.random(), dice.random())
    return kind, dice.choice(TEXTS if kind == "paste" else SIZES)


async def take(app: Driver, kind: str, what: Any) -> None:
    """Take a step, and wait until what follows from it is done."""
    if kind in ("press", "type", "errand"):
        for key in [what] if kind == "press" else what:
            name = key if len(key) > 1 else _character_to_key(key)
            character = " " if key == "space" else key if len(key) == 1 else None
            app.app.post_message(Key(name, character))
            await calm(app)
    elif kind == "click":
        width, height = app.app.size
        await app.pilot.click(offset=(int(what[0] * width), int(what[1] * height)))
    elif kind == "paste":
        app.app.post_message(Paste(what))
    else:
        await app.pilot.resize_terminal(*what)
    await calm(app)


async def calm(app: Driver) -> None:
    """Wait as `Driver.settle` does, without its waits for a quiet processor."""
    for _ in range(3):
        await app.pilot._wait_for_screen()
        while app.app.keys_under_way:
            await asyncio.sleep(0.001)
        with suppress(WorkerCancelled):  # another one took its place
            await app.app.workers.wait_for_complete()


def judge(app: Driver, notebook: Modelled) -> None:
    """Hold what must be so after each step."""
    assert app.app.is_running
    assert app.app._exception is None
    screen, focused = app.app.screen, app.app.focused
    main = app.app.get_default_screen()
    if app.app.size.width >= 40 and app.app.size.height >= 10:
        if focused is None:
            assert not isinstance(screen, MainScreen), "no focus"
        else:
            assert focused.screen is screen
            assert focused.is_on_screen, f"the focus is out of sight: {focused!r}"
    results = main.query_one(ResultList)
    assert list(results.row_ids) == app.results
    assert 0 <= results.cursor < max(1, len(results.row_ids))
    shown = app.panel.outline
    assert (shown is None) == (main.entry is None)
    if shown is not None and main.entry is not None:
        assert shown.glance[0].text == main.entry.title
    assert notebook.untold(notebook) == {}
    if screen is not main:
        return
    assert main.listing.bookmarked == set(notebook.snapshot.bookmarks)
    assert main.listing.noted == set(notebook.snapshot.notes)


def seeds(config: pytest.Config) -> list[int]:
    seed = config.getoption("--seed")
    return [seed] if seed is not None else list(range(40 if config.getoption("--long") else 2))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", seeds(metafunc.config))


async def test_a_random_walk(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, long: bool
) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(browser, "open_page", lambda address: False)
    monkeypatch.chdir(tmp_path)
    for form, change in (
        (case_form, save_case),
        (case_form, remove_case),
        (entry_form, save_own),
        (entry_form, remove_own),
    ):
        monkeypatch.setattr(form, change.__name__, change)
    notebook, dice, steps = Modelled(tmp_path / "notebook.json"), random.Random(seed), []
    try:
        async with opened(notebook=notebook) as app:
            for number in range(500 if long else 250):
                steps.append(a_step(dice))
                await take(app, *steps[-1])
                try:
                    judge(app, notebook)
                except AssertionError:  # not all of it was done yet, or it is wrong
                    await app.settle()
                    judge(app, notebook)
                if number % 50 == 49:
                    assert notebook.untold(Notebook(notebook.path)) == {}
    except Exception as error:
        raise AssertionError(f"seed {seed}, step {len(steps)}, last: {steps[-12:]}: {error!r}") from error
    assert notebook.before, "nothing was changed on the walk"
