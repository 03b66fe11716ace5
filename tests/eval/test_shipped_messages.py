"""Each shipped message, as printed and with its slots filled, is found where errors stand."""

import random

import pytest

from tests.eval.fillings import Original, fill, originals
from tests.eval.shipped import UNMATCHED, by_message, search

FORMS = {
    "alone": "{}",
    "quoted": "“{}”",
    "mail": "Hi team, the grade sync shows this error: {}\nThanks, Dana",
    "log": "2026-09-14 08:15:22,104 ERROR [sync-worker-3] GradeSync - {}",
}


def printed() -> list[Original]:
    """Return the messages as the catalog prints them, and the complete texts."""
    return list(originals())


def name_of(original: Original) -> str:
    return f"{original.entry.id}-{original.number}{'' if original.is_cut or original.slots else '-whole'}"


def is_found(text: str, entry: str) -> bool:
    return any(hit.entry.id == entry for hit in by_message(search(text)))


def texts(original: Original, form: str) -> list[str]:
    """Return a message in a form: as printed, and filled."""
    filled = fill(original, random.Random(original.text)).text
    return list(dict.fromkeys(FORMS[form].format(text) for text in (original.text, filled)))


def is_unmatched(original: Original) -> bool:
    return original.is_cut and (original.entry.id, original.number) in UNMATCHED


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("original", [each for each in printed() if not is_unmatched(each)], ids=name_of)
def test_it_is_matched(original: Original, form: str) -> None:
    for text in texts(original, form):
        assert is_found(text, original.entry.id), text


@pytest.mark.parametrize("original", [each for each in printed() if is_unmatched(each)], ids=name_of)
def test_each_exception_is_one(original: Original) -> None:
    assert not is_found(original.text, original.entry.id)


def test_the_exceptions_are_messages_that_the_dictionary_cuts() -> None:
    cut = {(original.entry.id, original.number) for original in printed() if original.is_cut}
    assert UNMATCHED.keys() <= cut
