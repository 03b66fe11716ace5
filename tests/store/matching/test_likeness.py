"""What OCR and mail do to a word leaves it the same word; a slip is one only where no word was written."""

import random

import pytest

from store.matching.english_list import is_english, words
from store.matching.likeness import is_slip, looks_like, ocr_key


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
        ("periodo", "perioddo"),
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
