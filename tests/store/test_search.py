"""What is typed finds its entry: by beginnings, with typos, in any order, across fields; what is pasted, too."""

import pytest

from store import catalog
from store.search import SearchIndex

SHIPPED = catalog.load(catalog.shipped_path())
INDEX = SearchIndex(SHIPPED)


def first(query: str, vendor: str | None = None) -> str:
    hits = INDEX.search(query, vendor)
    assert hits, query
    assert hits[0].matched, query
    return hits[0].entry.id


@pytest.mark.parametrize(
    ("query", "entry_id"),
    [
        ("no grading period", "synergy/no-grading-period-found"),
        ("period grading no found", "synergy/no-grading-period-found"),
        ("NO GRADING PERIOD FOUND", "synergy/no-grading-period-found"),
        ("sky locked", "skyward/assignment-in-locked-grading-period"),
        ("ic timed out", "infinite-campus/data-sync-job-timed-out"),
        ("ptp student not exist", "powerschool/student-does-not-exist-in-ptp"),
        ("pinacle due date cannot", "pinnacle/cannot-find-due-date"),
        ("resteasy", "aspen/rest-easy-could-not-find-resource"),
        ("excused", "q-sis/student-is-excluded"),
        ("412", "powerschool/412-error-assignment-update-is-missing-record"),
        ("syn int serv", "synergy/internal-server-error"),
        ("sapphre bad requst", "sapphire/bad-request"),
        ("assgn already exst", "powerschool/assignment-already-exists"),
    ],
)
def test_typed_fragments(query: str, entry_id: str) -> None:
    assert first(query) == entry_id


def test_the_title_itself_comes_before_entries_that_mention_it() -> None:
    for entry in SHIPPED.entries:
        best = INDEX.search(entry.title)[0].entry
        assert best.title == entry.title, (entry.id, best.id)


def test_exact_comes_before_prefix_and_prefix_before_typo() -> None:
    exact, prefix, typo = (INDEX.search(query)[0].score for query in ("locked", "locke", "lockde"))
    assert exact > prefix > typo


def test_each_letter_narrows() -> None:
    counts = [len(INDEX.search("locked"[:length])) for length in range(1, 7)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


def test_numbers_are_never_fuzzy() -> None:
    assert {hit.entry.http_status for hit in INDEX.search("404")} == {404}
    assert not any(hit.matched for hit in INDEX.search("408"))


def test_a_status_is_found_where_the_title_does_not_name_it() -> None:
    assert "infinite-campus/exchange-error" in [hit.entry.id for hit in INDEX.search("403")]


def test_placeholders_are_not_searched() -> None:
    assert INDEX.search("xxxxxx") == []


def test_vendor_limits_the_answer() -> None:
    hits = INDEX.search("grading category", "synergy")
    assert {hit.entry.vendor for hit in hits} == {"synergy"}


def test_an_empty_query_lists_the_dictionary_in_order() -> None:
    assert [hit.entry for hit in INDEX.search("  \n ")] == list(SHIPPED.entries)


def test_punctuation_alone_matches_nothing() -> None:
    assert INDEX.search("!!! ,.") == []


def test_the_desks_vendors_come_in_its_own_order() -> None:
    first = [hit.entry.vendor for hit in SearchIndex(SHIPPED, home=["synergy", "aeries"]).search("")]
    assert list(dict.fromkeys(first))[:3] == ["synergy", "aeries", "aspen"]


def test_home_comes_first_among_equals_and_only_there() -> None:
    index = SearchIndex(SHIPPED, home=["synergy"])
    assert index.search("internal server error")[0].entry.vendor == "synergy"
    assert INDEX.search("internal server error")[0].entry.vendor == "aeries"
    assert index.search("aeries internal server error")[0].entry.vendor == "aeries"
    assert index.search("")[0].entry.vendor == "synergy"
    assert len(index.search("")) == len(SHIPPED.entries)


def test_notes_are_found() -> None:
    index = SearchIndex(SHIPPED, notes={"aeries/internal-server-error": ["Ridgeview: reboot of the gateway"]})
    assert [hit.entry.id for hit in index.search("ridgeview gatew")] == ["aeries/internal-server-error"]
    assert not any(hit.matched for hit in INDEX.search("ridgeview gatew"))


def test_nothing_close_is_no_match() -> None:
    assert INDEX.search("zzzz qqqq") == []
    hits = INDEX.search("locked zzzz")
    assert hits
    assert not any(hit.matched for hit in hits)


@pytest.mark.parametrize(
    ("text", "entry_id"),
    [
        (
            "Hello,\nMrs. Alvarez sees this since Monday:\n> Grading category Quizzes not found in Skyward for\n"
            "> section 1234.0.01 (4411).\nPlease help!",
            "skyward/grading-category-not-found",
        ),
        (
            "2024-10-03 06:14:55 WARN sync job 8812: Required property 'category' not found in JSON, but the assignment"
            " is in an imported category. (attempt 2 of 3)",
            "progressbook/required-property-category-not-found",
        ),
        (
            "The teacher wrote that the sync shows UNABLE TO ADD ASSIGNMENT BECAUSE THERE ARE MORE THAN ONE GRADEBOOKS."
            " PLEASE CORRECT YOUR GRADEBOOKS AND TRY AGAIN.",
            "aeries/unable-to-add-assignment",
        ),
    ],
)
def test_pasted_messages(text: str, entry_id: str) -> None:
    assert first(text) == entry_id


def test_a_paste_without_a_message_is_said_to_be_near_at_most() -> None:
    text = "Good morning, could somebody please reset my password for the assignment portal, it does not work today?"
    assert not any(hit.matched for hit in INDEX.search(text))


@pytest.mark.parametrize("query", ["[" * 5000, "\\", "a" * 20_000, "(.*)+", "‘’“”", "🙂", "\x00", "٣" * 9])
def test_odd_queries_are_answered(query: str) -> None:
    assert isinstance(INDEX.search(query), list)


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("lock peri", "Assignment in Locked Grading Period", ["Lock", "Peri"]),
        ("catgory", "Grading Category Missing", ["Category"]),
        ("409", "409 Error: Student ID", ["409"]),
        ("40", "409 Error", ["40"]),
        ("zzz", "Grading", []),
    ],
)
def test_highlights_are_the_matched_characters(query: str, text: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in INDEX.highlights(query, text)] == marked
