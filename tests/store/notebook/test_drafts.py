"""Drafts are read as what they were; one that does not fit gives up all its text and stays on the disk."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from store.catalog import opening
from store.notebook.cases import CaseFields
from store.notebook.custom_codes import CustomCodeFields
from store.notebook.draft_records import (
    MAX_RECOVERED,
    NEW_CODE,
    CaseDraft,
    CustomCodeDraft,
    Draft,
    NoteDraft,
    RecoveredText,
    decode,
)
from store.notebook.drafts import EDITED, DraftFile, folder, left_behind
from store.notebook.notebook import Notebook
from store.notebook.purge import purge_record

SHIPPED = opening.load(opening.shipped_path())
NOW = datetime(2026, 11, 14, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 15, tzinfo=UTC)
ENTRY = "skyward/grading-category-not-found"
WORDS = "Ask Ben first.\nThen call “Lincoln” \U0001f4de"

NOTE = NoteDraft(entry=ENTRY, title="A title", record="uid", rev="rev", saved=NOW, text=WORDS, tags=("ben",))
CASE = CaseDraft(
    entry=ENTRY,
    title="A title",
    saved=NOW,
    fields=CaseFields(
        ticket="T-1",
        school="Lincoln",
        course="Bio",
        message="A message",
        values={"category": "Quizzes"},
        text=WORDS,
        outcome="escalated",
    ),
)
CODE = CustomCodeDraft(
    entry=NEW_CODE,
    title="A title",
    saved=NOW,
    fields=CustomCodeFields(WORDS, "Acme", "A title", ("feed",), "It means", "teacher", ("Add it", "Wait")),
)
FIRST_SHAPE: dict[str, Any] = {
    "kind": "note",
    "entry": ENTRY,
    "title": "A title",
    "record": "uid",
    "rev": "rev",
    "text": WORDS,
    "tags": ["ben"],
    "fields": {},
    "values": {},
    "saved": "2026-11-14T09:30:00Z",
}
"""A note's draft as sisdex 0.1.0 wrote it."""
FIRST_CASE = FIRST_SHAPE | {
    "kind": "case",
    "record": None,
    "rev": None,
    "tags": [],
    "fields": {"ticket": "T-1", "school": "Lincoln", "course": "Bio", "message": "A message", "outcome": "escalated"},
    "values": {"category": "Quizzes"},
}
FIRST_CODE = FIRST_SHAPE | {
    "kind": "entry",
    "entry": NEW_CODE,
    "record": None,
    "rev": None,
    "tags": ["feed"],
    "fields": {
        "vendor": "Acme",
        "title": "A title",
        "meaning": "It means",
        "who": "teacher",
        "steps": "Add it\nWait",
    },
}
CURRENT: dict[str, Any] = {
    "kind": "note",
    "schema": 1,
    "entry": ENTRY,
    "title": "A title",
    "record": None,
    "rev": None,
    "saved": "2026-11-14T09:30:00Z",
    "text": WORDS,
    "tags": [],
}


def read(value: object) -> Draft | RecoveredText:
    return decode(json.dumps(value).encode(), LATER)


def recovered(data: bytes) -> RecoveredText:
    draft = decode(data, LATER)
    assert isinstance(draft, RecoveredText)
    return draft


@pytest.mark.parametrize("draft", [NOTE, CASE, CODE], ids=["note", "case", "custom code"])
def test_a_saved_draft_is_read_as_it_was(tmp_path: Path, draft: Draft) -> None:
    file = DraftFile(tmp_path / "notebook.json")
    file.save(draft)
    assert file.read() == draft
    file.let_go()
    assert [found for _, found in left_behind(tmp_path / "notebook.json")] == [draft]


@pytest.mark.parametrize(
    ("old", "draft"),
    [(FIRST_SHAPE, NOTE), (FIRST_CASE, CASE), (FIRST_CODE, CODE)],
    ids=["note", "case", "custom code"],
)
def test_a_draft_of_the_first_release_is_what_it_was(old: object, draft: Draft) -> None:
    assert read(old) == draft


def test_a_custom_code_of_the_first_release_without_steps_has_none() -> None:
    fields = {name: text for name, text in FIRST_CODE["fields"].items() if name != "steps"}
    draft = read(FIRST_CODE | {"fields": fields})
    assert isinstance(draft, CustomCodeDraft)
    assert (draft.fields.steps, draft.text) == ((), WORDS)


