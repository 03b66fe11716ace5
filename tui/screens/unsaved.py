"""What a screen promises on which an agent types: nothing leaves it while something would be lost."""

from collections.abc import Callable

from tui.bindings import everywhere
from tui.screens.over import OverModal


class UnsavedScreen(OverModal[str | None]):
    """A screen that may hold a text that is kept nowhere else. The app knows it without loading what it edits with."""

    BINDINGS = everywhere()

    def when_safe(self, leave: Callable[[], object]) -> None:
        """Leave; ask first when something would be lost. For subclasses."""
        raise NotImplementedError

    def keep_draft(self) -> None:
        """Put what is typed on the disk at once, as far as the disk takes it. For subclasses."""
        raise NotImplementedError
