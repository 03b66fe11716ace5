"""The house rules that other tools do not check: sizes, the table of rooms, numbers in the manual."""

import ast
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.catalog import opening

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = opening.load(opening.shipped_path())

MODULE_LINES, FUNCTION_LINES, TEST_LINES = 400, 40, 500

EXCEPTIONS: dict[str, str] = {}
"""Path of a file, or path::function, to the reason why it may be longer: five at most."""


def modules(*packages: str) -> Iterator[Path]:
    for package in packages:
        yield from sorted((ROOT / package).rglob("*.py"))


def name_of(path: Path, function: str = "") -> str:
    return path.relative_to(ROOT).as_posix() + (f"::{function}" if function else "")


def long_files(limit: int, *packages: str) -> dict[str, int]:
    lines = {name_of(path): path.read_text(encoding="utf-8").count("\n") for path in modules(*packages)}
    return {name: count for name, count in lines.items() if count > limit}


def long_functions(limit: int, *packages: str) -> dict[str, int]:
    lengths: dict[str, int] = {}
    for path in modules(*packages):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                name, length = name_of(path, node.name), (node.end_lineno or 0) - node.lineno + 1
                lengths[name] = max(length, lengths.get(name, 0))
    return {name: length for name, length in lengths.items() if length > limit}


def test_modules_functions_and_test_files_are_short() -> None:
    too_long = {
        **long_files(MODULE_LINES, "store", "tui"),
        **long_functions(FUNCTION_LINES, "store", "tui"),
        **long_files(TEST_LINES, "tests"),
    }
    assert {name: length for name, length in too_long.items() if name not in EXCEPTIONS} == {}
    assert EXCEPTIONS.keys() <= too_long.keys(), "an exception that is no longer needed"
    assert len(EXCEPTIONS) <= 5


def test_contributing_lists_the_rooms_as_they_describe_themselves() -> None:
    table = runpy.run_path(str(ROOT / "docs" / "update.py"))["room_table"]()
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert f"<!-- rooms: begin -->\n{table}<!-- rooms: end -->\n" in contributing, "run `make docs`"


def test_every_folder_of_code_is_a_room_with_a_docstring() -> None:
    rooms = set(runpy.run_path(str(ROOT / "docs" / "update.py"))["rooms"]())
    folders = {path.parent for path in modules("store", "tui")}
    assert folders == rooms
    for folder in folders:
        assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))), folder


COUNTS = {
    r"(\d+)\s+(?:SIS\s+)?vendors": len(SHIPPED.vendors),
    r"(\d+)\s+(?:errors|entries)\b": len(SHIPPED.entries),
    r"(\d+)\s+causes": sum(len(message.causes) for entry in SHIPPED.entries for message in entry.messages),
}


@pytest.mark.parametrize("page", ["README.md", "docs/dictionary.md"])
def test_the_manual_counts_what_the_catalog_has(page: str) -> None:
    """Check the first paragraphs only: examples further down are about single vendors."""
    introduction = (ROOT / page).read_text(encoding="utf-8").split("\n## ")[0]
    for pattern, count in COUNTS.items():
        match = re.search(pattern, introduction)
        assert match is not None, pattern
        assert match.group(1) == str(count), f"{page} says {match.group()!r}: run make docs"
