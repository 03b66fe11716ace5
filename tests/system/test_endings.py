"""However the app ends, the terminal is restored, the draft is on the disk, and the exit status says why."""

import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from store.notebook import drafts
from tests.system.terminal import Terminal

RESTORED = {
    1049: False,
    1000: False,
    1003: False,
    1006: False,
    1015: False,
    1004: False,
    2004: False,
    25: True,
    7: True,
}
"""The private modes that a shell expects: normal screen, no mouse, no bracketed paste, a cursor, wrapped lines."""

MARKER = "Jane Q. Student 4711"
F3 = "\x1bOR"


def begin_note(terminal: Terminal) -> None:
    """Type a note without saving it."""
    terminal.wait_for("Invalid Assignment ID")
    terminal.send(F3)
    terminal.wait_for("New note on")
    terminal.send(MARKER)
    terminal.wait_for("4711")


def saved_drafts(home: Path) -> list[str]:
    """Return the texts of the drafts on the disk."""
    return [draft.text for _, draft in drafts.left_behind(home / "notebook.json")]


@pytest.fixture
def slow_timer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the timer so slow that drafts are saved only when the app ends."""
    (tmp_path / "sitecustomize.py").write_text(
        "import tui.screens.editors.draft_keeper\ntui.screens.editors.draft_keeper.KEEP_SECONDS = 600.0\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


@pytest.mark.usefixtures("slow_timer")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
def test_a_signal_ends_the_app_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    with Terminal(home=tmp_path, controlling=True) as terminal:
        before = terminal.modes
        begin_note(terminal)
        assert terminal.modes != before
        terminal.process.send_signal(number)
        assert terminal.wait_for_exit() == 128 + number
        assert terminal.modes == before
        assert terminal.switches | RESTORED == terminal.switches
        assert "Traceback" not in terminal.raw.decode()
    assert saved_drafts(tmp_path) == [MARKER]


@pytest.mark.usefixtures("slow_timer")
@pytest.mark.parametrize("controlling", [True, False], ids=["with a signal", "without a signal"])
def test_a_closed_window_ends_the_app(tmp_path: Path, controlling: bool) -> None:
    with Terminal(home=tmp_path, controlling=controlling) as terminal:
        begin_note(terminal)
        terminal.close()
        assert terminal.wait_for_exit() == 128 + signal.SIGHUP
    assert saved_drafts(tmp_path) == [MARKER]


def test_a_window_that_closes_during_heavy_output_ends_the_app(tmp_path: Path) -> None:
    with Terminal(home=tmp_path, controlling=True) as terminal:
        terminal.wait_for("Invalid Assignment ID")
        os.write(terminal._master, b"\x1b[B\x1b[A" * 300)  # and nobody reads the output
        terminal.close()
        assert terminal.wait_for_exit() == 128 + signal.SIGHUP


def test_a_terminal_that_stops_reading_does_not_keep_the_app_alive(tmp_path: Path) -> None:
    with Terminal(home=tmp_path, controlling=True) as terminal:
        before = terminal.modes
        terminal.wait_for("Invalid Assignment ID")
        keys = b"\x1b[B\x1b[A" * 300
        while keys:  # until the app stops reading, or has read everything
            keys = keys[os.write(terminal._master, keys[:600]) :]
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.process.wait(30) == 128 + signal.SIGTERM
        assert terminal.modes == before


def wait_until(condition: Callable[[], bool], terminal: Terminal) -> None:
    while not condition():
        terminal.wait_for_quiet()


def state(terminal: Terminal) -> str:
    """Return the system's letter for the state of the process; T means stopped."""
    return Path(f"/proc/{terminal.process.pid}/stat").read_text().rpartition(")")[2].split()[0]


@pytest.mark.usefixtures("slow_timer")
def test_the_app_suspends_and_resumes(tmp_path: Path) -> None:
    with Terminal(home=tmp_path, controlling=True) as terminal:
        before = terminal.modes
        begin_note(terminal)
        during = terminal.modes
        for _ in range(2):
            terminal.process.send_signal(signal.SIGTSTP)
            wait_until(lambda: state(terminal) == "T", terminal)
            assert terminal.modes == before
            assert terminal.switches | RESTORED == terminal.switches
            assert len(list(drafts.folder(tmp_path / "notebook.json").glob("*.json"))) == 1
            terminal.process.send_signal(signal.SIGCONT)
            terminal.wait_for("New note on")
            assert terminal.modes == during
        terminal.process.send_signal(signal.SIGCONT)  # without a stop before it, as a closing window sends it
        terminal.send("!!")
        terminal.wait_for("!!")
        terminal.send("\x13")  # Ctrl+S
        terminal.wait_for("Note saved.")
        terminal.send("\x11")  # Ctrl+Q
        assert terminal.wait_for_exit() == 0
        assert terminal.modes == before
    assert f"{MARKER}!!" in (tmp_path / "notebook.json").read_text()


FAULTS = {
    "handler": "from tui.screens.editors.note_editor import NoteEditor as C\nC.action_save = lambda self: boom(self)\n",
    "thread worker": "from store.notebook.notebook import Notebook as C\nC.save_note = lambda self, *_: boom(self)\n",
    "async worker": "from store.notebook.notebook import Notebook as C\nC.set_bookmark = lambda self, *_: boom(self)\n",
    "timer": "from tui.screens.editors.note_editor import NoteEditor as C\nC.draft = lambda self: boom(self)\n",
    "index": "from tui.desk.finder import Finder as C\nC.build = lambda self: boom(self)\n",
    "watch": "from store.notebook.notebook import Notebook as C\nC.refresh = lambda self: boom(self)\n",
    "painting": "from tui.widgets.result_list import ResultList as C\nC.row = lambda self, *_: boom(self)\n",
    "input": "from tui.textual_fixes.unix_driver import Pastes as C\nC.split = lambda self, *_: boom(self)\n",
}
BOOM = f"def boom(self):\n    text = secret = '{MARKER}'\n    raise RuntimeError(text)\n"


@pytest.mark.parametrize("place", FAULTS)
def test_a_crash_report_leaves_out_what_was_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(f"{BOOM}{FAULTS[place]}")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Terminal("--show", "aeries/internal-server-error", home=tmp_path, controlling=True) as terminal:
        before = terminal.modes
        if place in ("handler", "thread worker", "async worker", "timer"):
            terminal.wait_for("Internal Server Error")
            terminal.wait_for_quiet()
            if place == "async worker":
                terminal.send("b")
            else:
                terminal.send("n")
                terminal.wait_for("New note on")
                terminal.send(MARKER)
                terminal.send("\x13" if place != "timer" else "")
        elif place == "input":
            terminal.send("j")
        assert terminal.wait_for_exit() == 70
        assert terminal.modes == before
        assert terminal.switches | RESTORED == terminal.switches
        report = tmp_path / "state" / "sisdex" / "crash.txt"
        end = terminal.raw.decode().rpartition("\x1b[?1049l")[2]
        assert " ".join(end.split()).count("sisdex crashed.") == 1
        assert str(report) in end
        assert "Traceback" not in end
        assert MARKER not in end
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert "RuntimeError, at:" in report.read_text()
    assert "in boom" in report.read_text()
    assert MARKER not in report.read_text()
    if place in ("handler", "thread worker"):
        assert saved_drafts(tmp_path) == [MARKER]
