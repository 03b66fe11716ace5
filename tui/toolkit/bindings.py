"""Textual's key bindings, from the registry of commands."""

from collections.abc import Iterable
from typing import Any

from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.commands.registry import COMMANDS, EVERYWHERE, Command, Where
from tui.toolkit.host_app import host_app


def bindings(*places: Where) -> list[BindingType]:
    """Make the key bindings of the commands that act in these places."""
    return _of(command for command in COMMANDS if command.where in places)


def everywhere() -> list[BindingType]:
    """Make the bindings that every screen with commands has."""
    return _of(command for command in COMMANDS if command.id in EVERYWHERE)


def commands_at(screen: Screen[Any], where: Where) -> list[Command]:
    """Return the commands that can be run by name on a screen while the focus is in a place."""
    near = nearest(where)
    there = [each for each in host_app(screen).commands if each.where in near or each.id in EVERYWHERE]
    return [each for each in there if not _wants_key(each)]


def nearest(where: Where) -> tuple[Where, ...]:
    """Return the places whose commands can be run while the focus is in one: that place, then those around it."""
    if where is Where.SEARCH:
        return Where.SEARCH, Where.ANYWHERE, Where.BROWSE
    if where in (Where.LIST, Where.DETAIL):
        return where, Where.PANES, Where.ANYWHERE, Where.BROWSE
    return (Where.PANES, Where.ANYWHERE, Where.BROWSE) if where is Where.BROWSE else (where,)


async def run_command(screen: Screen[Any], command_id: str) -> None:
    """Run a command as its key would: on the focused widget or what is around it, whichever has the key.

    Nothing is done on a screen that another one covers: the first of two clicks opened it.
    """
    if screen.app.screen is not screen:
        return
    action = next(command.action for command in host_app(screen).commands if command.id == command_id)
    around = screen.focused.ancestors_with_self if screen.focused is not None else [screen]
    has_key = (node for node in around if any(each.id == command_id for _, each in node._bindings))
    await screen.app.run_action(action, next(has_key, screen))


def _of(commands: Iterable[Command]) -> list[BindingType]:
    found: list[BindingType] = []
    for command in commands:
        for keys in command.all_keys if _wants_key(command) else [",".join(command.all_keys)]:
            action = command.action.replace("{key}", keys)
            found.append(Binding(keys, action, command.label, id=command.id, show=False))
    return found


def _wants_key(command: Command) -> bool:
    """Tell whether the action has to know which of the keys it was."""
    return "{key}" in command.action
