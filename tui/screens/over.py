"""Screens that open over the main screen."""

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen, ScreenResultType


class OverScreen(Screen[ScreenResultType]):
    """A screen that returns a result to the screen that opened it."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close this screen and any screen over it; do nothing if it is closed already.

        Textual closes whatever screen is on top: the second of two quick clicks would close the screen below, with the
        text that was typed there.

        Args:
            result: The result for the screen that opened this one.
        """
        if self not in self.app.screen_stack:
            return AwaitComplete()
        while self.app.screen is not self:
            self.app.pop_screen()
        return super().dismiss(result)

    def take_notebook(self) -> None:
        """Show the notebook as it is now. For subclasses that show it."""


class OverModal(ModalScreen[ScreenResultType], OverScreen[ScreenResultType]):
    """An `OverScreen` with the screen below still visible; a click outside goes back, as Escape does."""

    def on_click(self, event: events.Click) -> None:
        if event.widget is self and event.chain == 1:  # a second click may have opened it
            self.app.call_later(
                self.app.simulate_key, "escape"
            )  # not from this handler, which the key must pass through
