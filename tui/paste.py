"""Pastes that a terminal sends as keys.

A terminal that does not bracket pastes types them: letters and Enters in a burst that no hand is fast enough for. Such
keys are the rest of a text, so they go into the query and never act as commands.
"""

from collections.abc import Callable

from textual import events
from textual.timer import Timer

BURST_GAP = 0.05
"""Seconds within which a key after an Enter, or within a burst, belongs to a paste."""

ROLL_GAP = 0.02
"""Seconds within which two different letters outside a text field are a paste: closer than fingers roll."""


class KeyGuard:
    """Tells keys pressed by hand from keys of a paste."""

    def __init__(
        self,
        careful: frozenset[str],
        set_timer: Callable[[float, Callable[[], None]], Timer],
        release: Callable[[events.Key], None],
        pasted: Callable[[str], None],
    ) -> None:
        """Set the guard up.

        Args:
            careful: Keys that are held until it is sure that no paste follows.
            set_timer: Calls a function later.
            release: Takes a held key that was pressed by hand after all.
            pasted: Takes the text of a finished burst; it begins with a line feed where it follows an Enter.
        """
        self.burst_gap, self.roll_gap = BURST_GAP, ROLL_GAP
        self._careful, self._set_timer = careful, set_timer
        self._release, self._pasted = release, pasted
        self._last_time = float("-inf")
        self._last_key = ""
        self._last_text: str | None = None
        self._held: events.Key | None = None
        self._burst = ""
        self._timer: Timer | None = None

    def takes(self, event: events.Key, in_text_field: bool) -> bool:
        """Look at a key before it acts; True means that the guard keeps it."""
        gap = event.time - self._last_time
        text = "\n" if event.key == "enter" else event.character if event.is_printable else None
        last_key, last_text = self._last_key, self._last_text
        self._last_time, self._last_key = event.time, event.key
        self._last_text = None if in_text_field else text
        if text is None:
            return False
        if self._burst and gap < self.burst_gap:
            return self._collect(text)
        if last_key == "enter" and gap < self.burst_gap and event.key != "enter":
            return self._collect("\n" + text)
        rolled = last_text is not None and gap < self.roll_gap and event.key != last_key
        if rolled and not in_text_field:
            self._held = None
            return self._collect(f"{last_text}{text}")
        if event.key in self._careful and not in_text_field:
            self._held = event
            self._set_timer(self.roll_gap, self._let_go)
            return True
        return False

    def _collect(self, text: str) -> bool:
        self._burst += text
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._set_timer(self.burst_gap, self._finish)
        return True

    def _finish(self) -> None:
        text, self._burst = self._burst, ""
        self._pasted(text)

    def _let_go(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            self._release(held)
