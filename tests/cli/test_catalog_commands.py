"""Editions on the command line: comparing, installing and refusing them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from store.catalog import opening
from store.files import tinydb_file
from store.notebook.notebook import Notebook
from tests.cli.test_cli import sisdex
from tests.store.catalog.test_editions import BROKEN

ENTRY = "skyward/invalid-request"
RENAMED = "skyward/bad-request"


def installed() -> Path:
    return opening.installed_path(Path(os.environ["SISDEX_NOTEBOOK"]))


def desk_files() -> dict[str, bytes]:
    """Return the files of the desk, except lock files."""
    folder = installed().parent
    return {path.name: path.read_bytes() for path in folder.glob("*") if path.suffix != ".lock"}


def a_newer_one() -> dict[str, Any]:
    """Return the shipped catalog as a later edition, with an entry renamed and a step changed."""
    loaded: dict[str, Any] = json.loads(
        opening.shipped_path().read_text(encoding="utf-8").replace(f'"{ENTRY}"', f'"{RENAMED}"')
    )
    loaded["meta"]["1"]["edition"] = "2099-01-01"
    loaded["entries"]["3"]["messages"][0]["causes"][0]["fix"][0] += " Breathe."
    loaded["entries"]["3"]["title"] = "Other"
    return loaded


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    path = tmp_path / "newer.json"
    path.write_text(json.dumps(a_newer_one()), encoding="utf-8")
    return path


def test_diff_shows_what_differs_word_by_word(newer: Path) -> None:
    result = sisdex("catalog", "diff", str(newer))
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert lines[:4] == [
        "changed   edition  SIS Error Code Dictionary",
        "    - edition: 2026-11-23",
        "    + edition: 2099-01-01",
        "changed   aeries/internal-server-error  Other",
    ]
    assert lines[4:6] == ["    - title: Internal Server Error", "    + title: Other"]
    assert lines[6].endswith(" {+Breathe.+}")
    assert lines[7:] == [f"probably renamed  {ENTRY} -> {RENAMED}  Invalid Request"]
    assert result.stderr == ("From edition 2026-11-23 to 2099-01-01, entries: 1 changed, 1 probably renamed.\n")
    assert not installed().exists()


def test_diff_counts_vendors_too(newer: Path) -> None:
    loaded = json.loads(opening.shipped_path().read_text(encoding="utf-8"))
    loaded["vendors"]["99"] = {"id": "maple", "name": "Maple SIS", "short": "Maple", "aliases": []}
    newer.write_text(json.dumps(loaded), encoding="utf-8")
    result = sisdex("catalog", "diff", str(newer))
    assert result.stderr == "From edition 2026-11-23 to 2026-11-23, vendors: 1 added; entries: no changes.\n"


def test_diff_gives_one_json_object(newer: Path) -> None:
    difference = json.loads(sisdex("catalog", "diff", "--json", str(newer)).stdout)
    assert (difference["old_edition"], difference["new_edition"]) == ("2026-11-23", "2099-01-01")
    assert [(change["kind"], change["id"], change["was"]) for change in difference["changes"]] == [
        ("changed", "edition", None),
        ("changed", "aeries/internal-server-error", None),
        ("renamed", RENAMED, ENTRY),
    ]
    title = difference["changes"][1]["fields"][0]
    assert title == {
        "place": "title",
        "old": "Internal Server Error",
        "new": "Other",
        "words": [["-", "Internal Server Error"], ["+", "Other"]],
    }


def test_diff_compares_with_the_named_catalog_or_without_a_file_with_the_shipped_one(newer: Path) -> None:
    back = sisdex("--catalog", str(newer), "catalog", "diff")
    assert f"probably renamed  {RENAMED} -> {ENTRY}  Invalid Request" in back.stdout.splitlines()
    assert "to 2026-11-23 (which is older)" in back.stderr
    assert sisdex("catalog", "diff").stderr == "Both catalogs are the same (edition 2026-11-23).\n"


def test_diff_is_colored_on_a_terminal_or_on_request(newer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    colored = "\x1b[32m{+Breathe.+}\x1b[0m"
    assert "\x1b" not in sisdex("catalog", "diff", str(newer)).stdout
    assert colored in sisdex("catalog", "diff", str(newer), "--color", "always").stdout
    assert colored in sisdex("catalog", "diff", str(newer), color=True).stdout  # a terminal
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in sisdex("catalog", "diff", str(newer), color=True).stdout


def test_an_import_is_used_from_then_on_until_a_reset(newer: Path) -> None:
    result = sisdex("catalog", "import", str(newer))
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1:] == [
        "changed   aeries/internal-server-error  Other",
        f"probably renamed  {ENTRY} -> {RENAMED}  Invalid Request",
    ]
    assert f"Installed as {installed()}" in result.stderr
    assert sisdex("show", RENAMED).exit_code == 0
    assert sisdex("show", ENTRY).exit_code == 3
    assert str(installed()) in sisdex("catalog", "check").stderr
    again = sisdex("catalog", "import", str(newer))
    assert (again.stdout, again.stderr) == ("", "Both catalogs are the same (edition 2099-01-01).\n")
    assert sisdex("catalog", "reset").exit_code == 0
    assert sisdex("show", ENTRY).exit_code == 0
    assert "the shipped one is already in use" in sisdex("catalog", "reset").stderr


def test_a_named_catalog_outranks_the_installed_one(newer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SISDEX_CATALOG", str(opening.shipped_path()))
    assert f"But {opening.shipped_path()} is used instead" in sisdex("catalog", "import", str(newer)).stderr
    assert sisdex("show", RENAMED).exit_code == 3
    assert sisdex("--catalog", str(newer), "show", RENAMED).exit_code == 0


def test_a_dry_run_changes_nothing(newer: Path) -> None:
    sisdex("bookmark", "add", ENTRY)
    before = desk_files()
    result = sisdex("catalog", "import", "--dry-run", str(newer))
    assert result.exit_code == 0
    assert result.stderr.endswith("Nothing was installed.\n")
    assert desk_files() == before


def test_notes_stay_and_their_entry_is_reported_or_keeps_its_id(newer: Path) -> None:
    sisdex("note", "add", ENTRY, "mine")
    sisdex("case", "add", ENTRY, "--text", "met")
    sisdex("bookmark", "add", ENTRY)
    before = Notebook(Path(os.environ["SISDEX_NOTEBOOK"])).snapshot
    moved = sisdex("catalog", "import", str(newer))
    assert f"on {ENTRY} stay" in moved.stderr
    assert "--keep-ids" in moved.stderr
    assert "mine" in sisdex("show", ENTRY).stdout  # as an entry that the dictionary no longer has
    sisdex("catalog", "reset")
    kept = sisdex("catalog", "import", "--keep-ids", str(newer))
    assert f"{RENAMED} keeps its old id, {ENTRY}." in kept.stderr
    assert f"on {ENTRY} stay" not in kept.stderr
    shown = sisdex("show", ENTRY).stdout
    assert "mine" in shown
    assert "met" in shown
    assert Notebook(Path(os.environ["SISDEX_NOTEBOOK"])).snapshot == before


@pytest.mark.parametrize("name", [*BROKEN, "too large", "missing", "folder"])
def test_what_is_refused_changes_nothing(name: str, newer: Path, tmp_path: Path) -> None:
    assert sisdex("catalog", "import", str(newer)).exit_code == 0
    sisdex("bookmark", "add", RENAMED)
    before = desk_files()
    path = tmp_path / "broken.json"
    if name in BROKEN:
        path.write_bytes(BROKEN[name])
    elif name == "too large":
        with path.open("wb") as file:
            file.truncate(tinydb_file.MAX_BYTES + 1)
    elif name == "folder":
        path.mkdir()
    for command in ("import", "diff"):
        result = sisdex("catalog", command, str(path))
        assert (result.exit_code, result.stdout) == (3, "")
        assert str(path) in result.stderr
        assert result.stderr.startswith("sisdex: ")
        assert len(result.stderr.splitlines()) == 1
        assert "\x1b" not in result.stderr
        assert desk_files() == before


def test_a_folder_that_cannot_be_written_exits_with_4(newer: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    result = sisdex("--notebook", str(tmp_path / "file" / "notebook.json"), "catalog", "import", str(newer))
    assert result.exit_code == 4
    assert "Not saved" in result.stderr


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_installed_catalog_is_reported_and_can_be_replaced(name: str, newer: Path) -> None:
    installed().parent.mkdir()
    installed().write_bytes(BROKEN[name])
    shown = sisdex("show", ENTRY)
    assert shown.exit_code == 0
    assert "The shipped catalog is used instead" in shown.stderr
    assert sisdex("catalog", "check").exit_code == 3
    assert sisdex("catalog", "import", str(opening.shipped_path())).exit_code == 0
    assert sisdex("show", ENTRY).stderr == ""
    assert sisdex("catalog", "import", str(newer)).exit_code == 0
    assert sisdex("show", RENAMED).stderr == ""


def test_opening_the_installed_catalog_imports_no_writer(newer: Path) -> None:
    sisdex("catalog", "import", str(newer))
    probe = (
        "import sys\nfrom click.testing import CliRunner\nfrom tui.cli.main import cli\n"
        f"assert CliRunner().invoke(cli, ['show', {RENAMED!r}]).exit_code == 0\n"
        "print(*{'store.catalog.editions', 'difflib', 'filelock'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
