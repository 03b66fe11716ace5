"""The footer: the keys that matter where the focus is. A click on one announces `CommandRequested`."""

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
"""Id of the command that lists all commands."""


def place_of(screen: Screen[Any]) -> Where | None:
    """Return where the focus of a screen is, or None if the screen has no commands."""
    hints = screen.query(KeyHints)
    return hints.first().where if hints else None


class KeyHints(Widget):
    """Keys with their labels, as many as fit."""

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
    """Ids of commands to leave out, because they have nothing to act on."""

    def render(self) -> Content:
        line = Content("")
        for command, start, _ in self._fitting():
            line += Content(" " * (start - line.cell_length))
            line += Content.assemble((command.key_shown(self.where), KEY), " ", command.label)
        return line

    def on_click(self, event: events.Click) -> None:
        for command, start, end in self._fitting():
            if start <= event.x < end:
                self.post_message(CommandRequested(command.id))

    def _fitting(self) -> list[tuple[Command, int, int]]:
        """Return the commands that fit, with the columns where they start and end. Help is dropped last."""
        shown = [
            command
            for command in host_app(self).commands
            if self.where in command.footer and command.id not in self.without
        ]
        around = nearest(self.where)
        shown.sort(key=lambda command: command.where not in (*around, Where.LIST))  # a form's own first
        while fitting := self._with_columns(shown):
            if fitting[-1][2] <= self.size.width:
                break
            shown.remove(next((command for command in reversed(shown) if command.id != HELP), shown[-1]))
        return fitting

    def _with_columns(self, commands: Sequence[Command]) -> list[tuple[Command, int, int]]:
        columns, at = [], 1
        for command in commands:
            end = at + len(command.key_shown(self.where)) + 1 + len(command.label)
            columns.append((command, at, end))
            at = end + 2
        return columns