MISFITS: dict[str, object] = {
    "newer schema": CURRENT | {"schema": 2, "mood": "good"},
    "schema that is no number": CURRENT | {"schema": "1"},
    "schema of nothing": CURRENT | {"schema": 0},
    "unknown field": CURRENT | {"mood": "good"},
    "unknown kind": CURRENT | {"kind": "letter"},
    "no kind": {key: value for key, value in CURRENT.items() if key != "kind"},
    "no time": {key: value for key, value in CURRENT.items() if key != "saved"},
    "no entry": {key: value for key, value in CURRENT.items() if key != "entry"},
    "entry of another type": CURRENT | {"entry": {"id": ENTRY}},
    "text of another type": CURRENT | {"text": [WORDS, 4711]},
    "tags of another type": CURRENT | {"tags": "ben"},
    "unknown field in a case": CURRENT | {"kind": "case", "text": "", "fields": {"text": WORDS, "phone": "555"}},
    "wrong outcome": FIRST_CASE | {"fields": {"outcome": "won", "ticket": "T-1"}},
    "unknown field of the first release": FIRST_SHAPE | {"mood": "good"},
    "missing field of the first release": {key: value for key, value in FIRST_SHAPE.items() if key != "rev"},
    "note with fields": FIRST_SHAPE | {"fields": {"ticket": "T-1"}},
    "note with values": FIRST_SHAPE | {"values": {"category": "Quizzes"}},
    "note with a second text": FIRST_SHAPE | {"fields": {"text": "Another text"}},
    "case with tags": FIRST_CASE | {"tags": ["ben"]},
    "case with a second text": FIRST_CASE | {"fields": {"text": "Another text"}},
    "code with values": FIRST_CODE | {"values": {"category": "Quizzes"}},
    "list": [WORDS, {"ticket": "T-1"}],
    "only a text": WORDS,
}


def leaves(value: object) -> list[str]:
    """Return every text and number in a decoded JSON value."""
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in leaves(part)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in leaves(part)]
    return [] if value is None else [str(value)]


@pytest.mark.parametrize("value", MISFITS.values(), ids=MISFITS)
def test_a_draft_that_does_not_fit_gives_up_all_its_text(value: object) -> None:
    draft = read(value)
    assert isinstance(draft, RecoveredText)
    assert WORDS in draft.text
    about = [ENTRY, NEW_CODE, "A title", "note", "case", "entry", "letter", "uid", "rev", "1", "2", "0"]
    typed = [leaf for leaf in leaves(value) if leaf not in about and not leaf.startswith("2026-")]
    assert [leaf for leaf in typed if leaf not in draft.text] == []


def test_a_newer_draft_is_known_as_one() -> None:
    newer = read(CURRENT | {"schema": 2})
    assert isinstance(newer, RecoveredText)
    assert (newer.newer, newer.entry, newer.title, newer.text, newer.saved) == (True, ENTRY, "A title", WORDS, LATER)
    other = read(CURRENT | {"mood": "good"})
    assert isinstance(other, RecoveredText)
    assert not other.newer


def test_the_title_of_a_new_code_is_among_its_text() -> None:
    assert "title: A title" in recovered(json.dumps(FIRST_CODE | {"mood": "good"}).encode()).text


WHOLE = json.dumps(CURRENT | {"text": f"{WORDS} end"}).encode()


@pytest.mark.parametrize("escaped", [True, False])
def test_a_half_written_draft_reads_as_it_was_typed(escaped: bool) -> None:
    whole = json.dumps(CURRENT | {"text": f"{WORDS} end"}, ensure_ascii=escaped).encode()
    for end in range(whole.index(b" end"), len(whole)):
        draft = recovered(whole[:end])
        assert (draft.entry, draft.title, draft.text.removesuffix(" end")[: len(WORDS)]) == (ENTRY, "A title", WORDS)


