"""How well search finds the development queries, compared with other search tools.

    python tests/eval/measure.py

Prints the share of right first answers for each kind of query. `queries.jsonl` has a query a line, with the entries
that answer it and the values in it; a value of null is disputed and not measured.
"""

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from store.catalog import opening
from store.core.models import Entry
from store.search.index import SearchIndex

HERE = Path(__file__).parent
CATALOG = opening.load(opening.shipped_path())
QUERIES: list[dict[str, Any]] = [
    json.loads(line) for line in (HERE / "queries.jsonl").read_text(encoding="utf-8").splitlines()
]
IDS = {(CATALOG.vendor(entry.vendor).name, entry.title): entry.id for entry in CATALOG.entries}
VENDORS = {vendor.name: vendor.id for vendor in CATALOG.vendors}
Ranking = Callable[[str, str | None], list[str]]
"""Takes a query and a vendor's id, or None, and returns the ids of entries, best first."""


def relevant(query: dict[str, Any]) -> set[str]:
    """Return the ids of the entries that are right as the first answer."""
    return {IDS[vendor, title] for vendor, title in query["relevant"]}


def vendor_of(query: dict[str, Any]) -> str | None:
    """Return the id of the only vendor to search, or None for all."""
    return VENDORS[query["vendor_filter"]] if query["vendor_filter"] else None


def found(ranking: Ranking, kind: str, within: int) -> float:
    """Return the share of queries of a kind, 0 to 1, with a right entry among the first `within`."""
    queries = [query for query in QUERIES if query["kind"] == kind]
    hits = sum(bool(relevant(q) & set(ranking(q["query"], vendor_of(q))[:within])) for q in queries)
    return hits / len(queries)


def our_ranking(index: SearchIndex) -> Ranking:
    """Rank as sisdex does."""
    return lambda query, vendor: [hit.entry.id for hit in index.search(query, vendor)]


def values_right(index: SearchIndex) -> tuple[int, int]:
    """Count the values that were read exactly, and all that the queries have."""
    right = asked = 0
    for query in QUERIES:
        expected = {number: value for number, value in (query["values"] or {}).items() if value is not None}
        if not expected:
            continue
        hits = [hit for hit in index.search(query["query"], vendor_of(query)) if hit.entry.id in relevant(query)]
        for number, value in expected.items():
            asked += 1
            if hits and hits[0].message is not None:
                placeholders = hits[0].entry.messages[hits[0].message].slots
                names = [name for name, shown in placeholders.items() if not _is_sample(shown)]
                right += len(names) >= int(number) and hits[0].values.get(names[int(number) - 1]) == value
    return right, asked


def _is_sample(placeholder: str) -> bool:
    """Tell whether a placeholder is a sample id of the dictionary; the queries do not count these."""
    return placeholder == "text" or (placeholder[0].isdigit() and len(placeholder) > 3)


def _texts(vendor: str | None) -> dict[str, str]:
    def text(entry: Entry) -> str:
        owner = CATALOG.vendor(entry.vendor)
        parts = [owner.name, *owner.aliases, entry.title]
        for message in entry.messages:
            parts += [message.text, *(cause.meaning or "" for cause in message.causes)]
        return " ".join(parts)

    return {entry.id: text(entry) for entry in CATALOG.entries if vendor in (None, entry.vendor)}


def rapidfuzz_ranking(scorer: Callable[..., float]) -> Ranking:
    """Rank with one of rapidfuzz's scorers over all of an entry's text."""

    def rank(query: str, vendor: str | None) -> list[str]:
        return [key for _, _, key in process.extract(query.lower(), _texts(vendor), scorer=scorer, limit=3)]

    return rank


def fts_ranking(tokenizer: str) -> Ranking:
    """Rank with SQLite's full-text search, words or trigrams joined by OR."""
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE VIRTUAL TABLE entries USING fts5(id UNINDEXED, text, tokenize='{tokenizer}')")
    database.executemany("INSERT INTO entries VALUES (?, ?)", _texts(None).items())

    def rank(query: str, vendor: str | None) -> list[str]:
        terms = [word for word in "".join(c if c.isalnum() else " " for c in query).split() if len(word) > 2][:400]
        if not terms:
            return []
        star = "" if tokenizer == "trigram" else "*"
        match = " OR ".join(f'"{term}"{star}' for term in terms)
        rows = database.execute("SELECT id FROM entries WHERE entries MATCH ? ORDER BY rank", (match,))
        return [key for (key,) in rows if vendor is None or key.startswith(f"{vendor}/")][:3]

    return rank


def fzf_ranking(query: str, vendor: str | None) -> list[str]:
    """Rank with `fzf --filter`."""
    lines = "\n".join(f"{key}\t{text}" for key, text in _texts(vendor).items())
    run = subprocess.run(["fzf", "--filter", " ".join(query.split())], input=lines, capture_output=True, text=True)
    return [line.split("\t")[0] for line in run.stdout.splitlines()[:3]]


def main() -> None:
    index = SearchIndex(CATALOG)
    rankings: dict[str, Ranking] = {
        "sisdex": our_ranking(index),
        "rapidfuzz WRatio": rapidfuzz_ranking(fuzz.WRatio),
        "rapidfuzz partial_ratio": rapidfuzz_ranking(fuzz.partial_ratio),
        "rapidfuzz token_set_ratio": rapidfuzz_ranking(fuzz.token_set_ratio),
        "SQLite FTS5 word": fts_ranking("unicode61"),
        "SQLite FTS5 trigram": fts_ranking("trigram"),
    }
    if shutil.which("fzf"):
        rankings["fzf"] = fzf_ranking
    kinds = ("paste", "typed", "symptom")
    print(f"{'top-1 / top-3':26} " + " ".join(f"{kind:>13}" for kind in kinds))
    for name, ranking in rankings.items():
        cells = [f"{found(ranking, kind, 1):.3f} / {found(ranking, kind, 3):.3f}" for kind in kinds]
        print(f"{name:26} " + " ".join(f"{cell:>13}" for cell in cells))
    right, asked = values_right(index)
    print(f"values exact: {right} of {asked}")
    pastes = [query for query in QUERIES if query["kind"] == "paste"]
    matched = sum(any(hit.matched for hit in index.search(q["query"], vendor_of(q))) for q in pastes)
    none = [query for query in QUERIES if query["kind"] == "none"]
    wrong = sum(any(hit.matched for hit in index.search(q["query"], vendor_of(q))) for q in none)
    print(f"matched: {matched} of {len(pastes)} pastes with an answer, {wrong} of {len(none)} queries without one")
    needed = sorted(characters_needed(our_ranking(index), query) for query in QUERIES if query["kind"] == "typed")
    print(f"characters typed until a right entry is in the first three: median {needed[len(needed) // 2]}")


def characters_needed(ranking: Ranking, query: dict[str, Any]) -> int:
    """Return after how many typed characters a right entry is among the first three."""
    text, right = query["query"], relevant(query)
    for length in range(1, len(text) + 1):
        if right & set(ranking(text[:length], vendor_of(query))[:3]):
            return length
    return len(text) + 1


if __name__ == "__main__":
    main()
