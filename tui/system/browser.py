"""Opens a page in the agent's browser, but never in a text browser that would take over the terminal."""

import os
import shutil
import subprocess
import sys

_OPENERS = {"darwin": ("open",), "win32": ("explorer.exe",)}
_TIMEOUT = 10.0
"""Seconds to wait for the system's opener."""


def open_page(address: str) -> bool:
    """Open an https address in a browser. This waits for the system's opener, so call it in a thread.

    Args:
        address: The address; any other than https is refused.

    Returns:
        Whether a browser took it.
    """
    if not address.startswith("https://"):
        return False
    graphical = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"))
    openers = _OPENERS.get(sys.platform) or (("wslview", "xdg-open") if graphical else ())
    for opener in filter(shutil.which, openers):
        try:
            subprocess.run(
                [opener, address],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_TIMEOUT,
                check=sys.platform != "win32",  # explorer exits with 1 even if it opened the page
            )
        except (OSError, subprocess.SubprocessError):
            continue
        return True
    return False
