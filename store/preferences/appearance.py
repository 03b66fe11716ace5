"""How the screen looks at this desk: theme, pane sizes, home vendors. Never a query, a paste or a filter."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import msgspec

from store.core.errors import CannotSave
from store.files import atomic

Cells = Annotated[int, msgspec.Meta(ge=1, le=1000)]


class Appearance(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the agent chose in the app; None or empty if nothing was chosen."""

    theme: str = ""
    vendors: Cells | None = None
    """Width of the sidebar."""
    answer: Annotated[int, msgspec.Meta(ge=1, le=999)] | None = None
    """Width of the results, in thousandths of the space beside the sidebar."""
    rows: Cells | None = None
    """Height of the results when they are above the entry."""
    home: tuple[str, ...] = ()
    """Ids of the home vendors."""
    begun: bool = False
    """Whether the agent has searched before, so that the welcome lines are no longer needed."""


def load(notebook: Path) -> Appearance:
    """Read the appearance that is saved next to a notebook; the defaults if the file is missing or damaged."""
    try:
        return msgspec.json.decode(_path(notebook).read_bytes(), type=Appearance)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return Appearance()


def keep(notebook: Path, **changes: Any) -> None:
    """Save some fields of `Appearance` on top of what other terminals saved.

    A save that fails is not reported: nothing that was typed is lost.
    """
    path = _path(notebook)
    with suppress(CannotSave), atomic.locked(path):
        atomic.replace(path, msgspec.json.encode(msgspec.structs.replace(load(notebook), **changes)))


def _path(notebook: Path) -> Path:
    return notebook.with_name(f"{notebook.name}.look")
