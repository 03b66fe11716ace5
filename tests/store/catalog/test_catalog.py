"""The shipped dictionary says what the published one says, and a faulty catalog is refused with the place."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where

from store.catalog import opening
from store.core.errors import BadInput
from store.core.models import Cause, Entry

SHIPPED = opening.load(opening.shipped_path())
SUFFIX = " Grade Passback Error Codes"

Published = tuple[str, str, tuple[str, ...]]
"""Vendor, title and messages of an entry."""


def published() -> list[Published]:
    """Return the entries of dictionary.txt, the published dictionary, in its order."""
    lines = (Path(__file__).parent / "dictionary.txt").read_text(encoding="utf-8").splitlines()
    vendor = ""
    entries: list[Published] = []
    for line in lines:
        kind, _, text = line.partition(" ")
        if kind == "#":
            vendor = text.removesuffix(SUFFIX)
        elif kind == "##":
            entries.append((vendor, text, ()))
        elif kind == ">":
            vendor, title, messages = entries.pop()
            entries.append((vendor, title, (*messages, text)))
    return entries


def as_published(entry: Entry) -> Published:
    vendor = next(vendor for vendor in SHIPPED.vendors if vendor.id == entry.vendor)
    return vendor.name, entry.title, tuple(message.text for message in entry.messages)


PUBLISHED = published()
OURS = [entry for entry in SHIPPED.entries if as_published(entry) not in PUBLISHED]
"""Entries that the published dictionary lacks."""


def causes(*entries: Entry) -> list[Cause]:
    return [cause for entry in entries for message in entry.messages for cause in message.causes]


def test_every_published_entry_is_there_to_the_letter_in_its_order() -> None:
    shipped = [as_published(entry) for entry in SHIPPED.entries if entry not in OURS]
    assert shipped == PUBLISHED


def test_the_contents_of_the_published_dictionary_name_the_same_entries() -> None:
    lines = (Path(__file__).parent / "dictionary.txt").read_text(encoding="utf-8").splitlines()
    contents = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
    expected: list[str] = []
    for vendor, title, _ in PUBLISHED:
        heading = vendor + SUFFIX
        expected += [title] if heading in expected else [heading, title]
    assert contents == expected


def test_an_entry_that_is_not_published_names_other_pages() -> None:
    """A further entry or vendor is welcome, if it says what it rests on and does not claim Instructure's dictionary."""
    for cause in causes(*OURS):
        assert cause.sources
        assert SHIPPED.edition.source.url not in {source.url for source in cause.sources}


def test_entries_of_a_vendor_stand_together() -> None:
    order = list(dict.fromkeys(entry.vendor for entry in SHIPPED.entries))
    assert order == [vendor.id for vendor in SHIPPED.vendors]
    assert [entry.vendor for entry in SHIPPED.entries] == sorted(
        (entry.vendor for entry in SHIPPED.entries), key=order.index
    )


def test_a_fix_that_rests_on_pages_names_them() -> None:
    for cause in causes(*SHIPPED.entries):
        assert bool(cause.sources) == (cause.basis != "derived")


UNSPECIFIED = {
    "aeries/internal-server-error",
    "infinite-campus/assignment-scores-export-put-for-oneroster-error",
    "powerschool/412-error-assignment-update-is-missing-record",
    "powerschool/total-points-error",
    "synergy/internal-server-error",
}
"""Published entries with a cause that the dictionary leaves open."""

READ_INTO = {
    "aeries/gradebook-section-not-found",
    "aspen/validation-exception",
    "infinite-campus/assignment-scores-export-put-for-oneroster-error",
    "powerschool/412-error-assignment-update-is-missing-record",
    "powerschool/total-points-error",
    "synergy/internal-server-error",
    "synergy/not-a-valid-score",
}
"""Published entries whose meaning we inferred in part."""


def test_what_we_read_into_the_dictionary_is_marked() -> None:
    marked = {
        entry.id
        for entry in SHIPPED.entries
        for cause in causes(entry)
        if any(note.startswith("Our reading, not in the") for note in cause.notes)
    }
    assert marked == READ_INTO


def test_only_these_causes_are_left_open() -> None:
    unspecified = {entry.id for entry in SHIPPED.entries if any(cause.meaning is None for cause in causes(entry))}
    assert unspecified == UNSPECIFIED


@pytest.mark.parametrize(
    ("entry_id", "slots"),
    [
        ("synergy/grading-category-does-not-exist", ["category", "assignment", "section", "available categories"]),
        ("infinite-campus/cannot-export-canvas-submission-in-section", ["section", "assignment", "student"]),
        ("powerschool/400-error-unable-to-create-assignment", ["request id"]),
        ("focus/404-error-api-route-not-found", ["request id", "first id", "second id"]),
        ("aspen/validation-exception", ["value"]),
        ("pinnacle/error-code-400-invalid-due-date", []),
    ],
)
def test_slots_are_named_in_the_order_of_the_text(entry_id: str, slots: list[str]) -> None:
    entry = SHIPPED.entry(entry_id)
    assert entry is not None
    assert list(entry.messages[0].slots) == slots


