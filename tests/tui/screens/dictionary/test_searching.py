"""Typing is searching; the vendor narrows; nothing hides the answer."""

import threading

import pytest
from textual.events import Paste

from store.catalog import opening
from store.search.hits import Hits
from store.search.index import SearchIndex
from tests.tui.conftest import Open

SHIPPED = opening.load(opening.shipped_path())


async def test_first_screen_lists_the_dictionary(opened: Open) -> None:
    async with opened() as app:
        assert app.focus == "search"
        assert app.results == [entry.id for entry in SHIPPED.entries]
        assert f"{len(SHIPPED.entries)} entries" in app.lines[1]
        assert app.detail.startswith("Grading Category Not Found\nAeries")


async def test_each_letter_searches_and_the_detail_follows(opened: Open) -> None:
    async with opened() as app:
        await app.type("no gra")
        assert app.results[0] == "synergy/no-grading-period-found"
        assert app.detail.startswith("No Grading Period Found\nSynergy")
        assert f"{len(app.results)} of {len(SHIPPED.entries)}" in app.lines[1]
        await app.press("down")
        assert app.focus == "search"
        assert app.entry is not None
        assert app.entry.id == app.results[1]


async def test_counts_follow_the_search(opened: Open) -> None:
    async with opened() as app:
        await app.type("locked")
        shelves = {str(shelf.id): shelf.count for shelf in app.app.get_default_screen().listing.shelves}
        assert shelves["*all"] == len(app.results)
        assert shelves["skyward"] == 2
        assert shelves["aeries"] == 0
        assert sum(shelves[vendor.id] for vendor in SHIPPED.vendors) == len(app.results)
        assert any("Skyward        2" in line for line in app.lines)


async def test_vendor_and_search_combine_and_better_matches_elsewhere_are_counted(opened: Open) -> None:
    async with opened() as app:
        await app.press("tab")
        assert app.focus == "vendors"
        await app.press("down", "down", "down", "down")
        assert {entry.split("/")[0] for entry in app.results} == {"aeries"}
        await app.press("slash")
        await app.type("due date")
        assert {entry.split("/")[0] for entry in app.results} == {"aeries"}
        assert app.said("#elsewhere").endswith("better matches in other vendors: Escape shows all")
        await app.press("escape")
        assert len(app.results) > 5
        assert "better match" not in app.text
        assert app.entry is not None
        assert app.entry.title.endswith("Due Date")


async def test_escape_clears_the_text_then_the_vendor_then_nothing(opened: Open) -> None:
    async with opened() as app:
        await app.press("enter", *["right_square_bracket"] * 4, "escape")
        assert app.focus == "search"
        await app.type("grading category")
        assert app.results[0] == "aeries/grading-category-not-found"
        await app.press("escape")
        assert app.app.get_default_screen().listing.query == ""
        assert len(app.results) == 8
        await app.press("escape")
        assert len(app.results) == len(SHIPPED.entries)
        await app.press("escape", "escape")
        assert app.app.is_running
        assert app.focus == "search"


async def test_nothing_near_says_what_to_do(opened: Open) -> None:
    async with opened() as app:
        await app.type("zzzz")
        assert app.results == []
        assert f"0 of {len(SHIPPED.entries)}" in app.lines[1]
        assert app.said("#verdict") == "No entry matches. Try fewer or different words; Escape clears."
        assert "Nothing to show" in app.detail
        await app.press("enter", "down", "b", "f2")
        assert app.desk.notebook.snapshot.bookmarks == {}


async def test_nearest_entries_are_labeled_as_near(opened: Open) -> None:
    async with opened() as app:
        await app.type("locked zzzz")
        assert "No entry matches; nearest:" in app.text
        assert app.results
        assert f"0 of {len(SHIPPED.entries)}" in app.lines[1]


async def test_empty_shelves_say_what_to_do(opened: Open) -> None:
    async with opened() as app:
        await app.press("enter", "right_square_bracket")
        assert app.said("#verdict") == "No bookmarks yet. Choose an entry and press b or F2."
        await app.press("right_square_bracket")
        assert app.said("#verdict") == "No notes yet. Choose an entry and press n or F3."


async def test_matched_characters_are_marked(opened: Open) -> None:
    async with opened() as app:
        await app.type("lock")
        for widget in ("#results", "#entry-text"):
            strips = app.widget(widget).render_lines(app.widget(widget).content_region.reset_offset)
            marked = {s.text.lower() for strip in strips for s in strip if s.style and s.style.underline}
            assert "lock" in marked


