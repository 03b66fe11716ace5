"""Time from a key press to the painted frame on a real terminal, against a bare Textual app in the same run.

    python -m tests.bench.keys [ROUNDS]

Types queries key by key, in turns, into the search box and into the bare app's input. A frame is painted when the last
byte before a pause has arrived: the echo, the results, the detail. Prints the median and the 95th percentile for the
shipped catalog and for 10,000 entries. Exits with 1 if a ratio is above its bound.
"""

import fcntl
import json
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from tests.bench.search import TYPED, grown
from tests.bench.start import BARE, COLUMNS, PATIENCE, ROWS, SISDEX, environment_in

QUIET = 0.08
"""Seconds without a byte that end a frame: longer than any delay in sisdex."""
WARM = 5.0
"""Seconds to wait after the first paint; building the index of 10,000 entries takes the longest."""
MEDIAN_BOUND, P95_BOUND = 2.5, 4.0
LARGE = 10_000
CLEAR = "\x15"


class Program:
    """A program on its own terminal."""

    def __init__(self, code: str, home: Path, **names: str) -> None:
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        command = [sys.executable, "-c", code]
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment_in(home) | names, start_new_session=True
        )
        os.close(slave)
        self._master = master
        if not self._settled(PATIENCE):
            raise SystemExit("nothing was painted")
        until = time.perf_counter() + WARM
        while time.perf_counter() < until:  # the cursor blinks all the time
            self._settled(WARM)

    def press(self, key: str) -> float:
        """Press a key; return the milliseconds until the last byte it causes."""
        begun = time.perf_counter()
        os.write(self._master, key.encode())
        last = self._settled(PATIENCE)
        if not last:
            raise SystemExit(f"nothing was painted after {key!r}")
        return (last - begun) * 1000

    def _settled(self, patience: float) -> float:
        """Read until a pause; return when the last byte arrived, or 0 if none did."""
        last = 0.0
        while select.select([self._master], [], [], QUIET if last else patience)[0]:
            os.read(self._master, 1 << 20)
            last = time.perf_counter()
        return last

    def end(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._master)


def large_catalog(path: Path) -> None:
    """Write a catalog of 10,000 entries."""
    catalog = grown(LARGE)
    tables = {"meta": [catalog.edition], "vendors": catalog.vendors, "entries": catalog.entries}
    numbered = {
        name: {str(number): msgspec.to_builtins(record) for number, record in enumerate(records, 1)}
        for name, records in tables.items()
    }
    path.write_text(json.dumps(numbered), encoding="utf-8")


def measured(rounds: int, home: Path) -> dict[str, list[float]]:
    """Return the milliseconds of each key, by program. The programs take turns, one query each."""
    large_catalog(home / "large.json")
    programs = {
        "bare Textual app": Program(BARE, home),
        "shipped catalog": Program(SISDEX, home),
        f"{LARGE:,} entries": Program(SISDEX, home, SISDEX_CATALOG=str(home / "large.json")),
    }
    times: dict[str, list[float]] = {name: [] for name in programs}
    for number in range(rounds + 1):
        for query in TYPED:
            for name, program in programs.items():
                spent = [program.press(key) for key in query]
                program.press(CLEAR)
                times[name] += spent if number else []  # the first round fills caches
    for program in programs.values():
        program.end()
    return times


def p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as home:
        times = measured(rounds, Path(home))
    bare, *others = times
    print(f"a key, to the painted frame, {COLUMNS}x{ROWS}, {len(times[bare])} keys each")
    print(f"{'':20} {'p50 ms':>8} {'ratio':>6} {'bound':>6} {'p95 ms':>8} {'ratio':>6} {'bound':>6}")
    print(f"{bare:20} {statistics.median(times[bare]):8.1f} {'':13} {p95(times[bare]):8.1f}")
    within = True
    for name in others:
        ratios = (statistics.median(times[name]) / statistics.median(times[bare]), p95(times[name]) / p95(times[bare]))
        within &= ratios[0] <= MEDIAN_BOUND and ratios[1] <= P95_BOUND
        row = f"{statistics.median(times[name]):8.1f} {ratios[0]:6.2f} {MEDIAN_BOUND:6.2f}"
        print(f"{name:20} {row} {p95(times[name]):8.1f} {ratios[1]:6.2f} {P95_BOUND:6.2f}")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
