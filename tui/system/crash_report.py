"""The report of a crash: where in the code it happened, never what the agent wrote."""

import os
import traceback
from collections.abc import Iterator
from pathlib import Path

from store.files import atomic

STATUS = 70
"""Exit status after a crash: EX_SOFTWARE in sysexits.h."""

FILE = "crash.txt"


def report(error: BaseException) -> str:
    """Write a crash report to a file that only the agent can read, in place of the last one.

    Args:
        error: What crashed sisdex. Its message and the values of variables are left out: they may contain student data.

    Returns:
        A sentence for the agent.
    """
    summary = "Sorry, sisdex crashed. Everything you saved is safe; the next start offers what you were typing."
    try:
        import platformdirs  # takes 10 ms to import, and only a crash needs it

        path = Path(platformdirs.user_state_dir("sisdex")) / FILE
        atomic.make_folder(path.parent)
        atomic.replace(path, _text(error).encode(errors="replace"))
    except Exception:  # this must never crash, too
        return f"{summary} The crash report could not be saved."
    return f"{summary} Please report this and attach {path}, which has none of your text."


def _text(error: BaseException) -> str:
    import platform  # these take 20 ms to import, and only a crash needs them
    from importlib.metadata import version

    lines = [f"Python {platform.python_version()}, {platform.platform()}, TERM={os.environ.get('TERM', '')}"]
    lines += [f"{name} {version(name)}" for name in ("sisdex", "textual", "tinydb", "msgspec")]
    for link in _chain(error):
        lines += ["", f"{type(link).__module__}.{type(link).__qualname__}, at:"]
        lines += traceback.format_tb(link.__traceback__)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, its cause, the cause of that, and so on."""
    seen: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in seen:
        seen.append(link)
        yield link
        causes = (getattr(link, "error", None), link.__cause__, link.__context__)  # Textual's WorkerFailed has `error`
        link = next((cause for cause in causes if isinstance(cause, BaseException)), None)
