"""A bundle brings all of a notebook to another one, or nothing; what stands there is never lost."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.catalog import opening
from store.core.errors import BadInput, CannotSave
from store.files import atomic, tinydb_file
from store.notebook import bundles
from store.notebook.bundles import Summary
from store.notebook.cases import CaseFields, save_case
from store.notebook.notebook import Notebook
from store.notebook.undo import MAX_EARLIER_REVS
from tests.torture.children import a_clock

SHIPPED = opening.load(opening.shipped_path())
ENTRY, OTHER, THIRD = SHIPPED.entries[:3]


@pytest.fixture
def here(tmp_path: Path) -> Notebook:
    return Notebook(tmp_path / "here" / "notebook.json", a_clock(0))


@pytest.fixture
def there(tmp_path: Path) -> Notebook:
    return Notebook(tmp_path / "there" / "notebook.json", a_clock(1))


def brought(here: Notebook, there: Notebook) -> Summary:
    """Import what there is there."""
    return bundles.import_bundle(here, bundles.read(bundle_of(there)), "bundle.json")


def bundle_of(notebook: Notebook) -> Path:
    path = notebook.path.parent / "bundle.json"
    atomic.replace(path, bundles.bundled(notebook))
    return path


def texts(notebook: Notebook) -> list[str]:
    return sorted(note.text for notes in notebook.snapshot.notes.values() for note in notes)


def held(notebook: Notebook) -> bundles.State:
    return bundles.state_of(Notebook(notebook.path))


def used(notebook: Notebook) -> Notebook:
    """Fill a notebook with something of each kind."""
    note = notebook.save_note(ENTRY, "line\n\ttab \u200d ☎ \\ \"'", ["tag", "other"])
    notebook.save_note(ENTRY, "changed", [], note)
    notebook.remove_note(notebook.save_note(OTHER, "removed", []))
    notebook.set_bookmark(OTHER, True)
    notebook.set_bookmark(ENTRY, True)
    notebook.order_bookmarks([ENTRY.id, OTHER.id])
    save_case(notebook, ENTRY, CaseFields(ticket="T-1", school="Ridge", values={"a": "b"}, outcome="resolved"))
    return notebook


# --- what a bundle brings ---------------------------------------------------------------------------------------------


def test_a_bundle_is_lossless(here: Notebook, there: Notebook) -> None:
    brought(here, used(there))
    assert held(here) == held(there)
    assert here.snapshot == there.snapshot
    assert list(here.snapshot.bookmarks) == [ENTRY.id, OTHER.id]


def test_a_bundle_says_what_it_is_and_is_private(there: Notebook) -> None:
    path = bundle_of(used(there))
    meta = tinydb_file.read(path)["meta"]["1"]
    assert "student data" in meta["notice"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert "undo" not in tinydb_file.read(path), "steps hold removed texts"


def test_importing_twice_changes_nothing(here: Notebook, there: Notebook) -> None:
    used(there)
    here.save_note(THIRD, "mine", [])
    first = brought(here, there)
    saved = here.path.read_bytes()
    second = brought(here, there)
    assert (first.changes, second.changes) == (4, 0)
    assert here.path.read_bytes() == saved


def test_a_later_version_is_taken_and_an_earlier_one_is_not(here: Notebook, there: Notebook) -> None:
    first = there.save_note(ENTRY, "first", [])
    brought(here, there)
    old = bundles.read(bundle_of(there))
    there.save_note(ENTRY, "second", [], first)
    assert brought(here, there).changed == {"notes": 1}
    assert texts(here) == ["second"]
    assert bundles.import_bundle(here, old, "old").same == {"notes": 1}
    assert texts(here) == ["second"]


def test_what_was_changed_on_both_sides_is_kept_twice_and_marked(here: Notebook, there: Notebook) -> None:
    note = there.save_note(ENTRY, "start", [])
    case = save_case(there, ENTRY, CaseFields(text="start"))
    brought(here, there)
    there.save_note(ENTRY, "there", [], note)
    here.save_note(ENTRY, "here", [], here.snapshot.note(note.uid))
    save_case(there, ENTRY, CaseFields(text="there"), case)
    save_case(here, ENTRY, CaseFields(text="here"), here.snapshot.case(case.uid))
    assert brought(here, there).kept_both == {"notes": 1, "cases": 1}
    assert texts(here) == ["here", "there"]
    assert {each.text: each.beside for each in here.snapshot.notes[ENTRY.id]} == {"here": None, "there": note.uid}
    assert {each.text: each.beside for each in here.snapshot.cases[ENTRY.id]} == {"here": None, "there": case.uid}
    assert brought(here, there).changes == 0
    assert brought(there, here).kept_both == {"notes": 1, "cases": 1}
    assert texts(there) == ["here", "there"]
    assert brought(here, there).changes == 0
    assert texts(here) == ["here", "there"]


def test_what_was_kept_beside_and_changed_there_is_changed_here(here: Notebook, there: Notebook) -> None:
    note = there.save_note(ENTRY, "start", [])
    brought(here, there)
    theirs = there.save_note(ENTRY, "there", [], note)
    here.save_note(ENTRY, "here", [], here.snapshot.note(note.uid))
    brought(here, there)
    there.save_note(ENTRY, "there again", [], theirs)
    assert brought(here, there).changed == {"notes": 1}
    assert {each.text: each.beside for each in here.snapshot.notes[ENTRY.id]} == {"here": None, "there again": note.uid}


def test_what_was_kept_beside_and_removed_here_does_not_come_back(here: Notebook, there: Notebook) -> None:
    note = there.save_note(ENTRY, "start", [])
    brought(here, there)
    there.save_note(ENTRY, "there", [], note)
    here.save_note(ENTRY, "here", [], here.snapshot.note(note.uid))
    brought(here, there)
    here.remove_note(next(each for each in here.snapshot.notes[ENTRY.id] if each.beside))
    assert brought(here, there).refused == {"notes": 1}
    assert texts(here) == ["here"]
    brought(there, here)
    assert texts(there) == ["here"]


def test_what_was_kept_beside_and_changed_often_stays(here: Notebook, there: Notebook) -> None:
    note = there.save_note(ENTRY, "start", [])
    brought(here, there)
    there.save_note(ENTRY, "there", [], note)
    here.save_note(ENTRY, "here", [], here.snapshot.note(note.uid))
    brought(here, there)
    beside = next(each for each in here.snapshot.notes[ENTRY.id] if each.beside)
    for number in range(MAX_EARLIER_REVS + 1):
        beside = here.save_note(ENTRY, f"there, {number}", [], beside)
    assert brought(here, there).changes == 0
    assert texts(here) == ["here", beside.text]


def test_what_was_removed_here_is_not_brought_back(here: Notebook, there: Notebook) -> None:
    note = there.save_note(ENTRY, "start", [])
    brought(here, there)
    old = bundles.read(bundle_of(there))
    mine = here.save_note(ENTRY, "changed", [], here.snapshot.note(note.uid))
    here.remove_note(mine)
    for bundle in (old, bundles.read(bundle_of(there))):
        assert bundles.import_bundle(here, bundle, "b").refused == {"notes": 1}
    assert texts(here) == []


def test_what_was_removed_here_and_changed_there_comes_back(here: Notebook, there: Notebook) -> None:
    note = there.save_note(ENTRY, "start", [])
    brought(here, there)
    [mine] = here.snapshot.notes[ENTRY.id]
    here.remove_note(mine)
    there.save_note(ENTRY, "still needed", [], note)
    assert brought(here, there).added == {"notes": 1}
    assert texts(here) == ["still needed"]
    assert not held(here)["removed"]


def test_what_was_removed_there_goes_unless_it_was_changed_here(here: Notebook, there: Notebook) -> None:
    notes = [there.save_note(ENTRY, text, []) for text in ("one", "two")]
    brought(here, there)
    here.save_note(ENTRY, "two, changed", [], here.snapshot.note(notes[1].uid))
    for note in notes:
        there.remove_note(note)
    assert brought(here, there).removed == {"notes": 1}
    assert texts(here) == ["two, changed"]
    assert brought(here, there).changes == 0


def test_records_that_change_and_records_that_are_new_come_together(here: Notebook, there: Notebook) -> None:
    notes = [there.save_note(ENTRY, text, []) for text in ("one", "two", "three")]
    brought(here, there)
    for note in notes:
        there.save_note(ENTRY, f"{note.text}, later", [], note)
    for text in ("four", "five", "six", "seven"):
        there.save_note(OTHER, text, [])
    brought(here, there)
    assert held(here) == held(there)


def test_a_third_desk_hears_of_a_removal(here: Notebook, there: Notebook, tmp_path: Path) -> None:
    note = there.save_note(ENTRY, "start", [])
    old = bundles.read(bundle_of(there))
    there.remove_note(note)
    brought(here, there)
    assert bundles.import_bundle(here, old, "old").refused == {"notes": 1}


def test_bookmarks_go_behind_those_that_were_ordered_by_hand(here: Notebook, there: Notebook) -> None:
    for entry in (OTHER, SHIPPED.entries[3]):
        here.set_bookmark(entry, True)
    here.order_bookmarks([SHIPPED.entries[3].id, OTHER.id])
    there.set_bookmark(THIRD, True)
    there.set_bookmark(ENTRY, True)
    there.set_bookmark(OTHER, True)
    there.order_bookmarks([ENTRY.id, OTHER.id, THIRD.id])
    assert brought(here, there).added == {"bookmarks": 2}
    assert list(here.snapshot.bookmarks) == [SHIPPED.entries[3].id, OTHER.id, ENTRY.id, THIRD.id]


def test_an_entry_that_the_dictionary_lacks_is_no_obstacle(here: Notebook, there: Notebook) -> None:
    changed = bundle_of(used(there)).read_text().replace(ENTRY.id, "aeries/gone")
    path = there.path.parent / "gone.json"
    path.write_text(changed)
    bundles.import_bundle(here, bundles.read(path), "gone")
    assert here.snapshot.notes["aeries/gone"]


# --- undoing ----------------------------------------------------------------------------------------------------------


def test_one_undo_takes_an_import_back_as_though_it_had_never_been(here: Notebook, there: Notebook) -> None:
    note = there.save_note(ENTRY, "start", [])
    gone = there.save_note(OTHER, "removed there", [])
    mine = here.save_note(THIRD, "removed here", [])
    brought(here, there)
    here.remove_note(mine)
    there.save_note(ENTRY, "later", [], note)
    there.remove_note(gone)
    used(there)
    before = held(here)
    first = brought(here, there)
    after = held(here)
    assert here.undo() == "import of bundle.json"
    assert held(here) == before
    assert brought(here, there) == first
    assert held(here) == after


def test_what_was_done_after_an_import_is_undone_first(here: Notebook, there: Notebook) -> None:
    note = there.save_note(ENTRY, "start", [])
    brought(here, there)
    here.save_note(ENTRY, "changed", [], here.snapshot.note(note.uid))
    assert here.undo().startswith("note changed")
    assert here.undo() == "import of bundle.json"
    assert texts(here) == []


# --- bad bundles ------------------------------------------------------------------------------------------------------


def altered(change: Callable[[dict[str, Any]], object]) -> Callable[[bytes], bytes]:
    """Return what changes the value of a bundle."""

    def alter(data: bytes) -> bytes:
        value = json.loads(data)
        change(value)
        return json.dumps(value).encode()

    return alter


def note_with(**fields: Any) -> Callable[[bytes], bytes]:
    return altered(lambda value: value["notes"]["1"].update(fields))


BAD: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda data: b"", "is empty"),
    "truncated": (lambda data: data[: len(data) // 2], "is not whole JSON: line 7, column"),
    "one byte short": (lambda data: data.rstrip()[:-1], "is not whole JSON: line"),
    "two in one": (lambda data: data + data, "is not whole JSON: line 16, column 1"),
    "too large": (lambda data: data + b" " * bundles.MAX_BYTES, "bytes long: no more than 5,000,000 bytes"),
    "nested 10,000 deep": (
        lambda data: data.replace(b'"text":"changed"', b'"text":' + b"[" * 10_000 + b"]" * 10_000),
        "is nested too deeply to be read: line 7, column",
    ),
    "nested 100 deep": (
        lambda data: data.replace(b'"text":"changed"', b'"text":' + b'{"a":' * 100 + b"1" + b"}" * 100),
        "notes 1: Expected `str`, got `object` - at `$.text`",
    ),
    "nothing but depth": (lambda data: b"[" * 10_000, "is nested too deeply to be read: line 1, column 101"),
    "schema of a newer release": (altered(lambda value: value["meta"]["1"].update(schema=99)), "newer sisdex"),
    "schema of no release": (altered(lambda value: value["meta"]["1"].update(schema=0)), "of no schema"),
    "schema as text": (altered(lambda value: value["meta"]["1"].update(schema="1")), "of no schema"),
    "schema true": (altered(lambda value: value["meta"]["1"].update(schema=True)), "of no schema"),
    "foreign object": (lambda data: b'{"name": "x", "version": "1.0"}', "table 'name' is no object"),
    "foreign list": (lambda data: b"[1, 2]", "is not a sisdex bundle: its top level"),
    "null": (lambda data: b"null", "is not a sisdex bundle: its top level"),
    "another TinyDB file": (lambda data: b'{"_default": {"1": {"a": 1}}}', "is no sisdex bundle"),
    "the dictionary": (lambda data: opening.shipped_path().read_bytes(), "is no sisdex bundle"),
    "a notebook": (lambda data: data.replace(b'"kind":"sisdex bundle"', b'"save":"x"'), "export it first"),
    "no meta": (altered(lambda value: value.pop("meta")), "is no sisdex bundle"),
    "unknown table": (altered(lambda value: value.update(extra={"1": {}})), "holds a table 'extra'"),
    "key twice": (
        lambda data: data.replace(b'"text":"changed"', b'"text":"changed","text":"other"'),
        "holds the key 'text' twice in one object: line 7, column",
    ),
    "table twice": (lambda data: data.replace(b'"notes":', b'"notes":{},"notes":'), "holds the key 'notes' twice"),
    "raw control character": (
        lambda data: data.replace(b'"text":"changed"', b'"text":"cha\x1bnged"'),
        "Invalid control character",
    ),
    "name with a control character": (
        altered(lambda value: value["cases"]["1"]["values"].update({"a\u001b": "x"})),
        "holds a name with control characters: 'a\\x1b'",
    ),
    "binary": (lambda data: bytes(range(256)) * 20, "is not UTF-8 text (byte 129)"),
    "NUL bytes": (lambda data: bytes(5000), "is not whole JSON: line 1, column 1"),
    "UTF-16": (lambda data: data.decode().encode("utf-16"), "is not UTF-8 text (byte 1)"),
    "zip": (lambda data: b"PK\x03\x04\x14\x00\x00\x00\x08\x00\xb5\x96", "is not UTF-8 text"),
    "NaN": (altered(lambda value: value["bookmarks"]["1"].update(rank=float("nan"))), "NaN is not JSON"),
    "number too long": (
        lambda data: data.replace(b'"rank":1', b'"rank":' + b"9" * 5000),
        "holds a number that cannot be read",
    ),
    "number to count on from": (
        altered(lambda value: value["bookmarks"]["1"].update(rank=10**30)),
        "bookmarks 1: rank is larger than",
    ),
    "record missing a field": (altered(lambda value: value["notes"]["1"].pop("rev")), "notes 1: Object missing"),
    "record with a field more": (note_with(extra=1), "notes 1: Object contains unknown field"),
    "wrong type": (note_with(tags="x"), "notes 1: Expected `array`, got `str` - at `$.tags`"),
    "time without a zone": (note_with(changed="2026-01-01T00:00:00"), "notes 1:"),
    "time at the end of all calendars": (note_with(changed="9999-12-31T23:59:59Z"), "changed is in the year 9999"),
    "empty after cleaning": (note_with(uid="\u200b"), "notes 1: Expected `str` of length >= 1"),
    "record twice": (altered(lambda value: value["notes"].update({"2": value["notes"]["1"]})), "after notes 1"),
    "bookmark twice": (
        altered(lambda value: value["bookmarks"].update({"9": value["bookmarks"]["1"]})),
        "bookmarks 9: 'aeries/",
    ),
    "record that is also removed": (
        altered(lambda value: value["removed"]["1"].update(uid=value["notes"]["1"]["uid"])),
        "removed 1:",
    ),
    "record number of no number": (altered(lambda value: value["notes"].update(one={})), "'one' in table 'notes'"),
    "last of many records": (
        altered(lambda value: value["removed"].update({"2": {"uid": "x", "rev": 5, "when": "2026-01-01T00:00:00Z"}})),
        "removed 2: Expected `str`, got `int` - at `$.rev`",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_bundle_is_refused_with_its_place(here: Notebook, there: Notebook, kind: str) -> None:
    break_, said = BAD[kind]
    good = bundle_of(used(there))
    bundles.read(good)
    bad = good.with_name("bad.json")
    bad.write_bytes(break_(good.read_bytes()))
    with pytest.raises(BadInput) as refused:
        bundles.read(bad)
    assert str(refused.value).startswith(str(bad))
    assert said in str(refused.value)
    assert len(str(refused.value)) < 600


def test_a_missing_bundle_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.json cannot be read: No such file"):
        bundles.read(tmp_path / "nowhere.json")


def test_control_characters_are_made_visible_and_counted(here: Notebook, there: Notebook) -> None:
    data = bundle_of(used(there)).read_text().replace('"text":"changed"', r'"text":"a\u001b]52;c\u0007\u202e"')
    path = there.path.parent / "controls.json"
    path.write_text(data.replace('"ticket":"T-1"', '"ticket":"T\u009b1"'))
    bundle = bundles.read(path)
    assert bundles.import_bundle(here, bundle, "controls").cleaned == 2
    assert texts(here) == ["a␛]52;c␇\ufffd"]
    saved = here.path.read_bytes()
    bundles.import_bundle(here, bundle, "controls")
    assert here.path.read_bytes() == saved


# --- the disk, and other terminals ------------------------------------------------------------------------------------


def test_a_disk_that_refuses_leaves_all_as_it_was(
    here: Notebook, there: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.save_note(THIRD, "mine", [])
    bundle = bundles.read(bundle_of(used(there)))
    saved, snapshot = here.path.read_bytes(), here.snapshot

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CannotSave):
        bundles.import_bundle(here, bundle, "b")
    assert (here.path.read_bytes(), here.snapshot) == (saved, snapshot)


def test_imports_and_saves_at_once_lose_nothing(here: Notebook, tmp_path: Path) -> None:
    parcels = []
    for number in range(3):
        other = Notebook(tmp_path / f"desk{number}" / "notebook.json")
        other.save_note(ENTRY, f"from {number}", [])
        parcels.append(bundles.read(bundle_of(other)))
    works: list[Callable[[], object]] = [
        lambda bundle=bundle: bundles.import_bundle(Notebook(here.path), bundle, "b")  # type: ignore[misc]
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
