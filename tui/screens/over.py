"""What lies over the dictionary's screen, and closes itself alone."""

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen, ScreenResultType


class OverScreen(Screen[ScreenResultType]):
    """A screen that gives a result to whoever opened it."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close this screen, with what lies over it; nothing where it is closed already.

        Textual closes whatever is on top: the second of two clicks closed the screen below, with what was typed there.
        """
        if self not in self.app.screen_stack:
            return AwaitComplete()
        while self.app.screen is not self:
            self.app.pop_screen()
        return super().dismiss(result)

    def take_notebook(self) -> None:
        """Show the notebook as it is now. For subclasses that show it."""


class OverModal(ModalScreen[ScreenResultType], OverScreen[ScreenResultType]):
    """The same, with the screen below showing through."""
