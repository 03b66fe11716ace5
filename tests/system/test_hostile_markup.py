"""Brackets in a text are shown, never read as markup: the screen matches the data, and nothing in it can be clicked."""

from itertools import cycle, islice
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from store.catalog.opening import Catalog
from store.notebook.missing_entries import stand_in
from tests.system.hostile import (
    ENTRY,
    GONE,
    MARKUP,
    altered,
    hostile_entry,
    obeyed,
    pieces,
    squeezed,
    write_notebook,
)
from tests.system.ways import WAYS, Way
from tests.tui.conftest import SHIPPED, Driver, Open
from tui.render.clipboard_texts import copies
from tui.screens.pickers.chooser import Chooser, Option
from tui.screens.pickers.pick_list import PickList
from tui.widgets.result_list import ResultList

TEXTS = [f"Q{number}: {text} end" for number, text in enumerate(MARKUP)]
"""Each begins with a unique name, so that it can be found on a screen."""


def hostile_desk(notebook: Path, first: int) -> Catalog:
    """Write a notebook and return a catalog, both filled with the hostile texts in turn, beginning at `first`."""
    texts = islice(cycle(TEXTS), first, None)
    entries = [hostile_entry(entry, texts) if entry.id == ENTRY else entry for entry in SHIPPED.entries]
    catalog = Catalog(SHIPPED.edition, SHIPPED.vendors, tuple(entries))
    entry = catalog.entry(ENTRY)
    assert entry is not None
    write_notebook(notebook, entry, stand_in(GONE, "An entry that is gone"), texts)
    return catalog


async def check(app: Driver, place: str, texts: list[str] = TEXTS) -> int:
    """Check what the screen shows; return how many of the texts are on it."""
    widgets = list(app.app.screen.query("*").results(Widget))
    assert [widget for widget in widgets if widget.tooltip is not None] == [], "Textual reads tooltips as markup"
    seen, wrong = altered(widgets, texts)
    assert wrong == [], place
    assert obeyed(app.app) == [], place
    return seen


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
async def test_no_screen_obeys_markup(opened: Open, tmp_path: Path, way: Way, long: bool) -> None:
    seen = 0
    for first in range(len(TEXTS)) if long else [WAYS.index(way)]:
        notebook = tmp_path / str(first) / "notebook.json"
        catalog = hostile_desk(notebook, first)
        async with opened(
            size=way.size, catalog=catalog, notebook=notebook, show=None if way.entry == GONE else ENTRY
        ) as app:
            seen += await check(app, "draft")
            await app.press("l")
            if way.entry == GONE:
                app.app.get_default_screen().go_to(GONE)
                await app.settle()
            await app.press(*way.keys)
            assert way.text in app.text
            seen += await check(app, way.name)
    assert seen > 0


async def test_every_entry_is_shown_literally(opened: Open) -> None:
    async with opened(size=(200, 45)) as app:
        results = app.app.get_default_screen().query_one(ResultList)
        for entry in SHIPPED.entries:
            results.move_to(entry.id)
            await app.settle()
            shown = squeezed(app.detail)
            outline = app.panel.outline
            assert outline is not None
            for block in (*outline.glance, *outline.further):
                assert squeezed(block.mark + block.text) in shown, entry.id
            for text in (entry.title, *(message.text for message in entry.messages)):
                assert squeezed(text) in shown, entry.id
            assert squeezed(entry.title) in "".join(pieces(results))
            assert obeyed(app.app) == [], entry.id


async def test_texts_with_brackets_are_shown_literally_before_they_are_copied(opened: Open) -> None:
    async with opened() as app:
        texts = [text for entry in SHIPPED.entries for _, text in copies(app.desk, entry, None) if "[" in text]
        app.app.push_screen(Chooser("[b]", "[/]", [Option(text, text) for text in texts]))
        assert len(texts) > 30
        for text in texts:
            await app.settle()
            content = app.app.screen.query_one("#whole", Static).content
            assert isinstance(content, Content)
            assert (content.plain, content.spans) == (text, [])
            assert obeyed(app.app) == [], text
            app.app.screen.query_one(PickList).action_cursor(1)


PLACES_WITH_TITLE = {
    # keys from an entry to a place that shows its title, and back
    "note": (("n",), ("escape",)),
    "case": (("c",), ("escape",)),
    "notice": (("b",), ()),
}


async def test_titles_are_shown_literally_on_other_screens(opened: Open, long: bool) -> None:
    async with opened() as app:
        for entry in SHIPPED.entries:
            if not (long or "[" in entry.title or entry in SHIPPED.entries[::20]):
                continue
            app.app.get_default_screen().go_to(entry.id)
            await app.settle()
            for place, (keys, back) in PLACES_WITH_TITLE.items():
                await app.press(*keys)
                texts = [piece for widget in app.app.screen.query("*").results(Widget) for piece in pieces(widget)]
                assert any(squeezed(entry.title) in text for text in texts), (entry.id, place)
                assert obeyed(app.app) == [], (entry.id, place)
                await app.press(*back)


class Obedient(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("Q5: [@click=app.quit]Click[/] end")
        yield Static("Q12: [B] end")


async def test_the_probe_notices_markup_that_is_obeyed() -> None:
    app = Obedient()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert obeyed(app) == ["Click"]
        assert len(altered(app.screen.query("*").results(Widget), TEXTS)[1]) == 2
