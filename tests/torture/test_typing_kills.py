"""A kill in the middle of typing costs only what came after the last draft; that one is whole, and nothing else's.

How soon a draft follows a key is tested in `tests/tui/screens/editors/test_draft_keeper.py`, without a clock.
"""

import random
import string
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from store.notebook import drafts
from tests.system.terminal import PATIENCE, Terminal

NO_TIMER = "import tui.screens.editors.draft_keeper\ntui.screens.editors.draft_keeper.KEEP_SECONDS = 600.0\n"


class Killed(NamedTuple):
    """The draft after a kill."""

    typed: str
    on_disk: int
    """How many keys were in the draft file at a moment before the kill."""
    saved: str

    @property
    def bad(self) -> bool:
        return len(self.saved) < self.on_disk or not self.typed.startswith(self.saved)


def saved_texts(home: Path) -> list[str]:
    """Return the texts of the drafts; each of the files must be readable."""
    notebook = home / "notebook.json"
    texts = [draft.text for _, draft in drafts.left_behind(notebook)]
    assert len(texts) == len(list(drafts.folder(notebook).glob("*.json"))) <= 1, "unreadable"
    return texts


def wait_for_draft(terminal: Terminal, home: Path) -> int:
    """Wait until a draft file has some of what is being typed; return how many keys."""
    notebook, end = home / "notebook.json", time.monotonic() + PATIENCE
    while not (found := list(drafts.folder(notebook).glob("*.json"))):
        assert time.monotonic() < end, "no draft was saved"
        terminal.wait_for_quiet(1)
    draft = drafts.DraftFile(notebook, found[0]).read()
    assert draft is not None
    return len(draft.text)


def killed(home: Path, seed: int) -> Killed:
    """Start the program, type keys into a new note, and kill the program at any moment after the first draft."""
    chance = random.Random(seed)
    typed = "".join(chance.choices(string.ascii_lowercase, k=60))
    home.mkdir()
    with Terminal(home=home) as terminal:
        terminal.wait_for("Invalid Assignment ID")
        terminal.send("\x1bOR")  # F3
        terminal.wait_for("New note on")
        begun = chance.randint(1, 30)
        for key in typed[:begun]:
            terminal.send(key)
        on_disk = wait_for_draft(terminal, home)
        for key in typed[begun : chance.randint(begun, len(typed))]:
            terminal.send(key)
            if chance.random() < 0.2:
                terminal.wait_for_quiet(1)
        terminal.process.kill()
        terminal.process.wait()
    return Killed(typed, on_disk, "".join(saved_texts(home)))


def test_a_kill_loses_nothing_that_was_on_the_disk(tmp_path: Path, long: bool) -> None:
    def one(seed: int) -> Killed:
        return killed(tmp_path / str(seed), seed)

    with ThreadPoolExecutor(2) as pool:
        kills = list(pool.map(one, range(200 if long else 12)))
    assert {seed: kill for seed, kill in enumerate(kills) if kill.bad} == {}
    assert any(len(kill.saved) > kill.on_disk for kill in kills), "no draft followed the first one"


def test_without_the_timer_there_is_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_TIMER)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("tests.torture.test_typing_kills.PATIENCE", 1.0)
    with pytest.raises(AssertionError, match="no draft was saved"):
        killed(tmp_path / "home", 0)
