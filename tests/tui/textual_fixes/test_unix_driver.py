"""Pastes are separated from keys, wherever a read of the terminal ends."""

from hypothesis import given
from hypothesis import strategies as st
from textual.events import Paste

from store.core.text import MAX_PASTE
from tui.textual_fixes.unix_driver import Pastes

START, END = "\x1b[200~", "\x1b[201~"
TEXT = st.text("a\x1b[201~]52;c;\n", max_size=30).map(lambda text: text.replace(END, ""))


def separated(*reads: str) -> list[str | tuple[str]]:
    """Return the keys as text, and each paste in a tuple."""
    pastes = Pastes()
    pieces = [piece for read in reads for piece in pastes.split(read)]
    return [(piece.text,) if isinstance(piece, Paste) else piece for piece in pieces]


@given(TEXT, st.integers(min_value=1, max_value=9))
def test_a_paste_is_complete_however_it_is_read(text: str, size: int) -> None:
    rest = text + END + "keys"
    reads = [START, *(rest[at : at + size] for at in range(0, len(rest), size))]
    pieces = separated(*reads)
    at = (text + END).index(END)
    assert pieces[0] == ((text + END)[:at],)
    assert "".join(part for part in pieces[1:] if isinstance(part, str)) == (text + END)[at + len(END) :] + "keys"


def test_keys_around_pastes_stay_keys() -> None:
    assert separated(f"a{START}b\x1b[A{END}c{START}{END}\x1b[B") == ["a", ("b\x1b[A",), "c", ("",), "\x1b[B"]


def test_a_huge_paste_is_cut() -> None:
    assert separated(START, *["x" * 65536] * 40, END) == [("x" * (MAX_PASTE + 1),)]
