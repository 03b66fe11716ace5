"""Changes can be undone step by step, unless another terminal has changed the record since."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.catalog import opening
from store.core.errors import CannotSave, CannotUndo
from store.files import tinydb_file
from store.notebook import backups
from store.notebook.notebook import Notebook
from store.notebook.undo import MAX_STEPS

SHIPPED = opening.load(opening.shipped_path())
ENTRY, OTHER = SHIPPED.entries[0], SHIPPED.entries[1]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notebook.json"


def texts(path: Path) -> list[str]:
    return [note.text for note in Notebook(path).snapshot.notes.get(ENTRY.id, ())]


def test_all_kinds_of_changes_are_undone_in_order(path: Path) -> None:
    notebook = Notebook(path)
    first = notebook.save_note(ENTRY, "one", ["t"])
    second = notebook.save_note(ENTRY, "two", [], first)
    notebook.remove_note(second)
    notebook.set_bookmark(ENTRY, True)
    assert [notebook.undo().partition(":")[0] for _ in range(2)] == ["bookmark added", "note removed"]
    assert texts(path) == ["two"]
    assert notebook.undo().startswith("note changed")
    assert texts(path) == ["one"]
    assert notebook.snapshot.notes[ENTRY.id][0].tags == ("t",)
    assert notebook.undo().startswith("note added")
    assert (texts(path), notebook.snapshot.bookmarks) == ([], {})
    assert notebook.undo() == ""


def test_a_restored_record_is_newer_than_all_copies_of_it(path: Path) -> None:
    notebook = Notebook(path)
    first = notebook.save_note(ENTRY, "one", [])
    second = notebook.save_note(ENTRY, "two", [], first)
    notebook.undo()
    [back] = notebook.snapshot.notes[ENTRY.id]
    assert back.rev not in (first.rev, second.rev)
    assert set(back.was) == {first.rev, second.rev}


def test_a_removed_record_leaves_a_mark_without_text_until_it_comes_back(path: Path) -> None:
    notebook = Notebook(path)
    note = notebook.save_note(ENTRY, "secret", [])
    notebook.remove_note(note)
    [mark] = notebook.file.records["removed"].values()
    assert (mark.uid, mark.rev) == (note.uid, note.rev)
    notebook.undo()
    assert notebook.file.records["removed"] == {}


def test_a_terminal_undoes_its_own_steps(path: Path) -> None:
    mine, theirs = Notebook(path), Notebook(path)
    mine.set_bookmark(ENTRY, True)
    theirs.set_bookmark(OTHER, True)
    mine.undo()
    assert list(Notebook(path).snapshot.bookmarks) == [OTHER.id]
    Notebook(path).undo()  # a terminal that has done nothing yet undoes the last step of anyone
    assert Notebook(path).snapshot.bookmarks == {}


def test_a_record_that_another_terminal_changed_is_not_undone(path: Path) -> None:
    mine = Notebook(path)
    first = mine.save_note(ENTRY, "one", [])
    second = mine.save_note(ENTRY, "two", [], first)
    Notebook(path).save_note(ENTRY, "theirs", [], second)
    with pytest.raises(CannotUndo, match="changed again") as refused:
        mine.undo()
    assert (refused.value.text, refused.value.entry) == ("one", ENTRY.id)
    assert texts(path) == ["theirs"]


def test_steps_are_kept_up_to_a_limit(path: Path) -> None:
    notebook = Notebook(path)
    for number in range(MAX_STEPS + 3):
        notebook.save_note(ENTRY, str(number), [])
    undone = 0
    while notebook.undo():
        undone += 1
    assert undone == MAX_STEPS


# --- copies -----------------------------------------------------------------------------------------------------------


def test_there_is_a_backup_for_each_hour_and_each_day(path: Path) -> None:
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    notebook = Notebook(path, lambda: moment)
    hours = [6] * 32 + [1] * 24
    for number, passed in enumerate(hours):
        moment += timedelta(hours=passed)
        notebook.save_note(ENTRY, str(number), [])
    names = sorted(copy.name for copy in backups.folder(path).iterdir())
    assert len([name for name in names if name.startswith("hourly-")]) == backups.HOURLY
    days = [name for name in names if name.startswith("daily-")]
    assert (len(days), days[-1]) == (backups.DAILY, "daily-2026-11-10.json")
    assert len(Notebook(backups.folder(path) / days[-1]).snapshot.notes[ENTRY.id]) == len(hours) - 1


def test_restoring_a_copy_keeps_what_it_replaces(path: Path) -> None:
    notebook = Notebook(path)
    notebook.save_note(ENTRY, "one", [])
    notebook.save_note(ENTRY, "two", [])
    notebook.restore(backups.previous(path))
    assert texts(path) == ["one"]
    notebook.restore(backups.previous(path))
    assert sorted(texts(path)) == ["one", "two"]


def test_a_missing_notebook_is_read_from_its_newest_copy(path: Path) -> None:
    notebook = Notebook(path)
    notebook.save_note(ENTRY, "one", [])
    notebook.save_note(ENTRY, "two", [])
    path.unlink()
    again = Notebook(path)
    assert [note.text for note in again.snapshot.notes[ENTRY.id]] == ["one"]
    assert any("Used instead" in warning for warning in again.file.warnings)


# --- two terminals at once --------------------------------------------------------------------------------------------


def test_a_save_while_the_file_is_being_read_is_not_lost(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Notebook(path).save_note(ENTRY, "one", [])
    other = Notebook(path)
    parse = tinydb_file.parse

    def slow_parse(data: bytes, where: Path) -> tinydb_file.Tables:
        tables = parse(data, where)
        monkeypatch.setattr(tinydb_file, "parse", parse)
        other.save_note(ENTRY, "saved meanwhile", [])
        return tables

    monkeypatch.setattr(tinydb_file, "parse", slow_parse)
    late = Notebook(path)
    late.save_note(ENTRY, "three", [])
    assert sorted(texts(path)) == ["one", "saved meanwhile", "three"]


def test_a_file_edited_by_hand_is_read_again(path: Path) -> None:
    notebook = Notebook(path)
    notebook.save_note(ENTRY, "by the program", [])
    path.write_text(path.read_text().replace("by the program", "by another hand"))
    assert notebook.refresh()
    notebook.set_bookmark(OTHER, True)
    assert texts(path) == ["by another hand"]


def test_a_refused_step_does_not_block_earlier_ones(path: Path) -> None:
    mine = Notebook(path)
    mine.set_bookmark(OTHER, True)
    note = mine.save_note(ENTRY, "one", [])
    Notebook(path).save_note(ENTRY, "theirs", [], note)
    with pytest.raises(CannotUndo):
        mine.undo()
    assert mine.undo().startswith("bookmark added")
    assert mine.undo() == "", "other terminals undo their own steps"


def test_a_damaged_step_is_refused(path: Path) -> None:
    notebook = Notebook(path)
    note = notebook.save_note(ENTRY, "one", [])
    notebook.save_note(ENTRY, "two", [], note)
    with notebook.transaction() as database:
        steps = database.table("undo")
        broken = [step.doc_id for step in steps if step["changes"][0]["before"]]
        steps.update({"changes": [steps.all()[-1]["changes"][0] | {"before": {"text": "x"}}]}, doc_ids=broken)
    with pytest.raises(CannotUndo, match="damaged"):
        notebook.undo()


def test_tags_are_single_words(path: Path) -> None:
    note = Notebook(path).save_note(ENTRY, "x", ["#a b", "c,d\n\x1b[2Je", "a"])
    assert note.tags == ("a", "b", "c", "d", "␛[2Je")


def test_a_notebook_too_large_to_be_read_again_is_not_saved(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = Notebook(path)
    notebook.save_note(ENTRY, "one", [])
    monkeypatch.setattr(tinydb_file, "MAX_BYTES", 3_000)
    with pytest.raises(CannotSave, match="the limit is 3,000"):
        notebook.save_note(ENTRY, "x" * 3_000, [])
    assert texts(path) == ["one"]


def test_a_step_with_several_changes_is_refused_as_a_whole(path: Path) -> None:
    mine = Notebook(path)
    notes = [mine.save_note(ENTRY, text, []) for text in ("one", "two")]
    mine.move_notes(ENTRY.id, OTHER)
    moved = Notebook(path).snapshot.note(notes[1].uid)
    Notebook(path).save_note(OTHER, "theirs", [], moved)
    with pytest.raises(CannotUndo, match="changed again"):
        mine.undo()
    assert list(Notebook(path).snapshot.notes) == [OTHER.id]
