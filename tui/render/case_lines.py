"""One-line summaries of cases."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from store.core.models import Case
from store.core.text import fold, one_line
from store.core.wording import counted, day

_BARS = "▁▂▃▄▅▆▇█"


def sparkline(counts: Sequence[int]) -> str:
    """Return counts as bars, one cell each.

    Zero is a dot: in a row with the cursor's colors, blanks would look like bars and bars like blanks.
    """
    most = max(counts, default=0)
    return "".join(_BARS[(len(_BARS) * count - 1) // most] if count else "·" for count in counts)


def digest(cases: Sequence[Case], now: datetime) -> str:
    """Return one line about the cases of an entry.

    Args:
        cases: At least one case, most recently opened first.
        now: The current time, in the agent's time zone.

    Returns:
        For example `3 cases here, 2 at Ridgeview, last 14 Nov: renamed group, resolved; 1 open`.
    """
    schools = [case.school for case in cases if case.school]
    counts = Counter(fold(school) for school in schools)
    top_school = max(schools, key=lambda school: counts[fold(school)], default="")  # a tie goes to the newest case
    last = cases[0]
    line = f"{counted(len(cases), 'case')} here"
    if top_school:
        line += f", at {top_school}" if len(cases) == 1 else f", {counts[fold(top_school)]} at {top_school}"
    line += f", last {day(last.opened, now)}"
    if details := ", ".join(filter(None, (one_line(last.text), last.outcome))):
        line += f": {details}"
    still_open = sum(case.is_open for case in cases)
    return f"{line}; {still_open} open" if still_open else line
