"""Cleaning removes everything that a terminal obeys, and nothing that a reader needs."""

import pytest

from store.core.text import MAX_MARKS, clean, fold, is_clean, words

HOSTILE = {
    "clipboard write": ("a\x1b]52;c;eA==\x1b\\b", "a␛]52;c;eA==␛\\b"),
    "bell ended": ("\x1b]0;t\x07", "␛]0;t␇"),
    "eight-bit control": ("a\x9b2Jb", "a\ufffd2Jb"),
    "delete": ("a\x7f", "a␡"),
    "nul": ("a\x00b", "a␀b"),
    "bidi": ("abc\u202edef\u2066", "abc\ufffddef\ufffd"),
    "zero width": ("pass\u200bword\ufeff\u2060", "password"),
    "tag characters": ("a\U000e0041b", "ab"),
    "lone surrogate": ("a\ud800b", "a\ufffdb"),
    "line separator": ("a\u2028b", "a\ufffdb"),
    "line ends": ("a\r\nb\rc", "a\nb\nc"),
    "accents apart from their letters": ("Nun\u0303ez, Zoe\u0308", "Nuñez, Zoë"),
    "an accent behind an invisible character": ("e\u200b\u0301", "é"),
    "a Kelvin sign": ("\u212a", "K"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_clean_disarms(name: str) -> None:
    text, expected = HOSTILE[name]
    assert clean(text) == expected
    assert not is_clean(text)
    assert is_clean(expected)


@pytest.mark.parametrize(
    "text", ["[xxxxxx] ‘variable’ “...”", "Zoë ☕ 李", "\tindent\nline", "می\u200cخواهم", "👩\u200d🏫"]
)
def test_clean_keeps_what_a_reader_needs(text: str) -> None:
    assert clean(text) == text


def test_every_character_can_be_cleaned() -> None:
    everything = "".join(map(chr, range(0x110000)))
    assert is_clean(clean(everything))


@pytest.mark.parametrize(
    "stack", ["\u0301\u0316", "\u0316\u0301", "\u0344\u0316", "\u05b0\u0301\u3099", "\U0001e130\u0316"]
)
def test_a_stack_of_marks_is_cleaned_once_and_in_linear_time(stack: str) -> None:
    tower = "a" + stack * 300_000  # takes minutes if it is put in order whole
    cleaned = clean(tower)
    assert clean(cleaned) == cleaned
    assert is_clean(cleaned)
    assert cleaned == tower or len(cleaned) <= 2 * MAX_MARKS + 2


def test_fold_drops_case_and_accents() -> None:
    assert fold("ÉCOLE Straße") == "ecole strasse"


def test_words_have_their_offsets() -> None:
    text = "HTTP/1.1 409: Noté"
    assert [(word.folded, text[word.start : word.end]) for word in words(text)] == [
        ("http", "HTTP"),
        ("1", "1"),
        ("1", "1"),
        ("409", "409"),
        ("note", "Noté"),
    ]
