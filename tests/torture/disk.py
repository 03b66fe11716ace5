"""A model of a disk that loses power: what can be on it afterward, given what a program did before.

A flushed file has its data; an unflushed file has none, half or all of its last write. A flushed folder has its names;
after that, each folder has any number of its later name changes, in order.
"""

import builtins
import io
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import pytest

FOLDER = 0
"""Marks a folder, instead of a file number."""


class Content(NamedTuple):
    """The content of a file."""

    data: bytes
    mtime_ns: int


Names = dict[str, int | None]
"""Name, to the number of its file, or to None if the name was removed."""

Files = dict[Path, Content | None]
"""What is on the disk after a crash: path to content, or to None for a folder."""


class Wrote(NamedTuple):
    """A file got new content that has not been flushed yet."""

    file: int
    content: Content


class Named(NamedTuple):
    """Names in a folder changed in one step."""

    folder: Path
    names: Names


class FlushedFile(NamedTuple):
    """A file's data was flushed."""

    file: int


class FlushedFolder(NamedTuple):
    """A folder's names were flushed."""

    folder: Path


class Acknowledged(NamedTuple):
    """The program reported that a change is saved."""


Event = Wrote | Named | FlushedFile | FlushedFolder | Acknowledged


class Disk:
    """A disk that can lose power at any moment."""

    def __init__(self, root: Path) -> None:
        """Start with one empty folder."""
        self._root = root
        self._names: dict[Path, dict[str, int]] = {}
        self._steps: dict[Path, list[Names]] = {}
        self._safe: dict[int, Content] = {}
        self._written: dict[int, Content] = {}

    def flush(self) -> None:
        """Flush everything."""
        for folder in list(self._steps):
            self.take(FlushedFolder(folder))
        self._safe = dict(self._written)

    def take(self, event: Event) -> None:
        """Apply an event."""
        match event:
            case Wrote(file, content):
                self._written[file] = content
            case Named(folder, names):
                self._steps.setdefault(folder, []).append(names)
                for file in filter(None, names.values()):
                    self._written.setdefault(file, Content(b"", 0))
            case FlushedFile(file):
                self._safe[file] = self._written[file]
            case FlushedFolder(folder):
                self._names[folder] = self._after(folder, len(self._steps.get(folder, ())))
                self._steps[folder] = []

    def crashes(self) -> Iterator[Files]:
        """List what can be on the disk if the power fails now."""
        folders = sorted(self._names.keys() | self._steps.keys())
        for done in product(*(range(len(self._steps.get(folder, ())) + 1) for folder in folders)):
            names = {folder: self._after(folder, steps) for folder, steps in zip(folders, done, strict=True)}
            reachable = dict(_reachable(names, self._root))
            unsafe = sorted({file for file in reachable.values() if file and not self._is_safe(file)})
            for written in product((0, 1, 2), repeat=len(unsafe)):
                contents = self._written | {f: self._torn(f, halves) for f, halves in zip(unsafe, written, strict=True)}
                yield {path: contents[file] if file else None for path, file in reachable.items()}

    def _after(self, folder: Path, steps: int) -> dict[str, int]:
        names: Names = dict(self._names.get(folder, {}))
        for step in self._steps.get(folder, [])[:steps]:
            names |= step
        return {name: file for name, file in names.items() if file is not None}

    def _is_safe(self, file: int) -> bool:
        return file in self._safe and self._safe[file].data == self._written[file].data

    def _torn(self, file: int, halves: int) -> Content:
        data, mtime_ns = self._written[file]
        safe = self._safe.get(file)
        if halves == 0:
            return safe or Content(b"", mtime_ns)
        return Content(data[: len(data) * halves // 2], mtime_ns)


class Recorder:
    """Records what is in a folder at the start, and what happens to its files."""

    def __init__(self, root: Path, flushes: bool = True) -> None:
        """Prepare to record; without `flushes`, flushing does nothing."""
        self._root, self._flushes = root, flushes
        self._files: dict[Path, int] = {root: FOLDER}
        self._contents: dict[int, Content] = {}
        self._events: list[Event] = []
        self._patch = pytest.MonkeyPatch()
        self._fsync, self._numbers = os.fsync, iter(range(1, 1_000_000))
        inodes: dict[int, int] = {}
        for path in self._existing():
            file = FOLDER if path.is_dir() else inodes.setdefault(path.stat().st_ino, next(self._numbers))
            self._named(path.parent, {path.name: file})
        self._look()
        self._before = len(self._events)

    def __enter__(self) -> Self:
        for module, name in ((builtins, "open"), (io, "open")):
            self._patch.setattr(module, name, self._opening(getattr(module, name)))
        for name in ("replace", "rename", "link", "unlink", "remove", "mkdir"):
            self._patch.setattr(os, name, self._naming(name, getattr(os, name)))
        self._patch.setattr(os, "fsync", self._flushing)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._patch.undo()
        self._look()
        if error is None:
            assert set(self._existing()) == self._files.keys() - {self._root}, "a change was not recorded"

    def acknowledge(self) -> None:
        """Record that the program reported a change as saved."""
        self._look()
        self._events.append(Acknowledged())

    def crashes(self) -> Iterator[tuple[int, Files]]:
        """List the states that the disk can be in, without repeats, with the number of changes acknowledged before."""
        disk, acknowledged, seen = Disk(self._root), 0, set()
        for event in self._events[: self._before]:
            disk.take(event)
        disk.flush()
        for event in self._events[self._before :]:
            disk.take(event)
            acknowledged += isinstance(event, Acknowledged)
            for files in disk.crashes():
                state = (acknowledged, frozenset(files.items()))
                if state not in seen:
                    seen.add(state)
                    yield acknowledged, files

    def _existing(self) -> list[Path]:
        return sorted(path for path in self._root.rglob("*") if self._watched(path))

    def _watched(self, path: object) -> bool:
        """Return whether a path is recorded; a lock file is empty, so losing it does not matter."""
        return isinstance(path, str | Path) and Path(path).is_relative_to(self._root) and Path(path).suffix != ".lock"

    def _look(self) -> None:
        """Record which files were written since the last look."""
        for path, file in self._files.items():
            if file != FOLDER:
                with path.open("rb") as opened:
                    content = Content(opened.read(), path.stat().st_mtime_ns)
                if self._contents.get(file) != content:
                    self._contents[file] = content
                    self._events.append(Wrote(file, content))

    def _named(self, folder: Path, names: Names) -> None:
        for name, file in names.items():
            if file is None:
                del self._files[folder / name]
            else:
                self._files[folder / name] = file
        self._events.append(Named(folder, names))

    def _opening(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def opened(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
            if not set(mode) & set("wxa+") or not self._watched(file):
                return original(file, mode, *arguments, **options)
            path = Path(file)
            assert path not in self._files, f"{path} is changed in place"
            self._look()
            result = original(file, mode, *arguments, **options)
            self._named(path.parent, {path.name: next(self._numbers)})
            return result

        return opened

    def _naming(self, name: str, original: Callable[..., None]) -> Callable[..., None]:
        def done(*arguments: Any, **options: Any) -> None:
            self._look()
            original(*arguments, **options)
            if not self._watched(arguments[0]):
                return
            path = Path(arguments[0])
            if name == "mkdir":
                self._named(path.parent, {path.name: FOLDER})
            elif name in ("unlink", "remove"):
                self._named(path.parent, {path.name: None})
            else:
                other = Path(arguments[1])
                if name == "link":
                    self._named(other.parent, {other.name: self._files[path]})
                else:
                    assert path.parent == other.parent, "moving between folders is not modeled"
                    self._named(path.parent, {path.name: None, other.name: self._files[path]})

        return done

    def _flushing(self, descriptor: int) -> None:
        if not self._flushes:
            return
        self._look()
        self._fsync(descriptor)
        flushed = os.fstat(descriptor)
        path = next(path for path in self._files if os.path.samestat(path.stat(), flushed))
        self._events.append(FlushedFolder(path) if stat.S_ISDIR(flushed.st_mode) else FlushedFile(self._files[path]))


def lay_out(files: Files, old_root: Path, root: Path) -> None:
    """Make a folder contain exactly these files."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    for path in sorted(files):
        content, new = files[path], root / path.relative_to(old_root)
        if content is None:
            new.mkdir()
        else:
            new.write_bytes(content.data)
            os.utime(new, ns=(content.mtime_ns, content.mtime_ns))


def _reachable(names: dict[Path, dict[str, int]], folder: Path) -> Iterator[tuple[Path, int]]:
    for name, file in names.get(folder, {}).items():
        yield folder / name, file
        if file == FOLDER:
            yield from _reachable(names, folder / name)
