"""Completion in real shells, typed on a terminal."""

import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_cli import sisdex
from tests.system.terminal import Terminal

ENTRY = "skyward/invalid-request"
HOSTILE = "Ridge View $(touch owned), O'Neil"
LINE_START = "\x01"
OWN_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
)
"""Starts a shell that controls its terminal, as shells expect."""
SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(sisdex completion bash)"'),
    "zsh": (["zsh", "-f", "-i"], 'autoload -U compinit; compinit -u -D; eval "$(sisdex completion zsh)"'),
    "fish": (["fish", "--no-config", "-i"], "sisdex completion fish | source"),
}


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    """A shell with completion, in a folder of its own, with a case at a hostile school and a tagged note."""
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    notebook = ("--notebook", str(tmp_path / "notebook.json"))
    assert sisdex(*notebook, "case", "add", ENTRY, "--school", HOSTILE).exit_code == 0
    assert sisdex(*notebook, "note", "add", ENTRY, "text", "--tag", "gateway").exit_code == 0
    program = tmp_path / "bin" / "sisdex"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c 'from tui.cli.main import run; run()' \"$@\"\n")
    program.chmod(stat.S_IRWXU)
    started, setup = SHELLS[request.param]
    variables = {"PATH": f"{program.parent}:{Path('/usr/bin')}:/bin", "PS1": "> "}
    with Terminal(
        home=tmp_path, command=[sys.executable, "-c", OWN_TERMINAL, *started], variables=variables
    ) as terminal:
        terminal.send(f"cd {tmp_path}; {setup}; echo rea''dy\r")
        terminal.wait_for("ready")
        yield terminal


def completed(shell: Terminal, typed: str, expected: str) -> None:
    """Type a line, press Tab, and wait until the shell passes the expected words to a program."""
    shell.send(f"{typed}\t")
    shell.wait_for(expected[-4:])
    shell.send(f"{LINE_START}printf '<%s>' \r")
    shell.wait_for(f"<{expected}>")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("sisdex show skyward/invalid-r", ENTRY),
        ("sisdex note add skyward/invalid-r", ENTRY),
        ("sisdex search --vendor powers", "powerschool"),
        ("sisdex note list --tag gat", "gateway"),
        ("sisdex completi", "completion"),
        ("sisdex show --markd", "--markdown"),
    ],
)
def test_a_word_is_completed(shell: Terminal, typed: str, expected: str) -> None:
    completed(shell, typed, expected)


def test_a_school_is_one_word_and_nothing_in_it_runs(shell: Terminal, tmp_path: Path) -> None:
    completed(shell, "sisdex case list --school Rid", HOSTILE)
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_school_is_completed_within_quotes(shell: Terminal, tmp_path: Path, quote: str) -> None:
    completed(shell, f"sisdex case list --school {quote}Rid", HOSTILE)
    assert not (tmp_path / "owned").exists()


def test_only_known_shells_have_a_script() -> None:
    assert sisdex("completion", "tcsh").exit_code == 2
    assert all("_SISDEX_COMPLETE" in sisdex("completion", name).stdout for name in SHELLS)
