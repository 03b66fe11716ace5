"""Search stays at least as good on the development queries as it was when its constants were chosen."""

import json

from store.logs.triage import triage
from store.search.index import SearchIndex
from tests.eval import measure

INDEX = SearchIndex(measure.CATALOG)
OURS = measure.our_ranking(INDEX)


def test_pastes() -> None:
    assert measure.found(OURS, "paste", 1) >= 0.97
    assert measure.found(OURS, "paste", 3) >= 0.99


def test_typed() -> None:
    assert measure.found(OURS, "typed", 1) >= 0.98
    assert measure.found(OURS, "typed", 3) == 1.0


def test_symptoms() -> None:
    assert measure.found(OURS, "symptom", 1) >= 0.75
    assert measure.found(OURS, "symptom", 3) >= 0.90


def test_values() -> None:
    right, asked = measure.values_right(INDEX)
    assert asked > 50
    assert right / asked >= 0.90


def test_matched() -> None:
    for kind, least, most in (("paste", 0.92, 1.0), ("none", 0.0, 0.0)):
        queries = [query for query in measure.QUERIES if query["kind"] == kind]
        matched = sum(
            any(hit.matched for hit in INDEX.search(query["query"], measure.vendor_of(query))) for query in queries
        )
        assert least <= matched / len(queries) <= most


def test_few_characters_are_enough() -> None:
    typed = [query for query in measure.QUERIES if query["kind"] == "typed"]
    needed = sorted(measure.characters_needed(OURS, query) for query in typed)
    assert needed[len(needed) // 2] <= 3


def test_the_sync_log_is_counted_exactly() -> None:
    expected = json.loads((measure.HERE / "sync-log.expected.json").read_text(encoding="utf-8"))
    lines = (measure.HERE / "sync-log.txt").read_text(encoding="utf-8").splitlines()
    result = triage(lines, INDEX)
    counted = {
        f"{measure.CATALOG.vendor(entry.vendor).name}/{entry.title}": found.count
        for found in result.found
        for entry in found.entries
    }
    assert result.lines == len(lines)
    assert all(len(found.entries) == 1 for found in result.found)
    assert counted | {"unmatched": sum(each.count for each in result.unknown)} == expected
