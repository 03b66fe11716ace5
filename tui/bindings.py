"""Textual's key bindings, from the registry of commands."""

from textual.binding import Binding, BindingType

from tui.commands import COMMANDS, Where


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
