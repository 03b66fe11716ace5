"""Keys in the settings may be spelled as people write them."""

import pytest

from tui.commands.key_names import pretty, prints, textual_name


@pytest.mark.parametrize(
    ("spelled", "name"),
    [
        ("F7", "f7"),
        (" Ctrl+B ", "ctrl+b"),
        ("ctrl+/", "ctrl+slash"),
        ("?", "question_mark"),
        ("B", "B"),
        ("hyper+x", None),
        ("xy", None),
        ("", None),
        ("é", "é"),
        ("☃", None),
    ],
)
def test_a_key_is_recognized(spelled: str, name: str | None) -> None:
    assert textual_name(spelled) == name


@pytest.mark.parametrize(
    ("name", "written"),
    [("ctrl+s", "Ctrl+S"), ("slash", "/"), ("escape", "Esc"), ("j", "j"), ("shift+space", "Shift+Space")],
)
def test_a_key_is_written_as_people_write_it(name: str, written: str) -> None:
    assert pretty(name) == written


def test_only_keys_of_one_character_print() -> None:
    assert [name for name in ("b", "slash", "f2", "ctrl+b", "space") if prints(name)] == ["b", "slash"]
