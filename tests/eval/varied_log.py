"""Logs of any length: the lines of the sync log with other names, ids and times."""

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from store.catalog import opening
from store.matching.pasted_text import Text
from store.search.index import SearchIndex

SYNC_LOG = Path(__file__).parent / "sync-log.txt"
_ID = re.compile(r"\d{4,}")
_TIME = re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d")
_SYLLABLES = "ba cor den el fa gri hol is jo kel lin mar nor ost pra quin ros sta ter ul ver wis yar zen".split()  # noqa: SIM905


@cache
def _models() -> list[tuple[str, list[str]]]:
    """Return the lines of the sync log, each with the names in it: district, course, values of its message."""
    index = SearchIndex(opening.load(opening.shipped_path()))
    models = []
    for line in SYNC_LOG.read_text(encoding="utf-8").splitlines():
        columns = line.split(" | ")
        names = {columns[1], columns[3]} if len(columns) == 7 else set()
        for found in index.messages.recognize(Text(line)):
            names |= set(found.hits[0].values.values())
        wordy = [name for name in names if any(character.isalpha() for character in name) and len(name) < 60]
        models.append((line, sorted(wordy, key=len, reverse=True)))
    return models


def varied_log(lines: int, seed: int = 7) -> Iterator[str]:
    """Make a log with this many lines; the same seed gives the same log."""
    chance = random.Random(seed)
    models = _models()

    def digits(match: re.Match[str]) -> str:
        return "".join(chance.choices("123456789", k=len(match[0])))

    def name(model: str) -> str:
        words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 3))).capitalize() for _ in model.split()]
        return " ".join(words)

    for number in range(lines):
        line, names = models[number % len(models)]
        for model in names:
            line = line.replace(model, name(model))
        moment = (
            f"10/{number // 86_400 % 28 + 1:02}/2024 {number // 3_600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}"
        )
        time, rest = line[:19], line[19:]
        yield (moment if _TIME.fullmatch(time) else time) + _ID.sub(digits, rest)
