"""`make catalog-diff` shows a contributor what changed in the catalog since the last commit."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from store.catalog import opening
from tests.system.terminal import program

ROOT = Path(__file__).resolve().parents[2]
MAKE, GIT = shutil.which("make"), shutil.which("git")

pytestmark = pytest.mark.skipif(MAKE is None or GIT is None, reason="needs make and git")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with the Makefile and the catalog, committed."""
    folder = tmp_path / "checkout"
    (folder / "assets").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    shutil.copy(opening.shipped_path(), folder / "assets" / "catalog.json")
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q"], ["add", "."], [*author, "commit", "-q", "-m", "First"]):
        subprocess.run(["git", *arguments], cwd=folder, check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull})
    return folder


def catalog_diff(checkout: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    sisdex = checkout / "sisdex"
    sisdex.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c '{program()}' \"$@\"\n")
    sisdex.chmod(0o700)
    private = {"PYTHONPATH": str(ROOT), "SISDEX_NOTEBOOK": str(checkout / "notebook.json")}
    return subprocess.run(
        [str(MAKE), "--no-print-directory", "catalog-diff", f"SISDEX={sisdex}"],
        cwd=checkout,
        capture_output=True,
        text=True,
        env={**os.environ, **private, **environment},
    )


def test_an_edited_entry_is_compared_with_the_last_commit(checkout: Path) -> None:
    catalog = checkout / "assets" / "catalog.json"
    text = catalog.read_text(encoding="utf-8")
    edited = text.replace('"title": "Invalid Request"', '"title": "Invalid Roster Request"')
    catalog.write_text(edited, encoding="utf-8")
    result = catalog_diff(checkout)
    assert result.returncode == 0, result.stderr
    assert result.stdout == (
        "changed   skyward/invalid-request  Invalid Roster Request\n    title: Invalid {+Roster+} Request\n"
    )


def test_an_unchanged_catalog_has_no_differences(checkout: Path) -> None:
    result = catalog_diff(checkout)
    assert (result.returncode, result.stdout) == (0, "")


def test_without_git_a_sentence_says_so(checkout: Path) -> None:
    result = catalog_diff(checkout, PATH="")
    assert result.returncode != 0
    assert "catalog-diff needs git" in result.stderr
