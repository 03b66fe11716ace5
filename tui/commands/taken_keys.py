"""Keys that terminals, and programs inside them, are known to take before any other program gets them."""

from msgspec import Struct

from tui.commands.key_names import pretty
from tui.commands.registry import Command


class Taker(Struct, frozen=True):
    """A program or keyboard that takes keys in its default setup."""

    name: str
    keys: tuple[str, ...]
    """Textual's names of the keys it takes."""
    way_out: str
    """How to use the key in sisdex anyway, in a few words."""


TAKERS = (
    Taker("tmux", ("ctrl+b",), "press it twice"),
    Taker("screen", ("ctrl+a",), "press it, then a"),
    Taker(
        "VS Code's terminal",
        ("f1", "f3", "f5", "f6", "f10", "f11", "ctrl+p", "ctrl+q"),
        'change its setting "terminal.integrated.commandsToSkipShell", or use the letters outside text fields',
    ),
    Taker("GNOME Terminal", ("f1", "f10", "f11"), "change its Shortcuts settings"),
    Taker("Windows Terminal", ("f11",), "change its Actions settings"),
    Taker(
        "Mac keyboards",
        tuple(f"f{number}" for number in range(1, 13)),
        "hold fn, or use the letters outside text fields",
    ),
    Taker(
        "macOS",
        ("ctrl+up", "ctrl+down", "ctrl+left", "ctrl+right"),
        "change it in System Settings, Keyboard Shortcuts",
    ),
    Taker("older terminals", ("shift+space",), "they send Space instead; use PgUp"),
)


def taken(command: Command) -> list[tuple[str, Taker]]:
    """List which keys of a command may not reach sisdex, as people write them, and what takes each."""
    return [(pretty(key), taker) for key in command.all_keys for taker in TAKERS if key in taker.keys]
