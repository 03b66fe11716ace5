"""Merging a bundle into a notebook: no text is lost, nothing is added twice, and one undo takes it back."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from store.core.errors import CannotSave
from store.notebook import bundle_file
from store.notebook.cases import CaseFields, save_case
from store.notebook.merging import Summary, import_bundle
from store.notebook.notebook import Notebook
from store.notebook.undo import MAX_EARLIER_REVS
from tests.store.notebook.test_bundle_file import ENTRY, OTHER, SHIPPED, bundle_of, held, texts, used

THIRD = SHIPPED.entries[2]


def imported(here: Notebook, there: Notebook) -> Summary:
    """Import the other desk's notebook."""
    return import_bundle(here, bundle_file.read(bundle_of(there)), "bundle.json")


def test_importing_twice_changes_nothing(here: Notebook, there: Notebook) -> None:
    used(there)
    here.save_note(THIRD, "mine", [])
    first = imported(here, there)
    saved = here.path.read_bytes()
    second = imported(here, there)
    assert (first.changes, second.changes) == (4, 0)
    assert here.path.read_bytes() == saved


def test_a_later_version_replaces_an_earlier_one_but_not_the_other_way_round(here: Notebook, there: Notebook) -> None:
    first = there.save_note(ENTRY, "first", [])
    imported(here, there)
    old = bundle_file.read(bundle_of(there))
    there.save_note(ENTRY, "second", [], first)
    assert imported(here, there).changed == {"notes": 1}
    assert texts(here) == ["second"]
    assert import_bundle(here, old, "old").same == {"notes": 1}
    assert texts(here) == ["second"]


def test_what_was_changed_at_both_desks_is_kept_twice_and_marked(here: Notebook, there: Notebook) -> None:
    note = there.save_note(ENTRY, "start", [])
    case = save_case(there, ENTRY, CaseFields(text="start"))
    imported(here, there)
    there.save_note(ENTRY, "there", [], note)
    here.save_note(ENTRY, "here", [], here.snapshot.note(note.uid))
    save_case(there, ENTRY, CaseFields(text="there"), case)
    save_case(here, ENTRY, CaseFields(text="here"), here.snapshot.case(case.uid))
    assert imported(here, there).kept_both == {"notes": 1, "cases": 1}
    assert texts(here) == ["here", "there"]
    assert {each.text: each.beside for each in here.snapshot.notes[ENTRY.id]} == {"here": None, "there": note.uid}
    assert {each.text: each.beside for each in here.snapshot.cases[ENTRY.id]} == {"here": None, "there": case.uid}
    assert imported(here, there).changes == 0
    assert imported(there, here).kept_both == {"notes": 1, "cases": 1}
    assert texts(there) == ["here", "there"]
    assert imported(here, there).changes == 0
    assert texts(here) == ["here", "there"]


def test_a_second_copy_follows_later_changes_of_its_desk(here: Notebook, there: Notebook) -> None:
    note = there.save_note(ENTRY, "start", [])
    imported(here, there)
    theirs = there.save_note(ENTRY, "there", [], note)
    here.save_note(ENTRY, "here", [], here.snapshot.note(note.uid))
    imported(here, there)
    there.save_note(ENTRY, "there again", [], theirs)
    assert imported(here, there).changed == {"notes": 1}
    assert {each.text: each.beside for each in here.snapshot.notes[ENTRY.id]} == {"here": None, "there again": note.uid}


def test_a_removed_second_copy_does_not_come_back(here: Notebook, there: Notebook) -> None:
    note = there.save_note(ENTRY, "start", [])
    imported(here, there)
    there.save_note(ENTRY, "there", [], note)
    here.save_note(ENTRY, "here", [], here.snapshot.note(note.uid))
    imported(here, there)
    here.remove_note(next(each for each in here.snapshot.notes[ENTRY.id] if each.beside))
    assert imported(here, there).refused == {"notes": 1}
    assert texts(here) == ["here"]
    imported(there, here)
    assert texts(there) == ["here"]


def test_a_second_copy_that_was_changed_often_here_stays(here: Notebook, there: Notebook) -> None:
    note = there.save_note(ENTRY, "start", [])
    imported(here, there)
    there.save_note(ENTRY, "there", [], note)
    here.save_note(ENTRY, "here", [], here.snapshot.note(note.uid))
    imported(here, there)
    beside = next(each for each in here.snapshot.notes[ENTRY.id] if each.beside)
    for number in range(MAX_EARLIER_REVS + 1):
        beside = here.save_note(ENTRY, f"there, {number}", [], beside)
    assert imported(here, there).changes == 0
    assert texts(here) == ["here", beside.text]


def test_a_record_removed_here_does_not_come_back(here: Notebook, there: Notebook) -> None:
    note = there.save_note(ENTRY, "start", [])
    imported(here, there)
    old = bundle_file.read(bundle_of(there))
    mine = here.save_note(ENTRY, "changed", [], here.snapshot.note(note.uid))
    here.remove_note(mine)
    for bundle in (old, bundle_file.read(bundle_of(there))):
        assert import_bundle(here, bundle, "b").refused == {"notes": 1}
    assert texts(here) == []


