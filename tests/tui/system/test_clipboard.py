"""The ways to the clipboard, and to a browser."""

import base64
import os
import re
import sys
from pathlib import Path

import pytest

from tui.system import browser, clipboard


def install(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "bin"
    path.mkdir()
    return path


def environment(folder: Path, **names: str) -> dict[str, str]:
    return {"PATH": f"{folder}:{os.environ['PATH']}", **names}


def test_a_tool_gets_the_text_unchanged(folder: Path, tmp_path: Path) -> None:
    install(folder, "xclip", f"cat > {tmp_path}/taken; sleep 60 &")  # it stays in the background, as the real one does
    text = "Grüße [b]\n“Quiz 3” 🎓"
    assert clipboard.hand_to_tool(text, environment(folder, DISPLAY=":0")) == "xclip"
    assert (tmp_path / "taken").read_text() == text


def test_a_tool_that_fails_is_skipped(folder: Path, tmp_path: Path) -> None:
    install(folder, "wl-copy", "exit 1")
    install(folder, "xclip", f"cat > {tmp_path}/taken")
    names = environment(folder, DISPLAY=":0", WAYLAND_DISPLAY="wayland-0")
    assert clipboard.tools(names)[:2] == ["wl-copy", "xclip"]
    assert clipboard.hand_to_tool("a", names) == "xclip"
    install(folder, "xclip", "exit 1")
    install(folder, "xsel", "exit 1")
    assert clipboard.hand_to_tool("a", names) == ""


def test_a_tool_that_hangs_is_stopped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(folder, "xclip", "exec sleep 600")
    install(folder, "xsel", "exit 1")
    monkeypatch.setattr(clipboard, "TIMEOUT", 0.05)
    assert clipboard.hand_to_tool("a", environment(folder, DISPLAY=":0")) == ""


def test_the_remote_clipboard_is_left_alone_over_ssh(folder: Path) -> None:
    for name in ("tmux", "xclip"):
        install(folder, name, "exit 0")
    names = environment(folder, DISPLAY=":0", SSH_CONNECTION="10.0.0.1 2 10.0.0.2 22")
    assert clipboard.tools(names) == []
    assert clipboard.tools(names | {"TMUX": "socket,1,0"}) == ["tmux"]


def payload(sequence: str) -> str:
    match = re.fullmatch("\x1b\\]52;c;([A-Za-z0-9+/=]*)\x07", sequence)
    assert match is not None
    return base64.b64decode(match[1]).decode()


def test_the_terminal_is_asked_with_osc_52() -> None:
    assert payload(clipboard.osc52("Grüße", {"TERM": "xterm-256color"})) == "Grüße"
    assert clipboard.osc52("a" * clipboard.LONGEST, {}) != ""
    assert clipboard.osc52("a" * (clipboard.LONGEST + 1), {}) == ""


def test_multiplexers_get_the_sequence_wrapped() -> None:
    wrapped = clipboard.osc52("a", {"TMUX": "x", "TERM": "tmux-256color"})
    assert wrapped.startswith("\x1bPtmux;") and wrapped.endswith("\x1b\\")
    assert payload(wrapped.removeprefix("\x1bPtmux;").removesuffix("\x1b\\").replace("\x1b\x1b", "\x1b")) == "a"
    text = "b" * 2_000
    chunks = clipboard.osc52(text, {"TERM": "screen"}).split("\x1b\\")
    assert len(chunks) > 10 and all(len(chunk) <= clipboard.SCREEN_CHUNK + 2 for chunk in chunks)
    assert payload("".join(chunk.removeprefix("\x1bP") for chunk in chunks)) == text


def test_terminals_known_to_support_osc_52() -> None:
    assert clipboard.takes_osc52({"TERM": "xterm-kitty"})
    assert clipboard.takes_osc52({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"})
    assert not clipboard.takes_osc52({"TERM": "xterm-256color"})
    assert not clipboard.takes_osc52({"TERM": "tmux-256color", "TERM_PROGRAM": "WezTerm"})


def test_a_browser_is_opened_only_on_a_desktop_and_for_https(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("wslview", "xdg-open", "open"):
        install(folder, name, f'echo "$1" > {tmp_path}/opened')
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("WSL_DISTRO_NAME", raising=False)
    assert not browser.open_page(
        "https://example.org/a"
    )  # without a display, a text browser would take over the terminal
    monkeypatch.setenv("DISPLAY", ":0")
    assert not browser.open_page("file:///etc/passwd")
    assert not (tmp_path / "opened").exists()
    assert browser.open_page("https://example.org/a")
    assert (tmp_path / "opened").read_text() == "https://example.org/a\n"
