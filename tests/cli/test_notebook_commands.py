"""Notes and bookmarks from scripts: what they write, a running app sees."""

import json
import os
from pathlib import Path

import pytest

from store.catalog import opening
from store.notebook.notebook import Notebook
from tests.cli.test_cli import sisdex

ENTRY = "skyward/invalid-request"
SHIPPED = opening.load(opening.shipped_path())


def notebook() -> Notebook:
    return Notebook(Path(os.environ["SISDEX_NOTEBOOK"]))


def test_a_note_is_added_listed_changed_and_removed() -> None:
    added = sisdex("note", "add", ENTRY, "Ridge\x1bview", "--tag", "#ridge")
    uid = added.stdout.strip()
    assert (added.exit_code, len(uid)) == (0, 8)
    assert sisdex("note", "edit", uid, "-", stdin="two\nlines").exit_code == 0
    [listed] = json.loads(sisdex("note", "list", ENTRY, "--json").stdout)
    assert (listed["text"], listed["tags"], listed["uid"][:8]) == ("two\nlines", ["ridge"], uid)
    assert sisdex("note", "list", "--tag", "RIDGE").stdout == f"{uid}  {ENTRY}  two lines #ridge\n"
    assert sisdex("note", "list", "--tag", "other").stdout == ""
    assert sisdex("note", "remove", uid).exit_code == 0
    assert json.loads(sisdex("note", "list", "--json").stdout) == []
    undone = sisdex("undo")
    assert undone.stderr == "Undone: note removed: Invalid Request: two lines\n"
    assert notebook().snapshot.notes[ENTRY][0].text == "two\nlines"


def test_control_characters_in_a_note_are_cleaned() -> None:
    sisdex("note", "add", ENTRY, "a\x1b]52;c;x\x07b")
    assert "\x1b" not in notebook().snapshot.notes[ENTRY][0].text


def test_bookmarks() -> None:
    assert sisdex("bookmark", "add", ENTRY).exit_code == 0
    assert [record["entry"] for record in json.loads(sisdex("bookmark", "list", "--json").stdout)] == [ENTRY]
    assert sisdex("bookmark", "list").stdout == f"{ENTRY}  Invalid Request\n"
    assert sisdex("bookmark", "remove", ENTRY).exit_code == 0
    assert json.loads(sisdex("bookmark", "list", "--json").stdout) == []
    assert "sisdex bookmark add" in sisdex("bookmark", "list").stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["note", "add", "skyward/invalid-requst", "x"], "skyward/invalid-request"),
        (["note", "edit", "12345678", "x"], "There is no note"),
        (["note", "remove", "12345678"], "There is no note"),
        (["note", "purge", "12345678", "--yes"], "There is no note"),
        (["bookmark", "add", "nothing"], "There is no entry"),
        (["doctor", "--restore", "nothing"], "There is no backup"),
    ],
)
def test_what_does_not_exist_is_reported(arguments: list[str], expected: str) -> None:
    result = sisdex(*arguments)
    assert result.exit_code == 3
    assert expected in result.stderr


def test_a_refused_undo_prints_the_old_text() -> None:
    mine = notebook()
    entry = SHIPPED.entry(ENTRY)
    assert entry is not None
    first = mine.save_note(entry, "one", [])
    second = mine.save_note(entry, "two", [], first)
    with mine.transaction() as database:  # a change without an undo step
        database.table("notes").update({"rev": "another", "text": "theirs"})
    result = sisdex("undo")
    assert (result.exit_code, result.stdout) == (3, "one\n")
    assert "changed again since" in result.stderr
    assert second.uid == notebook().snapshot.notes[ENTRY][0].uid


def test_purging_asks_twice() -> None:
    uid = sisdex("note", "add", ENTRY, "MARKER").stdout.strip()
    assert sisdex("note", "purge", uid, stdin="y\nn\n").exit_code == 1
    assert notebook().snapshot.notes
    purged = sisdex("note", "purge", uid, stdin="y\ny\n")
    assert purged.exit_code == 0
    assert "out of reach" in purged.stderr
    folder = notebook().path.parent
    assert not [path for path in folder.rglob("*") if path.is_file() and b"MARKER" in path.read_bytes()]


def test_doctor_lists_and_restores_backups() -> None:
    sisdex("note", "add", ENTRY, "one")
    sisdex("note", "add", ENTRY, "two")
    name = notebook().path.name
    assert f"{name}.prev  saved" in sisdex("doctor", "--restore").stdout
    restored = sisdex("doctor", "--restore", f"{name}.prev")
    assert "1 note, 0 bookmarks" in restored.stderr
    assert [note.text for note in notebook().snapshot.notes[ENTRY]] == ["one"]


def test_notes_of_a_missing_entry_can_be_moved() -> None:
    from store.notebook.missing_entries import stand_in

    notebook().save_note(stand_in("skyward/old", "Old Error"), "kept", [])
    assert "not-in-this-dictionary" not in sisdex("search", "kept").stdout
    assert "skyward/old" in sisdex("search", "kept").stdout
    assert sisdex("note", "move", "skyward/old", ENTRY).stderr == "Notes and cases moved: 1.\n"
    assert [note.text for note in notebook().snapshot.notes[ENTRY]] == ["kept"]


def test_a_damaged_notebook_is_reported_and_its_backup_is_used() -> None:
    sisdex("note", "add", ENTRY, "one")
    sisdex("note", "add", ENTRY, "two")
    notebook().path.write_text("{")
    listed = sisdex("note", "list")
    assert "one" in listed.stdout
    assert "is not complete JSON" in listed.stderr
    assert notebook().path.read_text() == "{"