def test_a_record_removed_here_and_changed_there_comes_back(here: Notebook, there: Notebook) -> None:
    note = there.save_note(ENTRY, "start", [])
    imported(here, there)
    [mine] = here.snapshot.notes[ENTRY.id]
    here.remove_note(mine)
    there.save_note(ENTRY, "still needed", [], note)
    assert imported(here, there).added == {"notes": 1}
    assert texts(here) == ["still needed"]
    assert not held(here)["removed"]


def test_a_record_removed_there_is_removed_unless_it_was_changed_here(here: Notebook, there: Notebook) -> None:
    notes = [there.save_note(ENTRY, text, []) for text in ("one", "two")]
    imported(here, there)
    here.save_note(ENTRY, "two, changed", [], here.snapshot.note(notes[1].uid))
    for note in notes:
        there.remove_note(note)
    assert imported(here, there).removed == {"notes": 1}
    assert texts(here) == ["two, changed"]
    assert imported(here, there).changes == 0


def test_changed_and_new_records_are_imported_together(here: Notebook, there: Notebook) -> None:
    notes = [there.save_note(ENTRY, text, []) for text in ("one", "two", "three")]
    imported(here, there)
    for note in notes:
        there.save_note(ENTRY, f"{note.text}, later", [], note)
    for text in ("four", "five", "six", "seven"):
        there.save_note(OTHER, text, [])
    imported(here, there)
    assert held(here) == held(there)


def test_a_removal_reaches_a_third_desk(here: Notebook, there: Notebook, tmp_path: Path) -> None:
    note = there.save_note(ENTRY, "start", [])
    old = bundle_file.read(bundle_of(there))
    there.remove_note(note)
    imported(here, there)
    assert import_bundle(here, old, "old").refused == {"notes": 1}


def test_bookmarks_are_added_after_the_ones_ordered_by_hand(here: Notebook, there: Notebook) -> None:
    for entry in (OTHER, SHIPPED.entries[3]):
        here.set_bookmark(entry, True)
    here.order_bookmarks([SHIPPED.entries[3].id, OTHER.id])
    there.set_bookmark(THIRD, True)
    there.set_bookmark(ENTRY, True)
    there.set_bookmark(OTHER, True)
    there.order_bookmarks([ENTRY.id, OTHER.id, THIRD.id])
    assert imported(here, there).added == {"bookmarks": 2}
    assert list(here.snapshot.bookmarks) == [SHIPPED.entries[3].id, OTHER.id, ENTRY.id, THIRD.id]


def test_records_of_missing_entries_are_imported(here: Notebook, there: Notebook) -> None:
    changed = bundle_of(used(there)).read_text().replace(ENTRY.id, "aeries/gone")
    path = there.path.parent / "gone.json"
    path.write_text(changed)
    import_bundle(here, bundle_file.read(path), "gone")
    assert here.snapshot.notes["aeries/gone"]


# --- undoing ----------------------------------------------------------------------------------------------------------


def test_one_undo_takes_an_import_back_exactly(here: Notebook, there: Notebook) -> None:
    note = there.save_note(ENTRY, "start", [])
    gone = there.save_note(OTHER, "removed there", [])
    mine = here.save_note(THIRD, "removed here", [])
    imported(here, there)
    here.remove_note(mine)
    there.save_note(ENTRY, "later", [], note)
    there.remove_note(gone)
    used(there)
    before = held(here)
    first = imported(here, there)
    after = held(here)
    assert here.undo() == "import of bundle.json"
    assert held(here) == before
    assert imported(here, there) == first
    assert held(here) == after


def test_later_changes_are_undone_before_an_import(here: Notebook, there: Notebook) -> None:
    note = there.save_note(ENTRY, "start", [])
    imported(here, there)
    here.save_note(ENTRY, "changed", [], here.snapshot.note(note.uid))
    assert here.undo().startswith("note changed")
    assert here.undo() == "import of bundle.json"
    assert texts(here) == []


# --- the disk, and other terminals ------------------------------------------------------------------------------------


def test_an_import_that_cannot_be_saved_changes_nothing(
    here: Notebook, there: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.save_note(THIRD, "mine", [])
    bundle = bundle_file.read(bundle_of(used(there)))
    saved, snapshot = here.path.read_bytes(), here.snapshot

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CannotSave):
        import_bundle(here, bundle, "b")
    assert (here.path.read_bytes(), here.snapshot) == (saved, snapshot)


def test_simultaneous_imports_and_saves_lose_nothing(here: Notebook, tmp_path: Path) -> None:
    parcels = []
    for number in range(3):
        other = Notebook(tmp_path / f"desk{number}" / "notebook.json")
        other.save_note(ENTRY, f"from {number}", [])
        parcels.append(bundle_file.read(bundle_of(other)))
    works: list[Callable[[], object]] = [
        lambda bundle=bundle: import_bundle(Notebook(here.path), bundle, "b")  # type: ignore[misc]
        for bundle in parcels * 2
    ]
    works.append(lambda: Notebook(here.path).save_note(OTHER, "typed meanwhile", []))
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert here.refresh(), "a running app sees it"
    assert texts(here) == ["from 0", "from 1", "from 2", "typed meanwhile"]
