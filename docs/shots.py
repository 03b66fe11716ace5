"""Make the pictures of the README and of docs/ from the real app, as SVG, with a desk that is made up.

python docs/shots.py [NAME ...]
"""

import asyncio
import re
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from textual import events
from textual.pilot import Pilot

from store.catalog import opening
from store.notebook.cases import CaseFields, save_case
from store.notebook.notebook import Notebook
from store.preferences.settings import Settings
from tui.app.app import SisdexApp
from tui.desk.desk import Desk

DOCS = Path(__file__).resolve().parent
PICTURES = DOCS / "pictures"
NOW = datetime(2026, 11, 14, 9, 30, tzinfo=UTC)
WIDE, LOW, NARROW = (120, 36), (120, 18), (60, 20)

CATEGORY, LOCKED = "skyward/grading-category-not-found", "skyward/assignment-in-locked-grading-period"
SCORE, INVALID = "synergy/not-a-valid-score", "skyward/invalid-request"
CASES = (
    (70, CATEGORY, "4098", "Ridgeview", "Algebra 1", "group renamed in August; renamed back", "resolved"),
    (48, LOCKED, "4203", "Lakeside", "Biology", "quarter was closed; registrar reopened it", "resolved"),
    (26, CATEGORY, "4310", "Lakeside", "Spanish 2", "group “Quiz” is “Quizzes” in Skyward", "resolved"),
    (19, SCORE, "4344", "Northfield", "Art 1", "115 of 50; teacher corrected it", "resolved"),
    (9, CATEGORY, "4391", "Ridgeview", "Geometry", "same as in August", "resolved"),
    (4, INVALID, "4402", "Ridgeview", "English 9", "sent on with course and time", "escalated"),
    (2, CATEGORY, "4407", "Northfield", "Algebra 1", "asked for the group's name", None),
    (0, LOCKED, "4411", "Lakeside", "Chemistry", "", None),
)
"""Days ago, entry, ticket, school, course, what was done, how it ended."""

MESSAGE = (DOCS / "examples" / "message.txt").read_text(encoding="utf-8")
LOG = (DOCS / "examples" / "sync.log").read_text(encoding="utf-8")


class Shot(NamedTuple):
    """A picture: what is typed or pasted, then the keys that are pressed."""

    name: str
    size: tuple[int, int]
    find: str = ""
    paste: str = ""
    keys: tuple[str, ...] = ()


SHOTS = (
    Shot("start", WIDE),
    Shot("search", WIDE, find="grading", keys=("down", "down", "enter")),
    Shot("paste", WIDE, paste=MESSAGE),
    Shot("shared", WIDE, paste="Cannot find due date for assignment Reading log 4, skipping"),
    Shot("copy", WIDE, paste=MESSAGE, keys=("enter", "Y")),
    Shot("cases", LOW, keys=("f6",)),
    Shot("recurring", LOW, keys=("f6", "r")),
    Shot("triage", WIDE, paste=LOG, keys=("f7",)),
    Shot("code", WIDE, paste="Roster feed refused, code [71]", keys=("f9",)),
    Shot("narrow", NARROW, find="sky locked", keys=("enter", "enter")),
)


def desk(folder: Path) -> Desk:
    """Return a desk with bookmarks, a note and cases."""
    catalog = opening.load(opening.shipped_path())
    entries = {entry.id: entry for entry in catalog.entries}
    now = NOW
    notebook = Notebook(folder / "notebook.json", lambda: now)
    for days, entry, ticket, school, course, text, outcome in CASES:
        now = NOW - timedelta(days=days)
        fields = CaseFields(ticket=ticket, school=school, course=course, text=text, outcome=outcome)  # type: ignore[arg-type]
        save_case(notebook, entries[entry], fields)
    for entry in (CATEGORY, LOCKED):
        notebook.set_bookmark(entries[entry], True)
    notebook.save_note(entries[CATEGORY], "Ridgeview renames its groups each August.", ["ridgeview"])
    now = NOW
    config = Settings(home=("skyward",), contacts={"sis_admin": "Jane Ruiz, x4411"})
    return Desk(catalog, notebook, config, home=("skyward",))


async def settle(app: SisdexApp, pilot: Pilot[None]) -> None:
    """Wait until no key is held, no worker runs and no message waits."""
    running = True
    while running:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        running = app.keys_under_way or any(not worker.is_finished for worker in app.workers)


async def shoot(shot: Shot) -> None:
    """Keep a picture of the app after what is typed, pasted and pressed."""
    with tempfile.TemporaryDirectory() as folder:
        app = SisdexApp(desk(Path(folder)), find=shot.find)
        async with app.run_test(size=shot.size) as pilot:
            await settle(app, pilot)
            if shot.paste:
                app.post_message(events.Paste(shot.paste))
                await settle(app, pilot)
            for key in shot.keys:
                await pilot.press(key)
                await settle(app, pilot)
            picture = re.sub(r"@font-face \{.*?\}\s*", "", app.export_screenshot(title="sisdex"), flags=re.DOTALL)
            (PICTURES / f"{shot.name}.svg").write_text(picture, encoding="utf-8")


async def main(names: list[str]) -> None:
    """Make the pictures that are named, or all."""
    PICTURES.mkdir(exist_ok=True)
    for shot in SHOTS:
        if not names or shot.name in names:
            await shoot(shot)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
