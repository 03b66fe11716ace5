"""The registry: ids, places, keys as people write them, and the words that find a command."""

import pytest

from tui.commands.registry import COMMANDS, TITLES, Where, careful_keys

BY_ID = {command.id: command for command in COMMANDS}


def matching(words: str) -> set[str]:
    return {command.id for command in COMMANDS if command.is_like(words)}


@pytest.mark.parametrize(
    ("words", "command_id"),
    [
        ("color", "app.theme"),
        ("dark", "app.theme"),
        ("settings", "desk.home"),
        ("contacts", "desk.home"),
        ("close", "search.back"),
        ("close note", "editor.cancel"),
        ("F5", "entry.copy_reply"),
        ("entry.copy", ""),
        ("entry copy", "entry.copy_reply"),
        ("olor", ""),
    ],
)
def test_a_command_is_found_by_the_beginnings_of_its_words(words: str, command_id: str) -> None:
    assert command_id in matching(words) or not (command_id or matching(words))


def test_every_place_has_a_unique_title() -> None:
    assert list(TITLES) == list(Where)
    assert len(set(TITLES.values())) == len(Where)


@pytest.mark.parametrize(
    ("command_id", "shown", "in_a_list"),
    [
        ("entry.bookmark", "F2 b", "b"),
        ("results.pick", "1 … 9", "1 … 9"),
        ("editor.save", "Ctrl+S", "Ctrl+S"),
        ("list.down", "Down j", "Down j"),
        ("entry.sources", "o", "o"),
        ("vendor.next", "]", "]"),
    ],
)
def test_keys_are_written_as_people_write_them(command_id: str, shown: str, in_a_list: str) -> None:
    command = BY_ID[command_id]
    assert (command.keys_shown, command.key_shown(Where.LIST)) == (shown, in_a_list)


def test_while_typing_only_keys_that_type_nothing_are_shown() -> None:
    assert BY_ID["entry.bookmark"].key_shown(Where.SEARCH) == "F2"


def test_letters_that_change_something_wait_for_the_rest_of_a_paste() -> None:
    assert {"b", "y", "question_mark"} <= careful_keys()
    assert not {"j", "slash", "f2", "d"} & careful_keys()
