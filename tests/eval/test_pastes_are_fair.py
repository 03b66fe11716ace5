"""The pastes ask for nothing that a reader could not do, and are the same on every machine."""

import random

from tests.eval import pastes
from tests.eval.fillings import awkward_names, fill, originals


def test_the_pastes_are_the_same_each_time() -> None:
    assert list(pastes.pastes()) == list(pastes.pastes())


def test_every_message_of_four_words_and_every_way_is_there() -> None:
    made = list(pastes.pastes())
    assert {paste.way for paste in made} == {*pastes.WAYS, pastes.LENIENT[1]}
    assert len(pastes.WAYS) == 28
    entries = {original.entry.id for original in originals(pastes.FEWEST_WORDS)}
    assert entries <= {entry for paste in made for entry in paste.right}


def test_there_are_300_awkward_names() -> None:
    names = awkward_names()
    assert len(names) == len(set(names)) == 300
    assert all(name == name.strip() and "\t" not in name and "|" not in name for name in names)
    assert sum(len(name.split()) >= 15 for name in names) >= 10


def test_whole_values_stand_in_the_paste() -> None:
    for paste in pastes.pastes():
        if paste.way in ("mail line", "columns", "straight quotes", "upper case", "light OCR", "twice", "prose behind"):
            text = " ".join(paste.text.split())
            assert all(value.text in text for values in paste.values for value in values.values() if value.is_whole)


def right_for(entry: str, message: int = 0) -> frozenset[str]:
    original = next(each for each in originals() if each.entry.id == entry and each.number == message)
    return pastes.right_for(fill(original, random.Random(1)))


def test_entries_with_the_same_words_are_all_right() -> None:
    assert right_for("synergy/cannot-find-due-date") == {
        "focus/cannot-find-due-date",
        "pinnacle/cannot-find-due-date",
        "synergy/cannot-find-due-date",
    }
    assert right_for("skyward/section-does-not-have-a-gradebook") == {"skyward/section-does-not-have-a-gradebook"}


def test_of_a_message_that_is_cut_all_that_begin_so_are_right() -> None:
    assert right_for("powerschool/student-does-not-exist-in-ptp") == {
        "powerschool/400-error-unable-to-create-assignment",
        "powerschool/409-error-actual-score-grade-scale-id",
        "powerschool/student-does-not-exist-in-ptp",
    }
    assert "powerschool/412-error-assignment-update-is-missing-record" not in right_for(
        "powerschool/409-error-student-id"
    )
