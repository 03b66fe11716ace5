"""Textual's key bindings, from the registry of commands."""

from typing import Any

from textual.app import App
from textual.binding import Binding, BindingType

from tui.commands import COMMANDS, Command, Where


def bindings(*places: Where) -> list[BindingType]:
    """Make the key bindings of the commands that act in these places."""
    found: list[BindingType] = []
    for command in COMMANDS:
        if command.where in places:
            several = "{key}" in command.action  # the action wants to know which key it was
            for keys in command.all_keys if several else [",".join(command.all_keys)]:
                action = command.action.replace("{key}", keys)
                found.append(Binding(keys, action, command.label, id=command.id, show=False, tooltip=command.help))
    return found


def commands_of(app: App[Any]) -> tuple[Command, ...]:
    """Return the registry with the keys that the app was given (see `SisdexApp`)."""
    commands: tuple[Command, ...] = getattr(app, "commands", COMMANDS)
    return commands
