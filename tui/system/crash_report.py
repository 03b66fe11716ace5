"""What is kept of a fault of the program: where it happened, never what the agent wrote."""

import os
import traceback
from collections.abc import Iterator
from pathlib import Path

from store.files import atomic

STATUS = 70
"""Exit status of a run that a fault of the program ended, as sysexits.h has it."""

FILE = "crash.txt"


def report(error: BaseException) -> str:
    """Write a fault to a file that is the agent's alone; the one before it goes.

    Args:
        error: The fault. Its message and the values of variables are left out: they may hold what the agent wrote.

    Returns:
        A sentence for the agent.
    """
    told = "A fault in sisdex ended it. What was saved is safe; what was being typed is offered at the next start."
    try:
        import platformdirs  # 10 ms, for faults alone

        path = Path(platformdirs.user_state_dir("sisdex")) / FILE
        atomic.make_folder(path.parent)
        atomic.replace(path, _text(error).encode(errors="replace"))
    except Exception:  # nothing may go wrong on the way out
        return f"{told} Where it happened could not be written to a file."
    return f"{told} {path} says where it happened, and holds no text of yours: please report it."


def _text(error: BaseException) -> str:
    import platform  # 20 ms together, for faults alone
    from importlib.metadata import version

    lines = [f"Python {platform.python_version()}, {platform.platform()}, TERM={os.environ.get('TERM', '')}"]
    lines += [f"{name} {version(name)}" for name in ("sisdex", "textual", "tinydb", "msgspec")]
    for fault in _chain(error):
        lines += ["", f"{type(fault).__module__}.{type(fault).__qualname__}, at:"]
        lines += traceback.format_tb(fault.__traceback__)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Give a fault, what caused it, and so on."""
    seen: list[BaseException] = []
    fault: BaseException | None = error
    while fault is not None and fault not in seen:
        seen.append(fault)
        yield fault
        inner = (getattr(fault, "error", None), fault.__cause__, fault.__context__)  # the first is a worker's
        fault = next((each for each in inner if isinstance(each, BaseException)), None)
