"""How long until first content stands on a real terminal, against a bare Textual app in the same run.

    python tests/bench/start.py [RUNS]

Prints the median over interleaved runs (9 unless told) of wall and CPU time, and their ratios to the bare app; then
what importing and building the search costs, as a share of the bare app's start.
"""

import fcntl
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
SISDEX = "from tui.cli import run; run()"
SEARCH = """
import sys, time
from store import catalog
shipped = catalog.load(catalog.shipped_path())
begun = time.perf_counter()
from store.search import SearchIndex
SearchIndex(shipped)
print(time.perf_counter() - begun)
assert "numpy" not in sys.modules
"""
ROWS, COLUMNS, PATIENCE = 36, 120, 30.0


def first_content(code: str, marker: bytes, home: Path) -> tuple[float, float]:
    """Start a program on a terminal of its own; return wall and CPU seconds until the marker is written to it."""
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
    """Return an environment with a home of its own, and with byte code, as an installed program has it."""
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "HOME": str(home)}
    environment |= {"XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def search_seconds(home: Path) -> float:
    """Return what importing and building the search takes in a new process."""
    command = [sys.executable, "-c", SEARCH]
    return float(subprocess.run(command, env=environment_in(home), capture_output=True, check=True).stdout)


def cpu_seconds(pid: int) -> float:
    """Return the CPU time a running process has used, where the system tells (Linux), or nan."""
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
        wall, cpu = (statistics.median(each[kind] for each in times) for kind in (0, 1))
        ratios = [statistics.median(one[k] / other[k] for one, other in zip(times, bare, strict=True)) for k in (0, 1)]
        print(f"{name:20} {wall * 1000:8.0f} {ratios[0]:6.2f} {cpu * 1000:8.0f} {ratios[1]:6.2f}")
    search = statistics.median(searches)
    share = search / statistics.median(wall for wall, _ in bare)
    print(f"search, import and build: {search * 1000:.1f} ms, {share:.1%} of the bare app's start")


if __name__ == "__main__":
    main()
