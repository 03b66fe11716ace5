"""An empty search box lists bookmarks first, then what is used often and recently."""

import stat
from datetime import timedelta
from pathlib import Path

from store.notebook.notebook import Notebook
from store.preferences.usage import Usage
from tests.tui.conftest import NOW, SHIPPED, Open

IDS = [entry.id for entry in SHIPPED.entries]


async def test_bookmarks_come_first_and_can_be_moved(opened: Open, tmp_path: Path) -> None:
    notebook = Notebook(tmp_path / "notebook.json")
    for number in (5, 9, 7):
        notebook.set_bookmark(SHIPPED.entries[number], True)
    async with opened() as app:
        assert app.results[:4] == [IDS[5], IDS[9], IDS[7], IDS[0]]
        await app.press("enter", "down", "down", "K")
        assert app.results[:3] == [IDS[5], IDS[7], IDS[9]]
        assert app.entry is SHIPPED.entries[7]
        await app.press("shift+down")
        assert app.results[:3] == [IDS[5], IDS[9], IDS[7]]
        await app.press("down", "K")
        assert app.notices[-1].startswith("You can only reorder bookmarks")
    assert list(Notebook(tmp_path / "notebook.json").snapshot.bookmarks) == [IDS[5], IDS[9], IDS[7]]


async def test_entries_that_are_read_move_up_but_not_in_the_results_of_a_query(opened: Open) -> None:
    async with opened() as app:
        await app.type("locked")
        before = app.results
        await app.press("enter", "down", "enter", "escape", "slash", "ctrl+u")
        assert app.results[:2] == [before[1], IDS[0]]
        await app.type("locked")
        assert app.results == before


def test_old_uses_count_less_and_the_file_has_only_ids(tmp_path: Path) -> None:
    uses = Usage(tmp_path / "notebook.json")
    for days_ago, entry in ((60, "a"), (60, "a"), (1, "b"), (0, "b"), (0, "c")):
        uses.add(entry, NOW - timedelta(days=days_ago))
    again = Usage(tmp_path / "notebook.json")
    assert again.most(["c", "b", "a", "d"], NOW) == ["b", "c", "a"]
    path = tmp_path / "notebook.json.uses"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("{")
    assert Usage(tmp_path / "notebook.json").most(["a"], NOW) == []