def test_every_placeholder_is_a_slot() -> None:
    for entry in SHIPPED.entries:
        for message in entry.messages:
            literals = message.text
            for placeholder in message.slots.values():
                literals = literals.replace(placeholder, "", 1)
            for mark in ("[x", "[X", "XXX", "xxx", "...", "XYZ", "[id]", "[a", "[C", "<", "ASSIGNMENT ID"):
                assert mark not in literals, (entry.id, mark)


def test_the_catalog_is_a_plain_tinydb_file() -> None:
    with TinyDB(opening.shipped_path(), access_mode="r") as database:
        found = database.table("entries").search(where("vendor") == "skyward")
    assert [entry["id"] for entry in found] == [entry.id for entry in SHIPPED.entries if entry.vendor == "skyward"]


def test_the_file_is_one_field_a_line() -> None:
    text = opening.shipped_path().read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("name", ["powerschool", "PowerSchool-PowerTeacher Pro", "PTP", " ps ", "power school"])
def test_a_vendor_is_found_by_what_people_type(name: str) -> None:
    vendor = SHIPPED.find_vendor(name)
    assert vendor is not None
    assert vendor.id == "powerschool"


def test_an_unknown_vendor_is_not_guessed() -> None:
    assert SHIPPED.find_vendor("powerscool") is None


# --- faults -----------------------------------------------------------------------------------------------------------


