"""Time of one durable save, against a plain TinyDB insert in the same run.

    python tests/bench/saving.py [RUNS]

Prints the medians over interleaved runs (15 by default) at 100, 1,000 and 10,000 notes, and their ratio next to its
bound. A plain insert is flushed too, but overwrites the only copy; a save also keeps the earlier version, the undo step
and the changes of other terminals. Exits with 1 if a ratio is above its bound.
"""

import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from tinydb import TinyDB

from store.catalog import opening
from store.core.models import Entry, Note
from store.notebook.notebook import Notebook

BOUNDS = {100: 3.0, 1_000: 1.5, 10_000: 1.5}
"""Number of notes, to how many plain inserts a save may cost."""

RUNS, WARM = 15, 5
TEXT = "Ridgeview renames its grading categories each August; mapped Quizzes again, then synced the sections. " * 2


def a_note(entry: Entry) -> Note:
    now = datetime.now(UTC).replace(microsecond=0)
    return Note(
        uid=str(uuid.uuid4()),
        entry=entry.id,
        title=entry.title,
        text=TEXT,
        tags=("ridgeview",),
        created=now,
        changed=now,
        rev=uuid.uuid4().hex,
        was=(),
    )


def timed(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def measured(size: int, runs: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds of saves in a notebook of `size` notes, and of inserts into a plain TinyDB as large."""
    entries = opening.load(opening.shipped_path()).entries
    entry = entries[0]
    records = [msgspec.to_builtins(a_note(entries[number % len(entries)])) for number in range(size)]
    with tempfile.TemporaryDirectory() as folder:
        notebook = Notebook(Path(folder, "data", "notebook.json"))
        with notebook.transaction() as database:
            database.table("notes").insert_multiple(records)
        with TinyDB(Path(folder, "plain.json")) as plain:
            notes = plain.table("notes")
            notes.insert_multiple(records)
            saves, inserts = [], []
            for _ in range(WARM + runs):
                saves.append(timed(lambda: notebook.save_note(entry, TEXT, ["ridgeview"])))
                inserts.append(timed(lambda: notes.insert(msgspec.to_builtins(a_note(entry)))))
    return saves[WARM:], inserts[WARM:]


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print(f"one durable save, median of {runs} interleaved runs")
    print(f"{'notes':>8} {'save ms':>8} {'p95':>8} {'plain ms':>9} {'ratio':>6} {'bound':>6}")
    within = True
    for size, bound in BOUNDS.items():
        saves, inserts = measured(size, runs)
        save, insert = statistics.median(saves), statistics.median(inserts)
        p95 = statistics.quantiles(saves, n=20)[-1]
        within &= save <= bound * insert
        print(f"{size:8,} {save:8.1f} {p95:8.1f} {insert:9.1f} {save / insert:6.2f} {bound:6.2f}")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
