"""When the disk refuses a write, saved data stays, memory matches the disk, and the message names the file."""

import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tinydb import TinyDB

from store.core.errors import CannotSave
from store.notebook import drafts
from store.notebook.drafts import DraftFile
from store.notebook.notebook import Notebook
from tests.torture.children import (
    ENTRY,
    a_draft,
    finished,
    insert_on_a_full_disk,
    save_on_a_full_disk,
    save_without_rights,
    start,
)

LIMITS = 20


def limits_up_to(size: int, long: bool) -> list[int]:
    """Return limits from zero to the size of a file, in bytes: 20 of them, or one every 512 bytes."""
    step = 512 if long else size // (LIMITS - 1)
    return [*range(0, size, step), size]


def texts(path: Path) -> list[str]:
    return sorted(note.text for note in Notebook(path).snapshot.notes[ENTRY.id])


def test_a_full_disk_loses_nothing(path: Path, long: bool) -> None:
    notebook = Notebook(path)
    saved = [f"{number} {'x' * 500}" for number in range(30)]
    for text in saved:
        notebook.save_note(ENTRY, text, [])
    limits = limits_up_to(path.stat().st_size, long)
    assert len(limits) >= LIMITS
    [reports] = finished([start(save_on_a_full_disk, path, limits)])
    assert [limit for limit, *_ in reports] == limits
    for limit, note_refused, draft_refused, memory_equals_disk, draft_kept in reports:
        assert str(path) in note_refused, f"at {limit} bytes"
        assert str(drafts.folder(path)) in draft_refused, f"at {limit} bytes"
        assert "File too large" in note_refused
        assert memory_equals_disk, f"at {limit} bytes"
        assert draft_kept, f"at {limit} bytes"
    assert texts(path) == sorted([*saved, "new"])  # the same process saved "new" once there was room
    assert not list(path.parent.rglob(".*.tmp"))


def test_a_full_disk_destroys_a_plain_tinydb(tmp_path: Path) -> None:
    path = tmp_path / "plain.json"
    with TinyDB(path) as database:
        database.insert_multiple({"text": f"{number} {'x' * 500}"} for number in range(30))
    whole, destroyed = path.read_bytes(), 0
    for limit in limits_up_to(len(whole), False):
        path.write_bytes(whole)
        [[refused]] = finished([start(insert_on_a_full_disk, path, limit)])
        destroyed += refused and path.read_bytes() != whole
    assert destroyed


def test_a_full_disk_and_a_damaged_file_leave_memory_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = Notebook(path)
    notebook.save_note(ENTRY, "precious", [])
    path.write_bytes(b"damaged")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(CannotSave):
            notebook.save_note(ENTRY, "new", [])
    assert path.read_bytes() == b"damaged"
    notebook.save_note(ENTRY, "new", [])
    assert texts(path) == ["new", "precious"]


# --- files that others own --------------------------------------------------------------------------------------------


@pytest.fixture
def shared() -> Iterator[Path]:
    """Return a notebook in a folder that everybody may enter, unlike the folders of pytest."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder, "data", "notebook.json")
        Notebook(path).save_note(ENTRY, "old", [])
        DraftFile(path, drafts.folder(path) / "a.json").save(a_draft("older"))
        yield path
        path.parent.chmod(0o700)


def opened_to_all(path: Path, folder_mode: int) -> None:
    """Let everybody read the files and nobody write them; set the mode of the folders."""
    for file in [file for file in path.parent.rglob("*") if file.is_file()]:
        file.chmod(0o444)
    drafts.folder(path).chmod(folder_mode)
    path.parent.chmod(folder_mode)


def test_in_a_read_only_folder_old_data_load_and_saving_is_refused(shared: Path) -> None:
    before = shared.read_bytes()
    opened_to_all(shared, 0o555)
    [[draft_refused, refused, read]] = finished([start(save_without_rights, shared)])
    assert read == ["old"]
    assert f"{shared} cannot be written (Permission denied)" in refused
    assert str(drafts.folder(shared)) in draft_refused
    assert shared.read_bytes() == before
    assert DraftFile(shared, drafts.folder(shared) / "a.json").read() == a_draft("older")


def test_a_read_only_file_is_replaced_where_the_folder_allows_it(path: Path) -> None:
    notebook = Notebook(path)
    notebook.save_note(ENTRY, "old", [])
    path.chmod(0o444)
    notebook.save_note(ENTRY, "new", [])
    assert texts(path) == ["new", "old"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_may_not_be_replaced_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = Notebook(path)
    notebook.save_note(ENTRY, "old", [])
    before, snapshot, replace = path.read_bytes(), notebook.snapshot, os.replace

    def immutable(source: Path, target: Path) -> None:
        if Path(target) == path:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))
        replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", immutable)
        with pytest.raises(CannotSave, match=r"notebook\.json cannot be written \(Operation not permitted\)"):
            notebook.save_note(ENTRY, "new", [])
    assert path.read_bytes() == before
    assert notebook.snapshot is snapshot
    assert not list(path.parent.glob(".*.tmp"))


def test_a_folder_that_may_not_be_entered_is_named(shared: Path) -> None:
    shared.parent.chmod(0o000)
    [[refused, read]] = finished([start(save_without_rights, shared)])
    assert str(shared) in refused
    assert read == []
