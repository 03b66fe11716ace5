"""Textual's private names are used in `tui/textual_fixes` alone, and there none that the canary does not watch."""

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from textual.app import App
from textual.screen import Screen
from textual.scroll_view import ScrollView

import tui
from tests.tui.textual_fixes import canary

pytestmark = pytest.mark.slow

ROOT = Path(tui.__path__[0]).parent
FILES = sorted(str(path.relative_to(ROOT)) for path in Path(tui.__path__[0]).rglob("*.py"))
FIXES = [file for file in FILES if file.startswith("tui/textual_fixes/")]
NAMED_TUPLE = {"_asdict", "_replace", "_make", "_fields"}


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


@cache
def names_of(base: type) -> frozenset[str]:
    """Return the private names that a class of Textual defines, or sets on itself."""
    module = canary.TEXTUAL.parent.joinpath(*base.__module__.split(".")).with_suffix(".py")
    tree = ast.parse(module.read_text(encoding="utf-8"))
    node = next(node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == base.__name__)
    return frozenset({name for name in vars(base) if is_private(name)} | own_attributes(node))


def own_attributes(node: ast.ClassDef) -> set[str]:
    """Return the private names that the methods of a class use on `self`, and those that it defines."""
    used = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute) and is_self(each.value)}
    return {name for name in used | set(vars_of(node)) if is_private(name)}


def vars_of(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield statement.name
        yield from (target.id for target in getattr(statement, "targets", []) if isinstance(target, ast.Name))


def is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def inherited(cls: type) -> set[str]:
    return {name for base in cls.__mro__ if base.__module__.startswith("textual.") for name in names_of(base)}


def private_names(source: str, module: object) -> set[str]:
    """Return the private names of others that a file uses, and those of Textual that its classes take over."""
    tree = ast.parse(source)
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr) and not is_self(node.value):
            found.add(node.attr)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            places = [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
            if any(place.partition(".")[0] == "textual" for place in places):
                found |= {part for place in places for part in place.split(".") if is_private(part)}
        elif isinstance(node, ast.ClassDef) and isinstance(cls := getattr(module, node.name, None), type):
            found |= own_attributes(node) & inherited(cls)
    return found - NAMED_TUPLE


def names_in(file: str) -> set[str]:
    module = importlib.import_module(file.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    return private_names((ROOT / file).read_text(encoding="utf-8"), module)


@pytest.mark.parametrize("file", [file for file in FILES if file not in FIXES])
def test_no_private_name_of_textual_is_used_elsewhere(file: str) -> None:
    assert names_in(file) == set()


@pytest.mark.parametrize("file", FIXES)
def test_each_private_name_that_is_used_is_watched(file: str) -> None:
    watched = "\n".join(part + "\n" + canary.source_of(part) for part in canary.RELIED_ON.get(file, ()))
    names = names_in(file) - {"_exit"}  # of the os module
    assert {name for name in names if not re.search(rf"\b{name}\b", watched)} == set()


class Drawing(ScrollView):
    """A class that takes over a name of Textual's and has one of its own."""

    def _size_updated(self) -> None: ...  # type: ignore[override]

    def _own(self) -> None: ...


class Ending(App[None]):
    """A class that uses a name of Textual's."""

    def stop(self) -> None:
        self._exception = None


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("from textual._compositor import Compositor", {"_compositor"}),
        ("import textual._time", {"_time"}),
        ("from textual.app import _private", {"_private"}),
        ("def f(app):\n    app._driver.flush()", {"_driver"}),
        ("class Drawing:\n    def _size_updated(self): ...\n    def _own(self): ...", {"_size_updated"}),
        ("class Ending:\n    def stop(self):\n        self._exception = self._own", {"_exception"}),
        ("from textual.app import App\nrow._asdict()", set()),
    ],
)
def test_private_names_are_found(source: str, names: set[str]) -> None:
    assert private_names(source, importlib.import_module(__name__)) == names


def test_names_that_textual_only_sets_are_known() -> None:
    assert {"_compositor", "_repaint_required", "_size"} <= inherited(Screen)
