"""Lets keys act in the order in which they were pressed. Tried with Textual 8.2.8.

Symptom: Typed fast, or sent in one go by a slow connection, "F4 T-42" writes the ticket number into the search box.
In Textual: `App.on_event` (app.py) gives each key to the focused widget at once. The command of the key before it may
    still be in the queue of a widget or of the app, or the screen that it opens may not be there yet. This is how
    Textual is built; a related report is https://github.com/Textualize/textual/issues/1199 (closed).
Without it: Keys typed ahead go to the wrong widget, or get lost.
Remove when: `tests/tui/textual_fixes/test_key_order.py` passes without.

How it works: A key that may run a command blocks the keys after it. The command is done when a mark, a message that is
sent after the key, has gone the same way through the queues of the widgets and reached the app. A widget that is
removed drops its marks; so when no mark comes, another one goes to where the next key would go.
"""

from collections import deque
from collections.abc import Awaitable, Callable

from textual import events
from textual.message import Message
from textual.message_pump import MessagePump
from textual.timer import Timer

PATIENCE = 0.5
"""Seconds to wait for a mark before another one is sent; twice as long for each further one, for busy machines."""

Step = Callable[[], Awaitable[None]]


class Mark(Message):
    """Follows a key through the widgets, and reaches the app after everything that the key did."""

    def __init__(self, sender: MessagePump) -> None:
        """Make a mark.

        Args:
            sender: The widget that it is posted to; with the app as sender, the app would not get it back.
        """
        super().__init__()
        self.set_sender(sender)


class KeyOrder:
    """Holds back keys and pastes while a command acts."""

    def __init__(self, where: Callable[[], MessagePump], set_timer: Callable[[float, Step], Timer]) -> None:
        """Start with no key under way.

        Args:
            where: Returns the widget that the next key goes to.
            set_timer: Calls a function after some seconds.
        """
        self._where, self._set_timer = where, set_timer
        self._waiting: deque[Step] = deque()
        self._key: events.Key | None = None
        """The key whose command acts."""
        self._mark: Mark | None = None
        self._went_to: MessagePump | None = None
        self._timer: Timer | None = None
        self._patience = PATIENCE
        self._paused = False

    @property
    def busy(self) -> bool:
        """Whether the command of a key is not done yet."""
        return self._mark is not None or self._paused

    async def do(self, *steps: Step, first: bool = False) -> None:
        """Run steps, each after the keys before it have acted.

        Args:
            steps: Functions that give a key or a paste to the app.
            first: Run them before the steps that wait already, not after them.
        """
        if first:
            self._waiting.extendleft(reversed(steps))
        else:
            self._waiting.extend(steps)
        while self._waiting and not self.busy:
            await self._waiting.popleft()()

    def begin(self, key: events.Key, went_to: MessagePump) -> None:
        """Hold back later keys until this one, which was just given to a widget, has acted."""
        self._key = key
        self._wait_for(went_to, PATIENCE)

    def pause(self) -> None:
        """Hold back keys until `resume`, because there is no widget yet that should get them."""
        self._paused = True

    def resume(self) -> None:
        """Let keys act again after the messages that are in the queues now."""
        self._paused = False
        self._wait_for(self._where(), PATIENCE)

    def acted(self, key: events.Key) -> None:
        """Take note that the app has run the command of a key."""
        if key is self._key:
            self._send_mark(self._where())  # behind the messages that the command posted

    async def arrived(self, mark: Mark) -> None:
        """Take note that a mark has reached the app."""
        if mark is self._mark:
            where = self._where()
            if where is self._went_to:
                await self._end()
            else:  # a screen opened or closed, or the focus moved: wait for the new one, too
                self._send_mark(where)

    def _wait_for(self, pump: MessagePump, patience: float) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._patience = patience
        self._timer = self._set_timer(patience, self._send_another)
        self._send_mark(pump)

    async def _send_another(self) -> None:
        self._wait_for(self._where(), 2 * self._patience)

    def _send_mark(self, to: MessagePump) -> None:
        self._went_to, self._mark = to, Mark(to)
        to.post_message(self._mark)

    async def _end(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._key = self._mark = self._went_to = self._timer = None
        await self.do()