def broken(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    document = json.loads(opening.shipped_path().read_text(encoding="utf-8"))
    change(document)
    file = path / "catalog.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def message(document: dict[str, Any], number: str) -> dict[str, Any]:
    first: dict[str, Any] = document["entries"][number]["messages"][0]
    return first


FAULTS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "wrong type": (
        lambda d: d["entries"]["3"].update(title=5),
        "entries 3 (aeries/internal-server-error).title: expected `str`, got `int`",
    ),
    "unknown value": (
        lambda d: message(d, "3")["causes"][0].update(who="parent"),
        "entries 3 (aeries/internal-server-error).messages[0].causes[0].who:"
        " 'parent' is not one of teacher, canvas_admin, sis_admin, vendor_support",
    ),
    "unknown field": (
        lambda d: message(d, "3").update(regex="a+"),
        "entries 3 (aeries/internal-server-error).messages[0].regex: unknown field",
    ),
    "missing field": (
        lambda d: d["entries"]["3"].pop("related"),
        "entries 3 (aeries/internal-server-error).related: is missing",
    ),
    "no messages": (
        lambda d: d["entries"]["3"].update(messages=[]),
        "entries 3 (aeries/internal-server-error).messages: expected `array` of length >= 1",
    ),
    "repeated id": (
        lambda d: d["entries"]["3"].update(id="aeries/multiple-matches-found"),
        "entries 5 (aeries/multiple-matches-found).id: the entry id 'aeries/multiple-matches-found' is already used at"
        " entries 3 (aeries/multiple-matches-found).id",
    ),
    "unknown vendor": (
        lambda d: d["entries"]["3"].update(vendor="aries"),
        "entries 3 (aeries/internal-server-error).vendor: unknown vendor 'aries'",
    ),
    "unknown related entry": (
        lambda d: d["entries"]["3"].update(related=["aeries/nothing"]),
        "entries 3 (aeries/internal-server-error).related[0]: unknown entry 'aeries/nothing'",
    ),
    "plain http": (
        lambda d: message(d, "1")["causes"][0]["sources"][0].update(url="http://example.org/a"),
        "entries 1 (aeries/grading-category-not-found).messages[0].causes[0].sources[0].url:"
        " not a plain https address: 'http://example.org/a'",
    ),
    "address with a user": (
        lambda d: message(d, "1")["causes"][0]["sources"][0].update(url="https://canvas@example.org/a"),
        "entries 1 (aeries/grading-category-not-found).messages[0].causes[0].sources[0].url:"
        " not a plain https address: 'https://canvas@example.org/a'",
    ),
    "slot out of order": (
        lambda d: message(d, "5").update(slots={"due date": "[xx/xx/xxxx]", "assignment": "[xxxxxx]"}),
        "entries 5 (aeries/multiple-matches-found).messages[0].slots.assignment:"
        " '[xxxxxx]' is not in the text after the slot before it",
    ),
    "control character": (
        lambda d: d["entries"]["3"].update(title="a\x1b]0;b"),
        "entries 3 (aeries/internal-server-error).title: has a control or invisible character",
    ),
    "accent apart from its letter": (
        lambda d: d["entries"]["3"].update(title="Ge\u0301nial"),
        "entries 3 (aeries/internal-server-error).title:"
        " has an accent apart from its letter (it is not in Unicode's NFC)",
    ),
    "placeholder": (
        lambda d: d["entries"]["3"].update(title="TODO: the title"),
        "entries 3 (aeries/internal-server-error).title: still has the placeholder 'TODO: the title'; replace it",
    ),
    "shared alias": (
        lambda d: d["vendors"]["1"].update(aliases=["sky"]),
        "vendors 10 (skyward): the name or alias 'sky' already belongs to 'aeries'",
    ),
    "no steps": (
        lambda d: message(d, "3")["causes"][0].update(fix=[]),
        "entries 3 (aeries/internal-server-error).messages[0].causes[0].fix: a cause needs at least one step",
    ),
    "wording of a step that is not there": (
        lambda d: message(d, "1")["causes"][0].update(filled={"9": "Move {assignment}"}),
        "entries 1 (aeries/grading-category-not-found).messages[0].causes[0].filled.9: there is no step '9'",
    ),
    "wording with a slot that is not there": (
        lambda d: message(d, "1")["causes"][0].update(filled={"1": "Move {student}"}),
        "entries 1 (aeries/grading-category-not-found).messages[0].causes[0].filled.1:"
        " the message has no slot 'student'",
    ),
    "repeated spelling": (
        lambda d: d["codes"]["5"].update(spellings=["page not found", "Page-Not-Found"]),
        "codes 5 (http/405).spellings[1]: the spelling 'pagenotfound' is already used at"
        " codes 5 (http/405).spellings[0]",
    ),
    "plain http of a code": (
        lambda d: d["codes"]["5"]["source"].update(url="http://example.org"),
        "codes 5 (http/405).source.url: not a plain https address: 'http://example.org'",
    ),
    "repeated code": (
        lambda d: d["codes"]["5"].update(id="http/400", code="400"),
        "codes 5 (http/400).id: the code's id 'http/400' is already used at codes 1 (http/400).id",
    ),
    "id that is not the code": (
        lambda d: d["codes"]["5"].update(id="http/404x"),
        "codes 5 (http/404x).id: expected 'http/405'",
    ),
    "code that is no error": (
        lambda d: d["codes"]["5"].update(id="http/204", code="204"),
        "codes 5 (http/204).code: not an HTTP status from 400 to 599: '204'",
    ),
    "long text of a code": (
        lambda d: d["codes"]["5"].update(first="x" * 140 + "."),
        "codes 5 (http/405).first: has 141 characters; at most 140 fit on the screen",
    ),
    "code without a period": (
        lambda d: d["codes"]["5"].update(says="It says"),
        "codes 5 (http/405).says: does not end with a period",
    ),
    "unknown field of a code": (
        lambda d: d["codes"]["5"].update(pattern="a+"),
        "codes 5 (http/405).pattern: unknown field",
    ),
    "newer schema": (
        lambda d: d["meta"]["1"].update(schema=2),
        "meta 1.schema: made for a newer sisdex (schema 2; this one reads 1)",
    ),
    "no entries": (lambda d: d.pop("entries"), "entries: is missing or empty"),
    "foreign": (
        lambda d: [d.pop(table) for table in tuple(d)],
        "meta: expected one record, found 0; is this a sisdex catalog?",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_by_its_place(name: str, tmp_path: Path) -> None:
    change, expected = FAULTS[name]
    path = broken(tmp_path, change)
    assert expected in [str(fault) for fault in opening.check(path)]
    with pytest.raises(BadInput, match=r"cannot be used as a catalog: "):
        opening.load(path)


def test_every_fault_is_named_not_only_the_first(tmp_path: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        document["entries"]["3"].update(title=5, vendor=None)
        message(document, "9")["causes"][0].update(who="parent", basis="rumour")

    places = [fault.place for fault in opening.check(broken(tmp_path, change))]
    assert places == [
        "entries 3 (aeries/internal-server-error).vendor",
        "entries 3 (aeries/internal-server-error).title",
        "entries 9 (aspen/grading-category-not-found).messages[0].causes[0].who",
        "entries 9 (aspen/grading-category-not-found).messages[0].causes[0].basis",
    ]


def test_a_catalog_of_sisdex_0_1_has_no_codes_and_opens(tmp_path: Path) -> None:
    path = broken(tmp_path, lambda document: document.pop("codes"))
    assert opening.check(path) == []
    assert opening.load(path).codes == ()


def test_the_shipped_catalog_has_no_fault() -> None:
    assert opening.check(opening.shipped_path()) == []


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "is empty"),
        (b'{"meta": {"1": {', "is not complete JSON: line 1"),
        (b"null", "is not a TinyDB file"),
        (b"[]", "is not a TinyDB file"),
        (b'{"meta": []}', "table 'meta' is not an object of records"),
        (b'{"meta": {"one": {}}}', "'one' in table 'meta' is not a record number"),
        (b'{"meta": {"1": 5}}', "record 1 of table 'meta' is not an object"),
        (b'{"meta": {"1": {}, "1": {}}}', "has the key '1' twice"),
        (b'{"meta": {"1": {"schema": NaN}}}', "NaN is not JSON"),
        (b'{"meta": {"1": {"schema": ' + b"9" * 5000 + b"}}}", "has a number that cannot be read"),
        (b'{"meta": ' * 100_000, "is nested too deeply"),
        (b"\xff\xfe{\x00}\x00", "is not UTF-8 text"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_a_damaged_file_gives_one_sentence(data: bytes, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "catalog.json"
    path.write_bytes(data)
    with pytest.raises(BadInput) as caught:
        opening.load(path)
    assert problem in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read: No such file"):
        opening.load(tmp_path / "none.json")
