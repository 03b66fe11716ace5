"""What a text says by itself: codes that the catalog explains, never more than the text says."""

import re

import pytest

from store.catalog import opening
from store.catalog.opening import Catalog
from store.core.text import squashed
from store.matching.statuses import REASON_PHRASES, said_statuses
from store.search.codes import MOST, codes_beside, codes_in
from store.search.index import SearchIndex
from tests.store.matching.test_statuses import NOT_SAID

SHIPPED = opening.load(opening.shipped_path())
INDEX = SearchIndex(SHIPPED)
ROSTERING = """fullsuccess invalid_filter_field invalid_selection_field invaliddata unauthorisedrequest forbidden
    server_busy unknownobject internal_server_error"""
"""The values of OneRoster 1.2's `imsx_codeMinorFieldValue`, as its Rostering Service lists them."""
FIRST_EDITION = """full success,unknown object,invalid data,unauthorized,forbidden,server_busy,invalid_sort_field,
    invalid_filter_field,invalid_selection_field,invalid_blank_selection_field"""
"""The values of OneRoster 1.1's `codeMinor`."""


def ids(text: str) -> list[str]:
    return [code.id for code in codes_in(text, SHIPPED)]


def test_codes_come_once_and_in_the_order_of_the_text() -> None:
    text = 'HTTP/1.1 409 Conflict {"codeMinor":"unknownobject","status":409} then HTTP/1.1 502 Bad Gateway'
    assert ids(text) == ["http/409", "oneroster/unknownobject", "http/502"]


def test_every_code_word_of_both_editions_is_explained_but_success() -> None:
    words = [*ROSTERING.split(), *FIRST_EDITION.split(",")]
    for word in map(str.strip, words):
        for text in (f'"codeMinor":"{word}"', f'"imsx_codeMinorFieldValue" : "{word.upper()}"', f"codeMinor: {word} x"):
            assert len(ids(text)) == (0 if word.startswith("full") else 1), text


def test_the_spellings_of_a_status_are_phrases_that_make_its_number_one() -> None:
    statuses = [code for code in SHIPPED.codes if code.kind == "http"]
    assert len(statuses) >= 20
    for code in statuses:
        assert {squashed(spelling) for spelling in code.spellings} <= set(map(squashed, REASON_PHRASES[int(code.code)]))
        assert code.name.startswith(f"{code.code} ")


def test_a_room_or_a_count_says_nothing_by_itself() -> None:
    assert [line for line in NOT_SAID if ids(line)] == []


@pytest.mark.parametrize("query", ["429", "404", "@ps 404", "error 404", "is:starred 429"])
def test_a_code_typed_alone_is_explained_beside_the_entries_that_say_so(query: str) -> None:
    assert [code.code for code in codes_beside(query, True, SHIPPED)] == re.findall(r"\d+", query)
    matched = [hit for hit in INDEX.search(query) if hit.matched]
    assert bool(matched) == ("is:" not in query)
    assert all(hit.by == "words" for hit in matched)


def test_both_rate_limit_entries_say_429() -> None:
    assert {hit.entry.id for hit in INDEX.search("429")} == {
        "infinite-campus/exchange-error",
        "powerschool/403-error-forbidden-rate-limit",
    }


@pytest.mark.parametrize("query", ["unknownobject", "Unknown Object", "UNAUTHORIZED", "server busy", "forbidden"])
def test_a_code_word_typed_alone_is_one(query: str) -> None:
    assert [code.kind for code in codes_beside(query, True, SHIPPED)] == ["oneroster"]


def test_more_than_a_code_says_nothing_beside_a_match() -> None:
    text = "Focus 404 Error: API Route Not Found"
    assert codes_beside(text, True, SHIPPED) == []
    assert [code.id for code in codes_beside(text, False, SHIPPED)] == ["http/404"]
    assert codes_beside("forbidden rate limit", True, SHIPPED) == []


def test_a_catalog_without_codes_says_nothing() -> None:
    assert codes_in("HTTP/1.1 404", Catalog(SHIPPED.edition, SHIPPED.vendors, SHIPPED.entries)) == []


def test_only_the_first_codes_of_a_log_are_explained() -> None:
    assert len(ids(" ".join(f"HTTP/1.1 {code.code}" for code in SHIPPED.codes))) == MOST


def test_no_first_step_deletes_or_syncs_before_it_looks() -> None:
    """Scores may be lost where somebody deletes, clears or syncs again without a look at what is there."""
    for code in SHIPPED.codes:
        assert not re.match(r"(?i)(delete|clear|remove|reset|remaster|sync|retry|turn)\b", code.first), code.id
        if "sync" in code.first:
            assert re.search(r"(?i)\bbefore\b|\bfewer\b|\bfunctions\b|\bwait\b", code.first), code.id
        assert len(re.findall(r"[.?!](?=\s|$)", code.says)) <= 2, code.id
        assert code.first.count(".") <= 2 and code.first[0].isupper(), code.id


def test_the_dictionary_says_no_status_but_that_of_the_entry() -> None:
    for entry in SHIPPED.entries:
        said = {
            said.status for text in (entry.title, *(m.text for m in entry.messages)) for said in said_statuses(text)
        }
        assert said <= {entry.http_status}, entry.id
        assert entry.http_status is None or said, entry.id
