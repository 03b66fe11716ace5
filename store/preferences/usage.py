"""Which entries are used often and lately: ids and counts only, never what was asked."""

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
"""After so many days without a use, an entry counts half."""
MAX_ENTRIES = 500


class Use(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often an entry was used, uses long ago counting less."""

    score: float
    last: Moment

    def at(self, now: datetime) -> float:
        """Return the score at a time."""
        days = max(0.0, (now - self.last).total_seconds() / 86_400)
        return self.score * exp2(-days / HALF_LIFE_DAYS)


class Usage:
    """The uses on this desk, beside the notebook. Losing them loses nothing that was typed, so no error comes of it."""

    def __init__(self, notebook: Path) -> None:
        """Read the uses; a missing or damaged file is none."""
        self._path = notebook.with_name(f"{notebook.name}.uses")
        self._uses = self._read()

    def add(self, entry_id: str, now: datetime) -> None:
        """Note a use, on top of what other terminals noted."""
        with suppress(CannotSave), atomic.locked(self._path):
            self._uses = self._read()
            before = self._uses.get(entry_id)
            self._uses[entry_id] = Use((before.at(now) if before else 0.0) + 1.0, now)
            kept = sorted(self._uses, key=lambda each: self._uses[each].at(now), reverse=True)[:MAX_ENTRIES]
            atomic.replace(self._path, msgspec.json.encode({each: self._uses[each] for each in kept}))

    def most(self, entry_ids: Iterable[str], now: datetime) -> list[str]:
        """Return those of the entries that were used, the most used first."""
        used = [each for each in entry_ids if each in self._uses]
        return sorted(used, key=lambda each: self._uses[each].at(now), reverse=True)

    def _read(self) -> dict[str, Use]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Use])
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return {}
