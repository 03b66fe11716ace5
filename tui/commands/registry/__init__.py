"""The registry of commands: key bindings, footer, help, palette and `sisdex keys` are all made from it.

To add a command, add it to the module of its place, and write `action_<name>` on the screen or widget that has the
place.
"""

from collections.abc import Iterable

from tui.commands.registry import app, cases, dictionary, editors, lists, panes, search_box, triage
from tui.commands.registry.model import Command
from tui.commands.registry.places import TITLES, TYPING, Where

__all__ = ["COMMANDS", "EVERYWHERE", "TITLES", "TYPING", "Command", "Where", "careful_keys"]

COMMANDS: tuple[Command, ...] = (
    *search_box.COMMANDS,
    lists.CHOOSE,
    *dictionary.COMMANDS,
    *app.COMMANDS,
    *panes.COMMANDS,
    *lists.COMMANDS,
    *panes.DETAIL,
    *editors.NOTE,
    *editors.CASE,
    *editors.CODE,
    *cases.COMMANDS,
    *triage.COMMANDS,
)
"""In the order of the footer and of help: the most important come first, because a narrow footer drops the last."""

EVERYWHERE = frozenset({"app.help", "app.palette", "app.theme", "app.mouse"})
"""Commands that need no entry: every screen with commands has them."""

_CAREFUL = frozenset(command.id for command in COMMANDS if command.letter)
"""Commands that change or leave something, so that their letters wait."""


def careful_keys(commands: Iterable[Command] = COMMANDS) -> frozenset[str]:
    """Return the letters that wait to see whether they are part of a paste: of these commands, and a question's yes."""
    letters = ",".join(command.letter for command in commands if command.id in _CAREFUL)
    return frozenset(filter(None, letters.split(","))) | {"y"}
