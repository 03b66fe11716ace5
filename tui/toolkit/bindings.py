"""Key bindings for Textual, from the registry of commands."""

from collections.abc import Iterable
from typing import Any

from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.screen import Screen

from tui.commands.registry import COMMANDS, EVERYWHERE, Command, Where
from tui.toolkit.host_app import host_app


def bindings(*places: Where) -> list[BindingType]:
    """Make the key bindings of the commands that act in these places."""
    return _bindings_of(command for command in COMMANDS if command.where in places)


def everywhere() -> list[BindingType]:
    """Make the key bindings that every screen with commands has."""
    return _bindings_of(command for command in COMMANDS if command.id in EVERYWHERE)


def commands_at(screen: Screen[Any], where: Where) -> list[Command]:
    """Return the commands that can be run by name on a screen while the focus is in a place."""
    places = nearest(where)
    return [
        command
        for command in host_app(screen).commands
        if (command.where in places or command.id in EVERYWHERE) and not _needs_key(command)
    ]


def nearest(where: Where) -> tuple[Where, ...]:
    """Return the places whose commands can be run while the focus is in one: that place, then those around it."""
    if where is Where.SEARCH:
        return Where.SEARCH, Where.ANYWHERE, Where.BROWSE
    if where in (Where.LIST, Where.DETAIL):
        return where, Where.PANES, Where.ANYWHERE, Where.BROWSE
    return (Where.PANES, Where.ANYWHERE, Where.BROWSE) if where is Where.BROWSE else (where,)


async def run_command(screen: Screen[Any], command_id: str) -> None:
    """Run a command as its key would: on the focused widget or the nearest one around it that has the command.

    Does nothing on a screen that another one covers: the first of two clicks opened that one.
    """
    if screen.app.screen is not screen:
        return
    action = next(command.action for command in host_app(screen).commands if command.id == command_id)
    around = screen.focused.ancestors_with_self if screen.focused is not None else [screen]
    await screen.app.run_action(action, next((node for node in around if _has_binding(node, command_id)), screen))


def _has_binding(node: DOMNode, command_id: str) -> bool:
    """Tell whether the class of a node, or one that it derives from, binds a key to a command."""
    return any(
        isinstance(binding, Binding) and binding.id == command_id
        for cls in type(node).__mro__
        for binding in vars(cls).get("BINDINGS", ())
    )


def _bindings_of(commands: Iterable[Command]) -> list[BindingType]:
    made: list[BindingType] = []
    for command in commands:
        for keys in command.all_keys if _needs_key(command) else [",".join(command.all_keys)]:
            action = command.action.replace("{key}", keys)
            made.append(Binding(keys, action, command.label, id=command.id, show=False))
    return made


def _needs_key(command: Command) -> bool:
    """Tell whether the action depends on which of its keys was pressed."""
    return "{key}" in command.action
