"""What OCR and mail do to a word leaves it the same word; a slip is one only where no word was written."""

import random

import pytest

from store.core.text import words as words_of
from store.matching.english_list import is_english, words
from store.matching.likeness import is_slip, looks_like, ocr_key, with_letters


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("section", "Secti0n"),
        ("section", "SECTlON"),
        ("gradebook", "gradebo0k"),
        ("please", "P1ease"),
        ("assignment", "asslgnment"),
        ("assignment", "assignrnent"),
        ("assignment", "a5signment"),
        ("in", "ln"),
        ("is", "ls"),
        ("window", "vvindovv"),
        ("deleted", "cleleted"),
        ("number", "num8er"),
        ("field", "ﬁeld"),
        ("cafe", "Café"),
        ("409", "4O9"),
    ],
)
def test_confusions_of_ocr_and_mail_are_the_same_word(known: str, written: str) -> None:
    assert looks_like(known, written)
    assert ocr_key(known) == ocr_key(written)


@pytest.mark.parametrize(
    ("known", "written"),
    [("modern", "modem"), ("clear", "dear"), ("i", "1"), ("100", "loo"), ("10", "lO"), ("409", "404"), ("so", "50")],
)
def test_real_words_and_numbers_are_no_others(known: str, written: str) -> None:
    assert not looks_like(known, written)
    assert not looks_like(written, known)


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("gradebook", "gradbook"),
        ("gradebook", "gardeboko"),
        ("section", "secton"),
        ("section", "seciton"),
        ("teacher", "etacher"),
        ("found", "fuond"),
        ("assignment", "asignemnt"),
        ("Período", "periodo".replace("d", "dd")),
    ],
)
def test_slips_are_found(known: str, written: str) -> None:
    assert is_slip(known, written)


@pytest.mark.parametrize(
    ("known", "written", "why"),
    [
        ("excluded", "excused", "a real word"),
        ("section", "sections", "a real word"),
        ("section", "section", "the word itself"),
        ("section", "zection", "another first letter"),
        ("section", "sctin", "two in a word of seven"),
        ("for", "fpr", "too short"),
        ("4090", "4091", "numbers"),
        ("section", "sect1on", "a digit"),
        ("section", "", "nothing"),
    ],
)
def test_others_are_not_slips(known: str, written: str, why: str) -> None:
    assert not is_slip(known, written), why


def test_a_word_of_the_catalog_is_no_slip() -> None:
    assert is_slip("skyward", "skywad")
    assert not is_slip("skyward", "skywad", lambda word: word == "skywad" or is_english(word))


def test_no_real_word_is_another() -> None:
    chosen = random.Random(16)
    pool = sorted(word for word in words() if 4 <= len(word) <= 12)
    pairs = 0
    while pairs < 500:
        known = chosen.choice(pool)
        place = chosen.randrange(len(known))
        letter = chosen.choice("abcdefghijklmnopqrstuvwxyz")
        for written in (
            known[:place] + letter + known[place + 1 :],
            known[:place] + known[place + 1 :],
            known[:place] + letter + known[place:],
        ):
            if written != known and is_english(written):
                pairs += 1
                assert not is_slip(known, written), (known, written)
                assert not looks_like(known, written), (known, written)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Secti0n 44.1 d0es not have a gradebo0k", "Section 44.1 does not have a gradebook"),
        ("P1ease try aga1n, M0NDAY", "Please try again, MoNDAY"),
        (
            "Room 10 B8 A204 5th 1st 0c1f2c4e-6f0d S10|x id_0k v1.5",
            "Room 10 B8 A204 5th 1st 0c1f2c4e-6f0d S10|x id_0k v1.5",
        ),
        ("", ""),
    ],
)
def test_digits_inside_words_are_read_as_letters(text: str, read: str) -> None:
    assert with_letters(text) == read
    assert len(with_letters(text)) == len(text)


def test_a_word_with_a_digit_is_one_word_then() -> None:
    assert [word.folded for word in words_of(with_letters("Secti0n gradebo0k"))] == ["section", "gradebook"]


def test_long_texts_take_linear_time() -> None:
    for piece in ("0", "a", "a0", "|", "l1|", "a 0"):
        text = piece * (1_000_000 // len(piece))  # takes minutes if it is quadratic
        assert len(with_letters(text)) == len(text)
