"""From a paste to a reply on the clipboard: inside tmux, and through the system's clipboard tool."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.system.terminal import PATIENCE, Terminal, program

PASTE = "Ticket 4711, she wrote:\n> Section 44.1.002 does not have\n> a gradebook.\nThanks!\n"


def wait(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end


def is_reply(text: str) -> bool:
    return text.startswith("Hello,") and "1. Look up section 44.1.002 in Skyward." in text


class Tmux:
    """A separate tmux server, with the program in its only pane."""

    def __init__(self, home: Path, sockets: Path) -> None:
        self._socket = str(sockets / "tmux")
        settings = {"SISDEX_NOTEBOOK": str(home / "notebook.json"), "SISDEX_CONFIG": str(home / "config.toml")}
        environment = [word for name, value in settings.items() for word in ("-e", f"{name}={value}")]
        size = ("-x", "120", "-y", "36")
        self.run("-f", os.devnull, "new-session", "-d", *size, *environment, sys.executable, "-c", program())

    def run(self, *arguments: str) -> str:
        environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        command = ["tmux", "-S", self._socket, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=environment).stdout

    def wait_for(self, text: str) -> None:
        wait(lambda: text in self.run("capture-pane", "-p"))


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    with TemporaryDirectory(prefix="sisdex-", dir="/tmp") as sockets:  # the path of a socket must be short
        server = Tmux(tmp_path, Path(sockets))
        yield server
        server.run("kill-server")


def test_one_key_after_the_paste_puts_the_reply_into_tmuxs_buffer(tmux: Tmux) -> None:
    tmux.wait_for("Enter Results")
    tmux.run("set-buffer", "-b", "ticket", PASTE)
    tmux.run("paste-buffer", "-p", "-b", "ticket")
    tmux.wait_for("section = 44.1.002")
    tmux.run("send-keys", "F5")
    tmux.wait_for("copied (tmux)")
    assert is_reply(tmux.run("show-buffer"))


def test_the_systems_clipboard_tool_gets_the_reply(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool, taken = tmp_path / "bin" / "xclip", tmp_path / "taken"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\ncat > "{taken}.new" && mv "{taken}.new" "{taken}"\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tool.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", ":0")
    for name in ("SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    with Terminal(home=tmp_path) as terminal:
        terminal.wait_for("Enter Results")
        terminal.send(f"\x1b[200~{PASTE}\x1b[201~")
        terminal.wait_for("section =")
        terminal.send("\x1b[15~")  # F5
        terminal.wait_for("copied (xclip)")
        assert is_reply(taken.read_text())
        assert b"\x1b]52" not in terminal.raw
