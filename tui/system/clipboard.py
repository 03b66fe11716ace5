"""The ways to a clipboard: the system's own tool, which tells whether it worked, and the terminal's, which does not."""

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence

LONGEST = 74_994
"""Bytes that terminals take through OSC 52: written in base64, 100,000 with the sequence around them."""
SCREEN_CHUNK = 240
"""Bytes that GNU screen passes on at once."""
PATIENCE = 3.0
"""Seconds after which a tool that does not end is given up."""

_TOOLS: Mapping[str, Sequence[str]] = {
    "tmux": ("tmux", "load-buffer", "-w", "-"),
    "wl-copy": ("wl-copy", "--type", "text/plain;charset=utf-8"),
    "xclip": ("xclip", "-selection", "clipboard", "-in"),
    "xsel": ("xsel", "--clipboard", "--input"),
    "pbcopy": ("pbcopy",),
    "clip.exe": ("clip.exe",),
}

_TAKES_OSC52 = ("kitty", "alacritty", "foot", "ghostty", "wezterm", "contour", "rio")
"""Terminals, by what TERM or TERM_PROGRAM says of them, that set the clipboard when a program asks them to."""


def tools(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the names of the tools that reach the agent's clipboard from here, the surest first.

    Over ssh only a multiplexer's: the others would set the clipboard of the machine at the far end.
    """
    remote = "SSH_CONNECTION" in environment or "SSH_TTY" in environment
    wanted = ["tmux"] if environment.get("TMUX") else []
    if not remote:
        wanted += ["wl-copy"] if environment.get("WAYLAND_DISPLAY") else []
        wanted += ["xclip", "xsel"] if environment.get("DISPLAY") else []
        wanted += ["pbcopy"] if sys.platform == "darwin" else []
        wanted += ["clip.exe"] if sys.platform == "win32" or "WSL_DISTRO_NAME" in environment else []
    path = environment.get("PATH")
    return [name for name in wanted if shutil.which(_TOOLS[name][0], path=path)]


def hand_to_tool(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """Give a text to the first tool that takes it and wait for it; return its name, or nothing where none does."""
    for name in tools(environment):
        data = text.encode("utf-16") if name == "clip.exe" else text.encode()  # it would take UTF-8 for its code page
        try:
            subprocess.run(
                _TOOLS[name],
                input=data,
                stdout=subprocess.DEVNULL,  # xclip goes on in the background, and would keep a pipe open
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=True,
                env=dict(environment),
            )
        except (OSError, subprocess.SubprocessError):
            continue
        return name
    return ""


def osc52(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return the sequence that asks the terminal to take a text; nothing where it is too long for terminals.

    Inside tmux and GNU screen, it is wrapped so that they pass it on to the terminal around them.
    """
    data = text.encode()
    if len(data) > LONGEST:
        return ""
    sequence = f"\x1b]52;c;{base64.b64encode(data).decode()}\x07"
    if environment.get("TMUX"):
        return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if environment.get("TERM", "").startswith("screen"):
        chunks = [sequence[at : at + SCREEN_CHUNK] for at in range(0, len(sequence), SCREEN_CHUNK)]
        return "".join(f"\x1bP{chunk}\x1b\\" for chunk in chunks)
    return sequence


def takes_osc52(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether the terminal is one that is known to take a text; inside a multiplexer nothing is known of it."""
    if environment.get("TMUX") or environment.get("TERM", "").startswith(("screen", "tmux")):
        return False
    told = f"{environment.get('TERM', '')} {environment.get('TERM_PROGRAM', '')}".casefold()
    return "WT_SESSION" in environment or any(name in told for name in _TAKES_OSC52)
