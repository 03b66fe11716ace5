"""Opens a page in the agent's browser, and never in one that would write over the terminal."""

import os
import shutil
import subprocess
import sys

_OPENERS = {"darwin": ("open",), "win32": ("explorer.exe",)}
_PATIENCE = 10.0


def open_page(address: str) -> bool:
    """Open an https address; tell whether a browser took it. Waits for the system's opener, so not on a screen."""
    if not address.startswith("https://"):
        return False
    graphical = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"))
    wanted = _OPENERS.get(sys.platform) or (("wslview", "xdg-open") if graphical else ())
    for opener in filter(shutil.which, wanted):
        try:
            subprocess.run(
                [opener, address],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_PATIENCE,
                check=sys.platform != "win32",  # explorer ends with 1 when it did open the page
            )
        except (OSError, subprocess.SubprocessError):
            continue
        return True
    return False
