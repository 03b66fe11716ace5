"""The ways to the clipboard: the system's tools, which report whether it worked, and OSC 52, which does not."""

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence

LONGEST = 74_994
"""The most bytes that terminals accept through OSC 52: 100,000 once they are in base64, with the escape sequence."""
SCREEN_CHUNK = 240
"""The most bytes that GNU screen passes on in one piece."""
TIMEOUT = 3.0
"""Seconds to wait for a tool."""

_TOOLS: Mapping[str, Sequence[str]] = {
    "tmux": ("tmux", "load-buffer", "-w", "-"),
    "wl-copy": ("wl-copy", "--type", "text/plain;charset=utf-8"),
    "xclip": ("xclip", "-selection", "clipboard", "-in"),
    "xsel": ("xsel", "--clipboard", "--input"),
    "pbcopy": ("pbcopy",),
    "clip.exe": ("clip.exe",),
}

_TAKES_OSC52 = ("kitty", "alacritty", "foot", "ghostty", "wezterm", "contour", "rio")
"""Words in TERM or TERM_PROGRAM of terminals that set the clipboard when a program asks them to."""


def tools(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the names of the tools that reach the agent's clipboard, the most reliable first.

    Over SSH that is only tmux: the other tools would set the clipboard of the remote machine.

    Args:
        environment: The environment variables.
    """
    remote = "SSH_CONNECTION" in environment or "SSH_TTY" in environment
    names = ["tmux"] if environment.get("TMUX") else []
    if not remote:
        names += ["wl-copy"] if environment.get("WAYLAND_DISPLAY") else []
        names += ["xclip", "xsel"] if environment.get("DISPLAY") else []
        names += ["pbcopy"] if sys.platform == "darwin" else []
        names += ["clip.exe"] if sys.platform == "win32" or "WSL_DISTRO_NAME" in environment else []
    path = environment.get("PATH")
    return [name for name in names if shutil.which(_TOOLS[name][0], path=path)]


def hand_to_tool(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """Copy a text with the first tool that works, and wait for that tool.

    Args:
        text: The text.
        environment: The environment variables.

    Returns:
        The name of the tool; empty if none works.
    """
    for name in tools(environment):
        data = text.encode("utf-16") if name == "clip.exe" else text.encode()  # it would read UTF-8 as the code page
        try:
            subprocess.run(
                _TOOLS[name],
                input=data,
                stdout=subprocess.DEVNULL,  # xclip stays in the background and would keep a pipe open
                stderr=subprocess.DEVNULL,
                timeout=TIMEOUT,
                check=True,
                env=dict(environment),
            )
        except (OSError, subprocess.SubprocessError):
            continue
        return name
    return ""


def osc52(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return the escape sequence that asks the terminal to copy a text.

    Inside tmux and GNU screen, it is wrapped so that they pass it on to the outer terminal.

    Args:
        text: The text.
        environment: The environment variables.

    Returns:
        The sequence; empty if the text is too long for terminals.
    """
    data = text.encode()
    if len(data) > LONGEST:
        return ""
    sequence = f"\x1b]52;c;{base64.b64encode(data).decode()}\x07"
    if environment.get("TMUX"):
        return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if environment.get("TERM", "").startswith("screen"):
        chunks = [sequence[start : start + SCREEN_CHUNK] for start in range(0, len(sequence), SCREEN_CHUNK)]
        return "".join(f"\x1bP{chunk}\x1b\\" for chunk in chunks)
    return sequence


def takes_osc52(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether the terminal is known to support OSC 52. Inside a multiplexer, the terminal is unknown.

    Args:
        environment: The environment variables.
    """
    if environment.get("TMUX") or environment.get("TERM", "").startswith(("screen", "tmux")):
        return False
    names = f"{environment.get('TERM', '')} {environment.get('TERM_PROGRAM', '')}".casefold()
    return "WT_SESSION" in environment or any(name in names for name in _TAKES_OSC52)
