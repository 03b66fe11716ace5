"""What stands on the screen, as plain text, at the four sizes.

    UPDATE_GOLDEN=1 pytest tests/tui/test_golden.py

writes the files anew; read the difference before you commit it.
"""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from store import catalog as catalogs
from store.config import Config
from store.notebook import Notebook
from tests.tui.conftest import NOW, Driver, Open

GOLDEN = Path(__file__).parent / "golden"
SIZES = [(160, 45), (120, 36), (80, 24), (60, 20)]
SHIPPED = catalogs.load(catalogs.shipped_path())


async def start(app: Driver) -> None:
    pass


async def search(app: Driver) -> None:
    await app.type("locked")
    await app.press("down")


async def read(app: Driver) -> None:
    await app.type("sky locked")
    await app.press("enter", "enter")


async def vendor(app: Driver) -> None:
    await app.type("due date")
    await app.press("enter", "right_square_bracket", "right_square_bracket", "right_square_bracket")


async def nearest(app: Driver) -> None:
    await app.paste("Hello,\ncould you please reset my password for the assignment portal?\nThank you\nBen")


async def note(app: Driver) -> None:
    await app.press("enter", "n", "ctrl+n")
    await app.type("Asked for the [new] group")


async def keys(app: Driver) -> None:
    await app.press("f1")


SCENES: dict[str, Callable[[Driver], Awaitable[None]]] = {
    scene.__name__: scene for scene in (start, search, read, vendor, nearest, note, keys)
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCENES)
async def test_screen(opened: Open, tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    notebook = Notebook(tmp_path / "notebook.json", lambda: NOW)
    notebook.set_bookmark(SHIPPED.entries[2], True)
    notebook.save_note(SHIPPED.entries[0], "Ridgeview renames its [groups] each August.\nAsk Ben.", ["ridgeview"])
    config = Config(contacts={"sis_admin": "Jane Ruiz, x4411"})
    async with opened(size=size, notebook=notebook, config=config) as app:
        await SCENES[name](app)
        screen = app.text + "\n"
    path = GOLDEN / f"{name}-{size[0]}x{size[1]}.txt"
    if "UPDATE_GOLDEN" in os.environ:
        path.write_text(screen, encoding="utf-8")
    assert screen == path.read_text(encoding="utf-8")
