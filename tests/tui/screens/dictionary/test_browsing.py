"""The state behind the dictionary's screen: what changes the answer, and where each step back leads."""

import subprocess
import sys

import pytest

from store.core.text import MAX_PASTE
from tui.desk.listing import ALL, BOOKMARKS, ShelfId
from tui.screens.dictionary.browsing import Browsing

AERIES = ShelfId("aeries")


def test_it_needs_no_textual() -> None:
    code = "import sys, tui.screens.dictionary.browsing; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_same_query_changes_nothing() -> None:
    browsing = Browsing("due date", followed=["a"])
    assert not browsing.set_query("due date")
    assert browsing.followed == ["a"]
    assert browsing.set_query("due")
    assert (browsing.query, browsing.followed) == ("due", [])


def test_a_paste_replaces_the_query_and_back_restores_it() -> None:
    browsing = Browsing("due")
    assert browsing.paste("\nError: locked\n")
    assert (browsing.query, browsing.is_pasted) == ("Error: locked", True)
    assert browsing.back()
    assert (browsing.query, browsing.is_pasted) == ("due", False)


def test_a_paste_into_an_empty_box_keeps_what_was_replaced_before() -> None:
    browsing = Browsing("first")
    browsing.paste("second")
    browsing.set_query(" ")
    browsing.paste("third")
    browsing.back()
    assert browsing.query == "first"


def test_a_paste_is_cut_to_what_can_be_searched() -> None:
    browsing = Browsing()
    browsing.paste("x" * (MAX_PASTE + 1))
    assert len(browsing.query) == MAX_PASTE


def test_the_same_paste_again_changes_nothing() -> None:
    browsing = Browsing()
    assert browsing.paste("locked")
    assert not browsing.paste("locked")


def test_typing_over_a_paste_can_be_taken_back() -> None:
    browsing = Browsing()
    browsing.paste("Error: locked")
    browsing.remember_typing("z", over_paste=True)
    browsing.set_query("z")
    browsing.back()
    assert browsing.query == "Error: locked"


def test_emptying_the_box_forgets_what_was_replaced() -> None:
    browsing = Browsing("due")
    browsing.paste("Error: locked")
    browsing.remember_typing("", over_paste=False)
    browsing.set_query("")
    assert not browsing.back()
    assert browsing.query == ""


def test_the_start_of_a_paste_that_came_as_keys_is_not_restored() -> None:
    browsing = Browsing()
    browsing.set_query("Err")
    browsing.drop_start_of_paste()
    browsing.paste("Error: locked")
    browsing.back()
    assert browsing.query == ""


def test_back_clears_the_query_and_then_the_shelf() -> None:
    browsing = Browsing("due", AERIES)
    assert browsing.back()
    assert (browsing.query, browsing.shelf) == ("", AERIES)
    assert browsing.back()
    assert (browsing.query, browsing.shelf) == ("", ALL)
    assert not browsing.back()


def test_going_to_an_entry_lists_all_and_back_restores_the_query() -> None:
    browsing = Browsing("due", AERIES, followed=["a"])
    browsing.go_to()
    assert (browsing.query, browsing.shelf, browsing.followed) == ("", ALL, [])
    browsing.back()
    assert browsing.query == "due"


def test_going_to_an_entry_from_an_empty_box_keeps_what_was_replaced() -> None:
    browsing = Browsing(replaced="due")
    browsing.go_to()
    assert browsing.replaced == "due"


def test_choosing_the_same_shelf_changes_nothing() -> None:
    browsing = Browsing(shelf=AERIES, followed=["a"])
    assert not browsing.choose_shelf(AERIES)
    assert browsing.followed == ["a"]
    assert browsing.choose_shelf(BOOKMARKS)
    assert browsing.followed == []


@pytest.mark.parametrize(("shelf", "step", "reached"), [(ALL, 1, BOOKMARKS), (ALL, -1, AERIES), (AERIES, 1, ALL)])
def test_shelves_go_round(shelf: ShelfId, step: int, reached: ShelfId) -> None:
    browsing = Browsing(shelf=shelf)
    assert browsing.step_shelf([ALL, BOOKMARKS, AERIES], step)
    assert browsing.shelf == reached


def test_a_single_shelf_leads_nowhere() -> None:
    assert not Browsing().step_shelf([ALL], 1)


def test_related_entries_are_left_one_by_one() -> None:
    browsing = Browsing()
    browsing.follow("a")
    browsing.follow("b")
    assert browsing.unfollow()
    assert browsing.followed == ["a"]
    assert browsing.unfollow()
    assert not browsing.unfollow()


def test_related_entries_are_left_all_at_once() -> None:
    browsing = Browsing(followed=["a", "b"])
    assert browsing.stop_following()
    assert browsing.followed == []
    assert not browsing.stop_following()


def test_the_entry_being_read_stays() -> None:
    browsing = Browsing()
    browsing.keep_reading("a")
    assert browsing.followed == ["a"]
    browsing.follow("b")
    browsing.keep_reading("b")
    assert browsing.followed == ["a", "b"]
