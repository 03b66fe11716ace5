"""How this desk likes its screen: theme, sizes of the panes, home vendors. Never a query, a paste or a filter."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import msgspec

from store.core.errors import CannotSave
from store.files import atomic

Cells = Annotated[int, msgspec.Meta(ge=1, le=1000)]


class Appearance(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was chosen in the app; None and empty where nothing was."""

    theme: str = ""
    vendors: Cells | None = None
    """Width of the sidebar."""
    answer: Annotated[int, msgspec.Meta(ge=1, le=999)] | None = None
    """Per mille that the results have of what the sidebar leaves."""
    rows: Cells | None = None
    """Height of the results above the detail."""
    home: tuple[str, ...] = ()
    """Ids of the vendors that come first."""
    begun: bool = False
    """Whether something was searched: the lines that say how to begin are gone then."""


def load(notebook: Path) -> Appearance:
    """Read what is kept beside a notebook; a missing or damaged file is nothing."""
    try:
        return msgspec.json.decode(_beside(notebook).read_bytes(), type=Appearance)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return Appearance()


def keep(notebook: Path, **changes: Any) -> None:
    """Save some fields of `Appearance`, on top of what other terminals saved; a save that fails loses nothing typed."""
    path = _beside(notebook)
    with suppress(CannotSave), atomic.locked(path):
        atomic.replace(path, msgspec.json.encode(msgspec.structs.replace(load(notebook), **changes)))


def _beside(notebook: Path) -> Path:
    return notebook.with_name(f"{notebook.name}.look")
