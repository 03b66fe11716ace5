"""The output of `make entry` can be pasted into the catalog, which is valid once no placeholder is left."""

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from store.catalog import opening

ROOT = Path(__file__).resolve().parents[2]


def printed(*arguments: str) -> str:
    script = [sys.executable, str(ROOT / "docs" / "skeleton.py"), *arguments]
    return subprocess.run(script, capture_output=True, text=True, check=True, cwd=ROOT).stdout


@pytest.mark.parametrize("vendor", ["", "aspen", "sky", "new", "acme"])
def test_the_records_are_valid_once_they_are_filled_in(vendor: str, tmp_path: Path) -> None:
    document = json.loads(opening.shipped_path().read_text(encoding="utf-8"))
    for table, records in runpy.run_path(str(ROOT / "docs" / "skeleton.py"))["skeleton"](vendor).items():
        assert document[table].keys().isdisjoint(records)
        document[table].update(records)
    path = tmp_path / "catalog.json"
    text = json.dumps(document)
    path.write_text(text, encoding="utf-8")
    faults = opening.check(path)
    assert faults
    assert all("still has the placeholder" in fault.problem for fault in faults)
    path.write_text(text.replace("TODO", "done"), encoding="utf-8")
    assert opening.check(path) == []
    expected = {"": "aeries", "sky": "skyward", "new": "done-vendor-id"}.get(vendor, vendor)
    assert opening.load(path).entries[-1].vendor == expected


def test_the_text_has_the_layout_of_the_file() -> None:
    text = opening.shipped_path().read_text(encoding="utf-8")
    entries = text[: text.rindex("\n  }")] + ",\n" + printed("aspen").rstrip() + text[text.rindex("\n  }") :]
    document = json.loads(entries)
    assert document["entries"].popitem()[1]["vendor"] == "aspen"
    assert entries == json.dumps(json.loads(entries), indent=2, ensure_ascii=False) + "\n"
