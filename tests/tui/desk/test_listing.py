"""Listings: shelves with their counts, better matches elsewhere, and the sentences above the results."""

from pathlib import Path

import pytest

from store.core.models import Hit
from store.notebook.cases import CaseFields, save_case
from store.notebook.custom_codes import CustomCodeFields, save_custom_code
from store.notebook.notebook import Notebook
from store.preferences.settings import Settings
from store.search.hits import Hits
from tests.tui.conftest import SHIPPED
from tui.desk.desk import Desk
from tui.desk.finder import Finder
from tui.desk.listing import (
    ALL,
    BOOKMARKS,
    CASES,
    CUSTOM,
    NOTES,
    Listing,
    ShelfId,
    count_line,
    elsewhere_line,
    log_line,
    make_listing,
    verdict,
)

UNMATCHED = "The gradebook sync said that the category of the assignment was odd and gave up on it at once"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(SHIPPED, Notebook(tmp_path / "notebook.json"), Settings())


def listing_of(desk: Desk, query: str, shelf: str = ALL, pasted: bool = False) -> Listing:
    finder = Finder(desk)
    finder.index = finder.build()
    return make_listing(
        desk.catalog.vendors, finder.answer(query), desk.notebook.snapshot, query, ShelfId(shelf), pasted
    )


def counts(listing: Listing) -> dict[str, int]:
    return {shelf.label: shelf.count for shelf in listing.shelves}


def test_shelves_count_the_matching_entries_and_their_cases(desk: Desk) -> None:
    entry, other = SHIPPED.entries[:2]
    desk.notebook.set_bookmark(entry, True)
    desk.notebook.save_note(other, "text", ["fall"])
    for ticket in ("1", "2"):
        save_case(desk.notebook, entry, CaseFields(ticket=ticket))
    code = save_custom_code(desk.notebook, SHIPPED, CustomCodeFields(vendor="Acme", message="feed failed"))
    labels = counts(listing_of(desk, ""))
    assert list(labels)[:5] == ["All", "Bookmarks", "Notes", "Cases", "Custom codes"]
    assert [labels[name] for name in ("Bookmarks", "Notes", "Cases", "Custom codes", "Acme", "#fall")] == [
        1,
        1,
        2,
        1,
        1,
        1,
    ]
    assert [hit.entry.id for hit in listing_of(desk, "", CUSTOM).hits] == [code.id]
    assert [hit.entry.id for hit in listing_of(desk, "", "#fall").hits] == [other.id]


def test_the_shelf_for_custom_codes_is_there_only_with_codes(desk: Desk) -> None:
    assert "Custom codes" not in counts(listing_of(desk, ""))
    assert listing_of(desk, "", CUSTOM).shelf == ALL


def test_better_matches_on_other_shelves_are_counted(desk: Desk) -> None:
    entry = next(hit.entry for hit in listing_of(desk, "due date").hits)
    other = next(vendor.id for vendor in SHIPPED.vendors if vendor.id != entry.vendor)
    listing = listing_of(desk, entry.title, other)
    assert listing.better_elsewhere > 0
    assert elsewhere_line(listing).endswith(" in other vendors: Escape shows all")
    desk.notebook.set_bookmark(next(entry for entry in SHIPPED.entries if entry.vendor == other), True)
    assert elsewhere_line(listing_of(desk, entry.title, BOOKMARKS)).endswith(" elsewhere: Escape shows all")
    assert elsewhere_line(listing_of(desk, entry.title)) == elsewhere_line(listing_of(desk, "", other)) == ""


@pytest.mark.parametrize(
    ("query", "shelf", "pasted", "sentence"),
    [
        ("", ALL, False, ""),
        ("", BOOKMARKS, False, "No bookmarks yet. Choose an entry and press b or F2."),
        ("", NOTES, False, "No notes yet. Choose an entry and press n or F3."),
        ("", CASES, False, "No cases yet. Choose an entry and press c or F4."),
        ("due date", BOOKMARKS, False, "Nothing here matches."),
        (UNMATCHED, ALL, False, "No entry matches; nearest:"),
        (UNMATCHED, ALL, True, "No entry matches (F9 adds a custom code); nearest:"),
        ("some students in my class have no due date, focus", ALL, False, "Closest to your words:"),
        (
            "some students in my class have no due date, focus",
            "skyward",
            False,
            "No entry matches. Try fewer or different words; Escape clears.",
        ),
        ("zzzz", ALL, True, "No entry matches. F9 adds a custom code; Escape clears."),
    ],
)
def test_the_verdict_says_what_to_do_next(desk: Desk, query: str, shelf: str, pasted: bool, sentence: str) -> None:
    assert verdict(listing_of(desk, query, shelf, pasted)) == sentence


def test_an_answer_that_is_not_there_yet(desk: Desk) -> None:
    listing = make_listing(SHIPPED.vendors, None, desk.notebook.snapshot, "due date", ALL, pasted=True)
    assert verdict(listing) == "Searching the text ..."
    assert not listing.unknown and count_line(listing, 76) == ""


def test_counts_of_the_results(desk: Desk) -> None:
    total = len(SHIPPED.entries)
    assert count_line(listing_of(desk, ""), total) == f"{total} entries"
    assert count_line(listing_of(desk, UNMATCHED), total) == f"0 of {total}"


def test_a_message_that_vendors_share_is_picked_by_a_digit(desk: Desk) -> None:
    entry = SHIPPED.entries[0]
    hits = Hits([Hit(entry, 1.0, "message", 0), Hit(entry, 1.0, "message", 0), Hit(SHIPPED.entries[5], 0.5, "words")])
    listing = make_listing(SHIPPED.vendors, hits, desk.notebook.snapshot, "text", ALL)
    assert len(listing.same) == 2
    assert verdict(listing) == "2 vendors share this message: press a digit in the list to pick one."


@pytest.mark.parametrize(("lines", "sentence"), [(3, ""), (4, "4 lines: F7 reads them as a log.")])
def test_a_paste_of_four_lines_may_be_a_log(lines: int, sentence: str) -> None:
    assert log_line("\n".join("x" * lines)) == sentence
