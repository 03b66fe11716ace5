"""Time until the first content is on a real terminal, against a bare Textual app in the same run.

    python tests/bench/start.py [RUNS]

Prints the medians of wall and CPU time over interleaved runs (9 by default) and their ratios to the bare app; then the
time to import and build the search, as a share of the bare app's start; then the CPU time of one-shot commands against
a process that only imports the libraries they need.
"""

import fcntl
import os
import pty
import resource
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

BARE = """
from textual.app import App
from textual.widgets import Footer, Header, Input, OptionList

class Bare(App):
    BINDINGS = [("f1", "help", "Help")]
    def compose(self):
        yield Header()
        yield Input()
        yield OptionList(*[f"Option number {n}" for n in range(20)])
        yield Footer()

Bare().run()
"""
SISDEX = "from tui.cli.main import run; run()"
SEARCH = """
import sys, time
from store.catalog import opening
shipped = opening.load(opening.shipped_path())
begun = time.perf_counter()
from store.search.index import SearchIndex
SearchIndex(shipped)
print(time.perf_counter() - begun)
assert "numpy" not in sys.modules
"""
LIBRARIES = "import click, msgspec, tinydb, rapidfuzz"
ONE_SHOT = {
    "search": ["search", "sky", "locked"],
    "search, a message": ["search", "Grading category Quizzes not found in Skyward for section 44.1 (11)."],
    "search --json": ["search", "--json", "kid left class"],
    "show": ["show", "skyward/invalid-request"],
}
ROWS, COLUMNS, PATIENCE = 36, 120, 30.0


def first_content(code: str, marker: bytes, home: Path) -> tuple[float, float]:
    """Start a program on its own terminal; return wall and CPU seconds until it writes the marker."""
    environment = environment_in(home)
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
    )
    os.close(slave)
    seen = b""
    while marker not in seen:
        if time.perf_counter() - begun > PATIENCE or not select.select([master], [], [], PATIENCE)[0]:
            raise SystemExit(f"{marker!r} never appeared; the terminal got {seen[-2000:]!r}")
        seen += os.read(master, 65536)
    wall = time.perf_counter() - begun
    cpu = cpu_seconds(process.pid)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    os.close(master)
    return wall, cpu


def environment_in(home: Path) -> dict[str, str]:
    """Return an environment with its own home and with byte code, as for an installed program."""
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "HOME": str(home)}
    environment |= {"XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for name in ("SISDEX_NOTEBOOK", "SISDEX_CATALOG", "SISDEX_CONFIG"):
        environment.pop(name, None)
    return environment


def search_seconds(home: Path) -> float:
    """Return the seconds a new process takes to import and build the search."""
    command = [sys.executable, "-c", SEARCH]
    return float(subprocess.run(command, env=environment_in(home), capture_output=True, check=True).stdout)


def process_cpu(command: list[str], home: Path) -> float:
    """Run a process and return its CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment_in(home), stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def one_shot(runs: int, home: Path) -> None:
    """Print the CPU time of one-shot commands."""
    commands = {"libraries alone": [sys.executable, "-c", LIBRARIES]}
    commands |= {name: [sys.executable, "-c", SISDEX, *arguments] for name, arguments in ONE_SHOT.items()}
    measured: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            seconds = process_cpu(command, home)
            if run:  # the first run fills byte code and file cache
                measured[name].append(seconds)
    print(f"one-shot commands, {runs} interleaved runs")
    print(f"{'':20} {'cpu ms':>8} {'ratio':>6}")
    for name, times in measured.items():
        ratio = statistics.median(own / bare for own, bare in zip(times, measured["libraries alone"], strict=True))
        print(f"{name:20} {statistics.median(times) * 1000:8.0f} {ratio:6.2f}")


def cpu_seconds(pid: int) -> float:
    """Return the CPU seconds of a running process, or nan if the system does not report them (only Linux does)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    programs = {
        "bare Textual app": (BARE, b"Option number 3"),
        "sisdex": (SISDEX, b"Invalid Assignment ID"),
    }
    measured: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    with tempfile.TemporaryDirectory() as home:
        for name in programs:  # byte code and file cache
            first_content(*programs[name], Path(home))
        search_seconds(Path(home))
        searches: list[float] = []
        for _ in range(runs):
            searches.append(search_seconds(Path(home)))
            for name in programs:
                measured[name].append(first_content(*programs[name], Path(home)))
    bare = measured["bare Textual app"]
    print(f"first content, {COLUMNS}x{ROWS}, {runs} interleaved runs")
    print(f"{'':20} {'wall ms':>8} {'ratio':>6} {'cpu ms':>8} {'ratio':>6}")
    for name, times in measured.items():
        wall, cpu = (statistics.median(run[kind] for run in times) for kind in (0, 1))
        ratios = [statistics.median(one[k] / other[k] for one, other in zip(times, bare, strict=True)) for k in (0, 1)]
        print(f"{name:20} {wall * 1000:8.0f} {ratios[0]:6.2f} {cpu * 1000:8.0f} {ratios[1]:6.2f}")
    search = statistics.median(searches)
    share = search / statistics.median(wall for wall, _ in bare)
    print(f"search, import and build: {search * 1000:.1f} ms, {share:.1%} of the bare app's start")
    with tempfile.TemporaryDirectory() as home:
        one_shot(2 * runs, Path(home))


if __name__ == "__main__":
    main()
