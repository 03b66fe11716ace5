"""An event loop that knows when it has nothing left to do.

Textual's pilot waits after each key until the processor looks idle: at least 20 ms, and on a busy machine only a guess.
This loop knows the moment itself: it is about to sleep, with no callback ready and no timer close.
"""

import asyncio
import selectors
from collections.abc import Callable
from typing import Any

SOON = 0.01
"""Seconds: a timer this close still counts as work. Textual takes a new size 1/120 s after the last one."""


class QuietSelector(selectors.DefaultSelector):
    """Wakes whoever waits for the loop to be quiet, right before the loop would sleep."""

    def __init__(self) -> None:
        super().__init__()
        self.waiters: list[asyncio.Future[None]] = []

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait for files (the loop calls this with the seconds until its next timer, or 0 if a callback is ready)."""
        if self.waiters and (timeout is None or timeout > SOON):
            events = super().select(0)
            if not events:
                for waiter in self.waiters:
                    if not waiter.done():
                        waiter.set_result(None)
                self.waiters.clear()
            return events
        return super().select(timeout)


class QuietLoop(asyncio.SelectorEventLoop):
    """An event loop to wait for, without guessing."""

    def __init__(self) -> None:
        self._quiet_selector = QuietSelector()
        super().__init__(self._quiet_selector)
        self.jobs: set[asyncio.Future[Any]] = set()
        """What runs in threads at the moment."""

    def run_in_executor(self, executor: Any, function: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]
        """Run a function in a thread, and remember it until it ends."""
        job = super().run_in_executor(executor, function, *args)
        self.jobs.add(job)
        job.add_done_callback(self.jobs.discard)
        return job

    async def quiet(self) -> None:
        """Wait until nothing is left to do but what threads and timers will bring."""
        waiter = self.create_future()
        self._quiet_selector.waiters.append(waiter)
        await waiter


async def quiet(*_: float) -> None:
    """Wait until the running loop is quiet (takes the place of Textual's `wait_for_idle`)."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, QuietLoop)
    await loop.quiet()
