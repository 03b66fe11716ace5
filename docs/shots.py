"""Make the README's pictures from the real app, as SVG.

python docs/shots.py
"""

import asyncio
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from store import catalog as catalogs
from store.config import Config
from store.notebook import Notebook
from tui.app import SisdexApp
from tui.desk import Desk

PICTURES = Path(__file__).resolve().parent / "pictures"


async def shoot(name: str, size: tuple[int, int], folder: Path, keys: list[str], find: str = "") -> None:
    """Press keys in the app on a terminal of this size and keep a picture."""
    catalog = catalogs.load(catalogs.shipped_path())
    notebook = Notebook(folder / f"{name}.json", lambda: datetime(2026, 11, 14, 9, 30, tzinfo=UTC))
    for entry in catalog.entries:
        if entry.title == "Grading Category Not Found":
            notebook.set_bookmark(entry, True)
            notebook.save_note(entry, "Ridgeview renames its groups each August.", ["ridgeview"])
    desk = Desk(catalog, notebook, Config(contacts={"sis_admin": "Jane Ruiz, x4411"}), (), ())
    app = SisdexApp(desk, find=find)
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        picture = re.sub(r"@font-face \{.*?\}\s*", "", app.export_screenshot(title="sisdex"), flags=re.DOTALL)
        (PICTURES / f"{name}.svg").write_text(picture, encoding="utf-8")


async def main() -> None:
    """Make them all."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        await shoot("search", (120, 36), Path(folder), ["down", "down", "enter"], find="grading")
        await shoot("narrow", (60, 20), Path(folder), ["enter", "enter"], find="sky locked")


if __name__ == "__main__":
    asyncio.run(main())
