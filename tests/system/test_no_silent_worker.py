"""No worker fails silently: an error in the background ends the app, as any other error does."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import iscoroutinefunction
from pathlib import Path
from types import CellType, FunctionType

import pytest
from textual import work

import tui
from tests.tui.conftest import Driver, Open
from tui.app import palette
from tui.app.app import SisdexApp
from tui.screens.dictionary.actions import Actions, worker
from tui.system import crash_report
from tui.widgets import path_suggester

WRITTEN = "Jane Q. Student 4711"
WORKERS = {decorate(lambda self: None).__code__ for decorate in (work(thread=True), worker(group=""))}
"""The code of every method that `work` or `worker` decorates."""


def workers() -> Iterator[tuple[type[object], str]]:
    """List each class that has workers, with the name of each worker."""
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        for owner in vars(importlib.import_module(module.name)).values():
            if isinstance(owner, type) and owner.__module__ == module.name:
                yield from ((owner, name) for name, member in vars(owner).items() if is_worker(member))


def is_worker(member: object) -> bool:
    return isinstance(member, FunctionType) and member.__code__ in WORKERS


def within(function: FunctionType) -> CellType:
    """Return the closure cell with the method that a worker runs."""
    return dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))["method"]


def boom(*_: object) -> None:
    text = WRITTEN
    raise RuntimeError(text)


async def boom_later(*_: object) -> None:
    boom()


@contextmanager
def crash_reported(apps: list[Driver], tmp_path: Path) -> Iterator[None]:
    """Check that the error ends the app, and that the report says where it was, but not what was typed."""
    with pytest.raises(Exception) as raised:
        yield
    assert WRITTEN in repr(getattr(raised.value, "error", raised.value))
    [app] = apps
    assert app.app.return_code == crash_report.STATUS
    report = tmp_path / "state" / "sisdex" / crash_report.FILE
    assert str(report) in app.app.fault
    assert "in boom" in report.read_text()
    assert WRITTEN not in report.read_text() + app.app.fault


@pytest.mark.parametrize(("owner", "name"), list(workers()), ids=lambda value: getattr(value, "__name__", value))
async def test_a_worker_that_fails_ends_the_app(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: type[object], name: str
) -> None:
    apps: list[Driver] = []
    with crash_reported(apps, tmp_path):
        async with opened() as app:
            apps.append(app)
            method = within(vars(owner)[name])
            failing = boom_later if iscoroutinefunction(method.cell_contents) else boom
            monkeypatch.setattr(method, "cell_contents", failing)
            main = app.app.get_default_screen()
            if issubclass(owner, Actions):
                getattr(owner, name)(Actions(app.desk, main))
            else:
                getattr(owner, name)(app.app if owner is SisdexApp else main)
            await app.settle()


OTHERS: dict[str, tuple[object, str, tuple[str, ...]]] = {
    # what fails, and the keys that start it
    "palette": (palette.PaletteProvider, "_commands", ("ctrl+o",)),
    "palette search": (palette, "_entries", ("ctrl+o", "x")),
    "suggester": (path_suggester, "_first", ("f7", "x")),
}


@pytest.mark.parametrize("case", OTHERS)
async def test_what_textual_calls_in_the_background_ends_the_app(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    owner, name, keys = OTHERS[case]
    apps: list[Driver] = []
    with crash_reported(apps, tmp_path):
        async with opened() as app:
            apps.append(app)
            monkeypatch.setattr(owner, name, boom)
            await app.press(*keys)


MAY_CATCH_ALL = {"app.py": 1, "crash_report.py": 1, "main.py": 1, "palette.py": 1, "unix_driver.py": 1}
"""How many times each file may catch every error: to report it, or while the app ends."""
BACKGROUND = {
    "Thread",
    "Process",
    "ThreadPoolExecutor",
    "run_in_executor",
    "run_worker",
    "create_task",
    "ensure_future",
}


def test_nothing_else_runs_in_the_background_or_catches_every_error() -> None:
    catching: dict[str, int] = {}
    for path in Path(tui.__path__[0]).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        awaited = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Await)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func).rpartition(".")[2]
                assert called not in BACKGROUND or path.name == "actions.py", (path, node.lineno)
                assert called != "to_thread" or id(node) in awaited, (path, node.lineno)
                assert "exit_on_error" not in {keyword.arg for keyword in node.keywords}, (path, node.lineno)
            if catches_all(node):
                catching[path.name] = catching.get(path.name, 0) + 1
    assert catching == MAY_CATCH_ALL


def catches_all(node: ast.AST) -> bool:
    """Return whether a node catches every error."""
    if isinstance(node, ast.ExceptHandler):
        caught = [node.type] if node.type is not None else []
        caught = [kind for node in caught for kind in (node.elts if isinstance(node, ast.Tuple) else [node])]
        return not caught or any(ast.unparse(kind) in ("Exception", "BaseException") for kind in caught)
    if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "suppress":
        return any(ast.unparse(kind) in ("Exception", "BaseException") for kind in node.args)
    return False
