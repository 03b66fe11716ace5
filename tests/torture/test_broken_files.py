"""A broken notebook is refused and left unchanged, or replaced with a good copy; nothing in it is ever lost."""

import json
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from tinydb import TinyDB

from store.core.errors import BadInput
from store.notebook import backups
from store.notebook.notebook import Notebook
from tests.torture.children import ENTRIES, ENTRY, a_clock

KEPT = ["first", "second"]
"""The notes of the good copy; the broken file has a third note."""


def replaced(old: str, new: str | bytes) -> Callable[[bytes], bytes]:
    """Return a function that replaces a text that occurs exactly once."""

    def replace(data: bytes) -> bytes:
        assert data.count(old.encode()) == 1
        return data.replace(old.encode(), new if isinstance(new, bytes) else new.encode())

    return replace


def with_table(records: str) -> Callable[[bytes], bytes]:
    """Return a function that adds a table of a later release before the others."""
    return lambda data: data.replace(b"{", b'{"later": ' + records.encode() + b",", 1)


def doubled(data: bytes, name: bytes) -> bytes:
    """Return the data with an object written twice, under the same key."""
    begin = data.index(name)
    end = data.index(b"}", begin) + 1
    return data[:end] + b"," + data[begin:end] + data[end:]


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "truncated": lambda data: data[: len(data) // 2],
    "one byte short": lambda data: data.rstrip()[:-1],
    "tail of a longer text": lambda data: data + data[-200:],
    "utf-16": lambda data: data.decode().encode("utf-16"),
    "nuls": lambda data: bytes(len(data)),
    "nuls from the middle": lambda data: data[: len(data) // 2] + bytes(len(data) // 2),
    "spaces only": lambda data: b" \n" * 50,
    "conflict marks of git": lambda data: b"<<<<<<< HEAD\n" + data + b"=======\n" + data + b">>>>>>> other\n",
    "latin-1": replaced('"text":"third"', '"text":"th\xefrd"'.encode("latin-1")),
    "nested too deeply": with_table("[" * 100_000 + "]" * 100_000),
    "number too long": with_table(f'{{"1": {{"ticket": {"9" * 5000}}}}}'),
    "0 bytes": lambda data: b"",
    "null": lambda data: b"null",
    "record twice": lambda data: doubled(data, b'"3":{"uid"'),
    "table twice": lambda data: data.replace(b'"notes":', b'"notes":{},"notes":'),
    "nan": with_table('{"1": {"ticket": NaN}}'),
    "list as table": with_table("[]"),
    "text as record": with_table('{"1": "text"}'),
    "record without number": with_table('{"one": {}}'),
    "no meta": replaced('"meta"', '"mets"'),
    "note without text": replaced('"text":"third",', ""),
    "note of another shape": replaced('"text":"third"', '"text":["third"]'),
}
NEWER = replaced('"schema":1', '"schema":2')


def sound(path: Path) -> tuple[bytes, bytes]:
    """Return a notebook's bytes with the `KEPT` notes, and its bytes with a third note; leave no files."""
    notebook = Notebook(path, a_clock(0))
    for text in KEPT:
        notebook.save_note(ENTRY, text, [])
    notebook.set_bookmark(ENTRIES[1], True)
    before = path.read_bytes()
    notebook.save_note(ENTRY, "third", [])
    after = path.read_bytes()
    for file in sorted(path.parent.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    return before, after


def copy_path(path: Path, kind: str) -> Path:
    copy = backups.previous(path) if kind == "previous" else backups.folder(path) / "hourly-2026-11-14T09.json"
    copy.parent.mkdir(exist_ok=True)
    return copy


def texts(notebook: Notebook) -> list[str]:
    return sorted(note.text for note in notebook.snapshot.notes[ENTRY.id])


@pytest.mark.parametrize("kind", [*BROKEN, "newer schema"])
def test_without_a_copy_it_is_refused_and_left_unchanged(path: Path, kind: str) -> None:
    broken = (BROKEN | {"newer schema": NEWER})[kind](sound(path)[1])
    path.write_bytes(broken)
    with pytest.raises(BadInput) as refused:
        Notebook(path)
    assert str(path) in str(refused.value)
    assert path.read_bytes() == broken
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("copy", ["previous", "backup"])
@pytest.mark.parametrize("kind", BROKEN)
def test_a_copy_takes_its_place_and_it_is_set_aside(path: Path, kind: str, copy: str) -> None:
    good, later = sound(path)
    broken = BROKEN[kind](later)
    path.write_bytes(broken)
    intact = copy_path(path, copy)
    intact.write_bytes(good)
    notebook = Notebook(path, a_clock(9))
    assert texts(notebook) == KEPT
    [warning] = notebook.file.warnings
    assert warning.startswith(str(path))
    assert str(intact) in warning
    assert path.read_bytes() == broken

    notebook.save_note(ENTRY, "new", [])
    [aside] = path.parent.glob("*.damaged-*")
    assert aside.read_bytes() == broken
    again = Notebook(path)
    assert texts(again) == sorted([*KEPT, "new"])
    assert list(again.snapshot.bookmarks) == [ENTRIES[1].id]
    assert again.file.warnings == []


@pytest.mark.parametrize("copy", ["previous", "backup"])
def test_no_copy_replaces_a_newer_schema(path: Path, copy: str) -> None:
    good, later = sound(path)
    path.write_bytes(NEWER(later))
    copy_path(path, copy).write_bytes(good)
    with pytest.raises(BadInput, match="newer sisdex") as refused:
        Notebook(path)
    assert str(path) in str(refused.value)
    assert path.read_bytes() == NEWER(later)


@pytest.mark.parametrize("copy", ["previous", "backup"])
def test_a_broken_copy_is_ignored(path: Path, copy: str) -> None:
    good, later = sound(path)
    broken = {path: b"null", backups.previous(path): good, copy_path(path, "backup"): good}
    broken[copy_path(path, copy)] = later[:-2]
    for file, data in broken.items():
        file.write_bytes(data)
    assert texts(Notebook(path)) == KEPT


def test_a_byte_order_mark_is_not_damage(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + sound(path)[1])
    notebook = Notebook(path)
    assert notebook.file.warnings == []
    notebook.save_note(ENTRY, "new", [])
    assert texts(Notebook(path)) == sorted([*KEPT, "third", "new"])


LONE = replaced('"text":"third"', '"text":"th\\ud800rd"')


def test_a_lone_surrogate_opens(path: Path) -> None:
    path.write_bytes(LONE(sound(path)[1]))
    assert texts(Notebook(path)) == [*KEPT, "th\ufffdrd"]


@pytest.mark.parametrize("break_", [LONE, with_table('{"1": {"ticket": "\\ud800"}}')], ids=["note", "later table"])
def test_a_lone_surrogate_does_not_prevent_saving(path: Path, break_: Callable[[bytes], bytes]) -> None:
    path.write_bytes(break_(sound(path)[1]))
    Notebook(path).save_note(ENTRY, "new", [])
    assert "new" in texts(Notebook(path))


def test_a_plain_tinydb_loses_data_in_files_that_it_accepts(tmp_path: Path) -> None:
    path = tmp_path / "plain.json"
    _, later = sound(tmp_path / "notebook.json")
    lost = set()
    for kind, break_ in (BROKEN | {"newer schema": NEWER}).items():
        broken = break_(later)
        path.write_bytes(broken)
        with suppress(Exception), TinyDB(path) as database:  # an error is not a loss
            database.table("notes").insert({"text": "new"})
            if path.read_bytes() != broken:
                lost.add(kind)
    assert lost >= {"0 bytes", "null", "record twice", "table twice", "nan", "newer schema"}


# --- files with random damage ----------------------------------------------------------------------------------------

TOKENS = [b"null", b"[]", b"{}", b'""', b"-1", b"0.5", b"1e999", b"9" * 30, b"true", b'"1"', b",", b"}", b"\xff", b"\0"]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return the data with one fault: bytes removed, doubled, reversed, or replaced with others or a JSON token."""
    begin = chance.randrange(len(data))
    end = min(len(data), begin + chance.choice((1, 2, 5, 40, 400)))
    part = data[begin:end]
    other = chance.randrange(len(data))
    new = chance.choice((b"", part + part, data[other : other + len(part)], chance.choice(TOKENS), part[::-1]))
    return data[:begin] + new + data[end:]


def test_mutated_files_are_refused_or_work(path: Path, long: bool) -> None:
    whole = with_table('{"1": {"ticket": 42, "open": true}}')(sound(path)[1])
    opened = 0
    for seed in range(10_000 if long else 300):
        data = mutated(whole, random.Random(seed))
        path.write_bytes(data)
        try:
            notebook = Notebook(path)
        except BadInput as refused:
            assert str(path) in str(refused), f"seed {seed}"
        else:
            opened += 1
            assert notebook.file.warnings == [], f"seed {seed}"
            notebook.set_bookmark(ENTRIES[2], True)
            again = Notebook(path)
            assert again.snapshot == notebook.snapshot, f"seed {seed}"
            assert backups.previous(path).read_bytes() == data, f"seed {seed}"
            json.loads(path.read_bytes())
            data = path.read_bytes()
        assert path.read_bytes() == data, f"seed {seed}"
        for file in (backups.previous(path), *backups.folder(path).glob("*")):
            file.unlink(missing_ok=True)
    print(f"{opened} opened")
    assert opened
