"""A writer killed at any moment leaves a notebook that opens and has every save it acknowledged."""

import json
import random
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from store.core.errors import BadInput
from store.notebook.notebook import Notebook
from tests.torture.children import PLAIN_DOCUMENTS, change_notes, change_plain, killed, text_of

SLOW_FLUSH = 0.005
REPORTS = 8
"""A kill comes after fewer reports than this; the writer sends two reports per change."""
MOMENT = 0.012
"""The kill comes at most this many seconds after the reports: about as long as a slow save takes."""
PLAIN_KILLS = 400
"""A kill that tears a plain TinyDB comes long before this many."""


def names_in(path: Path) -> set[str]:
    """Return the names of the notes in a notebook; fail if it needed repair."""
    notebook = Notebook(path)
    assert notebook.file.warnings == []
    texts = [note.text for notes in notebook.snapshot.notes.values() for note in notes]
    assert texts == [text_of(text.split()[0]) for text in texts]
    return {text.split()[0] for text in texts}


def allowed(before: set[str], reports: list[Any]) -> list[set[str]]:
    """Return the possible contents of the file: with every acknowledged change, and maybe the one being saved."""
    states = [before]
    for removed, added in filter(None, reports):
        states.append((states[-1] - {removed}) | ({added} if added else set()))
    acknowledged = reports.count(None)
    return states[acknowledged:]


def test_kills_lose_nothing_that_was_acknowledged(path: Path, long: bool) -> None:
    names: set[str] = set()
    acknowledged = half_written = 0
    for seed in range(5000 if long else 300):
        chance = random.Random(seed)
        pause = chance.choice((0.0, SLOW_FLUSH))
        reports = killed(chance.randrange(REPORTS), chance.uniform(0, MOMENT), change_notes, path, seed, pause)
        possible = allowed(names, reports)
        acknowledged += reports.count(None)
        half_written += any(path.parent.glob(".*.tmp"))
        try:
            names = names_in(path) if path.exists() else set()
        except BadInput as error:
            raise AssertionError(f"unreadable after the kill of seed {seed}") from error
        assert len(possible) <= 2
        assert names in possible, f"lost or invented by the kill of seed {seed}"
    print(f"{acknowledged} acknowledged; {half_written} kills left a file half-written")
    assert half_written, "no kill came during a save"
    assert acknowledged
    Notebook(path).remove_note(next(note for notes in Notebook(path).snapshot.notes.values() for note in notes))
    assert not list(path.parent.glob(".*.tmp"))


def test_the_same_kills_tear_a_plain_tinydb(tmp_path: Path, long: bool) -> None:
    path = tmp_path / "plain.json"
    whole = json.dumps({"_default": {str(number): {"text": "x" * 1000} for number in range(1, PLAIN_DOCUMENTS + 1)}})
    torn = 0
    for seed in range(PLAIN_KILLS):
        path.write_text(whole)
        chance = random.Random(seed)
        killed(chance.randrange(REPORTS), chance.uniform(0, MOMENT), change_plain, path, seed, SLOW_FLUSH)
        try:
            with TinyDB(path, access_mode="r") as database:
                database.all()
        except json.JSONDecodeError:
            torn += 1
            if not long:
                return
    print(f"{torn} of {PLAIN_KILLS} kills tore it")
    assert torn
