"""What an agent saved is there again, whoever else writes; a save that fails changes nothing."""

import errno
import json
import multiprocessing
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from store.catalog import opening
from store.core.errors import BadInput, CannotSave
from store.files import atomic
from store.notebook import storage
from store.notebook.notebook import Notebook
from store.notebook.undo import MAX_EARLIER_REVS

SHIPPED = opening.load(opening.shipped_path())
ENTRY, OTHER = SHIPPED.entries[0], SHIPPED.entries[1]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "notebook.json"


def ticking() -> Callable[[], datetime]:
    moment = datetime(2026, 11, 14, 9, 0, tzinfo=UTC)

    def tick() -> datetime:
        nonlocal moment
        moment += timedelta(minutes=1)
        return moment

    return tick


def texts(notebook: Notebook, entry_id: str = ENTRY.id) -> list[str]:
    return [note.text for note in notebook.snapshot.notes.get(entry_id, ())]


def full_disk(*_: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_opening_creates_no_file(path: Path) -> None:
    Notebook(path)
    assert not path.parent.exists()


def test_bookmarks_and_notes_are_saved(path: Path) -> None:
    notebook = Notebook(path, ticking())
    notebook.set_bookmark(ENTRY, True)
    notebook.save_note(ENTRY, "Ridgeview [renames] its groups", ["ridgeview", "groups", "ridgeview", " "])
    again = Notebook(path).snapshot
    assert list(again.bookmarks) == [ENTRY.id]
    [note] = again.notes[ENTRY.id]
    assert (note.text, note.tags) == ("Ridgeview [renames] its groups", ("ridgeview", "groups"))
    assert note.title == ENTRY.title
    assert note.changed.date() == datetime(2026, 11, 14, tzinfo=UTC).date()
    assert again == notebook.snapshot


def test_a_bookmark_can_be_set_twice_and_removed_twice(path: Path) -> None:
    one, two = Notebook(path, ticking()), Notebook(path, ticking())
    one.set_bookmark(ENTRY, True)
    before = one.snapshot
    two.set_bookmark(ENTRY, True)
    assert two.snapshot == before
    one.set_bookmark(ENTRY, False)
    two.set_bookmark(ENTRY, False)
    assert two.snapshot.bookmarks == {}


def test_the_most_recently_changed_note_comes_first(path: Path) -> None:
    notebook = Notebook(path, ticking())
    first = notebook.save_note(ENTRY, "first", [])
    notebook.save_note(ENTRY, "second", [])
    notebook.save_note(ENTRY, "first, changed", [], first)
    assert texts(notebook) == ["first, changed", "second"]


def test_changing_a_note_keeps_its_identity(path: Path) -> None:
    notebook = Notebook(path, ticking())
    before = notebook.save_note(ENTRY, "a", [])
    after = notebook.save_note(ENTRY, "b", [], before)
    assert (after.uid, after.created, after.was) == (before.uid, before.created, (before.rev,))
    assert after.rev != before.rev
    assert after.changed > before.changed


def test_changes_of_another_terminal_are_kept(path: Path) -> None:
    one, two = Notebook(path), Notebook(path)
    one.save_note(ENTRY, "from one", [])
    two.set_bookmark(OTHER, True)
    two.save_note(ENTRY, "from two", [])
    snapshot = Notebook(path).snapshot
    assert sorted(note.text for note in snapshot.notes[ENTRY.id]) == ["from one", "from two"]
    assert list(snapshot.bookmarks) == [OTHER.id]


def test_what_another_terminal_saved_appears_even_after_a_failed_save(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = Notebook(path), Notebook(path)
    two.set_bookmark(OTHER, True)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full_disk)
        with pytest.raises(CannotSave):
            one.set_bookmark(ENTRY, True)
    assert one.refresh()
    assert list(one.snapshot.bookmarks) == [OTHER.id]
    assert not one.refresh()


def test_if_two_terminals_change_a_note_both_texts_are_kept(path: Path) -> None:
    one = Notebook(path)
    note = one.save_note(ENTRY, "start", [])
    two = Notebook(path)
    one.save_note(ENTRY, "from one", [], note)
    kept = two.save_note(ENTRY, "from two", [], note)
    assert kept.beside == note.uid
    assert sorted(texts(Notebook(path))) == ["from one", "from two"]


def test_a_note_that_another_terminal_removed_comes_back_with_the_new_text(path: Path) -> None:
    one = Notebook(path)
    note = one.save_note(ENTRY, "start", [])
    two = Notebook(path)
    assert one.remove_note(note) is True
    two.save_note(ENTRY, "still needed", [], note)
    assert texts(Notebook(path)) == ["still needed"]


def test_a_note_that_another_terminal_changed_is_not_removed(path: Path) -> None:
    one = Notebook(path)
    note = one.save_note(ENTRY, "start", [])
    one.save_note(ENTRY, "more", [], note)
    assert Notebook(path).remove_note(note) is False
    assert texts(Notebook(path)) == ["more"]


def test_typed_text_is_cleaned(path: Path) -> None:
    notebook = Notebook(path)
    notebook.save_note(ENTRY, "a\x1b]52;c;eA==\x1b\\b\r\nc", ["x\u202e"])
    [note] = notebook.snapshot.notes[ENTRY.id]
    assert (note.text, note.tags) == ("a␛]52;c;eA==␛\\b\nc", ("x\ufffd",))


def test_text_in_the_file_is_cleaned(path: Path) -> None:
    notebook = Notebook(path)
    notebook.save_note(ENTRY, "plain", [])
    path.write_text(path.read_text().replace("plain", "\\u001b[2Jplain"))
    assert texts(Notebook(path)) == ["␛[2Jplain"]


def test_plain_tinydb_can_read_the_file(path: Path) -> None:
    Notebook(path).save_note(ENTRY, "a", [])
    with TinyDB(path, access_mode="r") as database:
        assert database.table("notes").all()[0]["text"] == "a"
        meta = database.table("meta").all()[0]
        assert (meta["schema"], meta["generation"]) == (1, 1)


def test_files_are_private(path: Path) -> None:
    Notebook(path).set_bookmark(ENTRY, True)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {
        "notebook.json": 0o600,
        "notebook.json.lock": 0o600,
    }


def test_tables_of_a_later_release_are_kept(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"meta": {"1": {"schema": 1, "generation": 4}}, "later": {"1": {"ticket": "42"}}}))
    Notebook(path).set_bookmark(ENTRY, True)
    document = json.loads(path.read_text())
    assert document["later"] == {"1": {"ticket": "42"}}
    assert [meta["generation"] for meta in document["meta"].values()] == [5]


