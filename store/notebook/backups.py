"""The copies of the notebook: the version before, one an hour, one a day, and what was found damaged.

They are links to earlier versions where the file system has links, so they cost nothing.
"""

from contextlib import suppress
from datetime import datetime
from glob import escape
from pathlib import Path

from store.files import atomic

HOURLY, DAILY = 24, 7
"""How many of each kind are kept."""


def previous(path: Path) -> Path:
    """Return where the version before the last save is kept."""
    return path.with_name(f"{path.name}.prev")


def folder(path: Path) -> Path:
    """Return where backups are kept."""
    return path.with_name(f"{path.name}.backups")


def back_up(path: Path, now: datetime) -> None:
    """Keep the notebook as it stands, unless that was done in this hour and this day."""
    for kind, stamp, most in (("hourly", "%Y-%m-%dT%H", HOURLY), ("daily", "%Y-%m-%d", DAILY)):
        copy = folder(path) / f"{kind}-{now.strftime(stamp)}.json"
        if not copy.exists() and path.exists():
            _keep(path, copy)
            for old in sorted(folder(path).glob(f"{kind}-*.json"))[:-most]:
                with suppress(OSError):
                    old.unlink()


def keep_schema(path: Path, schema: int) -> None:
    """Keep a notebook of an older schema before it is written in the newer one."""
    _keep(path, folder(path) / f"schema-{schema}.json")


def newest_first(path: Path) -> list[Path]:
    """List the copies, the one that was saved last first."""
    times = {}
    for copy in (previous(path), *folder(path).glob("*.json")):
        with suppress(OSError):  # another terminal may be replacing it
            times[copy] = copy.stat().st_mtime_ns
    return sorted(times, key=lambda copy: times[copy], reverse=True)


def damaged(path: Path) -> list[Path]:
    """List what was set aside."""
    return sorted(path.parent.glob(f"{escape(path.name)}.damaged-*"))


def aside(path: Path, now: datetime) -> Path:
    """Return a name of its own for a damaged file."""
    stem = f"{path.name}.damaged-{now:%Y-%m-%dT%H%M%S}"
    name, number = path.with_name(stem), 1
    while name.exists():
        name, number = path.with_name(f"{stem}-{number}"), number + 1
    return name


def _keep(path: Path, copy: Path) -> None:
    with suppress(OSError):
        atomic.make_folder(copy.parent)
        atomic.keep(path, copy)
