"""Pastes are parted from keys, wherever the reads of the terminal part them."""

from hypothesis import given
from hypothesis import strategies as st
from textual.events import Paste

from store.core.text import MAX_PASTE
from tui.textual_fixes.unix_driver import Pastes

START, END = "\x1b[200~", "\x1b[201~"
TEXT = st.text("a\x1b[201~]52;c;\n", max_size=30).map(lambda text: text.replace(END, ""))


def parted(*reads: str) -> list[str | tuple[str]]:
    """Return the keys, and each paste in a tuple."""
    pastes = Pastes()
    parts = [part for read in reads for part in pastes.part(read)]
    return [(part.text,) if isinstance(part, Paste) else part for part in parts]


@given(TEXT, st.integers(min_value=1, max_value=9))
def test_a_paste_is_whole_however_it_is_read(text: str, size: int) -> None:
    rest = text + END + "keys"
    reads = [START, *(rest[at : at + size] for at in range(0, len(rest), size))]
    found = parted(*reads)
    at = (text + END).index(END)
    assert found[0] == ((text + END)[:at],)
    assert "".join(part for part in found[1:] if isinstance(part, str)) == (text + END)[at + len(END) :] + "keys"


def test_keys_around_pastes_stay_keys() -> None:
    assert parted(f"a{START}b\x1b[A{END}c{START}{END}\x1b[B") == ["a", ("b\x1b[A",), "c", ("",), "\x1b[B"]


def test_a_paste_keeps_no_more_than_is_taken() -> None:
    assert parted(START, *["x" * 65536] * 40, END) == [("x" * (MAX_PASTE + 1),)]
