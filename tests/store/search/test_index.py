"""Typed words find their entry by beginnings, with typos, in any order, across fields; so do pasted texts."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.catalog import opening
from store.core.models import Entry
from store.core.text import clean
from store.matching.decoding import readable
from store.matching.message_template import templates_of
from store.search.filters import unknown_filters
from store.search.index import SearchIndex
from tests.eval.shipped import UNMATCHED

SHIPPED = opening.load(opening.shipped_path())
INDEX = SearchIndex(SHIPPED)


def replace_entries(*entries: Entry) -> opening.Catalog:
    return opening.Catalog(SHIPPED.edition, SHIPPED.vendors, entries)


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
        ("aeries ISE", "aeries/internal-server-error"),
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


def test_home_vendors_come_first_in_their_order() -> None:
    first = [hit.entry.vendor for hit in SearchIndex(SHIPPED, home=["synergy", "aeries"]).search("")]
    assert list(dict.fromkeys(first))[:3] == ["synergy", "aeries", "aspen"]


def test_home_comes_first_among_equals_and_only_there() -> None:
    index = SearchIndex(SHIPPED, home=["synergy"])
    assert index.search("internal server error")[0].entry.vendor == "synergy"
    assert INDEX.search("internal server error")[0].entry.vendor == "aeries"
    assert index.search("aeries internal server error")[0].entry.vendor == "aeries"
    assert index.search("")[0].entry.vendor == "synergy"
    assert len(index.search("")) == len(SHIPPED.entries)


def test_titles_of_two_words_are_not_found_by_their_initials() -> None:
    entry = replace(SHIPPED.entries[0], id="aeries/zq", title="Zebra Quagga")
    longer = replace(entry, id="aeries/zqx", title="Zebra Quagga Xylophone")
    index = SearchIndex(replace_entries(entry, longer))
    assert [hit.entry.id for hit in index.search("zq")] == ["aeries/zqx"]


def test_a_vendor_named_in_plain_words_comes_first_among_the_near() -> None:
    words = "our {} people closed the quarter last week and now the scores of one class are refused"
    for vendor in ("Pinnacle", "Sapphire", "Synergy"):
        best = INDEX.search(words.format(vendor))[0]
        assert (best.by, best.entry.vendor) == ("near", vendor.lower())


def test_notes_are_found() -> None:
    index = SearchIndex(SHIPPED, notes={"aeries/internal-server-error": ["Ridgeview: reboot of the gateway"]})
    assert [hit.entry.id for hit in index.search("ridgeview gatew")] == ["aeries/internal-server-error"]
    assert not any(hit.matched for hit in INDEX.search("ridgeview gatew"))


def test_a_query_like_nothing_does_not_match() -> None:
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


def test_a_paste_without_a_message_does_not_match() -> None:
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


# --- how an entry matches ---------------------------------------------------------------------------------------------


def test_a_message_in_the_query_is_returned_with_its_values() -> None:
    hit = INDEX.search("Hello, Student [12345] was not enrolled in Section for Assignment [Essay 2] - why?")[0]
    assert (hit.entry.id, hit.by, hit.message) == ("skyward/student-not-enrolled", "message", 0)
    assert dict(hit.values) == {"student": "12345", "assignment": "Essay 2"}
    assert hit.recognized == "Student [12345] was not enrolled in Section for Assignment [Essay 2"


def test_the_recognized_text_ends_with_the_closing_mark_of_the_message() -> None:
    hit = INDEX.search(
        '{"msg":"Not a valid Score (115). Must be 0 to double Max Score (50)"} please help with this one'
    )[0]
    assert hit.recognized == "Not a valid Score (115). Must be 0 to double Max Score (50)"


def test_an_explained_query_matches_by_words_and_any_other_is_near() -> None:
    assert INDEX.search("sky locked")[0].by == "words"
    assert {hit.by for hit in INDEX.search("locked zzzz")} == {"near"}


def test_synonyms_match_when_the_words_themselves_do_not() -> None:
    plain = SearchIndex(replace_synonyms(()))
    assert not any(hit.matched for hit in plain.search("faculty forbidden"))
    hits = INDEX.search("faculty forbidden")
    assert {(hit.entry.http_status, hit.by) for hit in hits[:2]} == {(403, "words")}


def replace_synonyms(synonyms: tuple[tuple[str, ...], ...]) -> opening.Catalog:
    edition = replace(SHIPPED.edition, synonyms=synonyms)
    return opening.Catalog(edition, SHIPPED.vendors, SHIPPED.entries)


def test_entries_that_share_a_message_are_tied_at_the_top() -> None:
    hits = INDEX.search("The sync of all my classes stopped this morning with Internal Server Error, what is that?")
    assert {hit.entry.vendor for hit in hits[:2]} == {"aeries", "synergy"}
    assert hits[0].score == hits[1].score


def test_a_vendor_named_in_the_text_decides_between_them() -> None:
    for vendor in ("synergy", "aeries"):
        hits = INDEX.search(
            f"We are on {vendor}. All my classes stopped today with Internal Server Error, what is that?"
        )
        assert hits[0].entry.vendor == vendor
        assert hits[0].score > hits[1].score


def test_the_likely_rest_of_a_cut_message_decides() -> None:
    text = (
        "COLLECTION_GENERIC - 4711 - HTTP response HTTP/1.1 409 Conflict response: actualScoreGradeScaleId is not valid"
    )
    assert first(text) == "powerschool/409-error-actual-score-grade-scale-id"


# --- filters ----------------------------------------------------------------------------------------------------------

MARKED = SearchIndex(
    SHIPPED, marks={"is:starred": {"skyward/invalid-request"}, "#gateway": {"aeries/internal-server-error"}}
)


@pytest.mark.parametrize(
    ("query", "vendors"),
    [("@sky grading", {"skyward"}), ("grading @sky,syn", {"skyward", "synergy"}), ("@ps", {"powerschool"})],
)
def test_vendors_are_filters(query: str, vendors: set[str]) -> None:
    assert {hit.entry.vendor for hit in INDEX.search(query)} == vendors


def test_marks_are_filters() -> None:
    assert [hit.entry.id for hit in MARKED.search("is:starred")] == ["skyward/invalid-request"]
    assert [hit.entry.id for hit in MARKED.search("server #Gateway")] == ["aeries/internal-server-error"]
    assert MARKED.search("locked is:starred") == []


def test_unknown_filters_are_searched_as_text() -> None:
    assert [hit.entry.id for hit in INDEX.search("@nobody locked")] == [
        hit.entry.id for hit in INDEX.search("nobody locked")
    ]
    assert {hit.by for hit in MARKED.search("#qqqq locked")} == {"near"}


@pytest.mark.parametrize(
    ("query", "unknown"),
    [
        ("@nobody locked", ["@nobody"]),
        ("locked @sky,nope", ["@sky,nope"]),
        ("#qqqq is:lost", ["#qqqq", "is:lost"]),
        ("@sk locked", []),  # on the way to @sky
        ("@ps,syn #gate is:st", []),
        ("ticket #4411 of ann@example.org", []),
        ("@nobody is one of the many words of a text that was pasted here", []),
    ],
)
def test_words_that_only_look_like_filters_are_reported(query: str, unknown: list[str]) -> None:
    assert unknown_filters(query, SHIPPED, {"is:starred": (), "#gateway": ()}) == unknown


def test_a_pasted_text_has_no_filters() -> None:
    text = "mail from ann @sky about this: Score is outside of the allowable range. Thanks a lot and best regards"
    assert first(text) == "progressbook/score-outside-allowable-range"


# --- any text at all --------------------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=300),
        st.lists(st.sampled_from([e.messages[0].text for e in SHIPPED.entries]), max_size=3).map("\n".join),
        st.lists(st.sampled_from(["grading", "409", "[", "\\", "&#12;", "@sky", "is:x", '\\"', "> "]), max_size=12).map(
            " ".join
        ),
    )
)
@example("B:Đ")  # scores that differ in the seventh place
def test_any_text_gets_a_consistent_answer(query: str) -> None:
    text = clean(query)
    hits = INDEX.search(text)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.entry.id for hit in hits}) == len(hits)
    on_screen = " ".join(readable(text).split())
    for hit in hits[:5]:
        assert all(value in on_screen for value in hit.values.values())
        for start, end in INDEX.highlights(text, hit.entry.title):
            assert 0 <= start < end <= len(hit.entry.title)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "[" * 1_000_000,
        "Internal Server Error\n" * 10_000,
        "🙂" * 5000,
        "مرحبا " * 3000,
        "1 " * 100_000,
    ],
    ids=["one word", "brackets", "repeated", "emoji", "right to left", "numbers"],
)
def test_long_texts_are_answered(text: str) -> None:
    hits = INDEX.search(text)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_message_in_the_middle_of_a_megabyte_is_found() -> None:
    noise = "2024-10-03 06:14:55 INFO sync job 4711 went on\n" * 11_000
    message = "Required property 'category' not found in JSON, but the assignment is in an imported category."
    assert first(f"{noise}{message}\n{noise}") == "progressbook/required-property-category-not-found"


def test_the_whole_message_is_found_among_many_occurrences_of_its_words() -> None:
    noise = "Required property of the job: category not found in cache\n" * 2_000
    message = "Required property 'category' not found in JSON, but the assignment is in an imported category."
    assert first(f"{noise}{message}\n{noise}") == "progressbook/required-property-category-not-found"


def filled(text: str, slots: dict[str, str]) -> str:
    """Put values that no message contains in the slots."""
    at = 0
    for number, placeholder in enumerate(slots.values()):
        start = text.index(placeholder, at)
        text = f"{text[:start]}7{number}zq{text[start + len(placeholder) :]}"
        at = start + 4
    return text


@pytest.mark.parametrize("entry", SHIPPED.entries, ids=lambda entry: entry.id)
def test_every_message_finds_its_entry_first_or_tied(entry: Entry) -> None:
    for number, message in enumerate(entry.messages):
        text = filled(message.text, message.slots)
        hits = INDEX.search(f"The teacher sends us this text from her sync and asks for help please:\n{text}")
        place = next(place for place, hit in enumerate(hits) if hit.entry.id == entry.id)
        if (entry.id, number) in UNMATCHED:
            continue
        assert hits[place].by == "message"
        ahead = [other for other in hits[:place] if other.score > hits[place].score]
        for other in ahead:  # only entries whose message is this one, or holds or continues it
            assert other.message is not None
            mine, theirs = (set(templates_of(m)[0].words) for m in (message, other.entry.messages[other.message]))
            assert mine <= theirs or theirs <= mine, other.entry.id


def test_quotes_around_a_slot_tell_messages_apart() -> None:
    text = "The teacher asks what this means for her class: Cannot find due date for assignment {}, skipping it today"
    assert INDEX.search(text.format('"Essay 2"'))[0].entry.vendor == "pinnacle"
    assert INDEX.search(text.format("Essay 2"))[0].entry.vendor in ("focus", "synergy")


def test_other_forms_of_a_word_match_when_the_word_itself_does_not() -> None:
    query = "the locking of a grading period by registrars"
    with_form = {word.asked: word.kind for word in INDEX.explain(query, INDEX.search(query)[0])}
    assert with_form["locking"] == "form of"
    assert len(INDEX.search("locked")) == len(INDEX.search("locke")), (
        "while words themselves answer, forms do not widen"
    )


def test_function_words_may_be_missing_from_an_entry() -> None:
    assert first("the section of that is locked") == first("section locked")


def test_function_words_count_little() -> None:
    query = "what should we do about this when the period is locked"
    weights = {word.asked: word.weight for word in INDEX.explain(query, INDEX.search(query)[0])}
    assert max(weights[word] for word in ("what", "should", "about", "this", "the")) < weights["locked"] / 2
