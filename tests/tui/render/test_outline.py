"""Outlines of entries with notes and cases, of custom codes, and of missing entries."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.core.models import Entry
from store.core.wording import local_time
from store.notebook.cases import CaseFields, save_case
from store.notebook.custom_codes import CustomCodeFields, save_custom_code
from store.notebook.missing_entries import stand_in
from store.notebook.notebook import Notebook
from store.preferences.settings import Settings
from store.search.index import SearchIndex
from tests.tui.conftest import NOW, SHIPPED
from tui.desk.desk import Desk
from tui.render.outline import SHOWN, SHOWN_LENGTH, Outline, Role, outline, outline_at

ENTRY = SHIPPED.entries[0]


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    minutes = iter(range(1_000))
    return Notebook(tmp_path / "notebook.json", lambda: NOW + timedelta(minutes=next(minutes)))


def outline_of(notebook: Notebook, entry: Entry, settings: Settings | None = None) -> Outline:
    return outline_at(Desk(SHIPPED, notebook, settings or Settings()), entry)


def texts(outline: Outline, *roles: Role) -> list[str]:
    return [block.text for block in (*outline.glance, *outline.further) if block.role in roles]


def test_notes_are_summed_up_at_the_top_and_shown_in_full_below(notebook: Notebook) -> None:
    for number in range(SHOWN + 2):
        notebook.save_note(ENTRY, f"Note {number}\nmore", ["fall"])
    outline = outline_of(notebook, ENTRY)
    [digest] = [block for block in outline.glance if block.role is Role.DIGEST]
    assert (digest.mark, digest.text) == (f"{SHOWN + 2} notes: ", f"Note {SHOWN + 1}")
    shown = texts(outline, Role.NOTE)
    assert (len(shown), shown[0]) == (SHOWN, f"Note {SHOWN + 1}\nmore")
    newest = notebook.snapshot.notes[ENTRY.id][0]
    assert f"{local_time(newest.changed)} #fall" in texts(outline, Role.BASIS)
    assert "… and 2 earlier ones: n shows all" in texts(outline, Role.BASIS)


def test_a_long_note_is_cut_and_says_where_the_rest_is(notebook: Notebook) -> None:
    notebook.save_note(ENTRY, "a" * SHOWN_LENGTH, [])
    notebook.save_note(ENTRY, "b" * (SHOWN_LENGTH + 1), [])
    cut, whole = texts(outline_of(notebook, ENTRY), Role.NOTE)
    assert whole == "a" * SHOWN_LENGTH
    assert len(cut) == SHOWN_LENGTH and cut.endswith("b… (open the editor to read the rest)")


def test_cases_are_listed_with_their_facts(notebook: Notebook) -> None:
    save_case(notebook, ENTRY, CaseFields(ticket="INC7", school="Ridgeview", text="Renamed it", outcome="resolved"))
    outline = outline_of(notebook, ENTRY)
    assert "14 Nov · INC7 · Ridgeview · resolved" in texts(outline, Role.BASIS)
    assert texts(outline, Role.NOTE) == ["Renamed it"]


@pytest.mark.parametrize(
    ("entry_id", "beginning"),
    [
        ("aeries/gone", "The dictionary no longer has this entry. Your notes"),
        ("own/gone", "You removed this custom code. Your notes"),
    ],
)
def test_a_missing_entry_says_why_it_is_missing(notebook: Notebook, entry_id: str, beginning: str) -> None:
    entry = stand_in(entry_id, "Old title")
    notebook.save_note(entry, "text", [])
    outline = outline_of(notebook, entry)
    assert texts(outline, Role.TITLE, Role.FACTS) == ["Old title", entry_id]
    [remark] = texts(outline, Role.UNSPECIFIED)
    assert remark.startswith(beginning)


def test_a_custom_code_is_marked_as_one(notebook: Notebook) -> None:
    fields = CustomCodeFields(
        vendor="Acme", title="Feed", message="feed failed", who="sis_admin", steps=("Restart it",)
    )
    code = save_custom_code(notebook, SHIPPED, fields)
    settings = Settings(contacts={"sis_admin": "Jane, x4411"})
    outline = outline_of(notebook, code, settings)
    assert texts(outline, Role.FACTS, Role.WHO, Role.BASIS) == [
        "Acme · custom code · sync unknown",
        "Acme admin acts: Jane, x4411",
        "Fix: custom code",
    ]


DESPITE, UNTIL = "Grades still sync despite this error.", "Grades do not sync until this error is fixed."
NOT_KNOWN = "Whether grades still sync with this cause is unknown."


@pytest.mark.parametrize(
    ("states", "sentences", "in_facts"),
    [
        ([True], [DESPITE], False),
        ([False, False], [UNTIL], False),
        ([None], [], True),
        ([True, None], [NOT_KNOWN], False),
        ([True, False], [], False),
    ],
)
def test_grade_sync_is_mentioned_only_if_known(
    notebook: Notebook, states: list[bool | None], sentences: list[str], in_facts: bool
) -> None:
    message = ENTRY.messages[0]
    causes = tuple(replace(message.causes[0], syncs_anyway=state, notes=()) for state in states)
    entry = replace(ENTRY, messages=(replace(message, complete_text=None, causes=causes),))
    outline = outline_of(notebook, entry)
    assert texts(outline, Role.SYNCS, Role.REMARK) == sentences
    assert [text.endswith(" · sync unknown") for text in texts(outline, Role.FACTS)] == [in_facts]


def test_each_place_of_a_message_in_the_text_shows_its_values() -> None:
    text = "\n".join(f"Assignment not found: Quiz {number}" for number in range(1, 9))
    [hit] = SearchIndex(SHIPPED).search(text)
    blocks = [(block.mark, block.text) for block in outline(SHIPPED, hit.entry, NOW, hit=hit).glance]
    assert ("assignment = ", "Quiz 1") in blocks
    assert [text for mark, text in blocks if mark == "Again: "] == [f"assignment = Quiz {n}" for n in range(2, 7)]
    assert ("", "and 2 more times") in blocks
