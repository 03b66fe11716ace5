"""Python's garbage collector, tuned for a program that makes many objects and hardly any reference cycles.

Starting makes thousands of records and widgets, none of which is garbage. Each key makes thousands of objects more, and
nearly all of them are freed without the collector. With Python's default settings the collector would look through all
of them again and again, before the first paint and between keys.
"""

import atexit
import gc


def pause() -> None:
    """Do not collect while starting; `resume` ends it."""
    gc.disable()


def resume() -> None:
    """Collect again, rarely, and never what exists already: it stays until the end."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def skip_at_exit() -> None:
    """Do not look for garbage at the end of the process, which takes 15 ms."""
    atexit.register(gc.freeze)
