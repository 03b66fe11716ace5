"""Time to open the views of cases with 10,000 cases, against 100 in the same run.

    python tests/bench/views.py [RUNS]

Opens each view of the real app, without a terminal, and measures from the command to the paint. Prints the medians over
interleaved runs (9 by default) and the ratio next to its bound. Exits with 1 if a ratio is above it.
"""

import asyncio
import statistics
import sys
import tempfile
import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from store.catalog import opening
from store.core.models import Case
from store.notebook.notebook import Notebook
from store.preferences.settings import Settings
from tui.app.app import SisdexApp
from tui.desk.desk import Desk
from tui.screens.cases import CasesScreen
from tui.screens.dictionary.main import MainScreen

FEW, MANY, BOUND = 100, 10_000, 3.0
RUNS, WARM = 9, 2


def a_case(number: int, entry_id: str, title: str) -> Case:
    opened = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=number % 2_160)
    return Case(
        uid=str(uuid.uuid4()),
        entry=entry_id,
        title=title,
        ticket=f"INC{number:06}",
        school=f"School {number % 40}",
        course="Algebra 1",
        message="",
        values={},
        text="Renamed the group, then synced again.",
        opened=opened,
        closed=opened if number % 3 else None,
        outcome="resolved" if number % 3 else None,
        created=opened,
        changed=opened,
        rev=uuid.uuid4().hex,
        was=(),
    )


def desk_with(size: int, folder: Path) -> Desk:
    """Return a desk whose notebook has `size` cases."""
    dictionary = opening.load(opening.shipped_path())
    entries = dictionary.entries
    chosen = [entries[number % len(entries)] for number in range(size)]
    notebook = Notebook(folder / f"{size}.json")
    with notebook.transaction() as database:
        database.table("cases").insert_multiple(
            msgspec.to_builtins(a_case(number, entry.id, entry.title)) for number, entry in enumerate(chosen)
        )
    return Desk(dictionary, notebook, Settings())


async def painted(app: SisdexApp, act: Callable[[], object]) -> float:
    """Call `act`; return the milliseconds until the screen it opens is painted."""
    done = asyncio.Event()
    begun = time.perf_counter()
    act()
    while not isinstance(app.screen, CasesScreen) or not app.screen.is_mounted:
        await asyncio.sleep(0)
    app.screen.call_after_refresh(done.set)
    await done.wait()
    return (time.perf_counter() - begun) * 1000


async def views(app: SisdexApp) -> dict[str, float]:
    """Open the views one after the other; return the milliseconds of each."""
    assert isinstance(app.screen, MainScreen)
    times = {"cases": await painted(app, app.screen.case_actions.action_cases)}
    assert isinstance(app.screen, CasesScreen)
    times["recurring"] = await painted(app, app.screen.action_recurring)
    times["recurring by school"] = await painted(app, app.screen.action_school)
    return times


async def measured(runs: int) -> dict[str, dict[int, float]]:
    """Return the median milliseconds of each view, by number of cases."""
    times: defaultdict[str, dict[int, list[float]]] = defaultdict(lambda: {FEW: [], MANY: []})
    with tempfile.TemporaryDirectory() as folder:
        desks = {size: desk_with(size, Path(folder)) for size in (FEW, MANY)}
        for _ in range(WARM + runs):
            for size, desk in desks.items():
                app = SisdexApp(desk)
                async with app.run_test(size=(120, 36)) as pilot:
                    await pilot.pause()
                    for view, spent in (await views(app)).items():
                        times[view][size].append(spent)
    return {
        view: {size: statistics.median(spent[WARM:]) for size, spent in sizes.items()} for view, sizes in times.items()
    }


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print(f"opening a view of cases, median of {runs} interleaved runs")
    print(f"{'view':<20} {f'{FEW:,} ms':>9} {f'{MANY:,} ms':>9} {'ratio':>6} {'bound':>6}")
    within = True
    for view, sizes in asyncio.run(measured(runs)).items():
        ratio = sizes[MANY] / sizes[FEW]
        within &= ratio <= BOUND
        print(f"{view:<20} {sizes[FEW]:9.1f} {sizes[MANY]:9.1f} {ratio:6.2f} {BOUND:6.2f}")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