async def test_home_comes_first_and_hides_nothing(opened: Open) -> None:
    async with opened(home=["synergy"]) as app:
        assert app.results[0].startswith("synergy/")
        assert len(app.results) == len(SHIPPED.entries)
        assert app.app.get_default_screen().listing.shelves[4].id == "synergy"
        await app.type("internal server")
        assert app.results == ["synergy/internal-server-error", "aeries/internal-server-error"]


async def test_find_starts_with_a_query(opened: Open) -> None:
    async with opened(find="sky locked") as app:
        assert app.results[0] == "skyward/assignment-in-locked-grading-period"
        assert "sky locked" in app.lines[1]
        await app.type("z")
        assert app.app.get_default_screen().listing.query == "sky lockedz"


async def test_show_starts_on_an_entry(opened: Open) -> None:
    for size in ((120, 36), (60, 20)):
        async with opened(size=size, show="skyward/invalid-request") as app:
            assert app.entry is not None
            assert app.entry.id == "skyward/invalid-request"
            assert app.focus == "detail"
            assert "Many different things can trigger this" in app.text


async def test_nothing_is_better_elsewhere_when_all_is_shown(opened: Open) -> None:
    async with opened() as app:
        await app.paste("zzz qqq due dat categry skool and more words than a person types into a box by hand")
        assert app.said("#verdict").endswith("; nearest:")
        assert app.app.get_default_screen().listing.better_elsewhere == 0
        await app.press("escape")
        assert app.app.get_default_screen().listing.query == ""


async def test_escape_shows_all_from_the_results_too(opened: Open) -> None:
    async with opened() as app:
        await app.type("grading category synergy")
        await app.press("enter", "right_square_bracket")
        assert app.said("#verdict") == "Nothing here matches."
        assert app.said("#elsewhere").endswith("elsewhere: Escape shows all")
        await app.press("escape")
        assert app.results[0] == "synergy/grading-category-does-not-exist"
        assert app.focus == "results"


async def test_a_long_query_typed_by_hand_is_cleared_by_one_escape(opened: Open) -> None:
    async with opened(find="a " * 120) as app:
        await app.press("a", "b")
        assert app.app.get_default_screen().listing.query == "ab"
        await app.press("escape", "escape")
        assert app.app.get_default_screen().listing.query == ""


async def test_a_command_without_an_entry_says_so(opened: Open) -> None:
    async with opened(find="zzzz") as app:
        await app.press("f2", "f3")
        assert app.notices == ["Choose an entry first."] * 2
        assert "more below" not in app.text


async def test_a_query_typed_before_the_index_is_built_finds_the_best_entry(opened: Open) -> None:
    async with opened() as app:
        screen = app.app.get_default_screen()
        screen.searching.finder.index = None
        await app.type("synergy no grading")
        assert app.entry is not None
        assert app.entry.id == "synergy/no-grading-period-found"


async def test_a_pasted_message_shows_what_was_recognized_and_its_values(opened: Open) -> None:
    async with opened() as app:
        await app.paste('Hi!\n> Grading category "[Quizzes]" not found in Skyward for section\n> 44.1 (11). Thanks')
        detail = " ".join(app.detail.split())
        assert "In your text: Grading category" in detail
        assert "category = Quizzes section = 44.1 (11)" in detail


LONG_PASTE = "2024-10-03 06:14:55 INFO sync job 4711 went on\n" * 60 + (
    "Required property 'category' not found in JSON, but the assignment is in an imported category."
)


async def test_an_unknown_filter_is_reported_and_searched_as_text(opened: Open) -> None:
    async with opened() as app:
        await app.type("@sk")
        assert app.said("#verdict") == ""
        await app.type("x locked")
        assert app.said("#verdict").startswith("Unknown filter @skx; searching")


async def test_a_long_paste_is_searched_in_the_background(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    search = SearchIndex.answer

    def held_search(index: SearchIndex, query: str, vendor: str | None = None) -> Hits:
        if len(query) > 2_000:
            go_on.wait(30)
        return search(index, query, vendor)

    monkeypatch.setattr(SearchIndex, "answer", held_search)
    async with opened() as app:
        app.app.post_message(Paste(LONG_PASTE))
        await app.pilot.pause()
        assert app.said("#verdict").startswith("Searching the text ...")
        assert app.results == []
        await app.pilot.press("escape", *"412")
        await app.pilot.pause()
        assert app.entry is not None
        assert app.entry.http_status == 412
        go_on.set()
        await app.settle()
        assert app.entry.http_status == 412, "the late answer to the paste is dropped"
        await app.paste(LONG_PASTE)
        assert app.entry.id == "progressbook/required-property-category-not-found"
        assert "Searching" not in app.text
        await app.press("f2")  # a changed notebook makes a new index: the answer stays while it is asked again
        assert app.entry.id == "progressbook/required-property-category-not-found"