# --- what cannot be saved ---------------------------------------------------------------------------------------------


def test_a_transaction_that_raises_writes_nothing(path: Path) -> None:
    notebook = Notebook(path)
    notebook.set_bookmark(ENTRY, True)
    before, snapshot = path.read_bytes(), notebook.snapshot
    with pytest.raises(RuntimeError), notebook.transaction() as database:
        database.table("notes").insert({"text": "half"})
        raise RuntimeError
    assert path.read_bytes() == before
    assert notebook.snapshot is snapshot
    notebook.set_bookmark(OTHER, True)  # the lock has been released
    assert len(notebook.snapshot.bookmarks) == 2


def test_a_malformed_record_is_never_written(path: Path) -> None:
    notebook = Notebook(path)
    notebook.set_bookmark(ENTRY, True)
    before = path.read_bytes()
    with pytest.raises(BadInput, match="notes 1"), notebook.transaction() as database:
        database.table("notes").insert({"text": "no uid"})
    assert path.read_bytes() == before


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_loses_nothing(path: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = Notebook(path)
    notebook.save_note(ENTRY, "kept", [])
    before, snapshot = path.read_bytes(), notebook.snapshot
    with monkeypatch.context() as patched:
        patched.setattr(os if step == "fsync" else Path, step, full_disk)
        with pytest.raises(CannotSave, match="No space left on device"):
            notebook.save_note(ENTRY, "new", [])
    assert path.read_bytes() == before
    assert notebook.snapshot is snapshot
    assert not list(path.parent.glob(".*.tmp"))


def test_the_new_file_is_on_disk_before_it_is_renamed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Notebook(path).set_bookmark(ENTRY, True)
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def note_fsync(descriptor: int) -> None:
        steps.append("fsync folder" if os.path.isdir(f"/proc/self/fd/{descriptor}") else "fsync file")  # noqa: PTH112
        fsync(descriptor)

    def note_replace(self: Path, target: Path) -> Path:
        steps.append("replace")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(Path, "replace", note_replace)
    Notebook(path).set_bookmark(OTHER, True)
    assert steps == ["fsync file", "replace", "fsync folder"]


def test_a_folder_that_cannot_be_created_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    notebook = Notebook(tmp_path / "file" / "notebook.json")
    with pytest.raises(CannotSave, match="cannot be written"):
        notebook.set_bookmark(ENTRY, True)


def test_a_locked_notebook_is_busy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from filelock import FileLock

    notebook = Notebook(path)
    notebook.set_bookmark(ENTRY, True)
    monkeypatch.setattr(atomic, "LOCK_SECONDS", 0.05)
    with FileLock(f"{path}.lock"), pytest.raises(CannotSave, match="another sisdex"):
        notebook.set_bookmark(ENTRY, True)
    assert list(Notebook(path).snapshot.bookmarks) == [ENTRY.id]


BROKEN = {
    "empty": b"",
    "null": b"null",
    "torn": b'{"meta": {"1": {"schema": 1, "gener',
    "foreign": b'{"_default": {"1": {"a": 1}}}',
    "no schema": b'{"meta": {"1": {}}}',
    "odd generation": b'{"meta": {"1": {"schema": 1, "generation": "x"}}}',
    "time without zone": b'{"meta": {"1": {"schema": 1}}, "bookmarks": {"1": '
    b'{"entry": "a/b", "title": "", "created": "2026-11-14T09:00:00"}}}',
    "half a record": b'{"meta": {"1": {"schema": 1}}, "notes": {"1": {"uid": "x"}}}',
    "newer": b'{"meta": {"1": {"schema": 2}}}',
    "wrong shape": b'{"meta": {"1": {"schema": 1}}, "notes": {"1": {"text": 5}}}',
    "not a number": b'{"meta": {"1": {"schema": NaN}}}',
    "duplicate table": b'{"meta": {"1": {"schema": 1}}, "notes": {}, "notes": {}}',
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_damaged_notebook_is_refused_and_left_as_it_is(path: Path, kind: str) -> None:
    path.parent.mkdir()
    path.write_bytes(BROKEN[kind])
    with pytest.raises(BadInput, match=r"notebook\.json"):
        Notebook(path)
    assert path.read_bytes() == BROKEN[kind]
    assert list(path.parent.iterdir()) == [path]


def test_a_newer_notebook_is_left_alone_by_a_running_terminal(path: Path) -> None:
    notebook = Notebook(path)
    notebook.set_bookmark(ENTRY, True)
    path.write_bytes(BROKEN["newer"])
    with pytest.raises(BadInput, match="newer sisdex"):
        notebook.set_bookmark(OTHER, True)
    with pytest.raises(BadInput, match="newer sisdex"):
        Notebook(path)
    assert path.read_bytes() == BROKEN["newer"]


@pytest.mark.parametrize("kind", sorted(BROKEN.keys() - {"newer"}))
def test_a_running_terminal_restores_a_damaged_file(path: Path, kind: str) -> None:
    notebook = Notebook(path)
    notebook.save_note(ENTRY, "precious", [])
    path.write_bytes(BROKEN[kind])
    notebook.set_bookmark(OTHER, True)
    again = Notebook(path)
    assert list(again.snapshot.bookmarks) == [OTHER.id]
    assert again.snapshot.notes[ENTRY.id][0].text == "precious"
    (aside,) = path.parent.glob("*.damaged-*")
    assert aside.read_bytes() == BROKEN[kind]


# --- many writers -----------------------------------------------------------------------------------------------------


def write_notes(path: Path, name: str, count: int) -> None:
    notebook = Notebook(path)
    for number in range(count):
        notebook.save_note(ENTRY, f"{name} {number}", [])


@pytest.mark.slow
def test_writers_take_turns(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_notes, args=(path, name, 15)) for name in "abcd"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0, 0]
    assert sorted(texts(Notebook(path))) == sorted(f"{name} {number}" for name in "abcd" for number in range(15))


def test_a_symbolic_link_to_a_notebook_stays_one(path: Path, tmp_path: Path) -> None:
    Notebook(path).set_bookmark(ENTRY, True)
    link = tmp_path / "link.json"
    link.symlink_to(path)
    Notebook(link).set_bookmark(OTHER, True)
    assert link.is_symlink()
    assert len(Notebook(path).snapshot.bookmarks) == 2


def test_earlier_revs_are_kept_up_to_a_limit(path: Path) -> None:
    notebook = Notebook(path)
    note = notebook.save_note(ENTRY, "0", [])
    for number in range(1, MAX_EARLIER_REVS + 5):
        before = note
        note = notebook.save_note(ENTRY, str(number), [], note)
    assert note.was[0] == before.rev
    assert len(note.was) == MAX_EARLIER_REVS


def test_a_save_succeeds_even_if_the_folder_cannot_be_flushed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(folder: Path) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(atomic, "_flush_folder", refused)
    Notebook(path).save_note(ENTRY, "kept", [])
    assert texts(Notebook(path)) == ["kept"]


# --- size -------------------------------------------------------------------------------------------------------------


def test_a_large_notebook_is_reported_and_works(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "COMFORTABLE_BYTES", 2_000)
    notebook = Notebook(path)
    notebook.save_note(ENTRY, "short", [])
    assert notebook.file.warnings == []
    notebook.save_note(ENTRY, "long " * 500, [])
    assert ["The notebook is large: 2 records" in warning for warning in Notebook(path).file.warnings] == [True]
