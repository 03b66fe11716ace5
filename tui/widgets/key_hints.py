"""The footer: the few keys that matter where the focus is."""

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from tui.commands.registry import Command, Where
from tui.toolkit.bindings import nearest
from tui.toolkit.host_app import host_app
from tui.toolkit.messages import CommandRequested

KEY = "bold $text"
HELP = "app.help"
"""Id of the command that lists all."""


def place_of(screen: Screen[Any]) -> Where | None:
    """Return where the focus of a screen is, or None on one without commands."""
    hints = screen.query(KeyHints)
    return hints.first().where if hints else None


class KeyHints(Widget):
    """Keys with their labels, as many as fit; each can be clicked."""

    DEFAULT_CSS = """
    KeyHints {
        dock: bottom;
        height: 1;
        background: $panel;
        color: $foreground-muted;
    }
    """

    where: reactive[Where] = reactive(Where.SEARCH)
    without: reactive[frozenset[str]] = reactive(frozenset[str]())
    """Ids of commands that have nothing to act on."""

    def render(self) -> Content:
        line = Content("")
        for command, start, _ in self._places():
            line += Content(" " * (start - line.cell_length))
            line += Content.assemble((command.key_shown(self.where), KEY), " ", command.label)
        return line

    def on_click(self, event: events.Click) -> None:
        for command, start, end in self._places():
            if start <= event.x < end:
                self.post_message(CommandRequested(command.id))

    def _places(self) -> list[tuple[Command, int, int]]:
        """Return the commands that fit, with the columns where each begins and ends; help, which lists all, stays."""
        shown = [
            command
            for command in host_app(self).commands
            if self.where in command.footer and command.id not in self.without
        ]
        around = nearest(self.where)
        shown.sort(key=lambda each: each.where not in (*around, Where.LIST))  # a form's own first
        while places := self._laid_out(shown):
            if places[-1][2] <= self.size.width:
                break
            shown.remove(next((each for each in reversed(shown) if each.id != HELP), shown[-1]))
        return places

    def _laid_out(self, commands: Sequence[Command]) -> list[tuple[Command, int, int]]:
        places, at = [], 1
        for command in commands:
            end = at + len(command.key_shown(self.where)) + 1 + len(command.label)
            places.append((command, at, end))
            at = end + 2
        return places
