"""Only the agent can read what was saved, and nothing that was purged is left anywhere."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.core.models import Note
from store.notebook import backups, drafts
from store.notebook.cases import OUTCOMES, CaseFields, end_case, save_case
from store.notebook.draft_records import CaseDraft
from store.notebook.drafts import DraftFile
from store.notebook.notebook import Notebook
from store.notebook.purge import purge_record
from tests.torture.children import ENTRIES, ENTRY, a_clock, a_draft

MARKER = "Jane Q. Student, id 4711-0815"
OTHERS = ["another note", "yet another"]


@pytest.fixture(autouse=True)
def lenient_mask() -> Iterator[None]:
    """Clear the mask, so that only the program itself makes files private."""
    before = os.umask(0)
    yield
    os.umask(before)


class Killed(BaseException):
    """Stands for a kill: no error handler catches it."""


def files_with_marker(folder: Path) -> list[str]:
    """List the files that contain the marker, in any encoding that a file may have."""
    forms = [MARKER.encode(), MARKER.encode("utf-16-le")]
    files = [file for file in folder.rglob("*") if file.is_file()]
    return sorted(file.name for file in files if any(form in file.read_bytes() for form in forms))


def saved(path: Path) -> tuple[Notebook, Note]:
    """Return a notebook with other notes and a note with the marker, which is in its copies too."""
    notebook = Notebook(path, a_clock(0))
    for entry, text in zip(ENTRIES[1:], OTHERS, strict=True):
        notebook.save_note(entry, text, [])
    note = notebook.save_note(ENTRY, MARKER, ["tag"])
    for number in range(8):
        note = notebook.save_note(ENTRY, f"{number} {MARKER}", ["tag"], note)
    return notebook, note


def used(path: Path) -> tuple[Notebook, Note]:
    """Do everything that leaves a copy somewhere; return the notebook and the note with the marker."""
    notebook, note = saved(path)
    removed = notebook.save_note(ENTRY, "removed", [])
    notebook.remove_note(removed)
    notebook.undo()
    path.write_bytes(path.read_bytes()[:-40])
    notebook = Notebook(path, a_clock(20))
    notebook.set_bookmark(ENTRY, True)
    one, two = DraftFile(path), DraftFile(path)
    two.save(a_draft("of another note"))
    note = next(newer for newer in notebook.snapshot.notes[ENTRY.id] if newer.uid == note.uid)
    one.save(a_draft(f"more of {MARKER}", note))
    return notebook, note


def others_remain(path: Path) -> bool:
    notes = Notebook(path).snapshot.notes
    return [notes[entry.id][0].text for entry in ENTRIES[1:]] == OTHERS


@pytest.mark.parametrize("linked", [True, False], ids=["with links", "without links"])
def test_only_the_agent_can_read_the_files(path: Path, linked: bool, request: pytest.FixtureRequest) -> None:
    if not linked:
        request.getfixturevalue("no_links")
    used(path)
    created = [path.parent, *path.parent.rglob("*")]
    kinds = {"damaged-", ".prev", "hourly-", "daily-", ".lock", ".drafts", ".backups"}
    assert all(any(kind in file.name for file in created) for kind in kinds)
    modes = {str(file.relative_to(path.parent)): file.stat().st_mode & 0o777 for file in created}
    assert modes == {str(file.relative_to(path.parent)): 0o700 if file.is_dir() else 0o600 for file in created}


def test_purging_leaves_no_trace(path: Path) -> None:
    notebook, note = used(path)
    before = files_with_marker(path.parent)
    print(f"in {len(before)} files: {before}")
    assert len(before) >= 3
    assert {path.name, backups.previous(path).name} < set(before)
    assert any(name.startswith("hourly") for name in before)
    assert any("damaged" in name for name in before)
    purged = purge_record(notebook, "notes", note.uid)
    assert purged.live
    assert purged.copies
    assert purged.drafts == 1
    assert files_with_marker(path.parent) == []
    assert others_remain(path)
    assert [file.read_text().count("of another note") for file in drafts.folder(path).glob("*.json")] == [1]


def test_purging_a_case(path: Path) -> None:
    notebook, _ = saved(path)
    purge_record(notebook, "notes", notebook.snapshot.notes[ENTRY.id][0].uid)
    assert files_with_marker(path.parent) == []
    fields = CaseFields(school=MARKER, message=f"about {MARKER}", values={"student": MARKER}, text=MARKER)
    case = save_case(notebook, ENTRY, fields)
    for outcome in (*OUTCOMES, None):
        case = end_case(notebook, ENTRY, case, outcome)
    DraftFile(path).save(
        CaseDraft(entry=ENTRY.id, title="", record=case.uid, saved=case.created, fields=CaseFields(text=MARKER))
    )
    path.write_bytes(path.read_bytes()[:-40])
    notebook = Notebook(path, a_clock(20))
    notebook.set_bookmark(ENTRY, True)
    assert len(files_with_marker(path.parent)) >= 3
    purge_record(notebook, "cases", case.uid)
    assert files_with_marker(path.parent) == []
    assert others_remain(path)


def test_purging_what_was_removed_before(path: Path) -> None:
    notebook, note = used(path)
    assert notebook.remove_note(note)
    assert len(files_with_marker(path.parent)) >= 3
    assert not purge_record(notebook, "notes", note.uid).live
    assert files_with_marker(path.parent) == []
    assert others_remain(path)


def test_after_a_purge_the_newest_copy_is_still_the_newest(path: Path) -> None:
    notebook, note = saved(path)
    notebook.save_note(ENTRIES[1], "last", [])
    purge_record(notebook, "notes", note.uid)
    newest = Notebook(backups.previous(path)).snapshot
    path.write_bytes(b"")
    assert Notebook(path).snapshot == newest


def killed_writing(change: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(_: int) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", kill)
        with pytest.raises(Killed):
            change()


def test_purging_sweeps_what_a_killed_save_left(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook, note = saved(path)
    killed_writing(lambda: notebook.save_note(ENTRY, "new", []), monkeypatch)
    assert any(name.endswith(".tmp") for name in files_with_marker(path.parent))
    purge_record(Notebook(path), "notes", note.uid)
    assert files_with_marker(path.parent) == []


def test_purging_sweeps_what_a_killed_write_of_a_draft_left(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook, note = saved(path)
    draft = DraftFile(path)
    draft.save(a_draft(MARKER, note))
    killed_writing(lambda: draft.save(a_draft(f"more of {MARKER}", note)), monkeypatch)
    draft.let_go()
    purge_record(notebook, "notes", note.uid)
    assert files_with_marker(path.parent) == []


def test_purging_sweeps_what_a_killed_purge_left(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook, note = saved(path)
    other = notebook.snapshot.notes[ENTRIES[1].id][0]
    fsync, calls = os.fsync, iter(range(1000))

    def kill_at_a_copy(descriptor: int) -> None:
        if next(calls) == 4:  # after the notebook and the previous version: two flushes each, of file and folder
            raise Killed
        fsync(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", kill_at_a_copy)
        with pytest.raises(Killed):
            purge_record(notebook, "notes", other.uid)
    purge_record(Notebook(path), "notes", note.uid)
    assert files_with_marker(path.parent) == []


def test_purging_clears_a_damaged_file_in_another_encoding(path: Path) -> None:
    _, note = saved(path)
    path.write_bytes(path.read_bytes().decode().encode("utf-16"))
    notebook = Notebook(path, a_clock(20))
    notebook.set_bookmark(ENTRY, True)
    purge_record(notebook, "notes", note.uid)
    assert files_with_marker(path.parent) == []


def test_purging_a_notebook_whose_name_looks_like_a_pattern(tmp_path: Path) -> None:
    path = tmp_path / "notes [2026].json"
    notebook, note = used(path)
    assert any("damaged" in name for name in files_with_marker(tmp_path))
    purge_record(notebook, "notes", note.uid)
    assert files_with_marker(tmp_path) == []
