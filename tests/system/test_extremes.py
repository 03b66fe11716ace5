"""The app works in terminals of any kind and size, and with pastes and notebooks of any length."""

import random
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import msgspec
import pytest

from store.core.models import Bookmark, Case, Note
from store.notebook.notebook import Notebook
from tests.system.hostile import NOW
from tests.system.terminal import Terminal, program
from tests.system.ways import as_sent
from tests.tui.conftest import SHIPPED

F3, F6, CTRL_S = "\x1bOR", "\x1b[17~", "\x13"
ESCAPE = as_sent("escape")


@pytest.mark.parametrize("kind", ["xterm", "xterm-256color", "tmux-256color", "screen", "linux", ""])
def test_any_terminal_works(tmp_path: Path, kind: str) -> None:
    with Terminal(home=tmp_path, variables={"TERM": kind}) as terminal:
        terminal.wait_for("Invalid Assignment ID")
        terminal.send("locked")
        terminal.wait_for("Assignment in Locked")
        assert terminal.screen()[1].split()[1] == "locked"
        terminal.send("\x11")  # Ctrl+Q
        assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1", ""])
def test_any_locale_works(tmp_path: Path, locale: str) -> None:
    with Terminal(home=tmp_path, variables={"LC_ALL": locale, "LANG": ""}) as terminal:
        terminal.wait_for("Invalid Assignment ID")
        terminal.send(F3)
        terminal.wait_for("New note on")
        terminal.send("Müller ✓")
        terminal.wait_for("Müller ✓")
        terminal.send(CTRL_S)
        terminal.wait_for("Note saved.")
    [note] = Notebook(tmp_path / "notebook.json").snapshot.notes[SHIPPED.entries[0].id]
    assert note.text == "Müller ✓"


@pytest.mark.parametrize("without", ["stdin", "stdout", "stderr"])
@pytest.mark.parametrize("closed", [False, True], ids=["elsewhere", "closed"])
def test_without_a_terminal_the_app_says_so(tmp_path: Path, without: str, closed: bool) -> None:
    number = ("stdin", "stdout", "stderr").index(without)
    start = f"""
import os, pty
master, slave = pty.openpty()
os.set_inheritable(master, True)
for descriptor in {{0, 1, 2}} - {{{number}}}:
    os.dup2(slave, descriptor)
if {closed}:
    os.close({number})
os.execv({sys.executable!r}, [{sys.executable!r}, "-c", {program()!r}])
"""
    done = subprocess.run([sys.executable, "-c", start], capture_output=True, input=b"", timeout=30)
    assert done.returncode == 2
    if without == "stderr" and not closed:
        assert b"The app needs a terminal." in done.stderr


def test_a_dumb_terminal_gets_a_hint(tmp_path: Path) -> None:
    with Terminal(home=tmp_path, variables={"TERM": "dumb"}) as terminal:
        terminal.wait_for("sisdex search TEXT")
        assert terminal.wait_for_exit() == 2
        assert b"\x1b" not in terminal.raw


