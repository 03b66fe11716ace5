"""How fast a whole log is read, and how much memory that takes.

    python -m tests.bench.triage [LINES]

The log repeats the tests' sync log with other names, ids and times. A separate process reads it from a file on one
core, once with 10,000 lines and once with 200,000. The rate is lines per second of CPU time, so a busy machine does not
matter; the memory is the peak of each process.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.eval.varied_log import varied_log

FEW, MANY = 10_000, 200_000
LEAST_RATE, MOST_GROWTH = 20_000, 1.2


def read(path: Path) -> None:
    """Read a log; print its lines, the messages found, lines per second and peak memory in MB."""
    from store.catalog import opening
    from store.logs.log_file import open_log
    from store.logs.triage import triage
    from store.matching.english_list import is_english
    from store.search.index import SearchIndex

    is_english("grade")  # read once, with the first mistyped word; a short log may have none
    index = SearchIndex(opening.load(opening.shipped_path()))
    begun = time.process_time()
    with open_log(path) as log:
        result = triage(log.lines(), index)
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(result.lines, result.known, result.lines / seconds, peak)


def measured(lines: int) -> tuple[int, int, float, float]:
    """Make a log of `lines` lines and let another process read it; return what `read` prints."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sync.log"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in varied_log(lines))
        command = [sys.executable, "-m", "tests.bench.triage", "--read", str(path)]
        answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return int(answer[0]), int(answer[1]), float(answer[2]), float(answer[3])


def main() -> None:
    few = measured(FEW)
    many = measured(int(sys.argv[1]) if len(sys.argv) > 1 else MANY)
    for lines, known, rate, peak in (few, many):
        print(f"{lines:8,} lines, {known:7,} messages: {rate:8,.0f} lines per second, {peak:6.1f} MB")
    growth = many[3] / few[3]
    print(f"at least {LEAST_RATE:,} lines per second: {'yes' if many[2] >= LEAST_RATE else 'NO'}")
    print(f"memory within {MOST_GROWTH} times: {'yes' if growth <= MOST_GROWTH else 'NO'} ({growth:.2f})")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read(Path(sys.argv[2]))
    else:
        main()
