"""A bundle carries a whole notebook; a bad one is refused with the place of its fault."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.catalog import opening
from store.core.errors import BadInput
from store.files import atomic, tinydb_file
from store.notebook import bundle_file
from store.notebook.bundle_file import State
from store.notebook.cases import CaseFields, save_case
from store.notebook.merging import import_bundle
from store.notebook.notebook import Notebook

SHIPPED = opening.load(opening.shipped_path())
ENTRY, OTHER = SHIPPED.entries[:2]


def bundle_of(notebook: Notebook) -> Path:
    path = notebook.path.parent / "bundle.json"
    atomic.replace(path, bundle_file.encode(notebook))
    return path


def texts(notebook: Notebook) -> list[str]:
    return sorted(note.text for note in notebook.snapshot.all_notes)


def held(notebook: Notebook) -> State:
    return bundle_file.state_of(Notebook(notebook.path))


def used(notebook: Notebook) -> Notebook:
    """Put records of each kind into a notebook, and return it."""
    note = notebook.save_note(ENTRY, "line\n\ttab \u200d ☎ \\ \"'", ["tag", "other"])
    notebook.save_note(ENTRY, "changed", [], note)
    notebook.remove_note(notebook.save_note(OTHER, "removed", []))
    notebook.set_bookmark(OTHER, True)
    notebook.set_bookmark(ENTRY, True)
    notebook.order_bookmarks([ENTRY.id, OTHER.id])
    save_case(notebook, ENTRY, CaseFields(ticket="T-1", school="Ridge", values={"a": "b"}, outcome="resolved"))
    return notebook


# --- a whole notebook -------------------------------------------------------------------------------------------------


def test_a_bundle_carries_everything(here: Notebook, there: Notebook) -> None:
    import_bundle(here, bundle_file.read(bundle_of(used(there))), "bundle.json")
    assert held(here) == held(there)
    assert here.snapshot == there.snapshot
    assert list(here.snapshot.bookmarks) == [ENTRY.id, OTHER.id]


def test_a_bundle_says_what_it_is_and_is_private(there: Notebook) -> None:
    path = bundle_of(used(there))
    meta = tinydb_file.read(path)["meta"]["1"]
    assert "student data" in meta["notice"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert "undo" not in tinydb_file.read(path), "undo steps contain removed texts"


# --- bad bundles ------------------------------------------------------------------------------------------------------


def altered(change: Callable[[dict[str, Any]], object]) -> Callable[[bytes], bytes]:
    """Return a function that makes a change to a bundle's JSON."""

    def alter(data: bytes) -> bytes:
        value = json.loads(data)
        change(value)
        return json.dumps(value).encode()

    return alter


def note_with(**fields: Any) -> Callable[[bytes], bytes]:
    return altered(lambda value: value["notes"]["1"].update(fields))


