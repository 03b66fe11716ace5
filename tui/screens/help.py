"""The commands with their keys, from the registry; the list follows what is typed."""

from itertools import groupby

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input

from store.core.text import clean
from tui.commands.registry import Where
from tui.screens.over import OverModal
from tui.toolkit.bindings import commands_of
from tui.widgets.paragraphs import FlowText, Paragraph
from tui.widgets.search_box import QueryPasteInput

INTRODUCTION = (
    "Type a few letters, a code or plain words, or paste the whole message: the list follows each key."
    " Up and Down choose an entry, the detail shows it. Enter goes into the list, where single letters act."
    " @sky, #tag, is:starred, is:noted, is:logged, is:open and is:custom keep only such entries."
)
NONE = "No command is like that. Escape clears the words."


class HelpScreen(OverModal[None]):
    """Each command with its keys and one sentence; those of the place where help was wanted come first."""

    BINDINGS = [
        Binding("escape", "back", "Back", show=False),
        Binding("f1", "dismiss", "Close", show=False),
        *(
            Binding(key, f"scroll({step})", "Scroll", show=False)
            for key, step in (("down", 1), ("up", -1), ("pagedown,enter", 10), ("pageup", -10))
        ),
    ]

    def __init__(self, places: tuple[Where, ...]) -> None:
        """Take the places whose commands act where help was wanted, nearest first."""
        super().__init__()
        self._places = places

    def compose(self) -> ComposeResult:
        with Vertical(id="help") as panel:
            panel.border_title = "Keys"
            panel.border_subtitle = "Esc closes"
            yield QueryPasteInput(id="help-words", placeholder="Words or a key: bookmark, F5, theme …", compact=True)
            with VerticalScroll(id="help-list", can_focus=False):
                yield FlowText(id="help-text")

    def on_mount(self) -> None:
        self._show("")

    def action_back(self) -> None:
        """Clear the words, then close."""
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
        every = commands_of(self.app)
        wanted = [each for each in every if each.is_like(words)]
        if not wanted:
            return [Paragraph(NONE, "$quiet")]
        column = max(len(command.keys_shown) for command in every) + 2
        paragraphs = [] if words.strip() else [Paragraph(INTRODUCTION)]
        order = [*self._places, *(where for where in Where if where not in self._places)]
        wanted.sort(key=lambda command: order.index(command.where))
        for where, commands in groupby(wanted, lambda command: command.where):
            paragraphs.append(Paragraph(where.value, "bold", gap=bool(paragraphs)))
            paragraphs += [
                Paragraph(command.help, lead=f"  {command.keys_shown:<{column}}", lead_style="$text-primary")
                for command in commands
            ]
        return paragraphs
