"""A writer that is killed at any moment leaves a notebook that opens, with each save that it had acknowledged."""

import json
import random
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from store.core.errors import BadInput
from store.notebook.notebook import Notebook
from tests.torture.children import PLAIN_DOCUMENTS, change_notes, change_plain, killed, text_of

SLOW_FLUSH = 0.005
WORDS = 8
"""A kill comes after less than so many words of the writer, which tells two for each change, and"""
MOMENT = 0.012
"""up to so many seconds more: about as long as a slow save takes."""
PLAIN_KILLS = 40


def names_in(path: Path) -> set[str]:
    """Return the names of the notes in a notebook that nobody had to repair."""
    notebook = Notebook(path)
    assert notebook.file.warnings == []
    texts = [note.text for notes in notebook.snapshot.notes.values() for note in notes]
    assert texts == [text_of(text.split()[0]) for text in texts]
    return {text.split()[0] for text in texts}


def allowed(before: set[str], told: list[Any]) -> list[set[str]]:
    """Return what may stand in the file: all that was acknowledged, and perhaps the one change that was under way."""
    states = [before]
    for gone, come in filter(None, told):
        states.append((states[-1] - {gone}) | ({come} if come else set()))
    acknowledged = told.count(None)
    return states[acknowledged:]


def test_kills_lose_nothing_that_was_acknowledged(path: Path, long: bool) -> None:
    names: set[str] = set()
    acknowledged = half_written = 0
    for seed in range(5000 if long else 300):
        chance = random.Random(seed)
        pause = chance.choice((0.0, SLOW_FLUSH))
        told = killed(chance.randrange(WORDS), chance.uniform(0, MOMENT), change_notes, path, seed, pause)
        possible = allowed(names, told)
        acknowledged += told.count(None)
        half_written += any(path.parent.glob(".*.tmp"))
        try:
            names = names_in(path) if path.exists() else set()
        except BadInput as error:
            raise AssertionError(f"unreadable after the kill of seed {seed}") from error
        assert len(possible) <= 2
        assert names in possible, f"lost or invented by the kill of seed {seed}"
    print(f"{acknowledged} acknowledged; {half_written} kills left a file half-written")
    assert half_written, "no kill met a save under way"
    assert acknowledged
    Notebook(path).remove_note(next(note for notes in Notebook(path).snapshot.notes.values() for note in notes))
    assert not list(path.parent.glob(".*.tmp"))


def test_the_same_kills_tear_a_plain_tinydb(tmp_path: Path, long: bool) -> None:
    path, kills = tmp_path / "plain.json", PLAIN_KILLS * (10 if long else 1)
    whole = json.dumps({"_default": {str(number): {"text": "x" * 1000} for number in range(1, PLAIN_DOCUMENTS + 1)}})
    torn = 0
    for seed in range(kills):
        path.write_text(whole)
        chance = random.Random(seed)
        killed(chance.randrange(WORDS), chance.uniform(0, MOMENT), change_plain, path, seed, SLOW_FLUSH)
        try:
            with TinyDB(path, access_mode="r") as database:
                database.all()
        except json.JSONDecodeError:
            torn += 1
    print(f"{torn} of {kills} kills tore it")
    assert torn >= kills * 0.05
