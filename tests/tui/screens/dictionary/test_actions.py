"""Each command of the dictionary's screen has its code: a key that does nothing would go unnoticed."""

from collections import Counter

from tests.tui.conftest import Open
from tui.commands.registry import COMMANDS, Where
from tui.screens.dictionary.actions import Actions


async def test_every_command_of_the_screen_has_its_action(opened: Open) -> None:
    async with opened() as app:
        main = app.app.get_default_screen()
        for command in COMMANDS:
            if command.where in (Where.ANYWHERE, Where.SEARCH, Where.BROWSE):
                owner, _, name = command.action.partition("(")[0].rpartition(".")
                assert callable(getattr(app.app if owner == "app" else main, f"action_{name}", None)), command.id


def test_no_two_objects_lend_the_screen_the_same_action() -> None:
    names = Counter(name for lender in Actions.__subclasses__() for name in vars(lender) if name.startswith("action_"))
    assert names
    assert set(names.values()) == {1}
