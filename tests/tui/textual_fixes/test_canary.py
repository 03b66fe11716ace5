"""A new Textual names our files that it may have broken.

    UPDATE_CANARY=1 pytest tests/tui/textual_fixes/test_canary.py

writes down the installed Textual as tried. Do that once every file named by the failing test has been read again.
"""

import os
from importlib.metadata import version
from pathlib import Path

import pytest
from textual import timer

from tests.tui.textual_fixes import canary
from tui.textual_fixes import tried
from tui.textual_fixes.speed import is_tried

HERE = Path(__file__).parents[3]


def test_textual_is_as_it_was_when_our_files_were_written() -> None:
    now = canary.hashes(canary.all_parts())
    assert "gone" not in now.values(), canary.complaints(now, now | canary.remembered())
    if "UPDATE_CANARY" in os.environ:
        canary.remember(now, version("textual"))
    assert not canary.complaints(now, canary.remembered())
    assert set(canary.remembered()) == set(now)


def test_the_installed_textual_is_listed_as_tried() -> None:
    assert version("textual") in tried.VERSIONS
    assert is_tried()


@pytest.mark.parametrize("file", canary.RELIED_ON)
def test_each_file_that_is_named_is_there(file: str) -> None:
    assert (HERE / file).is_file()


def test_another_textual_names_the_file_to_read(tmp_path: Path) -> None:
    source = Path(timer.__file__).read_text(encoding="utf-8")
    (tmp_path / "timer.py").write_text(source.replace("if self._skip and", "if not self._repeat and"), encoding="utf-8")
    parts = {"timer:Timer.__init__", "timer:Timer._run"}
    assert canary.complaints(canary.hashes(parts, tmp_path), canary.remembered()) == [
        "read tui/textual_fixes/app.py again: textual timer:Timer._run changed"
    ]


def test_a_textual_that_lost_a_part_names_the_file_to_read(tmp_path: Path) -> None:
    source = Path(timer.__file__).read_text(encoding="utf-8")
    (tmp_path / "timer.py").write_text(source.replace("async def _run(self)", "async def _go(self)"), encoding="utf-8")
    parts = {"timer:Timer.__init__", "timer:Timer._run"}
    assert canary.complaints(canary.hashes(parts, tmp_path), canary.remembered()) == [
        "read tui/textual_fixes/app.py again: textual timer:Timer._run is gone"
    ]


@pytest.mark.parametrize(("changed", "listed"), [(False, ("8.2.8", "8.2.9")), (True, ("8.2.9",))])
def test_versions_are_tried_together_while_nothing_differs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, changed: bool, listed: tuple[str, ...]
) -> None:
    hashes, versions = tmp_path / "parts.json", tmp_path / "tried.py"
    versions.write_text('"""Tried."""\n\nVERSIONS = ("8.2.8",)\n', encoding="utf-8")
    monkeypatch.setattr(canary, "REMEMBERED", hashes)
    monkeypatch.setattr(tried, "__file__", str(versions))
    monkeypatch.setattr(tried, "VERSIONS", ("8.2.8",))
    now = {"timer:Timer._run": "1234"}
    hashes.write_text('{"timer:Timer._run": "%s"}' % ("4321" if changed else "1234"), encoding="utf-8")
    canary.remember(now, "8.2.9")
    assert canary.remembered() == now
    told: dict[str, object] = {}
    exec(versions.read_text(encoding="utf-8"), told)  # noqa: S102 - what was just written
    assert told["VERSIONS"] == listed
