"""The real program on a real terminal."""

import json
from pathlib import Path

from tests.system.terminal import Terminal


def test_find_read_bookmark_leave_and_come_back(tmp_path: Path) -> None:
    with Terminal(home=tmp_path) as terminal:
        terminal.wait_for("Invalid Assignment ID")
        terminal.send("sky invalid")
        terminal.wait_for("Many different things can trigger this")
        terminal.send("\x1bOQ")  # F2
        terminal.wait_for("Bookmarked: Invalid Request")
        terminal.send("\x11")  # Ctrl+Q
        assert terminal.wait_for_exit() == 0
        assert terminal.raw.rstrip().endswith(b"\x1b[?25h") or b"\x1b[?1049l" in terminal.raw
    with Terminal("--show", "skyward/invalid-request", home=tmp_path) as terminal:
        terminal.wait_for("★")
        terminal.send("q")
        assert terminal.wait_for_exit() == 0


def test_a_damaged_installed_catalog_is_reported_and_the_shipped_one_is_used(tmp_path: Path) -> None:
    (tmp_path / "catalog.json").write_text('{"meta": {"1": {')
    with Terminal(home=tmp_path) as terminal:
        terminal.wait_for("Invalid Assignment ID")
        terminal.wait_for("reset")
        terminal.send("\x11")  # Ctrl+Q
        assert terminal.wait_for_exit() == 0


def test_a_text_with_newlines_sent_as_raw_keys_changes_nothing(tmp_path: Path) -> None:
    text = "Hello,\rquite a bother:\rGrading category Quizzes not found in Skyward for section 44 (11).\rbbb\rnnn\rq\r"
    for before in ("", "\r"):  # with the focus in the box, and in the list
        with Terminal(home=tmp_path) as terminal:
            terminal.wait_for("Invalid Assignment ID")
            terminal.send(before)
            terminal.wait_for("Quit")
            terminal.send(text)
            terminal.wait_for("+5 lines")
            assert terminal.process.poll() is None
        assert not (tmp_path / "notebook.json").exists()


def test_control_characters_in_a_paste_do_not_reach_the_terminal(tmp_path: Path) -> None:
    with Terminal(home=tmp_path) as terminal:
        terminal.wait_for("Invalid Assignment ID")
        terminal.send("\x1b[200~pasted\u202e\u009b2J\u200b[/x]\x1b[201~")
        terminal.wait_for("pasted\ufffd\ufffd2J[/x]")
        assert b"\xc2\x9b" not in terminal.raw
        assert "\u202e".encode() not in terminal.raw


def test_notes_of_two_terminals_are_both_saved(tmp_path: Path) -> None:
    show = ("--show", "aeries/internal-server-error")
    with Terminal(*show, home=tmp_path) as one, Terminal(*show, home=tmp_path) as two:
        for terminal, text in ((one, "from one"), (two, "from two")):
            terminal.wait_for("Meaning: not specified")
            terminal.send("n")
            terminal.wait_for("New note on")
            terminal.send(text)
            terminal.wait_for(text[-3:])
        for terminal in (one, two):
            terminal.send("\x13")  # Ctrl+S
            terminal.wait_for("Note saved.")
    notes = json.loads((tmp_path / "notebook.json").read_text())["notes"].values()
    assert sorted(note["text"] for note in notes) == ["from one", "from two"]
