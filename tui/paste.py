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

_LINE_ENDS = frozenset({"enter", "ctrl+j"})
_TEXT = {"enter": "\n", "ctrl+j": "\n", "tab": "\t"}
"""Keys without a printable character that stand for text in a paste."""


class KeyGuard:
    """Tells keys pressed by hand from keys of a paste."""

    def __init__(
        self,
        careful: frozenset[str],
        set_timer: Callable[[float, Callable[[], None]], Timer],
        release: Callable[[events.Key], None],
        pasted: Callable[[str, bool], None],
    ) -> None:
        """Set the guard up.

        Args:
            careful: Keys that are held until it is sure that no paste follows.
            set_timer: Calls a function later.
            release: Takes a held key that was pressed by hand after all.
            pasted: Takes the text of a finished burst, and whether it goes on from what stands in the text field.
        """
        self.burst_gap, self.roll_gap = BURST_GAP, ROLL_GAP
        self._careful, self._set_timer = careful, set_timer
        self._release, self._pasted = release, pasted
        self._last_time = float("-inf")
        self._last_key = ""
        self._run = ""
        """Keys close to each other outside a text field: one burst of them may turn out to be a paste."""
        self._held: events.Key | None = None
        self._burst = ""
        self._continues = False
        self._timer: Timer | None = None

    @property
    def busy(self) -> bool:
        """Whether a key is held or a burst is under way."""
        return self._held is not None or self._burst != ""

    def takes(self, event: events.Key, in_text_field: bool) -> bool:
        """Look at a key before it acts; True means that the guard keeps it."""
        gap, last_key = event.time - self._last_time, self._last_key
        text = _TEXT.get(event.key) or (event.character if event.is_printable else None)
        self._last_time, self._last_key = event.time, event.key
        run = self._run if gap < self.roll_gap else ""
        self._run = "" if text is None or in_text_field else run + text
        if text is None:
            return False
        if self._burst and gap < self.burst_gap:
            return self._collect(text)
        if last_key in _LINE_ENDS and gap < self.burst_gap and event.key not in _LINE_ENDS:
            return self._begin("\n" + text, continues=True)
        if in_text_field:
            return event.key == "tab" and gap < self.roll_gap and self._begin(text, continues=True)
        if run and (event.key != last_key or event.key in self._careful):
            return self._begin(run + text, continues=False)
        if event.key in self._careful:
            self._held = event
            self._set_timer(self.roll_gap, self._let_go)
            return True
        return False

    def _begin(self, text: str, *, continues: bool) -> bool:
        self._held = None
        self._continues = continues
        return self._collect(text)

    def _collect(self, text: str) -> bool:
        self._burst += text
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._set_timer(self.burst_gap, self._finish)
        return True

    def _finish(self) -> None:
        text, self._burst = self._burst, ""
        self._pasted(text, self._continues)

    def _let_go(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            self._release(held)
