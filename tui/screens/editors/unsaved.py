"""What a screen promises on which an agent types: nothing leaves it while something would be lost."""

from collections.abc import Callable

from textual.binding import Binding

from tui.screens.over import OverModal
from tui.toolkit.bindings import everywhere


class UnsavedScreen(OverModal[str | None]):
    """A screen that may hold a text that is kept nowhere else. The app knows it without loading what it edits with."""

    BINDINGS = [
        *everywhere(),
        # In Textual's text fields these choose a line, or all of it, and the next letter takes its place.
        Binding("f6,f7", "refuse", "Not here", show=False, priority=True),
    ]

    def action_refuse(self) -> None:
        """Say that a key of the dictionary's screen does nothing here."""
        self.notify("Save or close this first.", timeout=3, markup=False)

    def when_safe(self, leave: Callable[[], object]) -> None:
        """Leave; ask first when something would be lost. For subclasses."""
        raise NotImplementedError

    def keep_draft(self) -> None:
        """Put what is typed on the disk at once, as far as the disk takes it. For subclasses."""
        raise NotImplementedError
