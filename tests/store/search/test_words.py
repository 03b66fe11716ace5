"""Plain words find what is meant: descriptions are answered, and questions about other things are not."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.catalog import opening
from store.core.models import Hit
from store.search.begun import Beginnings
from store.search.entry_document import fields_of, prepare
from store.search.index import SearchIndex
from store.search.likeness import likeness
from store.search.query import Query
from store.search.scoring import is_close
from store.search.search_words import folded_search_words
from store.search.vendor_names import VendorNames
from store.search.word_index import WordIndex, readings

HERE = Path(__file__).parent
SHIPPED = opening.load(opening.shipped_path())
INDEX = SearchIndex(SHIPPED)
DESCRIBED = [json.loads(line) for line in (HERE / "described.jsonl").read_text(encoding="utf-8").splitlines()]
FOREIGN = (HERE / "foreign.txt").read_text(encoding="utf-8").splitlines()[1:]


def ids(query: str) -> list[str]:
    return [hit.entry.id for hit in INDEX.search(query)]


def noted(*notes: str) -> SearchIndex:
    """Return an index with a note on each of the first entries."""
    return SearchIndex(SHIPPED, notes={entry.id: [note] for entry, note in zip(SHIPPED.entries, notes, strict=False)})


@pytest.mark.parametrize(("kind", "first", "top"), [("typed", 0.95, 1.0), ("symptom", 0.95, 0.98)])
def test_queries_written_before_reading_what_callers_say(kind: str, first: float, top: float) -> None:
    queries = [query for query in DESCRIBED if query["kind"] == kind]
    answers = [(ids(query["query"]), query["right"]) for query in queries]
    assert sum(found[0] in right for found, right in answers) / len(queries) >= first
    assert sum(not set(found[:3]).isdisjoint(right) for found, right in answers) / len(queries) >= top


def test_questions_about_other_things_match_nothing_and_are_close_to_nothing() -> None:
    assert sum(INDEX.answer(query).matched for query in FOREIGN) <= 0.05 * len(FOREIGN)
    assert sum(INDEX.answer(query).is_close for query in FOREIGN) <= 0.01 * len(FOREIGN)


def test_an_entry_is_close_where_plain_words_clearly_lead_to_it() -> None:
    unmatched = [query for query in DESCRIBED if not INDEX.answer(query["query"]).matched]
    close = [query for query in unmatched if INDEX.answer(query["query"]).is_close]
    assert len(close) >= 0.7 * len(unmatched)
    assert sum(ids(query["query"])[0] in query["right"] for query in close) >= 0.95 * len(close)


def test_no_prefix_of_a_phrase_stops_matching_for_a_while() -> None:
    """But for one in fifty, where an abbreviation of two letters says nothing yet."""
    jumping = []
    for query in (query["query"] for query in DESCRIBED if query["kind"] == "typed"):
        matched = "".join("M" if INDEX.answer(query[:end]).matched else "." for end in range(1, len(query) + 1))
        if ".M" in matched.lstrip("."):
            jumping.append((query, matched))
    assert len(jumping) <= len(DESCRIBED) / 50, jumping


# --- how words are read -----------------------------------------------------------------------------------------------


def test_apostrophes_do_not_matter_in_queries_nor_in_notes() -> None:
    index = noted("St. Mary's: gateway", "O’Neil called", "st marys lab")
    for query in ("st marys gateway", "St. Mary's gateway", "st mary’s gateway"):
        assert index.search(query)[0].entry is SHIPPED.entries[0]
    for query in ("oneil", "O'Neil", "neil"):
        assert index.search(query)[0].entry is SHIPPED.entries[1]


def test_highlights_show_what_a_contraction_matched() -> None:
    text = "It can't find O’Neil"
    assert [text[start:end] for start, end in INDEX.highlights("cannot oneil cant", text)] == ["ca", "n't", "O’Neil"]


def test_pairs_of_characters_find_chinese_and_japanese_notes() -> None:
    index = noted("成绩同步失败，请联系管理员", "教師が見つかりません")
    for query, number in (("同步失败", 0), ("联系", 0), ("教師", 1), ("見つかり", 1)):
        hit = index.search(query)[0]
        assert hit.matched
        assert hit.entry is SHIPPED.entries[number]


def reading(query: str) -> dict[str, str]:
    words = folded_search_words(query)
    return dict(readings(words, VendorNames(SHIPPED.vendors).named_in(words).places, True))


def test_only_the_last_word_is_a_beginning_and_names_are_whole() -> None:
    assert reading("sky in locked per") == {"sky": "whole", "in": "word", "locked": "word", "per": "begun"}
    assert reading("names in q")["q"] == "begun name"


def index_of(*texts: str) -> WordIndex:
    index = WordIndex({})
    for number, text in enumerate(texts):
        index.add(number, [(text, 1.0)])
    index.finish()
    return index


def test_small_words_and_function_words_match_whole() -> None:
    index = index_of("internal offers takes")
    for word in ("in", "of", "ta"):
        assert not index.spellings(word, "word")
    assert "internal" in index.spellings("in", "begun")


def test_a_word_that_stands_somewhere_is_not_cut_short() -> None:
    index = index_of("lock", "locked locksmith", "internal")
    assert set(index.spellings("lock", "word")) == {"lock", "locked"}
    assert set(index.spellings("int", "word")) == {"internal"}


@pytest.mark.parametrize(
    ("word", "known", "is_typo"),
    [
        ("categry", "category", True),
        ("rgade", "grade", True),  # the first two swapped
        ("tategory", "category", False),  # another first letter
        ("excused", "excluded", False),  # a word itself
        ("projector", "projects", False),
        ("assimement", "assignment", True),
        ("asxxnmeqt", "assignment", False),  # too far for its length
        ("grdbk", "gradebook", True),  # an abbreviation
    ],
)
def test_a_typo_is_no_english_word_and_keeps_its_beginning(word: str, known: str, is_typo: bool) -> None:
    assert (known in index_of(known).spellings(word, "word")) is is_typo


def test_a_word_that_is_being_typed_may_have_a_typo_and_become_a_synonym() -> None:
    assert "category" in index_of("category").spellings("catag", "begun")
    index = WordIndex({"timeout": {"slow"}})
    index.add(0, [("slow", 1.0)])
    index.finish()
    assert index.matches("timeo", "begun", True).documents
    assert not index.matches("timeo", "word", True).documents


def test_words_that_are_mostly_guessed_explain_nothing() -> None:
    assert not INDEX.answer("skyward gradgin cattegoryy").matched
    assert INDEX.search("skyward gradig category")[0].matched


@pytest.mark.parametrize("query", ["sky no gb", "gb number", "fld sect id", "ps tot pts", "q grd cat", "ps dup asg"])
def test_abbreviations_of_the_field_are_explained(query: str) -> None:
    assert INDEX.search(query)[0].matched


def test_an_abbreviation_is_explained_where_it_leaves_one_entry() -> None:
    assert [(hit.entry.id, hit.by) for hit in INDEX.search("skyward tk expired")] == [
        ("skyward/canvas-authentication-error", "words")
    ]
    assert not INDEX.answer("sky ss blank").matched


# --- what ranks -------------------------------------------------------------------------------------------------------


def test_a_nickname_outweighs_the_beginning_of_something_else() -> None:
    assert ids("the weighting groups have different names in Q")[0] == "q-sis/grading-category-not-found"
    spellings = index_of("quit", "other").spellings
    assert spellings("qui", "begun name")["quit"] < spellings("qui", "begun")["quit"]


def test_the_vendor_does_not_dilute_the_phrase() -> None:
    assert ids("synergy due date")[0] == "synergy/cannot-find-due-date"


def test_words_in_order_count() -> None:
    assert ids("more than one gradebook")[0] == "aeries/unable-to-add-assignment"
    entry = SHIPPED.entry("aeries/unable-to-add-assignment")
    assert entry is not None
    document = prepare(SHIPPED, entry, 0, fields_of(SHIPPED, entry, ()))
    names = VendorNames(SHIPPED.vendors)
    in_a_row, in_order, in_any = (
        likeness(document, Query(words, names), True)
        for words in ("add assignment", "unable add gradebooks", "gradebooks unable add")
    )
    assert in_a_row > in_order > in_any


def test_an_entry_is_close_only_if_it_is_clearly_ahead() -> None:
    first, second = SHIPPED.entries[0], SHIPPED.entries[1]
    query = Query("weighting buckets labels mixed", VendorNames(()))
    assert is_close([Hit(first, 1.0, "near"), Hit(second, 0.9, "near")], query)
    assert not is_close([Hit(first, 1.0, "near"), Hit(second, 0.99, "near")], query)


def test_an_entry_that_has_all_words_by_chance_hides_no_other() -> None:
    assert "powerschool/409-error-student-id" in ids("kid not on the roster in powerschool")[:3]
    assert ids("Assignment not found: Quiz 1")[0] == "focus/assignment-not-found"
    for query in (query["query"] for query in DESCRIBED):
        if len(folded_search_words(query)) >= 6 and INDEX.answer(query).matched:
            hits = INDEX.search(query)
            assert len(hits) >= 3 or hits[0].by == "message", query


@pytest.mark.parametrize(
    ("query", "entry_id"),
    [
        ("Section 44.1 does not", "skyward/section-does-not-have"),
        ("Section 44.1 does not have...", "skyward/section-does-not-have"),
        ("Section 1204.2.118 does not ... a gradebook", "skyward/section-does-not-have-a-gradebook"),
        ("assignment 55 is in a locked", "skyward/assignment-in-locked-grading-period"),
        ("Student 4411 was not", "skyward/student-not-enrolled"),
    ],
)
def test_the_beginning_of_a_message_with_a_value_in_it_is_found(query: str, entry_id: str) -> None:
    hit = INDEX.search(query)[0]
    assert hit.matched
    assert hit.entry.id.startswith(entry_id)
    assert hit.score > 1


def test_a_query_is_read_along_a_message() -> None:
    entry = SHIPPED.entry("skyward/section-does-not-have-a-gradebook")
    assert entry is not None
    begun_by = Beginnings([prepare(SHIPPED, entry, 0, fields_of(SHIPPED, entry, ()))]).begun_by
    assert begun_by("Section 12 does not have") == [(0, 4)]
    assert begun_by("Section 12 does … gradebook") == begun_by("section 12 does... gradeb") == [(0, 3)]
    assert begun_by("Section 44-B.1") == [(0, 1)]
    assert begun_by("Section 12 was locked yesterday") == begun_by("x " * 5_000) == []


def test_common_words_found_apart_are_no_answer() -> None:
    assert not INDEX.answer("teacher of the year").matched
    assert not INDEX.answer("where is the calendar").matched
    assert INDEX.answer("extra credit").matched


def test_words_found_apart_are_an_answer_where_the_vendor_is_named() -> None:
    for query in ("progressbook section missing its sis id", "our skyward api token ran out"):
        assert INDEX.answer(query).matched


def test_a_word_stands_together_with_others_in_any_of_its_forms() -> None:
    assert INDEX.answer("grdae categry does not exist").matched  # the title has "grading"


def test_a_note_is_found_together_with_any_word() -> None:
    index = noted("Ridgeview")
    title_word = SHIPPED.entries[0].title.split()[0]
    assert index.answer(f"{title_word} ridgeview").matched


def test_synonyms_that_callers_use() -> None:
    plain = SearchIndex(opening.Catalog(replace(SHIPPED.edition, synonyms=()), SHIPPED.vendors, SHIPPED.entries))
    assert INDEX.answer("sky no gb").matched
    assert not plain.answer("gb number").matched
