"""A screen that an agent types on: nothing typed there is lost without a question."""

from collections.abc import Callable

from textual.binding import Binding

from tui.screens.over import OverModal
from tui.toolkit.bindings import everywhere


class UnsavedScreen(OverModal[str | None]):
    """A screen that may have text that is saved nowhere else. The app knows it without loading the text fields."""

    BINDINGS = [
        *everywhere(),
        # In Textual's text fields these select a line or everything, and the next letter would replace it.
        Binding("f6,f7", "refuse", "Not here", show=False, priority=True),
    ]

    def action_refuse(self) -> None:
        """Say that a key of the main screen does nothing here."""
        self.notify("Save or close this first.", timeout=3, markup=False)

    def when_safe(self, leave: Callable[[], object]) -> None:
        """Leave; ask first if something would be lost. For subclasses."""
        raise NotImplementedError

    def keep_draft(self) -> None:
        """Write what is typed to the disk now, if the disk allows it. For subclasses."""
        raise NotImplementedError
