"""No save is lost, no matter how many terminals save at once."""

import json
import random
from pathlib import Path

from tinydb import where

from store.notebook.notebook import Notebook
from tests.torture.children import ENTRY, add_documents, add_notes, finished, start

WRITERS = 8
ROUNDS = 50
PLAIN_ROUNDS = 20
"""Two writers of a plain TinyDB collide long before this many rounds."""


def texts(path: Path) -> list[str]:
    return [note.text for note in Notebook(path).snapshot.notes[ENTRY.id]]


def test_eight_writers_keep_every_note(path: Path, long: bool) -> None:
    notes = 200 if long else 25
    saved = finished([start(add_notes, path, str(writer), notes) for writer in range(WRITERS)])
    assert [len(by_one) for by_one in saved] == [notes] * WRITERS
    assert sorted(texts(path)) == sorted(text for by_one in saved for text in by_one)
    [meta] = json.loads(path.read_bytes())["meta"].values()
    assert meta["generation"] == WRITERS * notes
    assert not list(path.parent.glob(".*.tmp"))


def test_two_writers_of_a_plain_tinydb_lose_documents(tmp_path: Path) -> None:
    assert any(loses_documents(tmp_path / f"{number}.json") for number in range(PLAIN_ROUNDS))


def loses_documents(path: Path) -> bool:
    """Let two processes write to a plain TinyDB; return whether a document was refused or lost."""
    reports = finished([start(add_documents, path, str(writer), 100) for writer in range(2)])
    acknowledged = {text for by_one in reports for text in by_one if text is not None}
    refused = any(text is None for by_one in reports for text in by_one)
    try:
        saved = {record["text"] for record in json.loads(path.read_bytes())["_default"].values()}
    except ValueError:
        saved = set()
    return refused or bool(acknowledged - saved)


def test_both_texts_are_kept_when_two_terminals_change_one_note(path: Path) -> None:
    one, two = Notebook(path), Notebook(path)
    for round_ in range(ROUNDS):
        note = one.save_note(ENTRY, f"round {round_}", [])
        savings = [(one, f"one {round_}"), (two, f"two {round_}")]
        random.Random(round_).shuffle(savings)
        for notebook, text in savings:
            notebook.save_note(ENTRY, text, [], note)
        saved = texts(path)
        assert {f"one {round_}", f"two {round_}"} <= set(saved), f"lost in round {round_}"
        assert len(saved) == 2 * (round_ + 1)


def test_a_change_that_ignores_the_version_loses_a_text(path: Path) -> None:
    one, two = Notebook(path), Notebook(path)
    note = one.save_note(ENTRY, "start", [])
    for notebook, text in ((one, "one"), (two, "two")):
        with notebook.transaction() as database:
            database.table("notes").update({"text": text}, where("uid") == note.uid)
    assert texts(path) == ["two"]
