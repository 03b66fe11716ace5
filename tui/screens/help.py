"""The keys, from the registry."""

from itertools import groupby

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from tui.commands import COMMANDS
from tui.literal import literal
from tui.widgets.paragraphs import FlowText, Paragraph


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
        self.query_one(FlowText).show(_paragraphs())
        self.query_one(VerticalScroll).focus()

    def action_scroll_down(self) -> None:
        self.query_one(VerticalScroll).scroll_down(animate=False)

    def action_scroll_up(self) -> None:
        self.query_one(VerticalScroll).scroll_up(animate=False)


def _paragraphs() -> list[Paragraph]:
    column = max(len(command.shown) for command in COMMANDS) + 2
    paragraphs: list[Paragraph] = []
    for where, commands in groupby(sorted(COMMANDS, key=lambda command: _order(command.where.name)), _where):
        paragraphs.append(Paragraph(Content(""), literal(where, "bold"), gap=bool(paragraphs)))
        paragraphs += [
            Paragraph(literal(f"  {command.shown:<{column}}"), literal(command.help)) for command in commands
        ]
    return paragraphs


def _where(command: object) -> str:
    return command.where.value  # type: ignore[attr-defined,no-any-return]


def _order(name: str) -> int:
    return ["ANYWHERE", "SEARCH", "BROWSE", "LIST", "DETAIL", "EDITOR"].index(name)
