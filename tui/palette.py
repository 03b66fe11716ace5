"""What the command palette offers: the registry's commands, and every entry."""

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.bindings import commands_of
from tui.commands import Command, Where
from tui.intents import CommandWanted
from tui.literal import literal
from tui.screens.main import MainScreen


class PaletteProvider(Provider):
    """Finds commands and entries by their words."""

    async def discover(self) -> Hits:
        for command in self._commands():
            yield DiscoveryHit(literal(_line(command)), partial(self._run, command), command.label, command.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._commands():
            score = matcher.match(command.label)
            if score:
                yield Hit(score, literal(_line(command)), partial(self._run, command), command.label, command.help)
        screen = self.screen
        if isinstance(screen, MainScreen):
            for number, (title, entry_id) in enumerate(screen.find_titles(query)):
                yield Hit(0.9 - number / 100, literal(title), partial(screen.go_to, entry_id), title)

    def _commands(self) -> list[Command]:
        if not isinstance(self.screen, MainScreen):
            return []
        return [each for each in commands_of(self.app) if each.where in (Where.ANYWHERE, Where.BROWSE)]

    def _run(self, command: Command) -> None:
        self.screen.post_message(CommandWanted(command.id))


def _line(command: Command) -> str:
    return f"{command.label} ({command.keys_shown})"
