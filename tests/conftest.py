"""Gives every test its own files: no test reads or writes the files of the person who runs it."""

import gc
import os
import time
from pathlib import Path

import pytest

from tests.quiet_loop import QuietLoop


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the reliability tests in their long form")
    parser.addoption("--seed", type=int, help="run the random walk of this seed alone")


@pytest.hookimpl(optionalhook=True)  # tests run without pytest-xdist, too
def pytest_xdist_auto_num_workers() -> int:
    """Run two tests per core: those on terminals wait more than they work."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that start the app, which the quick run leaves out."""
    for item in items:
        if "opened" in getattr(item, "fixturenames", ()):
            item.add_marker("app")


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over all that was imported: its rounds took a third of the app tests' time."""
    gc.collect()
    gc.freeze()


def pytest_asyncio_loop_factories() -> dict[str, type[QuietLoop]]:
    """Run asynchronous tests on a loop that knows when it is done."""
    return {"quiet": QuietLoop}


@pytest.fixture
def long(request: pytest.FixtureRequest) -> bool:
    """Return whether to run the long form."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(autouse=True)
def collected_garbage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the garbage collector as it is: the program's own settings suit one app per process, not 500."""
    for name in ("disable", "freeze", "set_threshold"):
        monkeypatch.setattr(gc, name, lambda *_: None)


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in [name for name in os.environ if name.startswith("SISDEX_")]:
        monkeypatch.delenv(variable)
    for name in ("notebook.json", "config.toml"):
        monkeypatch.setenv(f"SISDEX_{name.partition('.')[0].upper()}", str(tmp_path / "desk" / name))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("NO_COLOR", "TMUX", "DISPLAY", "WAYLAND_DISPLAY"):  # no test reaches anybody's clipboard
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
