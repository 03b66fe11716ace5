"""What lies over the dictionary's screen, and closes itself alone."""

from textual import events
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
    """The same, with the screen below showing through; a click on that goes back, as Escape does."""

    def on_click(self, event: events.Click) -> None:
        if event.widget is self and event.chain == 1:  # the second of two clicks has opened it
            self.app.call_later(self.app.simulate_key, "escape")  # sent from here, it would not come by here
