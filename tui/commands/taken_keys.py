"""Keys that terminals and what runs in them are known to take before any program gets them."""

from msgspec import Struct

from tui.commands.keymap import pretty
from tui.commands.registry import Command


class Taker(Struct, frozen=True):
    """What takes keys, unless it was set otherwise."""

    name: str
    keys: tuple[str, ...]
    """As Textual names them."""
    way_out: str
    """What helps, in a few words."""


TAKERS = (
    Taker("tmux", ("ctrl+b",), "press it twice"),
    Taker("screen", ("ctrl+a",), "press it, then a"),
    Taker(
        "VS Code's terminal",
        ("f1", "f3", "f5", "f6", "f10", "f11", "ctrl+p", "ctrl+q"),
        'its setting "terminal.integrated.commandsToSkipShell", or the letters outside text fields',
    ),
    Taker("GNOME Terminal", ("f1", "f10", "f11"), "its settings, under Shortcuts"),
    Taker("Windows Terminal", ("f11",), "its settings, under Actions"),
    Taker(
        "Mac keyboards",
        tuple(f"f{number}" for number in range(1, 13)),
        "hold fn, or the letters outside text fields",
    ),
    Taker("macOS", ("ctrl+up", "ctrl+down", "ctrl+left", "ctrl+right"), "System Settings, Keyboard Shortcuts"),
    Taker("terminals of the older kind", ("shift+space",), "it comes as Space; use PgUp"),
)


def taken(command: Command) -> list[tuple[str, Taker]]:
    """List which keys of a command may not arrive, as people write them, and what takes each."""
    return [(pretty(key), taker) for key in command.all_keys for taker in TAKERS if key in taker.keys]
