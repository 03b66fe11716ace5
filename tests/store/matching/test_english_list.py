"""The list knows the words that callers type, in all their forms, and no slip of one."""

import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from store.matching.english_list import LETTERS, is_english, pack, words

ASSETS = Path(__file__).resolve().parents[3] / "assets"
WORDS = """
a i excused excluded graded cannot can selections sections doesn isn won Canvas ENGLISH synced colour color café
projector projects published pushed presents password unexcused uploaded gradebook apps csv Monday Spanish
"""


@pytest.mark.parametrize("word", WORDS.split())
def test_words_and_their_forms_are_english(word: str) -> None:
    assert is_english(word)


@pytest.mark.parametrize(
    "word", ["", "1", "secton", "seciton", "assigment", "grdebook", "teh", "xqz", "don't", "李", "a b"]
)
def test_slips_and_other_texts_are_not(word: str) -> None:
    assert not is_english(word)


def test_the_list_is_long_and_small() -> None:
    assert len(words()) >= 20_000
    assert (ASSETS / "english.zlib").stat().st_size <= 150_000
    assert all(map(is_english, words()))


def test_the_file_holds_what_was_packed() -> None:
    assert zlib.decompress(pack(words())) == zlib.decompress((ASSETS / "english.zlib").read_bytes())
    assert {word[0] for word in words()} == set(LETTERS)


def test_the_license_of_the_list_is_beside_it() -> None:
    text = (ASSETS / "english.license").read_text(encoding="utf-8")
    assert "SCOWL" in text
    assert "Permission to use, copy, modify, distribute and sell these word" in text


def test_a_letter_is_read_when_it_is_asked_for() -> None:
    probe = (
        "from store.matching import english_list; from store.search import index;"
        "read = lambda: (english_list._lines.cache_info().misses, english_list._words_with.cache_info().misses);"
        "before = read(); english_list.is_english('sections'); print(before, read())"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=ASSETS.parent)
    assert done.stdout == "(0, 0) (1, 1)\n"
