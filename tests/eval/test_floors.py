"""Search stays at least as good on the development queries and the new symptoms as it has to be."""

import json

import pytest

from store.logs.triage import triage
from tests.eval import measure
from tests.eval.shipped import CATALOG, HERE, index

FLOORS = {("paste", 1): 0.99, ("paste", 3): 1.0, ("typed", 1): 0.98, ("typed", 3): 1.0} | {
    ("symptom", 1): 0.88,
    ("symptom", 3): 0.97,
    ("new symptom", 3): 0.95,
}
"""Kind of query, and among how many hits a right entry is, to the lowest share."""
VALUES = 0.99
BM25 = measure.bm25_ranking()


@pytest.mark.parametrize(("kind", "within"), FLOORS)
def test_a_right_entry_is_among_the_first(kind: str, within: int) -> None:
    assert measure.found(measure.ours, kind, within) >= FLOORS[kind, within], measure.missed(measure.ours, kind, within)


@pytest.mark.parametrize("within", [1, 3])
@pytest.mark.parametrize("kind", measure.KINDS)
def test_bm25_finds_no_more(kind: str, within: int) -> None:
    missed, theirs = (measure.missed(ranking, kind, within) for ranking in (measure.ours, BM25))
    assert len(missed) <= len(theirs), sorted(set(missed) - set(theirs))


def test_values() -> None:
    wrong, asked = measure.values_missed()
    assert asked > 50
    assert 1 - len(wrong) / asked >= VALUES, wrong


def test_pastes_are_matched() -> None:
    queries = measure.of_kind("paste")
    assert sum(any(hit.matched for hit in measure.ours_hits(query)) for query in queries) / len(queries) >= 0.92


def test_nothing_is_presented_as_the_answer_where_there_is_none() -> None:
    queries = measure.of_kind("none")
    assert [query["id"] for query in queries if any(hit.matched for hit in measure.ours_hits(query))] == []


def test_few_characters_are_enough() -> None:
    needed = sorted(measure.characters_needed(measure.ours, query) for query in measure.of_kind("typed"))
    assert needed[len(needed) // 2] <= 3


def test_there_are_120_new_symptoms_for_all_entries() -> None:
    symptoms = measure.of_kind("new symptom")
    assert len({query["query"] for query in symptoms}) == 120
    assert {entry for query in symptoms for entry in query["relevant"]} == {entry.id for entry in CATALOG.entries}


def test_the_sync_log_is_counted_exactly() -> None:
    expected = json.loads((HERE / "sync-log.expected.json").read_text(encoding="utf-8"))
    lines = (HERE / "sync-log.txt").read_text(encoding="utf-8").splitlines()
    result = triage(lines, index())
    counted = {
        f"{CATALOG.vendor(entry.vendor).name}/{entry.title}": found.count
        for found in result.found
        for entry in found.entries
    }
    assert result.lines == len(lines)
    assert all(len(found.entries) == 1 for found in result.found)
    assert counted | {"unmatched": sum(each.count for each in result.unknown)} == expected
