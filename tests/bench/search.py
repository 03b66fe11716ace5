"""What a key press and a paste cost, against brute force and full-text search, in one run.

    python tests/bench/search.py [--large]

A generator makes larger catalogs from the shipped one by exchanging words. Prints p50 and p95 in milliseconds, and the
ratios that matter. --large adds a row for 100,000 entries.
"""

import random
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from msgspec.structs import replace
from rapidfuzz import fuzz, process

from store import catalog as catalogs
from store.catalog import Catalog
from store.models import Entry
from store.search import SearchIndex

SHIPPED = catalogs.load(catalogs.shipped_path())
TYPED = [
    "grading category",
    "sky locked",
    "due date pinacle",
    "rate limit",
    "student not enroled",
    "409 conflict",
    "excused",
]


def grown(size: int) -> Catalog:
    """Make a catalog of a size: the shipped entries, then variants of them with some words exchanged."""
    chance = random.Random(7)
    pool = sorted({word for entry in SHIPPED.entries for word in f"{entry.title} {entry.messages[0].text}".split()})
    letters = "abcdefghijklmnopqrstuvwxyz"
    pool += ["".join(chance.choices(letters, k=chance.randint(4, 10))) for _ in range(size // 4)]

    def vary(text: str) -> str:
        return " ".join(chance.choice(pool) if chance.random() < 0.4 else word for word in text.split())

    entries: list[Entry] = list(SHIPPED.entries[:size])
    while len(entries) < size:
        model = SHIPPED.entries[len(entries) % len(SHIPPED.entries)]
        message = replace(model.messages[0], text=vary(model.messages[0].text), slots={}, also=())
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


def keys(size: int) -> tuple[list[float], list[float], list[float]]:
    """Time each key of the typed queries: ours, partial_ratio over the same texts, SQLite's full-text search."""
    catalog = grown(size)
    index = SearchIndex(catalog)
    texts = [text_of(entry) for entry in catalog.entries]
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE entries USING fts5(text)")
    database.executemany("INSERT INTO entries VALUES (?)", [(text,) for text in texts])
    ours: list[float] = []
    brute: list[float] = []
    full_text: list[float] = []
    for query in TYPED:
        for length in range(1, len(query) + 1):
            typed = query[:length]
            match = " OR ".join(f'"{word}"*' for word in typed.split())
            ours.append(timed(partial(index.search, typed)))
            brute.append(timed(partial(process.extract, typed, texts, scorer=fuzz.partial_ratio)))
            full_text.append(timed(partial(full_text_search, database, match)))
    return ours, brute, full_text


def full_text_search(database: sqlite3.Connection, match: str) -> list[tuple[int]]:
    """Ask SQLite for the fifty best rows."""
    rows = database.execute("SELECT rowid FROM entries WHERE entries MATCH ? ORDER BY rank LIMIT 50", (match,))
    return rows.fetchall()


def main() -> None:
    sizes = [76, 1_000, 10_000] + ([100_000] if "--large" in sys.argv else [])
    columns = f"{'sisdex p50/p95':>16} {'partial_ratio':>16} {'SQLite FTS5':>16} {'ratio p50/p95':>14}"
    print(f"a key, ms:  {'entries':>8} {columns}")
    first = 0.0
    for size in sizes:
        ours, brute, full_text = keys(size)
        first = first or p(ours, 0.5)
        cells = [f"{p(times, 0.5):.2f} / {p(times, 0.95):.2f}" for times in (ours, brute, full_text)]
        ratio = f"{p(ours, 0.5) / p(brute, 0.5):.2f} / {p(ours, 0.95) / p(brute, 0.95):.2f}"
        growth = f"  {p(ours, 0.5) / first:.1f} times {sizes[0]} entries at p50" if size > sizes[0] else ""
        print(f"{'':11} {size:8,} " + " ".join(f"{cell:>16}" for cell in cells) + f" {ratio:>14}{growth}")
    index = SearchIndex(SHIPPED)
    texts = [text_of(entry) for entry in SHIPPED.entries]
    line = "10/14/2024 21:30:07 | job 66120 | {} | ERROR | {}\n"
    log = "".join(line.format(n, SHIPPED.entries[n % 76].messages[0].text) for n in range(8_000))
    print(f"a paste, ms: {'characters':>11} {'sisdex':>8} {'partial_ratio':>14} {'ratio':>6}")
    for size in (4_000, 32_000, 1_000_000):
        pastes = [log[start : start + size] for start in range(0, 90, 10)]
        ours = [timed(partial(index.search, paste)) for paste in pastes]
        brute = [timed(partial(process.extract, paste, texts, scorer=fuzz.partial_ratio)) for paste in pastes]
        mine, theirs = statistics.median(ours), statistics.median(brute)
        print(f"{'':12} {size:11,} {mine:8.1f} {theirs:14.1f} {mine / theirs:6.2f}")


if __name__ == "__main__":
    main()
