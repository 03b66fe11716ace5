"""Decides whether the corrections that only save time are used: only with a Textual that they were tried with.

They copy or bypass code of Textual that may change in any release. Without them the app looks and works the same, only
slower. Used by `app`, `compositor`, `screen`, `scrolling` and `strips`.

Remove when none of those is left.
"""

from functools import cache
from pathlib import Path

import textual

from tui.textual_fixes import tried


@cache
def is_tried() -> bool:
    """Tell whether the installed Textual is one of the tried versions."""
    installed_in = Path(textual.__file__).parents[1]
    if any((installed_in / f"textual-{tried_one}.dist-info").is_dir() for tried_one in tried.VERSIONS):
        return True
    from importlib.metadata import version  # 20 ms, so only where the folder's name does not say it

    return version("textual") in tried.VERSIONS
