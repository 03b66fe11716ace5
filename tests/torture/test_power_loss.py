"""If the power fails at any moment of a save, the notebook opens with every acknowledged change."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from store.core.errors import BadInput
from store.notebook import backups
from store.notebook.cases import CaseFields, save_case
from store.notebook.notebook import MODELS, Notebook
from store.notebook.purge import purge_record
from store.notebook.storage import NotebookFile
from tests.torture.children import ENTRIES, ENTRY, a_clock
from tests.torture.disk import Recorder, lay_out

Change = Callable[[Notebook], object]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "disk" / "data" / "notebook.json"
    path.parent.mkdir(parents=True, mode=0o700)
    return path


def add(text: str) -> Change:
    return lambda notebook: notebook.save_note(ENTRY, text, ["tag"])


def edit(notebook: Notebook) -> None:
    note = notebook.snapshot.notes[ENTRY.id][-1]
    notebook.save_note(ENTRY, f"{note.text}, changed", [], note)


def remove(notebook: Notebook) -> None:
    notebook.remove_note(notebook.snapshot.notes[ENTRY.id][0])


def bookmark(notebook: Notebook) -> None:
    notebook.set_bookmark(ENTRIES[1], True)


def log_case(notebook: Notebook) -> None:
    save_case(notebook, ENTRY, CaseFields(ticket="HD-4711", school="Ridgeview", message="Category not found"))


def undo(notebook: Notebook) -> None:
    notebook.undo()


def purge(notebook: Notebook) -> None:
    purge_record(notebook, "notes", notebook.snapshot.notes[ENTRY.id][-1].uid)


class Outcome:
    """What was found on the disk after each crash."""

    def __init__(
        self,
        recorder: Recorder,
        path: Path,
        states: Sequence[object],
        read: Callable[[Path], object],
        refused: bytes | None,
    ) -> None:
        """Read the notebook of each crash.

        Args:
            recorder: The recording of the changes.
            path: The notebook.
            states: The contents of the notebook before the first change and after each change.
            read: Returns the contents of a notebook.
            refused: The damaged contents of the file before, if it had no copy to open instead.
        """
        self.crashes = 0
        self.bad: list[str] = []
        folder = path.parent.parent.with_name("after the crash")
        file = folder / path.relative_to(path.parent.parent)
        for acknowledged, files in recorder.crashes():
            self.crashes += 1
            lay_out(files, path.parent.parent, folder)
            try:
                contents = read(file)
            except BadInput as error:
                if acknowledged or not file.exists() or file.read_bytes() != refused:
                    self.bad.append(f"after {acknowledged} saves: {error}")
            else:
                if contents not in states[acknowledged : acknowledged + 2]:
                    self.bad.append(f"after {acknowledged} saves: {contents}")
        shutil.rmtree(folder)
        print(f"{self.crashes} states, {len(self.bad)} bad")


def snapshot(path: Path) -> object:
    return Notebook(path).snapshot


def crashed(
    path: Path,
    notebook: Notebook,
    changes: Sequence[Change],
    flushes: bool = True,
    refused: bytes | None = None,
) -> Outcome:
    """Make the power fail at each moment of these changes."""
    states = [notebook.snapshot]
    with Recorder(path.parent.parent, flushes) as recorder:
        for change in changes:
            change(notebook)
            recorder.acknowledge()
            states.append(notebook.snapshot)
    return Outcome(recorder, path, states, snapshot, refused)


def prepared(path: Path, saves: int) -> Notebook:
    """Return a notebook with this many saves."""
    notebook = Notebook(path, a_clock(0))
    for number in range(saves):
        notebook.save_note(ENTRY, f"old {number}", [])
    return notebook


def test_saves_with_backups(path: Path, long: bool) -> None:
    changes = [add("a"), edit, bookmark, log_case, remove, undo, add("b"), purge]
    outcome = crashed(path, prepared(path, 2), changes * (8 if long else 1))
    assert outcome.bad == []


def test_without_flushing_saves_are_lost(path: Path) -> None:
    assert crashed(path, prepared(path, 2), [add("a"), edit], flushes=False).bad


@pytest.mark.usefixtures("no_links")
def test_saves_where_files_cannot_be_linked(path: Path) -> None:
    assert crashed(path, prepared(path, 2), [add("a"), edit, remove]).bad == []


def test_the_very_first_saves(path: Path) -> None:
    assert crashed(path, prepared(path, 0), [add("a"), add("b")]).bad == []


def test_the_first_saves_into_a_missing_folder(path: Path) -> None:
    path.parent.rmdir()
    assert crashed(path, prepared(path, 0), [add("a"), add("b")]).bad == []


@pytest.mark.parametrize("copy", ["previous", "backup"])
def test_a_save_over_a_damaged_file(path: Path, copy: str) -> None:
    prepared(path, 3)
    path.write_bytes(path.read_bytes()[:300])
    if copy == "previous":
        shutil.rmtree(backups.folder(path))
    else:
        backups.previous(path).unlink()
    assert crashed(path, Notebook(path, a_clock(9)), [add("a"), edit]).bad == []


def test_a_running_terminal_saves_over_a_damaged_file_without_copies(path: Path) -> None:
    notebook = prepared(path, 1)
    path.write_bytes(b"damaged")
    assert crashed(path, notebook, [add("a"), edit], refused=b"damaged").bad == []


def test_restoring_a_copy(path: Path) -> None:
    notebook = prepared(path, 3)
    assert crashed(path, notebook, [lambda notebook: notebook.restore(backups.previous(path)), add("a")]).bad == []


def test_the_first_save_in_a_newer_schema(path: Path) -> None:
    prepared(path, 2)

    def opened(path: Path) -> NotebookFile:
        return NotebookFile(path, a_clock(9), MODELS, (dict,))

    file = opened(path)
    states = [file.records]
    with Recorder(path.parent.parent) as recorder:
        with file.transaction() as database:
            database.table("notes").remove(doc_ids=[1])
        recorder.acknowledge()
        states.append(file.records)
    assert Outcome(recorder, path, states, lambda path: opened(path).records, None).bad == []
