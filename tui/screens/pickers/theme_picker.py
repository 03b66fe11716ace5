"""The themes as a list; each is shown on the whole screen while the cursor is on it."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding

from tui.screens.over import OverModal
from tui.toolkit import themes
from tui.widgets.row_list import DIM, Row, RowList


class ThemeRows(RowList[str]):
    """A row for each theme; the app's own first, with what they are for."""

    names: Sequence[str] = ()

    def row(self, index: int, width: int) -> Row:
        name = self.names[index]
        what = themes.OWN.get(name, "")
        column = max(map(len, themes.OWN)) + 2
        return [(f"{name:<{column}}", ""), (what, DIM)]


class ThemePicker(OverModal[str | None]):
    """Gives the theme chosen, or None; whoever opened it goes back to the one before then."""

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
        yield ThemeRows(id="themes")

    def on_mount(self) -> None:
        rows = self.query_one(ThemeRows)
        others = sorted(name for name in self.app.available_themes if name not in themes.OWN)
        rows.names = [*themes.OWN, *others]
        rows.border_title = "Themes"
        rows.border_subtitle = "Enter keeps it · Esc goes back"
        rows.row_ids, rows.cursor = rows.names, rows.names.index(self.app.theme)  # the row that is not announced
        rows.show_rows(rows.names, keep=True)

    @on(ThemeRows.Highlighted)
    def _try(self, message: RowList.Highlighted[str]) -> None:
        self.app.theme = message.row_id

    @on(ThemeRows.Chosen)
    def _choose(self, message: RowList.Chosen[str]) -> None:
        self.dismiss(message.row_id)
