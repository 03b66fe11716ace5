"""The parts that only the README has are right; test_docs.py checks its commands and links."""

import runpy
import subprocess
import sys
from pathlib import Path

from store.catalog import opening

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_key_table_is_the_registrys() -> None:
    table = runpy.run_path(str(ROOT / "docs" / "update.py"))["key_table"]()
    assert f"<!-- keys: begin -->\n{table}<!-- keys: end -->" in README


def test_the_query_example_runs() -> None:
    example = README.split("```python\n")[1].split("```")[0]
    run = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "Invalid Request" in run.stdout.splitlines()
    catalog = opening.load(opening.shipped_path())
    assert run.stdout.splitlines() == [entry.title for entry in catalog.entries if entry.vendor == "skyward"]


def test_quick_start_has_two_lines() -> None:
    section = README.split("## Quick start")[1].split("\n## ")[0]
    blocks = section.split("```sh\n")[1:]
    assert [block.split("```")[0].count("\n") for block in blocks] == [1, 1]
