"""Textual's key bindings, from the registry of commands."""

from textual.binding import Binding, BindingType

from tui.commands import COMMANDS, Where


def bindings(*places: Where) -> list[BindingType]:
    """Make the key bindings of the commands that act in these places."""
    return [
        Binding(
            ",".join(command.all_keys), command.action, command.label, id=command.id, show=False, tooltip=command.help
        )
        for command in COMMANDS
        if command.where in places
    ]
