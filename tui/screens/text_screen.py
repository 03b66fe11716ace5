"""A text alone on the screen, to select with the mouse as in any terminal."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from tui.screens.over import OverScreen
from tui.textual_fixes import mouse
from tui.toolkit.host_app import host_app
from tui.toolkit.literal import literal


class TextScreen(OverScreen[None]):
    """Has no borders, which would be selected too, and leaves the mouse to the terminal."""

    DEFAULT_CSS = """
    TextScreen {
        #text-notice { height: auto; padding: 0 1; background: $panel; color: $foreground-muted; }
        VerticalScroll { height: 1fr; scrollbar-size-vertical: 0; }
    }
    """
    BINDINGS = [
        Binding("escape,q,enter", "dismiss", "Back", show=False),
        Binding("j", "scroll(1)", "Down", show=False),
        Binding("k", "scroll(-1)", "Up", show=False),
    ]

    def __init__(self, notice: str, text: str) -> None:
        """Show a text below a notice that says why it is shown."""
        super().__init__()
        self._notice, self._text = notice, text

    def compose(self) -> ComposeResult:
        yield Static(literal(f"{self._notice} Esc goes back."), id="text-notice", markup=False)
        with VerticalScroll():
            yield Static(literal(self._text), markup=False)

    def on_mount(self) -> None:
        mouse.release(self.app)
        self.query_one(VerticalScroll).focus()

    def on_unmount(self) -> None:
        if host_app(self).mouse_is_ours:  # the agent may have left it to the terminal
            mouse.capture(self.app)

    def action_scroll(self, step: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)