def test_rapid_resizing_loses_no_keys(tmp_path: Path, long: bool) -> None:
    sizes = random.Random(1)
    text = "grading category quizzes not found " * (3 if long else 1)
    with Terminal(home=tmp_path) as terminal:
        terminal.wait_for("Invalid Assignment ID")
        terminal.send(F3)
        terminal.wait_for("New note on")
        for number in range(1000):
            terminal.resize(sizes.randint(1, 500), sizes.randint(1, 200))
            if number % (1000 // len(text)) == 0 and number // (1000 // len(text)) < len(text):
                terminal.send(text[number // (1000 // len(text))])
            terminal._read(0)
        terminal.resize(120, 36)
        terminal.wait_for_quiet()
        terminal.send(CTRL_S)
        terminal.wait_for("Note saved.")
        terminal.wait_to_see("Invalid Assignment ID")
        terminal.send("\x11")  # Ctrl+Q
        assert terminal.wait_for_exit() == 0
    [notes] = Notebook(tmp_path / "notebook.json").snapshot.notes.values()
    assert notes[0].text == text


RACE = """
import fcntl, signal, struct, termios
from textual.drivers.linux_driver import LinuxDriver

read = LinuxDriver._get_terminal_size

def size(driver):
    before = read(driver)
    if before == (100, 30):
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 5, 20, 0, 0))
        signal.raise_signal(signal.SIGWINCH)
    return before

LinuxDriver._get_terminal_size = size
"""


def test_a_size_that_changes_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    with Terminal(home=tmp_path, command=[sys.executable, "-c", RACE + program()]) as terminal:
        terminal.wait_for("Invalid Assignment ID")
        terminal.resize(100, 30)
        terminal.wait_for("least 40 columns and")  # a line of its own on so narrow a screen


@pytest.mark.parametrize("size", [(1, 1), (40, 10), (500, 200)])
def test_any_size_works(tmp_path: Path, size: tuple[int, int]) -> None:
    with Terminal(home=tmp_path, size=size) as terminal:
        if size[0] >= 40:
            terminal.wait_for(f"{len(SHIPPED.entries)} entries")
        else:
            terminal.wait_for_quiet(4)
        for key in ("\r", "\r", "?", ESCAPE, "n", "abc", ESCAPE):
            terminal.send(key)
            terminal.wait_for_quiet()
        terminal.send("y\x11")  # leave the note, then Ctrl+Q
        assert terminal.wait_for_exit() == 0


def paste(megabytes: int) -> str:
    line = 'Grading category "Quizzes" not found in Skyward for section 44.1 (11).\n'
    return line * (megabytes * 1_000_000 // len(line))


def test_a_ten_megabyte_paste_becomes_the_query(tmp_path: Path) -> None:
    with Terminal(home=tmp_path) as terminal:
        terminal.wait_for("Invalid Assignment ID")
        terminal.send(f"\x1b[200~{paste(10)}\x1b[201~")
        terminal.wait_for("Only the first million")
        terminal.wait_to_see("Grading Category Not Found")
        for key in ("z", "\x15"):  # Ctrl+U
            terminal.send(key)
            terminal.wait_for_quiet()
        terminal.send("locked")
        terminal.wait_for("Assignment in Locked")


def test_a_ten_megabyte_paste_into_a_note_is_cut(tmp_path: Path) -> None:
    with Terminal(home=tmp_path) as terminal:
        terminal.wait_for("Invalid Assignment ID")
        terminal.send(F3)
        terminal.wait_for("New note on")
        terminal.send(f"\x1b[200~{paste(10)}\x1b[201~")
        terminal.wait_for("Only the first 200,000")
        terminal.send("END" + CTRL_S)
        terminal.wait_for("Note saved.")
    [notes] = Notebook(tmp_path / "notebook.json").snapshot.notes.values()
    assert notes[0].text == paste(10)[:200_000] + "END"


def test_a_hundred_kilobyte_note_is_edited(tmp_path: Path) -> None:
    entry, text = SHIPPED.entries[0], "0123456789\n" * 9_000
    Notebook(tmp_path / "notebook.json").save_note(entry, text, [])
    with Terminal("--show", entry.id, home=tmp_path) as terminal:
        terminal.wait_for("1 note")
        terminal.send("n")
        terminal.wait_for("Note on")
        for key in "end":
            terminal.send(key)
            terminal.wait_for(key)
        terminal.send(CTRL_S)
        terminal.wait_for("Note saved.")
    [notes] = Notebook(tmp_path / "notebook.json").snapshot.notes.values()
    assert notes[0].text == f"{text}end"


def write_large(path: Path, bookmarks: int, notes: int, cases: int) -> None:
    """Write a notebook with many records, most of them for entries that the dictionary does not have."""
    ids = [entry.id for entry in SHIPPED.entries] + [f"gone/{number}" for number in range(bookmarks)]
    records: dict[str, dict[str, object]] = {"bookmarks": {}, "notes": {}, "cases": {}}
    for number in range(max(bookmarks, notes, cases)):
        entry, uid, rev = ids[number % len(ids)], str(uuid.UUID(int=number)), uuid.UUID(int=number).hex
        if number < bookmarks:
            records["bookmarks"][str(number + 1)] = Bookmark(entry=ids[number], title=f"Gone {number}", created=NOW)
        words = f"asked {number} about gateway{number}"
        known: Any = {"uid": uid, "entry": entry, "title": f"T{number}", "text": words}
        known |= {"created": NOW, "changed": NOW, "rev": rev, "was": ()}
        if number < notes:
            records["notes"][str(number + 1)] = Note(**known, tags=(f"tag{number % 50}",))
        if number < cases:
            records["cases"][str(number + 1)] = Case(
                **known,
                ticket=f"INC{number}",
                school=f"School {number % 100}",
                course="",
                message="",
                values={},
                opened=NOW,
                closed=None,
                outcome=None,
            )
    empty = Notebook(path.with_name("empty.json"))
    empty.set_bookmark(SHIPPED.entries[0], True)
    tables = msgspec.json.decode(empty.path.read_bytes())
    path.write_bytes(msgspec.json.encode({**tables, **records}))


def test_a_large_notebook_is_searched_and_changed(tmp_path: Path) -> None:
    write_large(tmp_path / "notebook.json", 2_000, 10_000, 10_000)
    with Terminal(home=tmp_path) as terminal:
        terminal.wait_for("2000")
        terminal.send("gateway9876")
        terminal.wait_for("gateway9876")
        terminal.wait_for("1 of")
        terminal.send(F6)
        terminal.wait_for("Cases: 10000")
        terminal.send("\x1b")
        terminal.wait_for("1 of")
        terminal.send("\x1bOR")  # F3
        terminal.wait_for("Note")
        terminal.send("\x1b")
        terminal.wait_for("1 of")
        terminal.send("\x1bOQ")  # F2
        terminal.wait_for("Bookmark removed")
        terminal.send("\x11")
        assert terminal.wait_for_exit() == 0
    snapshot = Notebook(tmp_path / "notebook.json").snapshot
    assert sum(map(len, snapshot.notes.values())) == sum(map(len, snapshot.cases.values())) == 10_000
    assert len(snapshot.bookmarks) == 1_999
