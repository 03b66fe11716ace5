"""Fixtures for the reliability tests, which run in a short form, or with --long in a long one."""

import errno
import os
from pathlib import Path

import pytest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "notebook.json"


@pytest.fixture
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that the file system has no links."""

    def refused(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refused)
