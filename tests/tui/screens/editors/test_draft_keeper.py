"""What is typed is on the disk within a quarter of a second, however long the typing goes on."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from unittest.mock import Mock

from textual.timer import Timer

from store.notebook.draft_records import NoteDraft
from store.notebook.drafts import DraftFile, folder
from store.notebook.notebook import Notebook
from tests.tui.conftest import NOW, SHIPPED
from tui.screens.editors.draft_keeper import DraftKeeper

PROMISED = 0.25
"""Seconds of typing that a crash may cost (docs/notebook.md)."""
WRITE = 0.1
"""Seconds that a slow disk takes to write a draft."""


class Editor:
    """An editor whose timers run when the test says so."""

    def __init__(self) -> None:
        self.text = ""
        self.timers: list[tuple[float, Callable[[], Awaitable[None]]]] = []

    @property
    def dirty(self) -> bool:
        return bool(self.text)

    def draft(self) -> NoteDraft:
        return NoteDraft(entry=SHIPPED.entries[0].id, title="", saved=NOW, text=self.text)

    def set_timer(self, delay: float, callback: Callable[[], Awaitable[None]]) -> Timer:
        self.timers.append((delay, callback))
        return Mock(Timer)

    def tell_draft_problem(self, problem: str) -> None:
        raise AssertionError(problem)


def on_disk(notebook: Notebook) -> list[str]:
    files = [DraftFile(notebook.path, path) for path in folder(notebook.path).glob("*.json")]
    return [draft.text for file in files if (draft := file.read())]


async def test_a_draft_follows_each_key_in_time_and_typing_on_does_not_put_it_off(tmp_path: Path) -> None:
    notebook, editor = Notebook(tmp_path / "notebook.json"), Editor()
    keeper = DraftKeeper(editor, notebook, None)
    for word in ("call ", "the ", "office"):
        for letter in word:
            editor.text += letter
            keeper.changed()
        ((delay, save),) = editor.timers
        assert 0 < delay <= PROMISED - WRITE
        editor.timers.clear()
        await save()
        assert on_disk(notebook) == [editor.text]
    assert editor.text == "call the office"
    keeper.discard()
    assert on_disk(notebook) == []


async def test_a_text_that_is_taken_back_leaves_no_draft(tmp_path: Path) -> None:
    notebook, editor = Notebook(tmp_path / "notebook.json"), Editor()
    keeper = DraftKeeper(editor, notebook, None)
    for editor.text in ("a", ""):
        keeper.changed()
        await editor.timers.pop()[1]()
    assert on_disk(notebook) == []
    keeper.discard()