def test_a_draft_may_be_cut_anywhere() -> None:
    text = 'Say "no" \\ [twice] {x}\n'
    whole = json.dumps({"kind": "note", "values": {"n": [1, True]}, "text": text})
    for end in range(len(whole)):
        typed = json.dumps(text)[1:-1][: max(0, end - whole.index("Say"))]
        draft = recovered(whole[:end].encode())
        assert "Say" not in typed or "Say" in draft.text
        assert draft.text.count("no") >= typed.count("no")


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode(),
        WHOLE + WHOLE,
        WHOLE + bytes(100),
        b"\xff" + WHOLE,
        WHOLE.replace(b" end", b" end\xff"),
        json.dumps(CURRENT, ensure_ascii=False).encode("utf-16")[:-2],
        WHOLE.replace(b'"text"', b'"text": "another", "text"'),
        b"[" * 30_000 + WHOLE,
        b'{"a":' * 9_000 + WHOLE,
        WHOLE.replace(b'"tags"', b'"count": ' + b"9" * 5_000 + b', "tags"'),
    ],
    ids=[
        "no JSON",
        "twice",
        "zeros at the end",
        "stray byte",
        "stray byte in the text",
        "UTF-16 cut short",
        "repeated field",
        "deep list",
        "deep object",
        "endless number",
    ],
)
def test_a_damaged_draft_is_plain_text(data: bytes) -> None:
    text = recovered(data).text
    assert WORDS in text
    assert b"another" not in data or "another" in text


def test_a_draft_in_utf_16_is_a_draft() -> None:
    assert isinstance(decode(json.dumps(CURRENT).encode("utf-16"), LATER), NoteDraft)


@pytest.mark.parametrize(
    "data", [b"", b"  \n", b"null", b"{}", b"[]", b'""', bytes(4096), b"[" * 100_000, b'{"text": "']
)
def test_a_draft_without_text_is_not_offered(tmp_path: Path, data: bytes) -> None:
    path = folder(tmp_path / "notebook.json") / "a.json"
    path.parent.mkdir()
    path.write_bytes(data)
    assert left_behind(tmp_path / "notebook.json") == []
    assert path.read_bytes() == data


def test_a_huge_draft_is_cut_and_says_so() -> None:
    huge = recovered(json.dumps(["x" * MAX_RECOVERED, "more"]).encode())
    assert (len(huge.text), huge.cut) == (MAX_RECOVERED, True)
    assert not recovered(json.dumps(["x" * MAX_RECOVERED]).encode()).cut


def test_control_characters_of_a_draft_never_reach_the_terminal() -> None:
    for data in (b'{"text": "a\\u001b[31mb"}', b'{"text": "a\\u001b[31mb', b"a\x1b[31mb"):
        assert "␛[31mb" in recovered(data).text


def test_drafts_come_oldest_first_whatever_they_are(tmp_path: Path) -> None:
    notebook = tmp_path / "notebook.json"
    later = NoteDraft(entry=ENTRY, title="", saved=datetime(2100, 1, 1, tzinfo=UTC), text="later")
    for number, draft in enumerate((later, NOTE)):
        file = DraftFile(notebook, folder(notebook) / f"{number}.json")
        file.save(draft)
        file.let_go()
    (folder(notebook) / "2.json").write_text(WORDS, encoding="utf-8")
    assert [draft.text for _, draft in left_behind(notebook)] == [WORDS, WORDS, "later"]


def test_a_folder_among_the_drafts_is_left_alone(tmp_path: Path) -> None:
    (folder(tmp_path / "notebook.json") / "a.json").mkdir(parents=True)
    assert left_behind(tmp_path / "notebook.json") == []


def test_a_text_that_another_program_had_is_not_lost(tmp_path: Path) -> None:
    file = DraftFile(tmp_path / "notebook.json")
    file.save(NOTE)
    file.elsewhere.mkdir()
    edited = file.elsewhere / EDITED
    edited.write_text("from the editor\n", encoding="utf-8")
    assert [draft.text for draft in [file.read()] if draft] == ["from the editor"]
    edited.write_text("", encoding="utf-8")  # the editor was killed as it began to write
    assert file.read() == NOTE
    edited.write_text("from the editor", encoding="utf-8")
    file.path.write_text('{"text": "bro', encoding="utf-8")
    draft = file.read()
    assert isinstance(draft, RecoveredText)
    assert "bro" in draft.text and "from the editor" in draft.text


def test_a_purge_removes_a_draft_that_does_not_fit_only_if_it_is_of_that_record(tmp_path: Path) -> None:
    notebook = Notebook(tmp_path / "notebook.json")
    note = notebook.save_note(SHIPPED.entries[0], "a text of its own", [])
    drafts = folder(notebook.path)
    drafts.mkdir()
    for name, record in (("mine", note.uid), ("other", "another uid")):
        (drafts / f"{name}.json").write_text(json.dumps(CURRENT | {"schema": 2, "record": record}), encoding="utf-8")
    assert purge_record(notebook, "notes", note.uid).drafts == 1
    assert [path.name for path in drafts.glob("*.json")] == ["other.json"]
