"""How well search finds, beside what others would find: `make eval` prints it.

    python -m tests.eval.measure

`queries.jsonl` has the development queries, one a line, with the entries that answer it and the values in it; a value
of null is disputed and not measured. `symptoms.jsonl` has symptoms that were written by somebody who had not read how
the catalog's entries say it. `pastes` and `near_misses` make texts with fixed seeds.
"""

import json
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from rapidfuzz import fuzz, process

from tests.eval import pastes
from tests.eval.bm25 import Bm25, texts_of
from tests.eval.expectations import faults, read
from tests.eval.near_misses import COUNTS, is_confidently_wrong, near_misses
from tests.eval.shipped import CATALOG, HERE, by_message, index, search

KINDS = ("paste", "typed", "symptom", "new symptom")
ROUNDS = 3
"""How often each message is pasted in each way, with other values."""
IDS = {(CATALOG.vendor(entry.vendor).name, entry.title): entry.id for entry in CATALOG.entries}
VENDORS = {vendor.name: vendor.id for vendor in CATALOG.vendors}
Query = dict[str, Any]
Ranking = Callable[[str, str | None], Sequence[str]]
"""Takes a query and a vendor's id, or None, and returns the ids of entries, best first."""


def _queries() -> list[Query]:
    developed = [json.loads(line) for line in (HERE / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    for query in developed:
        query["relevant"] = [IDS[vendor, title] for vendor, title in query["relevant"]]
    new = [json.loads(line) for line in (HERE / "symptoms.jsonl").read_text(encoding="utf-8").splitlines()]
    return developed + [query | {"kind": "new symptom", "vendor_filter": None, "values": None} for query in new]


QUERIES = _queries()


def of_kind(kind: str) -> list[Query]:
    """Return the queries of a kind."""
    return [query for query in QUERIES if query["kind"] == kind]


def vendor_of(query: Query) -> str | None:
    """Return the id of the only vendor to search, or None for all."""
    return VENDORS[query["vendor_filter"]] if query["vendor_filter"] else None


def missed(ranking: Ranking, kind: str, within: int) -> list[str]:
    """Return the ids of the queries of a kind that have no right entry among the first `within`."""
    return [
        query["id"]
        for query in of_kind(kind)
        if not set(query["relevant"]) & set(ranking(query["query"], vendor_of(query))[:within])
    ]


def found(ranking: Ranking, kind: str, within: int) -> float:
    """Return the share of queries of a kind, 0 to 1, with a right entry among the first `within`."""
    return 1 - len(missed(ranking, kind, within)) / len(of_kind(kind))


def ours(query: str, vendor: str | None) -> list[str]:
    """Rank as sisdex does."""
    return [hit.entry.id for hit in (index().search(query, vendor) if vendor else search(query))]


def values_missed() -> tuple[list[str], int]:
    """Return the values that were not read exactly, and how many there are."""
    wrong, asked = [], 0
    for query in QUERIES:
        expected = {number: value for number, value in (query["values"] or {}).items() if value is not None}
        if not expected:
            continue
        hits = [hit for hit in index().search(query["query"], vendor_of(query)) if hit.entry.id in query["relevant"]]
        asked += len(expected)
        read_values: list[str | None] = []
        if hits and hits[0].message is not None:
            placeholders = hits[0].entry.messages[hits[0].message].slots
            read_values = [hits[0].values.get(name) for name, shown in placeholders.items() if not _is_sample(shown)]
        for number, value in expected.items():
            got = read_values[int(number) - 1] if len(read_values) >= int(number) else None
            if got != value:
                wrong.append(f"{query['id']}, slot {number}: {got!r}, not {value!r}")
    return wrong, asked


def _is_sample(placeholder: str) -> bool:
    """Tell whether a placeholder is a sample id of the dictionary; the queries do not count these."""
    return placeholder == "text" or (placeholder[0].isdigit() and len(placeholder) > 3)


def characters_needed(ranking: Ranking, query: Query) -> int:
    """Return after how many typed characters a right entry is among the first three."""
    text, right = query["query"], set(query["relevant"])
    for length in range(1, len(text) + 1):
        if right & set(ranking(text[:length], vendor_of(query))[:3]):
            return length
    return len(text) + 1


# --- others -----------------------------------------------------------------------------------------------------------


def _texts(vendor: str | None) -> dict[str, str]:
    """Return for each entry the texts that all of these read."""
    return {key: text for key, text in texts_of(CATALOG).items() if vendor is None or key.startswith(f"{vendor}/")}


def bm25_ranking() -> Ranking:
    """Rank with BM25 over stems."""
    ranking = Bm25(_texts(None))
    return lambda query, vendor: [key for key in ranking.rank(query) if vendor is None or key.startswith(f"{vendor}/")]


def rapidfuzz_ranking(scorer: Callable[..., float]) -> Ranking:
    """Rank with one of rapidfuzz's scorers."""

    def rank(query: str, vendor: str | None) -> list[str]:
        texts = {key: text.lower() for key, text in _texts(vendor).items()}
        return [key for _, _, key in process.extract(query.lower(), texts, scorer=scorer, limit=3)]

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


# --- printing ---------------------------------------------------------------------------------------------------------


def main() -> None:
    """Print all figures."""
    print_queries()
    print_texts()
    print_pastes(ROUNDS)
    print_near_misses()


def print_queries() -> None:
    """Print for each kind of query how often a right entry is first and among the first three, ours and others'."""
    rankings: dict[str, Ranking] = {
        "sisdex": ours,
        "BM25, stemmed": bm25_ranking(),
        "rapidfuzz WRatio": rapidfuzz_ranking(fuzz.WRatio),
        "rapidfuzz partial_ratio": rapidfuzz_ranking(fuzz.partial_ratio),
        "rapidfuzz token_set_ratio": rapidfuzz_ranking(fuzz.token_set_ratio),
        "SQLite FTS5 word": fts_ranking("porter"),
        "SQLite FTS5 trigram": fts_ranking("trigram"),
    }
    if shutil.which("fzf"):
        rankings["fzf"] = fzf_ranking
    print(f"{'first / first three':26} " + " ".join(f"{kind:>13}" for kind in KINDS))
    for name, ranking in rankings.items():
        cells = [f"{found(ranking, kind, 1):.3f} / {found(ranking, kind, 3):.3f}" for kind in KINDS]
        print(f"{name:26} " + " ".join(f"{cell:>13}" for cell in cells))
    for kind in KINDS:
        print(f"{kind} not first: {' '.join(missed(ours, kind, 1))}")
        print(f"{kind} not in the first three: {' '.join(missed(ours, kind, 3))}")
    wrong, asked = values_missed()
    print("\n".join((f"values exact: {asked - len(wrong)} of {asked}", *wrong)))
    none = [query["id"] for query in of_kind("none") if any(hit.matched for hit in ours_hits(query))]
    matched = sum(any(hit.matched for hit in ours_hits(query)) for query in of_kind("paste"))
    print(
        f"matched: {matched} of {len(of_kind('paste'))} pastes, {len(none)} of {len(of_kind('none'))} without an answer"
    )
    needed = sorted(characters_needed(ours, query) for query in of_kind("typed"))
    print(f"characters typed until a right entry is in the first three: median {needed[len(needed) // 2]}")


def ours_hits(query: Query) -> Sequence[Any]:
    """Return our hits for a query."""
    return index().search(query["query"], vendor_of(query))


def print_texts() -> None:
    """Print which real texts, and which of the findings, are not answered as expected."""
    for name in ("real.jsonl", "findings.jsonl"):
        lines = read(name)
        wrong = {line["id"]: found for line in lines if (found := faults(line))}
        print(f"\n{name}: {len(lines) - len(wrong)} of {len(lines)} as expected")
        print("\n".join(f"  {key}: {'; '.join(found)}" for key, found in wrong.items()))


def print_pastes(rounds: int) -> None:
    """Print for each way how well its pastes are answered."""
    scored = [(paste, pastes.score(paste, search(paste.text))) for paste in pastes.pastes(rounds)]
    sums = pastes.total(scored)
    everything = pastes.Sums(*map(sum, zip(*sums.values(), strict=True)))
    heads = ("count", "first", "matched", "values", "exact", "missing", "wrong")
    print(f"\n{'pastes':26} " + " ".join(f"{head:>7}" for head in heads))
    for way, each in (*sums.items(), ("all", everything)):
        shares = [share / max(1, each.values) for share in (each.exact, each.missing, each.wrong)]
        first, matched = each.first / each.pasted, each.matched / each.pasted
        print(
            f"{way:26} {each.pasted:7} {first:7.3f} {matched:7.3f} {each.values:7}"
            f" {shares[0]:7.3f} {shares[1]:7.3f} {shares[2]:7.3f}"
        )


def print_near_misses() -> None:
    """Print for each kind of near miss how many are confidently wrong, and in favor of which entries."""
    wrong = {kind: Counter[str]() for kind in COUNTS}
    for each in near_misses():
        hits = search(each.text)
        if is_confidently_wrong(each, hits):
            wrong[each.kind][(by_message(hits) or hits)[0].entry.id] += 1
    print(f"\n{'near misses':26} {'count':>6} {'wrong':>6}")
    for kind, entries in wrong.items():
        most = ", ".join(f"{entry} {count}" for entry, count in entries.most_common(4))
        print(f"{kind:26} {COUNTS[kind]:6} {entries.total() / COUNTS[kind]:6.3f} {most}")
    print(f"{'all':26} {sum(COUNTS.values()):6} {sum(map(Counter.total, wrong.values())) / sum(COUNTS.values()):6.3f}")


if __name__ == "__main__":
    main()
