"""How to get to each screen, for tests that visit them all. A new screen needs one line here."""

from typing import NamedTuple

from tests.system.hostile import ENTRY, GONE


class Way(NamedTuple):
    """Keys from the detail of an entry to a screen, and back."""

    name: str
    keys: tuple[str, ...]
    """As Textual names them."""
    text: str
    """Text on that screen."""
    back: tuple[str, ...] = ("escape",)
    """Keys back to the detail."""
    entry: str = ENTRY
    size: tuple[int, int] = (120, 36)


WAYS = (
    Way("detail", (), "Not here", ()),
    Way("help", ("f1",), "Keys"),
    Way("notes of an entry", ("n",), "Notes on"),
    Way("note", ("n", "down", "enter"), "Note on"),
    Way("unsaved changes", ("n", "down", "enter", "x", "escape"), "Leave without saving?", ("y",)),
    Way("case", ("c",), "New case of"),
    Way("cases", ("f6",), "Cases:"),
    Way("cases of a school", ("f6", "s"), "Cases:"),
    Way("recurring", ("f6", "r"), "30d"),
    Way("recurring by school", ("f6", "r", "s"), "by school"),
    Way("palette", ("ctrl+o", "i", "n", "v"), "inv"),
    Way("other copies", ("Y",), "Copy from"),
    Way("sources", ("o",), "Sources"),
    Way("copied text", ("y",), "Esc goes back"),
    Way("log to read", ("t",), "Which log?"),
    Way("custom code", ("a",), "New custom code"),
    Way("themes", ("T",), "Themes"),
    Way("home", ("f8",), "SIS"),
    Way("notice", ("b",), "Bookmark", ("b",)),
    Way("undone", ("u",), "Undone", ()),
    Way("logged case", ("f6", "enter"), "Case of"),
    Way("gone", (), "no longer has", (), GONE),
    Way("gone, about to be moved", ("m",), "Now go to", (), GONE),
    Way("vendors", ("left", "left", "enter"), "Vendors", size=(80, 24)),
    Way("single column", (), "", (), size=(60, 20)),
)

_BYTES = {
    "escape": "\x1b[27u",  # not a lone escape character, which a busy program reads together with the next key
    "enter": "\r",
    "tab": "\t",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f8": "\x1b[19~",
}


def as_sent(key: str) -> str:
    """Return what a terminal sends for a key."""
    if key.startswith("ctrl+"):
        return chr(ord(key[-1]) & 0x1F)
    return _BYTES.get(key, key)
