"""How long a key press and a paste take to answer, against other search tools in the same run.

    python tests/bench/search.py [--large]

Larger catalogs are made from the shipped one by swapping words. Prints p50 and p95 in milliseconds for sisdex,
rapidfuzz over all texts, SQLite's full-text search, and fzf and ripgrep as processes; a tool that is not installed is
named and left out. --large adds 100,000 entries.
"""

import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from rapidfuzz import fuzz, process

from store.catalog import opening
from store.catalog.opening import Catalog
from store.core.models import Entry
from store.search.index import SearchIndex

SHIPPED = opening.load(opening.shipped_path())
TYPED = [
    "grading category",
    "sky locked",
    "due date pinacle",
    "rate limit",
    "student not enroled",
    "409 conflict",
    "excused",
]


PROCESSES: dict[str, Callable[[str], list[str]]] = {
    "fzf": lambda query: ["fzf", "-f", query],
    "rg": lambda query: ["rg", "-iF", "--", query, "-"],
}
"""Program that filters lines, to its command for a query."""


def grown(size: int) -> Catalog:
    """Return a catalog of `size` entries: the shipped ones, then variants of them with some words swapped."""
    chance = random.Random(7)
    pool = sorted({word for entry in SHIPPED.entries for word in f"{entry.title} {entry.messages[0].text}".split()})
    letters = "abcdefghijklmnopqrstuvwxyz"
    pool += ["".join(chance.choices(letters, k=chance.randint(4, 10))) for _ in range(size // 4)]

    def vary(text: str) -> str:
        return " ".join(chance.choice(pool) if chance.random() < 0.4 else word for word in text.split())

    entries: list[Entry] = list(SHIPPED.entries[:size])
    while len(entries) < size:
        model = SHIPPED.entries[len(entries) % len(SHIPPED.entries)]
        causes = tuple(replace(cause, filled={}) for cause in model.messages[0].causes)
        message = replace(model.messages[0], text=vary(model.messages[0].text), slots={}, also=(), causes=causes)
        number = len(entries)
        entries.append(replace(model, id=f"{model.vendor}/{number}", title=vary(model.title), messages=(message,)))
    return Catalog(SHIPPED.edition, SHIPPED.vendors, tuple(entries))


def timed(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def p(times: list[float], share: float) -> float:
    return statistics.quantiles(times, n=100)[round(share * 100) - 1]


def text_of(entry: Entry) -> str:
    parts = [entry.title]
    for message in entry.messages:
        parts += [message.text, *(cause.meaning or "" for cause in message.causes)]
    return " ".join(parts)


def keys(size: int) -> dict[str, list[float]]:
    """Return the milliseconds of each key of the typed queries, by tool; none for a tool that is not installed."""
    catalog = grown(size)
    index = SearchIndex(catalog)
    texts = [text_of(entry) for entry in catalog.entries]
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE entries USING fts5(text)")
    database.executemany("INSERT INTO entries VALUES (?)", [(text,) for text in texts])
    times: dict[str, list[float]] = {name: [] for name in ("sisdex", "partial_ratio", "SQLite FTS5", *PROCESSES)}
    installed = [name for name in PROCESSES if shutil.which(name)]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(" ".join(text.split()) for text in texts))
        file.flush()
        for query in TYPED:
            for length in range(1, len(query) + 1):
                typed = query[:length]
                match = " OR ".join(f'"{word}"*' for word in typed.split())
                times["sisdex"].append(timed(partial(index.search, typed)))
                times["partial_ratio"].append(timed(partial(process.extract, typed, texts, scorer=fuzz.partial_ratio)))
                times["SQLite FTS5"].append(timed(partial(full_text_search, database, match)))
                for name in installed if length % 4 == 1 else ():  # every fourth key is enough for a process
                    command = PROCESSES[name](typed)
                    times[name].append(timed(partial(filter_process, command, Path(file.name))))
    return times


def full_text_search(database: sqlite3.Connection, match: str) -> list[tuple[int]]:
    """Return SQLite's fifty best rows."""
    rows = database.execute("SELECT rowid FROM entries WHERE entries MATCH ? ORDER BY rank LIMIT 50", (match,))
    return rows.fetchall()


def filter_process(command: list[str], path: Path) -> None:
    """Filter the lines of a file with another program."""
    with path.open() as file:
        subprocess.run(command, stdin=file, stdout=subprocess.DEVNULL, check=False)


def print_keys(size: int, baseline: float) -> float:
    """Print the times of a key for a catalog of `size` entries, and how they grew from a median of `baseline` ms.

    Returns:
        The median milliseconds of sisdex.
    """
    times = keys(size)
    brute = times["partial_ratio"]
    median = p(times["sisdex"], 0.5)
    print(f"a key, {size:,} entries" + (f": {median / baseline:.1f} times the shipped catalog" if baseline else ""))
    for name, spent in times.items():
        if spent:
            p50, p95 = p(spent, 0.5), p(spent, 0.95)
            ratio = f"{p50 / p(brute, 0.5):8.2f} / {p95 / p(brute, 0.95):.2f} of partial_ratio"
            print(f"  {name:14} {p50:8.2f} / {p95:.2f} ms {ratio}")
        else:
            print(f"  {name:14} not installed, left out")
    return median


def print_pastes() -> None:
    """Print the times of pastes of different lengths."""
    index = SearchIndex(SHIPPED)
    texts = [text_of(entry) for entry in SHIPPED.entries]
    line = "10/14/2024 21:30:07 | job 66120 | {} | ERROR | {}\n"
    log = "".join(line.format(n, SHIPPED.entries[n % len(SHIPPED.entries)].messages[0].text) for n in range(8_000))
    print(f"a paste, ms: {'characters':>11} {'sisdex':>8} {'partial_ratio':>14} {'ratio':>6}")
    for size in (4_000, 32_000, 1_000_000):
        pastes = [log[start : start + size] for start in range(0, 90, 10)]
        ours = [timed(partial(index.search, paste)) for paste in pastes]
        brute = [timed(partial(process.extract, paste, texts, scorer=fuzz.partial_ratio)) for paste in pastes]
        mine, theirs = statistics.median(ours), statistics.median(brute)
        print(f"{'':12} {size:11,} {mine:8.1f} {theirs:14.1f} {mine / theirs:6.2f}")


def main() -> None:
    median = print_keys(len(SHIPPED.entries), 0)
    for size in [1_000, 10_000] + ([100_000] if "--large" in sys.argv else []):
        print_keys(size, median)
    print_pastes()


if __name__ == "__main__":
    main()