BAD: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda data: b"", "is empty"),
    "truncated": (lambda data: data[: len(data) // 2], "is not complete JSON: line 7, column"),
    "one byte short": (lambda data: data.rstrip()[:-1], "is not complete JSON: line"),
    "two in one": (lambda data: data + data, "is not complete JSON: line 16, column 1"),
    "too large": (
        lambda data: data + b" " * bundle_file.MAX_BYTES,
        "bytes long; the limit for a bundle is 5,000,000 bytes",
    ),
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
    "schema 0": (altered(lambda value: value["meta"]["1"].update(schema=0)), "with an invalid schema"),
    "schema as text": (altered(lambda value: value["meta"]["1"].update(schema="1")), "with an invalid schema"),
    "schema true": (altered(lambda value: value["meta"]["1"].update(schema=True)), "with an invalid schema"),
    "foreign object": (lambda data: b'{"name": "x", "version": "1.0"}', "table 'name' is not an object"),
    "foreign list": (lambda data: b"[1, 2]", "is not a sisdex bundle: its top level"),
    "null": (lambda data: b"null", "is not a sisdex bundle: its top level"),
    "another TinyDB file": (lambda data: b'{"_default": {"1": {"a": 1}}}', "is not a sisdex bundle"),
    "the dictionary": (lambda data: opening.shipped_path().read_bytes(), "is not a sisdex bundle"),
    "a notebook": (lambda data: data.replace(b'"kind":"sisdex bundle"', b'"save":"x"'), "export it first"),
    "no meta": (altered(lambda value: value.pop("meta")), "is not a sisdex bundle"),
    "unknown table": (altered(lambda value: value.update(extra={"1": {}})), "has a table 'extra'"),
    "key twice": (
        lambda data: data.replace(b'"text":"changed"', b'"text":"changed","text":"other"'),
        "has the key 'text' twice in one object: line 7, column",
    ),
    "table twice": (lambda data: data.replace(b'"notes":', b'"notes":{},"notes":'), "has the key 'notes' twice"),
    "raw control character": (
        lambda data: data.replace(b'"text":"changed"', b'"text":"cha\x1bnged"'),
        "Invalid control character",
    ),
    "name with a control character": (
        altered(lambda value: value["cases"]["1"]["values"].update({"a\u001b": "x"})),
        "has a field name with control characters or loose accents: 'a\\x1b'",
    ),
    "binary": (lambda data: bytes(range(256)) * 20, "is not UTF-8 text (byte 129)"),
    "NUL bytes": (lambda data: bytes(5000), "is not complete JSON: line 1, column 1"),
    "UTF-16": (lambda data: data.decode().encode("utf-16"), "is not UTF-8 text (byte 1)"),
    "zip": (lambda data: b"PK\x03\x04\x14\x00\x00\x00\x08\x00\xb5\x96", "is not UTF-8 text"),
    "NaN": (altered(lambda value: value["bookmarks"]["1"].update(rank=float("nan"))), "NaN is not JSON"),
    "number too long": (
        lambda data: data.replace(b'"rank":1', b'"rank":' + b"9" * 5000),
        "has a number that cannot be read",
    ),
    "number out of range": (
        altered(lambda value: value["bookmarks"]["1"].update(rank=10**30)),
        "bookmarks 1: rank is larger than",
    ),
    "record missing a field": (altered(lambda value: value["notes"]["1"].pop("rev")), "notes 1: Object missing"),
    "record with an extra field": (note_with(extra=1), "notes 1: Object contains unknown field"),
    "wrong type": (note_with(tags="x"), "notes 1: Expected `array`, got `str` - at `$.tags`"),
    "wrong choice": (
        altered(lambda value: value["cases"]["1"].update(outcome="won")),
        "cases 1: 'won' is not one of resolved, escalated, other - at `$.outcome`",
    ),
    "time without a zone": (note_with(changed="2026-01-01T00:00:00"), "notes 1:"),
    "time at the end of all calendars": (note_with(changed="9999-12-31T23:59:59Z"), "changed is in the year 9999"),
    "empty after cleaning": (note_with(uid="\u200b"), "notes 1: Expected `str` of length >= 1"),
    "record twice": (
        altered(lambda value: value["notes"].update({"2": value["notes"]["1"]})),
        "is used twice, first in notes 1",
    ),
    "bookmark twice": (
        altered(lambda value: value["bookmarks"].update({"9": value["bookmarks"]["1"]})),
        "bookmarks 9: 'aeries/",
    ),
    "record that is also removed": (
        altered(lambda value: value["removed"]["1"].update(uid=value["notes"]["1"]["uid"])),
        "removed 1:",
    ),
    "record number that is not a number": (
        altered(lambda value: value["notes"].update(one={})),
        "'one' in table 'notes'",
    ),
    "last of many records": (
        altered(lambda value: value["removed"].update({"2": {"uid": "x", "rev": 5, "when": "2026-01-01T00:00:00Z"}})),
        "removed 2: Expected `str`, got `int` - at `$.rev`",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_bundle_is_refused_with_its_place(here: Notebook, there: Notebook, kind: str) -> None:
    spoil, problem = BAD[kind]
    good = bundle_of(used(there))
    bundle_file.read(good)
    bad = good.with_name("bad.json")
    bad.write_bytes(spoil(good.read_bytes()))
    with pytest.raises(BadInput) as refused:
        bundle_file.read(bad)
    assert str(refused.value).startswith(str(bad))
    assert problem in str(refused.value)
    assert len(str(refused.value)) < 600


def test_a_missing_bundle_is_reported(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.json cannot be read: No such file"):
        bundle_file.read(tmp_path / "nowhere.json")


def test_control_characters_are_made_visible_and_counted(here: Notebook, there: Notebook) -> None:
    data = bundle_of(used(there)).read_text().replace('"text":"changed"', r'"text":"a\u001b]52;c\u0007\u202e"')
    path = there.path.parent / "controls.json"
    path.write_text(data.replace('"ticket":"T-1"', '"ticket":"T\u009b1"'))
    bundle = bundle_file.read(path)
    assert import_bundle(here, bundle, "controls").cleaned == 2
    assert texts(here) == ["a␛]52;c␇\ufffd"]
    saved = here.path.read_bytes()
    import_bundle(here, bundle, "controls")
    assert here.path.read_bytes() == saved
