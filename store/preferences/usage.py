"""Which entries are used often and recently: ids and counts only, never what was searched for."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from math import exp2
from pathlib import Path

import msgspec

from store.core.errors import CannotSave
from store.core.models import Moment
from store.files import atomic

HALF_LIFE_DAYS = 14.0
"""A use this long ago counts half."""
MAX_ENTRIES = 500
"""Entries whose uses are saved: the most used ones."""


class Use(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often an entry was used; a use counts less the longer it is ago."""

    score: float
    """The score at the last use; a single use is 1."""
    last: Moment

    def at(self, now: datetime) -> float:
        """Return the score at a moment, `score * 2 ** (-days / HALF_LIFE_DAYS)`."""
        days = max(0.0, (now - self.last).total_seconds() / 86_400)
        return self.score * exp2(-days / HALF_LIFE_DAYS)


class Usage:
    """The uses at this desk, saved next to the notebook. Losing them costs only an order, so errors are ignored."""

    def __init__(self, notebook: Path) -> None:
        """Read the uses; none if the file is missing or damaged."""
        self._path = notebook.with_name(f"{notebook.name}.uses")
        self._uses = self._read()

    def add(self, entry_id: str, now: datetime) -> None:
        """Record a use on top of what other terminals recorded."""
        with suppress(CannotSave), atomic.locked(self._path):
            self._uses = self._read()
            before = self._uses.get(entry_id)
            self._uses[entry_id] = Use((before.at(now) if before else 0.0) + 1.0, now)
            saved = {used: self._uses[used] for used in self.most(self._uses, now)[:MAX_ENTRIES]}
            atomic.replace(self._path, msgspec.json.encode(saved))

    def most(self, entry_ids: Iterable[str], now: datetime) -> list[str]:
        """Return the entries among these that were used, most used first."""
        used = [entry_id for entry_id in entry_ids if entry_id in self._uses]
        return sorted(used, key=lambda entry_id: self._uses[entry_id].at(now), reverse=True)

    def _read(self) -> dict[str, Use]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Use])
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return {}
