"""What widgets and screens use of the app that runs them."""

from typing import Protocol, cast

from textual.message_pump import MessagePump

from tui.commands.registry import Command
from tui.textual_fixes.key_order import KeyOrder


class HostApp(Protocol):
    """The app, as what runs in it sees it: `SisdexApp`, which no widget or screen imports."""

    key_order: KeyOrder
    """Holds back keys while a command acts."""
    commands: tuple[Command, ...]
    """The registry, with the keys from the settings."""
    mouse_is_ours: bool
    """Whether the mouse works in sisdex rather than selecting text in the terminal."""


def host_app(node: MessagePump) -> HostApp:
    """Return the app that runs a widget or a screen."""
    return cast(HostApp, node.app)
