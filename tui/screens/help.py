"""The help screen: the commands with their keys, filtered as the agent types."""

from itertools import groupby

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input

from store.core.text import clean
from tui.commands.registry import Where
from tui.screens.over import OverModal
from tui.toolkit.host_app import host_app
from tui.widgets.paragraphs import FlowText, Paragraph
from tui.widgets.search_box import QueryPasteInput

INTRODUCTION = (
    "Type a few letters, a code or plain words, or paste the whole message: the results update as you type."
    " Up and Down choose an entry, which is shown on the right or below. Enter moves to the results, where single"
    " letters run commands. Add @sky, #tag, is:starred, is:noted, is:logged, is:open or is:custom to filter."
)
NONE = "No matching command. Press Escape to clear the search."


class HelpScreen(OverModal[None]):
    """Each command with its keys and one sentence; the commands of the place help was opened from come first."""

    BINDINGS = [
        Binding("escape", "back", "Back", show=False),
        Binding("f1", "dismiss", "Close", show=False),
        *(
            Binding(key, f"scroll({step})", "Scroll", show=False)
            for key, step in (("down", 1), ("up", -1), ("pagedown,enter", 10), ("pageup", -10))
        ),
    ]

    def __init__(self, places: tuple[Where, ...]) -> None:
        """Take the places whose commands work where help was opened, nearest first."""
        super().__init__()
        self._places = places

    def compose(self) -> ComposeResult:
        with Vertical(id="help") as panel:
            panel.border_title = "Keys"
            panel.border_subtitle = "Esc closes"
            yield QueryPasteInput(
                id="help-words", placeholder="Search commands and keys: bookmark, F5, theme …", compact=True
            )
            with VerticalScroll(id="help-list", can_focus=False):
                yield FlowText(id="help-text")

    def on_mount(self) -> None:
        self._show("")

    def action_back(self) -> None:
        """Clear the words, or close if there are none."""
        words = self.query_one(Input)
        if words.value:
            words.value = ""
        else:
            self.dismiss()

    def action_scroll(self, step: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    @on(Input.Changed)
    def _words_changed(self, message: Input.Changed) -> None:
        self._show(clean(message.value))

    def _show(self, words: str) -> None:
        self.query_one(FlowText).show(self._paragraphs(words))
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def _paragraphs(self, words: str) -> list[Paragraph]:
        every = host_app(self).commands
        matches = [command for command in every if command.is_like(words)]
        if not matches:
            return [Paragraph(NONE, "$quiet")]
        column = max(len(command.keys_shown) for command in every) + 2
        paragraphs = [] if words.strip() else [Paragraph(INTRODUCTION)]
        order = [*self._places, *(where for where in Where if where not in self._places)]
        matches.sort(key=lambda command: order.index(command.where))
        for where, commands in groupby(matches, lambda command: command.where):
            paragraphs.append(Paragraph(where.title, "bold", gap=bool(paragraphs)))
            paragraphs += [
                Paragraph(command.help, lead=f"  {command.keys_shown:<{column}}", lead_style="$text-primary")
                for command in commands
            ]
        return paragraphs
