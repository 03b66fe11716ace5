"""The themes as a list; the whole screen shows the highlighted one."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.screens.over import OverModal
from tui.screens.pickers.pick_list import PickList
from tui.toolkit import themes
from tui.toolkit.literal import literal
from tui.widgets.row_list import DIM

_COLUMN = max(map(len, themes.OWN)) + 2


def _line(name: str) -> Content:
    return literal(f"{name:<{_COLUMN}}") + literal(themes.OWN.get(name, ""), DIM)


class ThemePicker(OverModal[str | None]):
    """Returns the chosen theme, or None; then the caller restores the earlier one."""

    BINDINGS = [Binding("escape,q", "dismiss", "Back", show=False)]
    DEFAULT_CSS = """
    ThemePicker {
        align: center bottom;
        #themes {
            width: 90%; max-width: 74; height: 9; margin-bottom: 1;
            border: heavy $primary; background: $surface;
        }
    }
    """

    def compose(self) -> ComposeResult:
        names = [*themes.OWN, *sorted(set(self.app.available_themes) - set(themes.OWN))]
        choices = PickList(*(Option(_line(name), name) for name in names), id="themes")
        choices.border_title = "Themes"
        choices.border_subtitle = "Enter keeps it · Esc goes back"
        choices.highlighted = names.index(self.app.theme)
        yield choices

    @on(OptionList.OptionHighlighted)
    def _try(self, message: OptionList.OptionHighlighted) -> None:
        # the list announces its first option before another one is highlighted
        if message.option_id is not None and message.option_index == message.option_list.highlighted:
            self.app.theme = message.option_id

    @on(OptionList.OptionSelected)
    def _choose(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(message.option_id)
