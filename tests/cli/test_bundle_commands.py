"""Notebooks from desk to desk by script: bundles out and in, handbooks and tables for people."""

import csv
import io
import json
import os
from pathlib import Path

import pytest
from click.testing import Result

from store.notebook import backups
from store.notebook.bundle_file import KIND
from store.notebook.cases import CaseFields, save_case
from store.notebook.missing_entries import stand_in
from store.notebook.notebook import Notebook
from tests.cli.test_cli import SHIPPED, sisdex
from tests.store.notebook.test_bundle_file import BAD, bundle_of, used

ENTRY, OTHER = "skyward/grading-category-not-found", "skyward/invalid-request"
PRIVATE = "ask jane@school.org or 555-123-4567 about 7654321"


def notebook() -> Notebook:
    return Notebook(Path(os.environ["SISDEX_NOTEBOOK"]))


def log(entry_id: str, fields: CaseFields) -> None:
    entry = SHIPPED.entry(entry_id) or stand_in(entry_id, "Old Error")
    save_case(notebook(), entry, fields)


def exported(path: Path, *arguments: str) -> Result:
    result = sisdex("export", str(path), *arguments)
    assert (result.exit_code, result.stdout) == (0, "")
    assert path.stat().st_mode & 0o777 == 0o600
    return result


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle of another desk."""
    return bundle_of(used(Notebook(tmp_path / "there" / "notebook.json")))


# --- export -----------------------------------------------------------------------------------------------------------


def test_a_bundle_goes_to_a_file_or_to_standard_output(tmp_path: Path) -> None:
    sisdex("note", "add", ENTRY, PRIVATE)
    result = exported(tmp_path / "desk.json")
    assert result.stderr.startswith("Bundle of 1 note, ")
    assert "student data" in result.stderr
    meta, notes = (json.loads((tmp_path / "desk.json").read_text())[table]["1"] for table in ("meta", "notes"))
    assert (meta["kind"], notes["text"]) == (KIND, PRIVATE)
    assert json.loads(sisdex("export", "-").stdout)["notes"]["1"] == notes


def test_an_export_overwrites_nothing_without_force(tmp_path: Path) -> None:
    sisdex("note", "add", ENTRY, "x")
    path = tmp_path / "desk.json"
    path.write_text("mine")
    refused = sisdex("export", str(path))
    assert (refused.exit_code, path.read_text()) == (2, "mine")
    assert "--force" in refused.stderr
    exported(path, "--force")
    assert KIND in path.read_text()


@pytest.mark.parametrize(
    "name", ["notebook.json", "notebook.json.prev", "notebook.json.backups/a.json", "catalog.json"]
)
def test_an_export_never_overwrites_the_notebook_or_the_dictionary(name: str) -> None:
    sisdex("note", "add", ENTRY, "x")
    sisdex("note", "add", ENTRY, "y")
    path = notebook().path.parent / name
    before = path.read_bytes() if path.exists() else None
    refused = sisdex("export", str(path), "--force", "--format", "json")
    assert refused.exit_code == 2
    assert (path.read_bytes() if path.exists() else None) == before


def test_an_unknown_format_has_to_be_given(tmp_path: Path) -> None:
    refused = sisdex("export", str(tmp_path / "desk.txt"))
    assert refused.exit_code == 2
    assert "--format" in refused.stderr
    exported(tmp_path / "desk.txt", "--format", "csv")
    assert sisdex("export", str(tmp_path / "x.json"), "--no-redact").exit_code == 2
    assert sisdex("export", str(tmp_path / "nowhere" / "x.json")).exit_code == 4


def test_a_handbook_has_notes_and_recurring_cases_and_is_masked(tmp_path: Path) -> None:
    sisdex("note", "add", ENTRY, f"# no heading\n- no [link](http://x)\n{PRIVATE}", "--tag", "term")
    sisdex("bookmark", "add", OTHER)
    values = {"category": "7654321", "section": "4411223"}
    for number in range(2):
        log(ENTRY, CaseFields(ticket=f"INC-777000{number}", school="Ridge|view", text="section 4411223", values=values))
    log("skyward/old", CaseFields(text="<b>gone</b>"))
    sisdex("entry", "add", "--vendor", "Acme", "--message", "Feed [name] refused")
    result = exported(tmp_path / "h.md")
    text = (tmp_path / "h.md").read_text()
    assert "Masked: 1 e-mail, 1 phone number, 1 number." in result.stderr
    assert result.stderr.strip() in text
    assert not [secret for secret in ("jane@", "555-123", "7654321") if secret in text]
    assert (
        "> \\# no heading\\\n> \\- no \\[link\\](http\\://x)\\\n> ask ‹e-mail› or ‹phone number› about ‹number›" in text
    )
    assert "| Ridge\\|view | 2 | 2 |" in text
    assert "INC-7770000 · Ridge\\|view · open: section 4411223" in text
    assert "1. Look up the grading category names" in text
    assert "### Invalid Request" in text
    assert "## Acme" in text and "> Feed \\[name\\] refused" in text
    assert "\\<b\\>gone\\</b\\>" in text


def test_an_empty_handbook_says_so(tmp_path: Path) -> None:
    exported(tmp_path / "h.md")
    assert "no entry has a note, a case or a bookmark" in (tmp_path / "h.md").read_text()


def test_a_table_of_cases_has_no_formulas(tmp_path: Path) -> None:
    values = {"category": "7654321", "section": "4411223"}
    log(
        ENTRY,
        CaseFields(
            ticket="=INC-7770001",
            school="+Ridge",
            course="-A",
            message=f"section 4411223\n{PRIVATE}",
            values=values,
            text='@SUM(1), "x"',
            outcome="resolved",
        ),
    )
    exported(tmp_path / "cases.csv")
    [row] = csv.DictReader(io.StringIO((tmp_path / "cases.csv").read_text(), newline=""))
    assert (row["ticket"], row["school"], row["course"]) == ("'=INC-7770001", "'+Ridge", "'-A")
    assert (row["entry"], row["vendor"], row["outcome"]) == (ENTRY, "Skyward", "resolved")
    assert row["message"] == "section 4411223\nask ‹e-mail› or ‹phone number› about ‹number›"
    assert row["values"] == "category = ‹number›\nsection = 4411223"
    assert row["text"] == '\'@SUM(1), "x"'


@pytest.mark.parametrize("form", ["csv", "markdown"])
def test_masking_can_be_turned_off(form: str) -> None:
    log(ENTRY, CaseFields(text=PRIVATE))
    assert "7654321" not in sisdex("export", "-", "--format", form).stdout
    plain = sisdex("export", "-", "--format", form, "--no-redact")
    assert all(part in plain.stdout.replace("\\", "") for part in PRIVATE.split())
    assert "Nothing is masked" in plain.stderr


# --- import -----------------------------------------------------------------------------------------------------------


def test_a_bundle_is_imported_once_and_can_be_undone(bundle: Path) -> None:
    sisdex("note", "add", OTHER, "mine")
    before = notebook().snapshot
    first = sisdex("import", str(bundle))
    assert (first.exit_code, first.stdout) == (0, "new: 2 bookmarks, 1 note, 1 case\n")
    assert first.stderr == "Imported. sisdex undo reverts it.\n"
    saved = notebook().path.read_bytes()
    second = sisdex("import", str(bundle))
    assert (second.stdout, second.stderr) == ("nothing new: 2 bookmarks, 1 note, 1 case\n", "Nothing was changed.\n")
    assert notebook().path.read_bytes() == saved
    assert sisdex("undo").stderr == "Undone: import of bundle.json\n"
    assert notebook().snapshot == before


def test_a_dry_run_prints_the_same_and_changes_nothing(bundle: Path) -> None:
    dry = sisdex("import", "--dry-run", str(bundle))
    assert (dry.exit_code, dry.stderr) == (0, "Dry run: nothing was changed.\n")
    assert not notebook().path.exists()
    summary = json.loads(sisdex("import", "--dry-run", "--json", str(bundle)).stdout)
    assert (summary["dry_run"], summary["added"]) == (True, {"bookmarks": 2, "notes": 1, "cases": 1})
    assert json.loads(sisdex("import", "--json", str(bundle)).stdout) == summary | {"dry_run": False}
    assert sisdex("import", str(bundle)).stdout.startswith("nothing new")
    assert dry.stdout.startswith("new: ")


@pytest.mark.parametrize(
    ("kind", "options"), [*((kind, []) for kind in BAD), ("truncated", ["--dry-run"]), ("truncated", ["--json"])]
)
def test_a_bad_bundle_changes_no_byte(bundle: Path, kind: str, options: list[str]) -> None:
    sisdex("note", "add", OTHER, "mine")
    bundle.write_bytes(BAD[kind][0](bundle.read_bytes()))
    folder = notebook().path.parent
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    refused = sisdex("import", str(bundle), *options)
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert BAD[kind][1] in refused.stderr
    assert refused.stderr.endswith("Nothing was imported.\n")
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_notebook_that_cannot_be_written_is_left_as_it_is(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sisdex("note", "add", OTHER, "mine")
    before = notebook().path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert sisdex("import", str(bundle)).exit_code == 4
    assert notebook().path.read_bytes() == before
    assert not backups.damaged(notebook().path)
