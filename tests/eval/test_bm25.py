"""The search that ours is compared with does what its name says."""

import pytest

from tests.eval.bm25 import Bm25, stems, texts_of
from tests.eval.shipped import CATALOG


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("caresses", "caress"), ("ponies", "poni"), ("cats", "cat"), ("feed", "feed"), ("agreed", "agre"),
        ("plastered", "plaster"), ("motoring", "motor"), ("sing", "sing"), ("conflated", "conflat"), ("hopping", "hop"),
        ("falling", "fall"), ("filing", "file"), ("happy", "happi"), ("relational", "relat"), ("digitizer", "digit"),
        ("triplicate", "triplic"), ("hopefulness", "hope"), ("revival", "reviv"), ("replacement", "replac"),
        ("adoption", "adopt"), ("probate", "probat"), ("controlling", "control"), ("roll", "roll"),
        ("assignments", "assign"), ("categories", "categori"), ("category", "categori"),
    ],
)  # fmt: skip
def test_stems_are_porters(word: str, stem: str) -> None:
    assert stems(word) == [stem]


def test_rare_words_count_more_and_long_texts_less() -> None:
    ranking = Bm25({"a": "grade sync", "b": "grade book", "c": "grade sync and many more words about the grade"})
    assert ranking.rank("syncs") == ["a", "c"]
    assert ranking.rank("a grade book")[0] == "b"
    assert ranking.rank("lunch") == []


def test_it_reads_how_callers_say_it() -> None:
    texts = texts_of(CATALOG)
    for entry in CATALOG.entries:
        assert all(said in texts[entry.id] for said in entry.says)
        assert CATALOG.vendor(entry.vendor).name in texts[entry.id]
