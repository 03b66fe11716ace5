"""A note that was being typed when the app was killed is recovered, except for the last moment."""

import os
import random
import select
import string
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from store.notebook import drafts
from tests.system.terminal import _ESCAPES, Terminal

KEYS_PER_SECOND = 50
BOUND = 0.25
"""Seconds of typing that a kill may cost."""

SLOW_TIMER = "import tui.screens.editors.draft_keeper\ntui.screens.editors.draft_keeper.KEEP_SECONDS = 60.0\n"


class Typist(Terminal):
    """Types a line into the note editor as fast as the fastest typists, and tracks how much of it the screen shows."""

    def type_until_killed(self, text: str) -> int:
        """Type, kill the program after the last key, and return how many keys it had shown early enough to be saved."""
        shown, seen, begin = [(0.0, 0)], b"", time.monotonic()
        for number, key in enumerate(text, 1):
            self.send(key)
            while (left := begin + number / KEYS_PER_SECOND - time.monotonic()) > 0:
                if select.select([self._master], [], [], left)[0]:
                    seen = (seen + os.read(self._master, 65536))[-20_000:]
                    plain = _ESCAPES.sub(b"", seen)
                    keys = next(keys for keys in range(number, -1, -1) if text[:keys].encode() in plain)
                    if keys > shown[-1][1]:
                        shown.append((time.monotonic(), keys))
        end = time.monotonic()
        self.process.kill()
        self.process.wait()
        return max(keys for moment, keys in shown if moment <= end - BOUND)


class Killed(NamedTuple):
    """The draft after a kill."""

    typed: str
    owed: int
    """How many keys must be in the draft."""
    saved: str

    @property
    def bad(self) -> bool:
        return len(self.saved) < self.owed or not self.typed.startswith(self.saved)


def killed(home: Path, seed: int, keys: int) -> Killed:
    """Start the program, type keys into a new note, and kill the program."""
    typed = "".join(random.Random(seed).choices(string.ascii_lowercase, k=keys))
    home.mkdir()
    terminal = Typist(home=home)
    with terminal:
        terminal.wait_for("Invalid Assignment ID")
        terminal.send("\x1bOR")  # F3
        terminal.wait_for("New note on")
        owed = terminal.type_until_killed(typed)
    notebook = home / "notebook.json"
    files = list(drafts.folder(notebook).glob("*.json"))
    texts = [draft.text for _, draft in drafts.left_behind(notebook)]
    assert len(texts) == len(files) <= 1, f"seed {seed}: unreadable"
    return Killed(typed, owed, texts[0] if texts else "")


def test_a_kill_costs_no_more_than_the_last_moment_of_typing(tmp_path: Path, long: bool) -> None:
    def one(seed: int) -> Killed:
        return killed(tmp_path / str(seed), seed, random.Random(seed).randint(10, 80))

    with ThreadPoolExecutor(2) as pool:
        kills = list(pool.map(one, range(200 if long else 20)))
    print(f"keys missing: {sorted(len(kill.typed) - len(kill.saved) for kill in kills)}")
    assert {seed: kill for seed, kill in enumerate(kills) if kill.bad} == {}
    assert any(kill.saved for kill in kills)


def test_a_slower_draft_timer_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sitecustomize.py").write_text(SLOW_TIMER)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert killed(tmp_path / "home", 0, 50).bad
