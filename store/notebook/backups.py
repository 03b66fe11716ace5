"""The copies of the notebook: the version before the last save, one per hour, one per day, and damaged files.

They are hard links to earlier versions if the file system supports them, so they take no space of their own.
"""

from contextlib import suppress
from datetime import datetime
from glob import escape
from pathlib import Path

from store.files import atomic

HOURLY, DAILY = 24, 7
"""How many hourly and daily backups are kept."""


def previous(path: Path) -> Path:
    """Return where the version before the last save is kept."""
    return path.with_name(f"{path.name}.prev")


def folder(path: Path) -> Path:
    """Return the folder of the backups."""
    return path.with_name(f"{path.name}.backups")


def back_up(path: Path, now: datetime) -> None:
    """Back up the notebook unless this hour and this day have a backup, and delete the oldest ones."""
    for kind, stamp, most in (("hourly", "%Y-%m-%dT%H", HOURLY), ("daily", "%Y-%m-%d", DAILY)):
        copy = folder(path) / f"{kind}-{now.strftime(stamp)}.json"
        if not copy.exists() and path.exists():
            _keep(path, copy)
            for old in sorted(folder(path).glob(f"{kind}-*.json"))[:-most]:
                with suppress(OSError):
                    old.unlink()


def keep_schema(path: Path, schema: int) -> None:
    """Keep a notebook of an older schema before it is saved in the newest one."""
    _keep(path, folder(path) / f"schema-{schema}.json")


def newest_first(path: Path) -> list[Path]:
    """Return the copies, the most recently saved one first."""
    times = {}
    for copy in (previous(path), *folder(path).glob("*.json")):
        with suppress(OSError):  # another terminal may be replacing it
            times[copy] = copy.stat().st_mtime_ns
    return sorted(times, key=lambda copy: times[copy], reverse=True)


def damaged(path: Path) -> list[Path]:
    """Return the damaged files that were set aside, oldest first."""
    return sorted(path.parent.glob(f"{escape(path.name)}.damaged-*"))


def aside(path: Path, now: datetime) -> Path:
    """Return an unused name for a damaged file."""
    stem = f"{path.name}.damaged-{now:%Y-%m-%dT%H%M%S}"
    name, number = path.with_name(stem), 1
    while name.exists():
        name, number = path.with_name(f"{stem}-{number}"), number + 1
    return name


def _keep(path: Path, copy: Path) -> None:
    with suppress(OSError):
        atomic.make_folder(copy.parent)
        atomic.keep(path, copy)
