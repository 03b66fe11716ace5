"""Two editions are compared word by word; a catalog is installed as a whole or not at all."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.catalog import editions, opening
from store.catalog.editions import Change
from store.catalog.opening import Catalog
from store.core.errors import BadInput, CannotSave
from store.core.models import Entry
from store.files import atomic, tinydb_file
from store.notebook.notebook import Notebook

SHIPPED = opening.load(opening.shipped_path())
ENTRY = "skyward/invalid-request"


def shipped(entry_id: str) -> Entry:
    entry = SHIPPED.entry(entry_id)
    assert entry is not None
    return entry


def with_entries(change: Callable[[Entry], Entry | None], *more: Entry, edition: str = "2027-02-01") -> Catalog:
    """Return the shipped catalog with `change` applied to each entry (None drops it) and with more entries."""
    kept = [*(replaced for entry in SHIPPED.entries if (replaced := change(entry)) is not None), *more]
    known = {entry.id for entry in kept}
    entries = tuple(
        msgspec.structs.replace(entry, related=tuple(other for other in entry.related if other in known))
        for entry in kept
    )
    return Catalog(msgspec.structs.replace(SHIPPED.edition, edition=edition), SHIPPED.vendors, entries, SHIPPED.codes)


def with_title(title: str) -> Catalog:
    return with_entries(lambda entry: msgspec.structs.replace(entry, title=title) if entry.id == ENTRY else entry)


def renamed(entry_id: str, new_id: str) -> Callable[[Entry], Entry]:
    def change(entry: Entry) -> Entry:
        related = tuple(new_id if other == entry_id else other for other in entry.related)
        return msgspec.structs.replace(entry, id=new_id if entry.id == entry_id else entry.id, related=related)

    return change


def of_entries(old: Catalog, new: Catalog) -> list[Change]:
    return [change for change in editions.compare(old, new).changes if change.table == "entries"]


# --- comparing --------------------------------------------------------------------------------------------------------


def test_a_catalog_does_not_differ_from_itself() -> None:
    assert editions.compare(SHIPPED, SHIPPED).is_none


def test_codes_are_compared_and_installed(tmp_path: Path) -> None:
    first, *others = SHIPPED.codes
    changed = msgspec.structs.replace(first, says="Something else.")
    new = Catalog(SHIPPED.edition, SHIPPED.vendors, SHIPPED.entries, (changed, *others[1:]))
    difference = editions.compare(SHIPPED, new)
    assert [(change.kind, change.table, change.id, change.title) for change in difference.changes] == [
        ("changed", "codes", first.id, first.name),
        ("dropped", "codes", others[0].id, others[0].name),
    ]
    [field] = difference.changes[0].fields
    assert (field.place, field.old, field.new) == ("says", first.says, "Something else.")
    editions.install(tmp_path / "catalog.json", new)
    assert opening.load(tmp_path / "catalog.json").codes == new.codes
    without = Catalog(SHIPPED.edition, SHIPPED.vendors, SHIPPED.entries)
    editions.install(tmp_path / "catalog.json", without)
    assert editions.compare(without, opening.load(tmp_path / "catalog.json")).is_none


def test_a_changed_step_is_shown_word_by_word_and_a_new_one_whole() -> None:
    cause = shipped(ENTRY).messages[0].causes[0]
    steps = ("Appearance at it twice.", *cause.fix[:-1], f"{cause.fix[-1]} Then wait.")

    def change(entry: Entry) -> Entry:
        if entry.id != ENTRY:
            return entry
        first = msgspec.structs.replace(
            entry.messages[0], causes=(msgspec.structs.replace(cause, fix=steps), *entry.messages[0].causes[1:])
        )
        return msgspec.structs.replace(entry, messages=(first, *entry.messages[1:]))

    [changed] = of_entries(SHIPPED, with_entries(change))
    assert (changed.kind, changed.id, changed.was, changed.title) == ("changed", ENTRY, None, "Invalid Request")
    new, last = changed.fields
    assert (new.place, new.old, new.new) == ("messages[0].causes[0].fix", None, "Appearance at it twice.")
    assert new.words == (("+", "Appearance at it twice."),)
    assert last.words == (("=", cause.fix[-1]), ("+", "Then wait."))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("a b c", "a x c", (("=", "a"), ("-", "b"), ("+", "x"), ("=", "c"))),
        ("a b", "x y z", (("-", "a b"), ("+", "x y z"))),
        ("a b", "a  b", (("=", "a"), ("+", ""), ("=", "b"))),
    ],
)
def test_words(old: str, new: str, words: tuple[tuple[str, str], ...]) -> None:
    [changed] = of_entries(with_title(old), with_title(new))
    assert [field.words for field in changed.fields] == [words]


def test_slots_in_another_order_differ() -> None:
    def with_slots(slots: dict[str, str]) -> Catalog:
        message = msgspec.structs.replace(shipped(ENTRY).messages[0], text="[x] in [x]", slots=slots)
        return with_entries(
            lambda entry: msgspec.structs.replace(entry, messages=(message,)) if entry.id == ENTRY else entry
        )

    one, two = with_slots({"category": "[x]", "section": "[x]"}), with_slots({"section": "[x]", "category": "[x]"})
    [changed] = of_entries(one, two)
    assert {field.place for field in changed.fields} == {"messages[0].slots"}


def test_added_and_dropped_entries_are_shown_in_full() -> None:
    fresh = msgspec.structs.replace(
        shipped(ENTRY),
        id="skyward/fresh",
        messages=(msgspec.structs.replace(shipped(ENTRY).messages[0], text="Fresh"),),
    )
    new = with_entries(lambda entry: entry if entry.id != ENTRY else None, fresh)
    added, dropped = of_entries(SHIPPED, new)
    assert [(change.kind, change.id) for change in (added, dropped)] == [("added", "skyward/fresh"), ("dropped", ENTRY)]
    assert ("messages[0].text", None, "Fresh") in [(field.place, field.old, field.new) for field in added.fields]
    assert all(field.new is None for field in dropped.fields)


def test_vendors_the_edition_and_the_order_are_compared() -> None:
    vendors = tuple(
        msgspec.structs.replace(vendor, aliases=(*vendor.aliases, "zz")) if vendor.id == "skyward" else vendor
        for vendor in SHIPPED.vendors
    )
    meta = msgspec.structs.replace(SHIPPED.edition, synonyms=(*SHIPPED.edition.synonyms, ("late", "tardy")))
    difference = editions.compare(SHIPPED, Catalog(meta, vendors, SHIPPED.entries[::-1], SHIPPED.codes))
    assert [(change.table, change.id, change.fields[0].new) for change in difference.changes] == [
        ("meta", "edition", "late, tardy"),
        ("vendors", "skyward", "zz"),
    ]
    assert difference.reordered


def test_long_texts_are_compared_whole() -> None:
    long = " ".join("a" for _ in range(3000))
    [changed] = of_entries(with_title(f"{long} b"), with_title(f"{long} c"))
    assert [sign for sign, _ in changed.fields[0].words] == ["-", "+"]


# --- new ids ----------------------------------------------------------------------------------------------------------


def test_a_new_id_with_an_old_message_is_probably_a_renamed_entry() -> None:
    [change] = of_entries(SHIPPED, with_entries(renamed(ENTRY, "skyward/bad-request")))
    assert (change.kind, change.id, change.was, change.fields) == ("renamed", "skyward/bad-request", ENTRY, ())


def test_if_entries_share_a_message_the_title_decides() -> None:
    shared = "Details: HTTP response HTTP/1.1 409"
    twins = [entry.id for entry in SHIPPED.entries if any(message.text == shared for message in entry.messages)]
    assert len(twins) == 2
    renewed = with_entries(lambda entry: msgspec.structs.replace(entry, id=f"{entry.id}-new", related=()))
    renamed = editions.probably_renamed(SHIPPED, Catalog(renewed.edition, renewed.vendors, renewed.entries[::-1]))
    assert renamed == {f"{entry.id}-new": entry.id for entry in SHIPPED.entries}


def test_a_message_of_another_vendor_or_of_an_entry_that_stays_renames_nothing() -> None:
    kept = msgspec.structs.replace(shipped(ENTRY), id="skyward/second")
    moved = msgspec.structs.replace(shipped("aspen/validation-exception"), id="skyward/third", vendor="skyward")
    new = with_entries(lambda entry: None if entry.id == "aspen/validation-exception" else entry, kept, moved)
    assert editions.probably_renamed(SHIPPED, new) == {}


def test_old_ids_can_be_kept() -> None:
    new = with_entries(renamed(ENTRY, "skyward/bad-request"))
    kept = editions.with_ids(new, editions.probably_renamed(SHIPPED, new))
    assert of_entries(SHIPPED, kept) == []
    assert kept.entries == SHIPPED.entries  # what is related follows


# --- installing -------------------------------------------------------------------------------------------------------


def test_an_installed_catalog_is_used_until_reset(tmp_path: Path) -> None:
    notebook = tmp_path / "desk" / "notebook.json"
    assert opening.usual_path(notebook) == opening.shipped_path()
    new = with_entries(renamed(ENTRY, "skyward/bad-request"))
    path = opening.installed_path(notebook)
    editions.install(path, new)
    catalog, warnings = opening.load_usual(notebook)
    assert (catalog.edition, catalog.vendors, catalog.entries, warnings) == (new.edition, new.vendors, new.entries, [])
    assert (path.parent / "catalog.json").stat().st_mode & 0o777 == atomic.FILE_MODE
    assert editions.reset(path)
    assert opening.load_usual(notebook)[0].entries == SHIPPED.entries
    assert opening.load(editions.before(path)).entries == new.entries
    assert not editions.reset(path)


def test_installing_keeps_the_previous_catalog(tmp_path: Path) -> None:
    path = tmp_path / "catalog.json"
    for edition in ("2027-01-01", "2027-02-01"):
        editions.install(path, with_entries(lambda entry: entry, edition=edition))
    assert opening.load(path).edition.edition == "2027-02-01"
    assert opening.load(editions.before(path)).edition.edition == "2027-01-01"


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "catalog.json"
    link.symlink_to(tmp_path / "real" / "mine.json")
    editions.install(link, SHIPPED)
    assert link.is_symlink()
    assert opening.load(tmp_path / "real" / "mine.json").entries == SHIPPED.entries


@pytest.mark.parametrize("name", ["catalog.json", "Catalog.JSON"])
def test_a_notebook_is_never_mistaken_for_a_catalog(name: str, tmp_path: Path) -> None:
    notebook = Notebook(tmp_path / name)
    notebook.set_bookmark(shipped(ENTRY), True)
    assert opening.load_usual(notebook.path)[1] == []
    editions.install(opening.installed_path(notebook.path), SHIPPED)
    editions.reset(opening.installed_path(notebook.path))
    assert list(Notebook(tmp_path / name).snapshot.bookmarks) == [ENTRY]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "catalog.json"
    editions.install(path, SHIPPED)
    before = path.read_bytes()

    def refuse(old: Path, new: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic, "rename", refuse)
    for change in (lambda: editions.install(path, with_entries(lambda entry: entry)), lambda: editions.reset(path)):
        with pytest.raises(CannotSave, match="No space left"):
            change()
        assert path.read_bytes() == before
    assert not list(tmp_path.glob(".*.tmp"))


def test_an_edition_older_than_the_shipped_one_is_reported(tmp_path: Path) -> None:
    assert SHIPPED.edition.edition == opening.SHIPPED_EDITION, (
        "store.catalog.opening.SHIPPED_EDITION is to follow the asset"
    )
    for edition, older in (
        ("2020-01-01", True),
        (SHIPPED.edition.edition, False),
        ("2099-01-01", False),
        ("ours", False),
    ):
        editions.install(tmp_path / "catalog.json", with_entries(lambda entry: entry, edition=edition))
        catalog, warnings = opening.load_usual(tmp_path / "notebook.json")
        assert catalog.edition.edition == edition
        assert ["sisdex catalog reset" in warning for warning in warnings] == [True] * older


# --- refusing ---------------------------------------------------------------------------------------------------------


def shipped_with(change: Callable[[dict[str, Any]], object]) -> bytes:
    loaded = json.loads(opening.shipped_path().read_text(encoding="utf-8"))
    change(loaded)
    return json.dumps(loaded).encode()


BROKEN = {
    "truncated": opening.shipped_path().read_bytes()[:-1000],
    "nested 10,000 deep": b'{"meta": {"1": {"schema": 1, "x": ' + b"[" * 10_000 + b"]" * 10_000 + b"}}}",
    "newer schema": shipped_with(lambda all_: all_["meta"]["1"].update(schema=2)),
    "no schema": shipped_with(lambda all_: all_["meta"]["1"].update(schema=0)),
    "schema in words": shipped_with(lambda all_: all_["meta"]["1"].update(schema="1")),
    "foreign": b'{"name": "a package", "version": "1.0.0"}',
    "foreign tables": b'{"_default": {"1": {"a": 1}}}',
    "doubled key": opening.shipped_path().read_bytes().replace(b'"schema": 1,', b'"schema": 1, "schema": 1,'),
    "not a number": opening.shipped_path().read_bytes().replace(b'"schema": 1,', b'"schema": NaN,'),
    "control character": shipped_with(lambda all_: all_["entries"]["1"].update(title="a\x1b]0;b\x07")),
    "unknown related entry": shipped_with(lambda all_: all_["entries"]["1"].update(related=["none"])),
    "binary": bytes(range(256)) * 64,
    "empty": b"",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_installed_catalog_is_left_alone_and_the_shipped_one_used(name: str, tmp_path: Path) -> None:
    path = tmp_path / "catalog.json"
    path.write_bytes(BROKEN[name])
    catalog, [warning] = opening.load_usual(tmp_path / "notebook.json")
    assert catalog.entries == SHIPPED.entries
    assert str(path) in warning
    assert "sisdex catalog reset" in warning
    assert path.read_bytes() == BROKEN[name]


def test_nesting_that_the_decoder_can_read_is_no_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    deep: list[Any] = []
    for _ in range(10_000):
        deep = [deep]
    monkeypatch.setattr(tinydb_file, "read", lambda path: {"vendors": {"1": {"x": deep}}})
    with pytest.raises(BadInput, match="nested too deeply"):
        opening.load(Path("catalog.json"))


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "catalog.json").open("wb") as file:
        file.truncate(tinydb_file.MAX_BYTES + 1)
    _, [warning] = opening.load_usual(tmp_path / "notebook.json")
    assert "the limit is 67,108,864 bytes" in warning


def test_a_folder_or_a_dangling_link_is_not_a_catalog(tmp_path: Path) -> None:
    path = tmp_path / "catalog.json"
    path.mkdir()
    assert "Is a directory" in opening.load_usual(tmp_path / "notebook.json")[1][0]
    path.rmdir()
    path.symlink_to(tmp_path / "none")
    assert "No such file" in opening.load_usual(tmp_path / "notebook.json")[1][0]
    assert editions.reset(path)
    assert opening.load_usual(tmp_path / "notebook.json")[1] == []


@pytest.mark.slow
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_value_anywhere_is_accepted_or_refused_in_a_sentence(data: st.DataObject) -> None:
    loaded = json.loads(opening.shipped_path().read_text(encoding="utf-8"))
    place: Any = loaded
    while True:
        key = (
            data.draw(st.sampled_from(sorted(place)))
            if isinstance(place, dict)
            else data.draw(st.integers(0, len(place) - 1))
        )
        inner = place[key]
        if not (isinstance(inner, dict | list) and inner) or data.draw(st.integers(0, 9)) == 0:
            break
        place = inner
    values = st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=5),
        lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
        max_leaves=4,
    )
    place[key] = data.draw(values)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalog.json"
        path.write_text(json.dumps(loaded), encoding="utf-8")
        catalog, warnings = opening.load_usual(Path(folder) / "notebook.json")
    assert catalog.entries
    assert not any("\n" in warning for warning in warnings)
