"""Custom codes are saved as typed, found like entries of the dictionary, and never match everything."""

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from store.catalog import opening
from store.catalog.opening import Catalog
from store.core.errors import BadInput, CannotUndo
from store.core.models import CustomCode, Hit
from store.matching.pasted_text import Text
from store.notebook import purge
from store.notebook.custom_codes import (
    MAX_SLOTS,
    MAX_STEPS,
    MAX_TEXT,
    NO_VENDOR,
    CustomCodeFields,
    fields_of,
    is_custom,
    remove_custom_code,
    save_custom_code,
    slots_of,
    with_custom_codes,
)
from store.notebook.draft_records import CustomCodeDraft
from store.notebook.drafts import DraftFile
from store.notebook.notebook import Notebook
from store.search.index import SearchIndex

pytestmark = pytest.mark.slow

SHIPPED = opening.load(opening.shipped_path())
NOW = datetime(2026, 11, 14, 15, 30, tzinfo=UTC)
WORDS = [f"{one}{two}" for one in ("gra", "sec", "ros", "fee", "sta") for two in ("de", "tion", "ter", "ds", "m")]
FILLED = CustomCodeFields(
    message="Roster feed [number] was refused for [school name].",
    vendor="Acme SIS",
    title="Roster Refused",
    slots=("feed",),
    meaning="The feed holds a school that Acme does not know.",
    who="vendor_support",
    steps=("1. Open the feed", "- Send it again"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notebook.json"


@pytest.fixture
def notebook(path: Path) -> Notebook:
    return Notebook(path, lambda: NOW)


def save(notebook: Notebook, message: str, **fields: Any) -> CustomCode:
    return save_custom_code(notebook, SHIPPED, CustomCodeFields(message, **fields))


def all_of(notebook: Notebook) -> Catalog:
    return with_custom_codes(SHIPPED, notebook.snapshot)


def search(notebook: Notebook, query: str) -> list[Hit]:
    return SearchIndex(all_of(notebook)).search(query)


# --- saving -----------------------------------------------------------------------------------------------------------


def test_a_custom_code_is_saved_in_the_shape_of_an_entry(path: Path, notebook: Notebook) -> None:
    kept = save_custom_code(notebook, SHIPPED, FILLED)
    [code] = Notebook(path).snapshot.custom_codes
    assert code == kept
    assert (code.id, code.title, code.created, code.was) == (
        f"own/roster-refused-{code.uid[:8]}",
        FILLED.title,
        NOW,
        (),
    )
    [message] = code.messages
    assert (message.text, message.slots) == (FILLED.message, {"feed": "[number]", "school name": "[school name]"})
    [cause] = message.causes
    assert (cause.meaning, cause.who, cause.basis, cause.sources) == (FILLED.meaning, FILLED.who, "derived", ())
    assert cause.fix == ("Open the feed", "Send it again")
    assert fields_of(all_of(notebook), code) == msgspec.structs.replace(
        FILLED, steps=cause.fix, slots=("feed", "school name")
    )


def test_only_the_message_is_required(notebook: Notebook) -> None:
    code = save(notebook, "\n  Feed [12] was refused by the far side\nsecond line\n")
    assert (code.title, code.messages[0].slots) == ("Feed [12] was refused by the far side", {"value 1": "[12]"})
    assert fields_of(all_of(notebook), code) == CustomCodeFields(
        code.messages[0].text, vendor=NO_VENDOR, title=code.title
    )
    assert save(notebook, "word " * 100).title == f"{'word ' * 11}word…"
    with pytest.raises(BadInput, match="fill in the error text"):
        save(notebook, " \n ", title="Title")
    assert len(notebook.snapshot.custom_codes) == 2


def test_texts_are_cleaned(notebook: Notebook) -> None:
    code = save(notebook, "a\x1b[31m b", title="t\x1b", vendor="v\x1b", meaning="m\x1b", steps=("s\x1b",))
    assert "\x1b" not in str(notebook.snapshot)
    assert code.messages[0].text == "a␛[31m b"


@pytest.mark.parametrize(
    ("message", "names", "slots"),
    [
        ("for [student name]", (), {"student name": "[student name]"}),
        ("[xxxxx] for [2024-11-14] in [/results/0]", (), {"value 1": 0, "value 2": 0, "value 3": 0}),
        ("[id] and [id] and [id]", (), {"id": "[id]", "id 2": "[id]", "id 3": "[id]"}),
        ("[id] and [id]", ("one", " two, \n three "), {"one": "[id]", "two three": "[id]"}),
        ("[one][two]", ("", "second"), {"one": "[one]", "second": "[two]"}),
        ("[] [ ] [a\nb] [not [nested] here] ] [open", (), {"nested": "[nested]"}),
        ("[[id] ]]", (), {"id": "[id]"}),
        ("no brackets", (), {}),
    ],
)
def test_text_in_brackets_is_a_slot(message: str, names: tuple[str, ...], slots: dict[str, Any]) -> None:
    result = slots_of(message, names)
    assert list(result) == list(slots)
    assert all(result[name] == brackets for name, brackets in slots.items() if brackets)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        (CustomCodeFields("x" * (MAX_TEXT + 1)), "message has 20,001 characters; the limit is 20,000"),
        (CustomCodeFields("x", meaning="x" * (MAX_TEXT + 1)), "meaning has 20,001"),
        (CustomCodeFields("x", title="x" * 201), "title has 201 characters; the limit is 200"),
        (CustomCodeFields("x", vendor="x" * 201), "name of the vendor has 201"),
        (CustomCodeFields("[x]", slots=("x" * 201,)), "name of a slot has 201"),
        (CustomCodeFields("x", steps=("x",) * (MAX_STEPS + 1)), "51 steps"),
        (CustomCodeFields("[a]" * (MAX_SLOTS + 1)), "101 parts in brackets"),
        (CustomCodeFields("for [id]", slots=("a", "b")), r"1 part in \[brackets\], but 2 names"),
        (CustomCodeFields("for id", slots=("a",)), r"0 parts in \[brackets\], but 1 name for slots"),
    ],
)
def test_what_is_too_long_is_refused_and_nothing_is_written(path: Path, fields: CustomCodeFields, problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        save_custom_code(Notebook(path), SHIPPED, fields)
    assert not path.exists()


# --- vendors ----------------------------------------------------------------------------------------------------------


def test_a_known_vendor_is_found_by_any_of_its_names(notebook: Notebook) -> None:
    assert {save(notebook, "x", vendor=name).vendor for name in ("sky", "SKYWARD", "skyward")} == {"skyward"}
    assert notebook.snapshot.custom_vendors == ()
    assert all_of(notebook).vendors == SHIPPED.vendors


def test_a_new_vendor_is_added_once_after_the_vendors_of_the_dictionary(notebook: Notebook) -> None:
    ids = {save(notebook, "x", vendor=name).vendor for name in ("Acme SIS", "acme  sis", "acme-sis")}
    [vendor] = notebook.snapshot.custom_vendors
    assert ids == {vendor.id}
    assert all_of(notebook).vendors == (*SHIPPED.vendors, vendor)
    assert all_of(notebook).find_vendor("acme-sis") is vendor


def test_a_vendor_without_codes_is_known_but_not_shown(notebook: Notebook) -> None:
    first = save(notebook, "x", vendor="Acme")
    remove_custom_code(notebook, first)
    assert all_of(notebook) is SHIPPED
    save(notebook, "x", vendor="Other")
    assert [vendor.name for vendor in all_of(notebook).vendors[len(SHIPPED.vendors) :]] == ["Other"]
    assert save(notebook, "y", vendor="ACME").vendor == first.vendor


def test_a_code_of_a_dropped_vendor_is_still_shown(notebook: Notebook) -> None:
    code = save(notebook, "Refused", vendor="sky")
    without = Catalog(
        SHIPPED.edition,
        tuple(vendor for vendor in SHIPPED.vendors if vendor.id != "skyward"),
        tuple(entry for entry in SHIPPED.entries if entry.vendor != "skyward"),
    )
    there = with_custom_codes(without, notebook.snapshot)
    assert (there.entry(code.id), there.vendor("skyward").name) == (code, "skyward")
    again = save_custom_code(notebook, without, fields_of(there, code), code)
    assert (again.vendor, notebook.snapshot.custom_vendors) == ("skyward", ())


def test_vendors_with_the_same_name_are_one(notebook: Notebook) -> None:
    one, other = save(notebook, "x", vendor="Acme"), save(notebook, "y", vendor="Other")
    with notebook.transaction() as database:  # as an import brings it from a colleague
        database.table("vendors").update({"name": "ACME"}, doc_ids=[2])
    assert {entry.vendor for entry in all_of(notebook).entries if is_custom(entry)} == {one.vendor}
    with notebook.transaction() as database:  # as a new edition of the dictionary brings it
        database.table("vendors").update({"name": "Skyward"})
    assert {entry.vendor for entry in all_of(notebook).entries if is_custom(entry)} == {"skyward"}
    assert all_of(notebook).vendors == SHIPPED.vendors
    assert other.vendor != one.vendor


# --- changed and removed ----------------------------------------------------------------------------------------------


def test_a_change_keeps_the_id_and_its_notes(notebook: Notebook) -> None:
    code = save_custom_code(notebook, SHIPPED, FILLED)
    notebook.save_note(code, "Ask Ben", [])
    again = save_custom_code(notebook, SHIPPED, msgspec.structs.replace(FILLED, title="Another"), code)
    assert (again.id, again.uid, again.title, again.was) == (code.id, code.uid, "Another", (code.rev,))
    assert notebook.snapshot.custom_codes == (again,)
    assert list(notebook.snapshot.notes) == [again.id]


def test_if_two_terminals_change_a_code_both_versions_are_kept(path: Path, notebook: Notebook) -> None:
    code = save_custom_code(notebook, SHIPPED, FILLED)
    elsewhere = Notebook(path)
    theirs = save_custom_code(elsewhere, SHIPPED, msgspec.structs.replace(FILLED, title="Theirs"), code)
    mine = save_custom_code(notebook, SHIPPED, msgspec.structs.replace(FILLED, title="Mine"), code)
    assert (theirs.id, theirs.beside, mine.beside) == (code.id, None, code.uid)
    assert mine.id not in ("", code.id)
    assert [each.title for each in notebook.snapshot.custom_codes] == ["Theirs", "Mine"]
    assert remove_custom_code(notebook, code) is False


def test_adding_changing_and_removing_can_be_undone(path: Path, notebook: Notebook) -> None:
    code = save_custom_code(notebook, SHIPPED, FILLED)
    changed = save_custom_code(notebook, SHIPPED, msgspec.structs.replace(FILLED, title="Another"), code)
    assert remove_custom_code(notebook, changed) is True
    assert notebook.snapshot.custom_codes == ()
    assert [Notebook(path).undo() for _ in range(4)] == [
        "custom code removed: Another",
        "custom code changed: Another",
        "custom code added: Roster Refused",
        "",
    ]
    again = Notebook(path)
    assert again.snapshot.custom_codes == ()
    assert all_of(again) is SHIPPED


def test_undo_brings_a_removed_code_back_under_its_id(notebook: Notebook) -> None:
    code = save_custom_code(notebook, SHIPPED, FILLED)
    notebook.set_bookmark(code, True)
    remove_custom_code(notebook, code)
    assert notebook.snapshot.titles == ((code.id, code.title),)
    notebook.undo()
    [again] = notebook.snapshot.custom_codes
    assert (again.id, again.messages, again.vendor) == (code.id, code.messages, code.vendor)
    assert again.rev != code.rev


def test_undoing_the_first_code_of_a_new_vendor_keeps_the_vendor_for_other_codes(path: Path) -> None:
    first, second = Notebook(path), Notebook(path)
    save(first, "x", vendor="Acme")
    theirs = save(second, "y", vendor="Acme")
    first.undo()
    assert first.snapshot.custom_codes == (theirs,)
    assert all_of(first).vendor(theirs.vendor).name == "Acme"


def test_undo_is_refused_if_another_terminal_changed_the_code(path: Path, notebook: Notebook) -> None:
    code = save_custom_code(notebook, SHIPPED, FILLED)
    theirs = save_custom_code(Notebook(path), SHIPPED, msgspec.structs.replace(FILLED, title="Theirs"), code)
    with pytest.raises(CannotUndo):
        notebook.undo()
    assert notebook.snapshot.custom_codes == (theirs,)


def test_a_purge_clears_every_copy(path: Path, notebook: Notebook) -> None:
    code = save(notebook, "Refused for Zebedee")
    changed = save_custom_code(notebook, SHIPPED, CustomCodeFields("Refused for Zebedee again"), code)
    file = DraftFile(path)
    fields = CustomCodeFields("Zebedee")
    file.save(CustomCodeDraft(entry=code.id, title=code.title, record=code.uid, rev=code.rev, saved=NOW, fields=fields))
    damaged = path.with_name(f"{path.name}.damaged-20261114-1530")
    damaged.write_text('{"entries": {"1": {"text": "Refused for Zebedee again"', encoding="utf-8")
    purge.purge_record(notebook, "entries", changed.uid)
    left = {each.name: each.read_bytes() for each in path.parent.rglob("*") if each.is_file()}
    assert path.name in left
    assert [name for name, data in left.items() if b"Zebedee" in data] == []


def test_a_notebook_from_before_custom_codes_is_read_and_written(path: Path) -> None:
    Notebook(path).set_bookmark(SHIPPED.entries[0], True)
    assert '"entries"' not in path.read_text(encoding="utf-8")
    assert Notebook(path).snapshot.custom_codes == ()
    save(Notebook(path), "x")
    assert len(Notebook(path).snapshot.custom_codes) == 1


# --- notebooks written by other programs ------------------------------------------------------------------------------


def test_codes_with_the_same_id_are_both_shown(notebook: Notebook) -> None:
    one, other = save(notebook, "x"), save(notebook, "y")
    third = save(notebook, "z")
    with notebook.transaction() as database:
        database.table("entries").update({"id": one.id}, doc_ids=[2])
        database.table("entries").update({"id": SHIPPED.entries[0].id}, doc_ids=[3])
    there = all_of(notebook)
    assert there.entry(SHIPPED.entries[0].id) is SHIPPED.entries[0]
    assert [entry.id for entry in there.entries if is_custom(entry)] == [one.id, f"own/{other.uid}", f"own/{third.uid}"]


def test_slots_that_are_not_in_the_message_are_ignored(notebook: Notebook) -> None:
    save(notebook, "Roster feed was refused for [id] at night")
    with notebook.transaction() as database:
        [record] = database.table("entries")
        [message] = record["messages"]
        message = {**message, "slots": {"a": "[id]", "b": "[id]"}}
        database.table("entries").update({"messages": [message]})
    [hit] = [
        hit
        for hit in search(notebook, "Hello, it told us: Roster feed was refused for [id] at night. Thanks")
        if is_custom(hit.entry)
    ]
    assert (hit.by, hit.entry.messages[0].slots) == ("message", {})


# --- search -----------------------------------------------------------------------------------------------------------


def test_a_pasted_message_finds_the_code_with_its_values(notebook: Notebook) -> None:
    code = save_custom_code(notebook, SHIPPED, FILLED)
    text = "Hi Ben,\nit says: Roster feed 4411 was refused for Ridgeview High. What now?"
    first = search(notebook, text)[0]
    assert (first.entry, first.by, dict(first.values)) == (
        code,
        "message",
        {"feed": "4411", "school name": "Ridgeview High"},
    )
    assert search(notebook, "acme roster")[0].entry == code
    assert [hit.entry for hit in search(notebook, "@acme-sis")] == [code]


@pytest.mark.parametrize("length", [3_000, 8_000, MAX_TEXT])
def test_a_code_of_any_length_is_found_in_a_text(notebook: Notebook, length: int) -> None:
    dice = random.Random(1)
    lines = [" ".join(dice.choice(WORDS) for _ in range(dice.randrange(4, 12))) for _ in range(length)]
    message = "\n".join(lines)[:length].rpartition(" ")[0]
    code = save(notebook, message)
    [first, *_] = search(notebook, f"Hello,\nthis came:\n{message}\nCan you help?")
    assert (first.entry.id, first.by) == (code.id, "message")


def test_a_code_like_an_entry_neither_wins_nor_hides(notebook: Notebook) -> None:
    entry = SHIPPED.entry("skyward/grading-category-not-found")
    assert entry is not None
    code = save(notebook, entry.messages[0].text, vendor="sky")
    hits = search(notebook, "Grading category Quizzes not found in Skyward for section 44.1 (11).")
    assert [hit.entry for hit in hits[:2]] == [entry, code]
    assert hits[0].score == hits[1].score


ODD = [
    "[id]",
    "[one][two]",
    "[one] [two]",
    "[one], [two]: ...",
    "...",
    "[",
    "]]][[[",
    "[[[a]",
    "x[a][b]y[c][d]",
    "Error: [x]",
    "[x] error",
    "\\d+ (.*) [^a] {0} %s $(reboot) [/b]",
    "ſßİ [ﬁ] 𝔘",
    "[a]" * MAX_SLOTS,
    "word [a] " * MAX_SLOTS,
    "word " * (MAX_TEXT // 5),
    "[" * MAX_TEXT,
    f"[{'x' * (MAX_TEXT - 2)}]",
]
QUERIES = [
    "the",
    "of the a",
    "we were what when where which while who why will with",
    "...",
    "[id]",
    "error",
    "Internal Server Error: the grade could not be posted for student 12, section 44.1",
    "word " * 3000,
    "\n".join(f"2026-11-14 10:{minute} ERROR [sync] something else went wrong" for minute in range(10, 60)),
]


@pytest.mark.parametrize("message", ODD, ids=[f"{message[:20]!r}" for message in ODD])
def test_no_message_breaks_the_search_or_matches_everything(notebook: Notebook, message: str) -> None:
    code = save(notebook, message, vendor="sky")
    index = SearchIndex(all_of(notebook))
    plain = SearchIndex(SHIPPED)
    for query in [*QUERIES, message]:
        hits = index.search(query)
        index.highlights(query[:100], message)
        found, of_shipped = (len(one.messages.recognize(Text(query))) for one in (index, plain))
        assert found <= of_shipped + (query != "...")
        if query.split()[0] not in message and "error" not in message.casefold():
            assert [hit for hit in hits if hit.entry == code and hit.by == "message"] == [], query


@pytest.mark.parametrize("message", ["[id]", "[one][two]", "[one], [two]: ...", "..."])
@pytest.mark.parametrize("query", [*QUERIES, "the", "[id]"])
def test_a_code_without_words_matches_nothing_by_its_message(notebook: Notebook, message: str, query: str) -> None:
    code = save(notebook, message, vendor="sky", title="Zebra")
    hits = search(notebook, query)
    assert [hit for hit in hits if hit.entry == code and hit.by == "message"] == []
    assert not hits or hits[0].entry != code
