"""Lets keys act in the order in which they came.

Textual hands a key to the widget that has the focus at once, while the command of the key before it may still be on
its way up from there, or the screen that it opens not yet be there. Typed fast, or brought at once by a slow line,
"F4 T-42" would then write the ticket into the search box, or nowhere.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from typing import Protocol

from textual import events
from textual.message import Message
from textual.message_pump import MessagePump
from textual.timer import Timer

PATIENCE = 0.5
"""Seconds after which the next key acts though the last one was never seen to end: a widget that went takes the marks
that were sent through it with it."""

Step = Callable[[], Awaitable[None]]


class Mark(Message):
    """Follows a key through the widgets and is at the app after all that the key did."""

    def __init__(self, sender: MessagePump) -> None:
        """Make a mark.

        Args:
            sender: Whom it is sent to first: one from the app would not come back to the app.
        """
        super().__init__()
        self.set_sender(sender)


class KeyOrder:
    """Holds back what keys and pastes are to do while a command acts."""

    def __init__(self, where: Callable[[], MessagePump], set_timer: Callable[[float, Step], Timer]) -> None:
        """Set the order up.

        Args:
            where: Tells to whom the next key would go.
            set_timer: Calls a function later.
        """
        self._where, self._set_timer = where, set_timer
        self._waiting: deque[Step] = deque()
        self._key: events.Key | None = None
        """The key that acts."""
        self._mark: Mark | None = None
        self._went_to: MessagePump | None = None
        self._timer: Timer | None = None
        self._paused = False

    @property
    def busy(self) -> bool:
        """Whether a key acts at present, or what it began has not ended."""
        return self._mark is not None or self._paused

    async def do(self, *steps: Step, first: bool = False) -> None:
        """Take steps, each once the keys before it have acted.

        Args:
            steps: What keys and pastes are to do.
            first: Before all that waits, rather than after it.
        """
        if first:
            self._waiting.extendleft(reversed(steps))
        else:
            self._waiting.extend(steps)
        while self._waiting and not self.busy:
            await self._waiting.popleft()()

    def begin(self, key: events.Key, went_to: MessagePump) -> None:
        """Hold back what comes until a key has acted that was just given to a widget."""
        self._key = key
        self._wait_for(went_to)

    def pause(self) -> None:
        """Hold back what comes, until `resume`: nobody is there to take it."""
        self._paused = True

    def resume(self) -> None:
        """Let keys act again, once what was announced until now has been heard."""
        self._paused = False
        self._wait_for(self._where())

    def acted(self, key: events.Key) -> None:
        """Take note that a key came up to the app, which has run its command."""
        if key is self._key:
            self._send_mark(self._where())  # what the command announced goes the same way

    async def arrived(self, mark: Mark) -> None:
        """Take note that a mark came up to the app."""
        if mark is self._mark:
            where = self._where()
            if where is self._went_to:
                await self._end()
            else:  # a screen opened or closed, or the focus moved
                self._send_mark(where)

    def _wait_for(self, pump: MessagePump) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._set_timer(PATIENCE, self._end)
        self._send_mark(pump)

    def _send_mark(self, to: MessagePump) -> None:
        self._went_to, self._mark = to, Mark(to)
        to.post_message(self._mark)

    async def _end(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._key = self._mark = self._went_to = self._timer = None
        await self.do()


class OrdersKeys(Protocol):
    """An app whose keys act in order."""

    key_order: KeyOrder
