"""How many disk calls a save and a read make, and what happens to a notebook of an older schema."""

import builtins
import io
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from store.catalog import opening
from store.core.errors import BadInput
from store.files.tinydb_file import Tables
from store.notebook import backups
from store.notebook.cases import CaseFields, save_case
from store.notebook.notebook import MODELS, Notebook
from store.notebook.purge import purge_record
from store.notebook.storage import NotebookFile
from store.preferences.settings import Settings
from tests.torture.children import ENTRIES, ENTRY, a_clock
from tui.desk.desk import Desk
from tui.render.outline import outline_at


@contextmanager
def counted(*calls: tuple[Any, str]) -> Iterator[Counter[str]]:
    """Count calls, with flushes of files and of folders counted separately."""
    counts: Counter[str] = Counter()

    def counting(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **options: Any) -> Any:
            flushes_folder = name == "fsync" and stat.S_ISDIR(os.fstat(arguments[0]).st_mode)
            counts[f"{name} of a folder" if flushes_folder else name] += 1
            return original(*arguments, **options)

        return called

    with pytest.MonkeyPatch.context() as patch:
        for module, name in calls:
            patch.setattr(module, name, counting(name, getattr(module, name)))
        yield counts


def test_a_save_flushes_one_file_and_one_folder(path: Path) -> None:
    notebook = Notebook(path, a_clock(0))
    note = notebook.save_note(ENTRY, "old", [])
    changes: dict[str, Callable[[], object]] = {
        "add": lambda: notebook.save_note(ENTRY, "new", ["tag"]),
        "edit": lambda: notebook.save_note(ENTRY, "changed", [], note),
        "bookmark": lambda: notebook.set_bookmark(ENTRY, True),
        "case": lambda: save_case(notebook, ENTRY, CaseFields(ticket="HD-4711")),
        "move": lambda: notebook.move_notes(ENTRY.id, ENTRIES[1]),
        "undo": notebook.undo,
        "remove": lambda: notebook.remove_note(notebook.snapshot.notes[ENTRY.id][0]),
    }
    for name, change in changes.items():
        with counted((os, "fsync")) as counts:
            change()
        assert counts == {"fsync": 1, "fsync of a folder": 1}, name
    with counted((os, "fsync")) as counts:
        notebook.set_bookmark(ENTRY, ENTRY.id in notebook.snapshot.bookmarks)
    assert counts == {}, "a change that changes nothing must not flush"


def test_reading_does_not_touch_the_disk(path: Path) -> None:
    notebook = Notebook(path)
    for entry in ENTRIES:
        notebook.save_note(entry, "text", ["tag"])
    notebook.set_bookmark(ENTRY, True)
    save_case(notebook, ENTRY, CaseFields(ticket="HD-4711", school="Ridgeview"))
    desk = Desk(opening.load(opening.shipped_path()), notebook, Settings())
    calls = [(builtins, "open"), (io, "open"), (Path, "open"), (Path, "stat")]
    calls += [(os, name) for name in ("open", "stat", "lstat", "scandir", "listdir", "readlink", "fsync")]
    with counted(*calls) as counts:
        [note] = notebook.snapshot.notes[ENTRY.id]
        assert notebook.snapshot.note(note.uid) is note
        assert list(notebook.snapshot.bookmarks) == [ENTRY.id]
        assert list(notebook.snapshot.tags) == ["tag"]
        assert len(notebook.snapshot.titles) == len(ENTRIES)
        assert desk.notebook_texts()[ENTRY.id][0] == "text tag"
        assert outline_at(desk, ENTRY)
        assert desk.catalog.entry(ENTRY.id)
        assert desk.marks()["is:starred"] == {ENTRY.id}
        assert notebook.file.warnings == []
        assert len(notebook.file.steps) == len(ENTRIES) + 2
    assert counts == {}
    with counted(*calls) as counts:
        notebook.refresh()
    assert counts["open"], "opening was not counted"


# --- schemas ----------------------------------------------------------------------------------------------------------


def shouted(tables: Tables) -> Tables:
    """Migrate a notebook to an imaginary schema 2, which has its texts in capitals."""
    notes = {number: {**note, "text": note["text"].upper()} for number, note in tables["notes"].items()}
    return {**tables, "notes": notes}


def texts(file: NotebookFile) -> list[str]:
    return [note.text for note in file.records["notes"].values()]


def test_the_next_release_opens_this_notebook_and_saves_a_copy_of_it(path: Path) -> None:
    notebook = Notebook(path, a_clock(0))
    for text in ("one", "two"):
        notebook.save_note(ENTRY, text, [])
    old = path.read_bytes()
    kept = backups.folder(path) / "schema-1.json"

    file = NotebookFile(path, a_clock(9), MODELS, (shouted,))
    assert texts(file) == ["ONE", "TWO"]
    assert path.read_bytes() == old, "opening must not write"
    assert not kept.exists()
    for number in (1, 2):
        with file.transaction("change") as database:
            database.table("notes").update({"text": f"change {number}"}, doc_ids=[1])
        assert kept.read_bytes() == old
    again = NotebookFile(path, a_clock(9), MODELS, (shouted,))
    assert texts(again) == ["change 2", "TWO"], "it must be migrated only once"
    with pytest.raises(BadInput, match="newer sisdex"):
        Notebook(path)


def test_purging_reaches_the_copy_of_the_older_schema(path: Path) -> None:
    notebook = Notebook(path, a_clock(0))
    note = notebook.save_note(ENTRY, "secret", [])
    kept = backups.folder(path) / "schema-1.json"
    kept.parent.mkdir(mode=0o700)
    kept.write_bytes(path.read_bytes())
    purge_record(notebook, "notes", note.uid)
    assert not any(b"secret" in file.read_bytes() for file in path.parent.rglob("*") if file.is_file())
