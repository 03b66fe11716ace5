"""Screens as plain text, at the four sizes.

    UPDATE_GOLDEN=1 pytest tests/tui/test_golden.py

writes the files again; read the differences before you commit them.
"""

import os
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from store.catalog import opening
from store.core.clock import Clock
from store.notebook.cases import CaseFields, save_case
from store.notebook.notebook import Notebook
from store.preferences.settings import Settings
from tests.tui.conftest import NOW, Driver, Open

GOLDEN = Path(__file__).parent / "golden"
SYNC_LOG = Path(__file__).parents[1] / "eval" / "sync-log.txt"
SIZES = [(160, 45), (120, 36), (80, 24), (60, 20)]
SHIPPED = opening.load(opening.shipped_path())


async def start(app: Driver) -> None:
    pass


async def first(app: Driver) -> None:
    pass


async def search(app: Driver) -> None:
    await app.type("locked")
    await app.press("down")


async def read(app: Driver) -> None:
    await app.type("sky locked")
    await app.press("enter", "enter")


async def vendor(app: Driver) -> None:
    await app.type("due date")
    await app.press("enter", *["right_square_bracket"] * 4)


async def nearest(app: Driver) -> None:
    await app.paste("Hello,\ncould you please reset my password for the assignment portal?\nThank you\nBen")


async def shared(app: Driver) -> None:
    await app.paste("[ERR] Cannot find due date for assignment Essay 2, skipping")


async def copies(app: Driver) -> None:
    await shared(app)
    await app.press("enter", "2", "Y", "down")


async def note(app: Driver) -> None:
    await app.press("enter", "n", "ctrl+n")
    await app.type("Asked for the [new] group")


async def keys(app: Driver) -> None:
    await app.press("f1")


async def palette(app: Driver) -> None:
    await app.press("ctrl+o")
    await app.type("grading")
    await app.press("down")


async def colors(app: Driver) -> None:
    await app.press("enter", "T")


async def home(app: Driver) -> None:
    await app.press("f8", "down", "space", "down", "space")


async def zoom(app: Driver) -> None:
    await app.type("sky locked")
    await app.press("enter", "z")


async def case(app: Driver) -> None:
    log_cases(app.desk.notebook.path)
    app.app.get_default_screen().check_notebook()
    await app.settle()
    await app.paste("It says: Grading category Quizzes not found in Skyward for section 44.1 (11).")
    await app.press("f4")
    await app.type("T-107")


async def cases(app: Driver) -> None:
    log_cases(app.desk.notebook.path)
    app.app.get_default_screen().check_notebook()
    await app.settle()
    await app.press("f6", "d", "d")


async def recurring(app: Driver) -> None:
    await cases(app)
    await app.press("r", "s")


async def code(app: Driver) -> None:
    await app.paste("ERROR roster feed [4411] was refused: [school name] is not known there, ask the far side")
    await app.press("f9", "tab")
    await app.type("feed")
    await app.press("tab", "tab", "tab")
    await app.type("Add the [school]")


async def triage(app: Driver) -> None:
    await app.press("f7")
    app.app.screen.query_one(Input).value = str(SYNC_LOG)
    await app.press("enter", "down")


async def triage_unknown(app: Driver) -> None:
    await triage(app)
    await app.press("end")


CASES: list[tuple[int, int, CaseFields]] = [  # days ago, index of the entry, what was filled in
    (1, 0, CaseFields(ticket="T-100", school="Ridgeview", text="renamed group")),
    (2, 3, CaseFields(ticket="T-101", school="Lincoln High [north]", outcome="resolved")),
    (4, 0, CaseFields(ticket="T-102", text="new token; asked the registrar", outcome="escalated")),
    (9, 63, CaseFields(ticket="T-103", school="Ridgeview", outcome="resolved")),
    (9, 0, CaseFields(ticket="T-104", school="Ridgeview", text="renamed group")),
    (16, 3, CaseFields(ticket="T-105", school="Lincoln High [north]", outcome="resolved")),
    (23, 63, CaseFields(ticket="T-106", text="new token; asked the registrar", outcome="other")),
    (40, 0, CaseFields(ticket="T-107", school="Ridgeview", outcome="resolved")),
    (70, 3, CaseFields(ticket="T-108", school="Ridgeview", text="renamed group")),
]


def log_cases(path: Path) -> None:
    """Log typical cases of several weeks, in which some entries recur at some schools."""
    for days_ago, number, fields in CASES:
        save_case(Notebook(path, at(NOW - timedelta(days=days_ago))), SHIPPED.entries[number], fields)


def at(moment: datetime) -> Clock:
    """Return a clock that always shows this moment."""
    return lambda: moment


SCENES: dict[str, Callable[[Driver], Awaitable[None]]] = {
    scene.__name__: scene
    for scene in (
        *(start, search, read, vendor, nearest, shared, copies, note, keys, case, cases, recurring, code),
        *(triage, triage_unknown, first, home, palette, colors, zoom),
    )
}
NEW = {"first", "home"}
"""Scenes of a new desk, where nobody has searched yet."""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCENES)
async def test_screen(opened: Open, tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    notebook = Notebook(tmp_path / "notebook.json", lambda: NOW)
    notebook.set_bookmark(SHIPPED.entries[2], True)
    notebook.save_note(SHIPPED.entries[0], "Ridgeview renames its [groups] each August.\nAsk Ben.", ["ridgeview"])
    config = Settings(contacts={"sis_admin": "Jane Ruiz, x4411"})
    async with opened(size=size, notebook=notebook, config=config, new=name in NEW) as app:
        await SCENES[name](app)
        screen = app.text + "\n"
    path = GOLDEN / f"{name}-{size[0]}x{size[1]}.txt"
    if "UPDATE_GOLDEN" in os.environ:
        path.write_text(screen, encoding="utf-8")
    assert screen == path.read_text(encoding="utf-8")
