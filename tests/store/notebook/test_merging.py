"""Merging bundles between desks: nothing is lost, nothing comes twice, and all desks end with the same records."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from store.core.models import Note, Removed
from store.notebook.bundles import Bundle, State, merged
from store.notebook.notebook import MODELS

NOW = datetime(2026, 11, 14, tzinfo=UTC)
DESKS = 3
Desks = list[dict[str, dict[str, Any]]]

ACTS = st.tuples(
    st.sampled_from(["write", "edit", "edit", "remove", "import", "import"]),
    st.integers(0, DESKS - 1),
    st.integers(0, 5),
)
HISTORIES = st.lists(ACTS, max_size=25)


def empty() -> dict[str, dict[str, Any]]:
    return {table: {} for table in (*MODELS, "removed")}


def played(history: list[tuple[str, int, int]]) -> Desks:
    """Let desks that share a note write, edit and remove notes and import from each other."""
    desks: Desks = [empty() for _ in range(DESKS)]
    for desk in desks:
        desk["notes"]["u"] = Note("u", "aspen/x", "X", "text", (), NOW, NOW, "r", ())
    revs_given = (f"r{number}" for number in count())
    for act, number, choice in history:
        desk = desks[number]
        uids = sorted(desk["notes"])
        if act == "write":
            rev = next(revs_given)
            desk["notes"][f"u{rev}"] = Note(f"u{rev}", "aspen/x", "X", "text", (), NOW, NOW, rev, ())
        elif act == "import":
            desks[number] = after(desk, desks[choice % DESKS])
        elif uids:
            uid = uids[choice % len(uids)]
            was = desk["notes"][uid]
            if act == "edit":
                earlier = (was.rev, *was.was)
                desk["notes"][uid] = msgspec.structs.replace(was, rev=next(revs_given), was=earlier)
            else:
                del desk["notes"][uid]
                desk["removed"][uid] = Removed(uid, was.rev, NOW, was.was)
    return desks


def after(mine: State, theirs: State) -> dict[str, dict[str, Any]]:
    return {table: dict(records) for table, records in merged(mine, Bundle(theirs, 0))[0].items()}


def revs(state: State) -> list[str]:
    return sorted(each.rev for each in state["notes"].values())


def versions(state: State) -> set[str]:
    """Return all versions that the records and the marks of a state know."""
    those = [*state["notes"].values(), *state["removed"].values()]
    return {rev for each in those for rev in (each.rev, *each.was)}


@settings(max_examples=300, deadline=None)
@given(HISTORIES)
def test_importing_twice_changes_nothing(history: list[tuple[str, int, int]]) -> None:
    mine, theirs, _ = played(history)
    once = after(mine, theirs)
    again, summary = merged(once, Bundle(theirs, 0))
    assert again == once
    assert summary.changes == 0


@settings(max_examples=300, deadline=None)
@given(HISTORIES)
def test_each_version_is_there_or_is_known_as_an_earlier_one(history: list[tuple[str, int, int]]) -> None:
    mine, theirs, _ = played(history)
    both = after(mine, theirs)
    stand = {each.rev for each in both["notes"].values()}
    for state in (mine, theirs):
        for each in state["notes"].values():
            assert each.rev in stand or each.rev in versions(both), "a text is lost"


@settings(max_examples=300, deadline=None)
@given(HISTORIES)
def test_two_desks_that_import_from_each_other_keep_the_same(history: list[tuple[str, int, int]]) -> None:
    mine, theirs, _ = played(history)
    assert revs(after(mine, theirs)) == revs(after(theirs, mine))


@settings(max_examples=300, deadline=None)
@given(HISTORIES)
def test_no_version_stands_twice(history: list[tuple[str, int, int]]) -> None:
    for state in played(history):
        assert len(revs(state)) == len(set(revs(state)))


@settings(max_examples=200, deadline=None)
@given(HISTORIES)
def test_a_bundle_brings_all_to_an_empty_notebook(history: list[tuple[str, int, int]]) -> None:
    theirs = played(history)[0]
    assert after(empty(), theirs) == theirs
