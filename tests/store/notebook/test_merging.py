"""Merging in general, for any history of desks: nothing is lost, nothing is added twice, all desks end up the same."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.core.models import Note, Removed
from store.notebook.bundle_file import Bundle, State
from store.notebook.merging import merged
from store.notebook.notebook import MODELS

pytestmark = pytest.mark.slow

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


def a_note(uid: str, rev: str) -> Note:
    return Note(
        uid=uid,
        entry="aspen/x",
        title="X",
        text="text",
        tags=(),
        created=NOW,
        changed=NOW,
        rev=rev,
        was=(),
    )


def played(history: list[tuple[str, int, int]]) -> Desks:
    """Play a history of desks that share a note: they write, edit and remove notes and import from each other."""
    desks: Desks = [empty() for _ in range(DESKS)]
    for desk in desks:
        desk["notes"]["u"] = a_note("u", "r")
    revs_given = (f"r{number}" for number in count())
    for act, number, choice in history:
        desk = desks[number]
        uids = sorted(desk["notes"])
        if act == "write":
            rev = next(revs_given)
            desk["notes"][f"u{rev}"] = a_note(f"u{rev}", rev)
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
                desk["removed"][uid] = Removed(uid=uid, rev=was.rev, when=NOW, was=was.was)
    return desks


def after(mine: State, theirs: State) -> dict[str, dict[str, Any]]:
    return {table: dict(records) for table, records in merged(mine, Bundle(theirs, 0))[0].items()}


def revs(state: State) -> list[str]:
    return sorted(note.rev for note in state["notes"].values())


def versions(state: State) -> set[str]:
    """Return all versions that the records and marks of a state name."""
    records = [*state["notes"].values(), *state["removed"].values()]
    return {rev for record in records for rev in (record.rev, *record.was)}


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
def test_every_version_is_kept_or_named_as_an_earlier_one(history: list[tuple[str, int, int]]) -> None:
    mine, theirs, _ = played(history)
    both = after(mine, theirs)
    kept = {note.rev for note in both["notes"].values()}
    for state in (mine, theirs):
        for note in state["notes"].values():
            assert note.rev in kept or note.rev in versions(both), "a text is lost"


@settings(max_examples=300, deadline=None)
@given(HISTORIES)
def test_two_desks_that_import_from_each_other_have_the_same_notes(history: list[tuple[str, int, int]]) -> None:
    mine, theirs, _ = played(history)
    assert revs(after(mine, theirs)) == revs(after(theirs, mine))


@settings(max_examples=300, deadline=None)
@given(HISTORIES)
def test_no_version_is_there_twice(history: list[tuple[str, int, int]]) -> None:
    for state in played(history):
        assert len(revs(state)) == len(set(revs(state)))


@settings(max_examples=200, deadline=None)
@given(HISTORIES)
def test_an_empty_notebook_gets_everything(history: list[tuple[str, int, int]]) -> None:
    theirs = played(history)[0]
    assert after(empty(), theirs) == theirs
