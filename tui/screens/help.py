"""The keys, from the registry."""

from collections.abc import Sequence
from itertools import groupby

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from tui.bindings import commands_of
from tui.commands import Command, Where
from tui.literal import literal
from tui.widgets.paragraphs import FlowText, Paragraph

INTRODUCTION = (
    "Type a few letters, a code or plain words, or paste the whole message: the list follows each key."
    " Up and Down choose an entry, the detail shows it. Enter goes into the list, where single letters act."
    " @sky, #tag, is:starred, is:noted and is:yours keep only such entries."
)
_PLACES = (Where.SEARCH, *(where for where in Where if where is not Where.SEARCH))


class HelpScreen(ModalScreen[None]):
    """Each command with its keys and one sentence."""

    BINDINGS = [
        Binding("escape,q,f1,question_mark,backspace", "dismiss", "Close", show=False),
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
    ]

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help") as panel:
            panel.border_title = "Keys"
            panel.border_subtitle = "Esc closes"
            yield FlowText(id="help-text")

    def on_mount(self) -> None:
        self.query_one(FlowText).show(_paragraphs(commands_of(self.app)))
        self.query_one(VerticalScroll).focus()

    def action_scroll_down(self) -> None:
        self.query_one(VerticalScroll).scroll_down(animate=False)

    def action_scroll_up(self) -> None:
        self.query_one(VerticalScroll).scroll_up(animate=False)


def _paragraphs(commands: Sequence[Command]) -> list[Paragraph]:
    column = max(len(command.keys_shown) for command in commands) + 2
    paragraphs = [Paragraph(Content(""), literal(INTRODUCTION))]
    for where, there in groupby(sorted(commands, key=_order), lambda command: command.where):
        paragraphs.append(Paragraph(Content(""), literal(where.value, "bold"), gap=True))
        paragraphs += [
            Paragraph(literal(f"  {command.keys_shown:<{column}}"), literal(command.help)) for command in there
        ]
    return paragraphs


def _order(command: Command) -> int:
    return _PLACES.index(command.where)
