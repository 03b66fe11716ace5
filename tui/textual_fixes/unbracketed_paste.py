"""Pastes that a terminal sends as keys.

A terminal that does not bracket pastes types them: letters and Enters in a burst that no hand is fast enough for. Such
keys are the rest of a text, so they go into the query and never act as commands.
"""

from collections.abc import Awaitable, Callable

from textual import events
from textual.timer import Timer

BURST_GAP = 0.05
"""Seconds within which a key after an Enter, or within a burst, belongs to a paste."""

ROLL_GAP = 0.02
"""Seconds within which keys follow each other as no fingers do, though a slow line may bring two of them at once."""

FEWEST = 3
"""Different keys that are needed, outside a text field and without an Enter, to be sure of a paste."""

_LINE_ENDS = frozenset({"enter", "ctrl+j"})
_TEXT = {"enter": "\n", "ctrl+j": "\n", "tab": "\t"}
"""Keys without a printable character that stand for text in a paste."""


class KeyGuard:
    """Tells keys pressed by hand from keys of a paste."""

    def __init__(
        self,
        careful: frozenset[str],
        set_timer: Callable[[float, Callable[[], Awaitable[None] | None]], Timer],
        release: Callable[[list[events.Key]], Awaitable[None]],
        pasted: Callable[[str, bool], None],
    ) -> None:
        """Set the guard up.

        Args:
            careful: Keys that are held until it is sure that no paste follows.
            set_timer: Calls a function later.
            release: Takes held keys that were pressed by hand after all, in order.
            pasted: Takes the text of a finished burst, and whether it goes on from what stands in the text field.
        """
        self.burst_gap, self.roll_gap = BURST_GAP, ROLL_GAP
        self._careful, self._set_timer = careful, set_timer
        self._release, self._pasted = release, pasted
        self._last_time = float("-inf")
        self._last_key = ""
        self._last_was_text = False
        self._run = ""
        """Text of keys close to each other outside a text field, acted on or held."""
        self._line_end_in_field = False
        """Whether the last line end, if the last key was one, was pressed in a text field."""
        self._held: list[events.Key] = []
        self._burst = ""
        self._continues = False
        self._timer: Timer | None = None

    @property
    def busy(self) -> bool:
        """Whether a key is held or a burst is under way."""
        return bool(self._held or self._burst)

    def admit(self, event: events.Key, in_text_field: bool, tab_moves: bool = False) -> list[events.Key]:
        """Look at a key before it acts.

        Args:
            event: The key.
            in_text_field: Whether the focus is in a text field.
            tab_moves: Whether Tab goes on to the next field of a form, however fast it comes.

        Returns:
            The keys that may act now, in order: this one, held ones before it, or none.
        """
        gap, last_key, last_was_text = event.time - self._last_time, self._last_key, self._last_was_text
        text = _TEXT.get(event.key) or (event.character if event.is_printable else None)
        if tab_moves and event.key == "tab":
            text = None
        self._last_time, self._last_key, self._last_was_text = event.time, event.key, text is not None
        close = gap < self.roll_gap
        if text is None:
            if self._burst:  # what came before it acts before it
                self._finish()
            return [*self._take_held(), event]
        if self._burst and gap < self.burst_gap:
            return self._collect(text)
        if self._burst:  # its timer is late, and a key that is held now would take its place
            self._finish()
        if last_key in _LINE_ENDS and gap < self.burst_gap and event.key not in _LINE_ENDS:
            return self._begin((self._run or "\n") + text, continues=self._line_end_in_field)
        self._line_end_in_field = in_text_field
        if in_text_field:
            if event.key in _TEXT and close and last_was_text:
                return self._begin(text, continues=True)
            self._run = ""
            return [event]
        before = [] if close else self._take_held()
        self._run = self._run + text if close else text
        if len(self._run) >= FEWEST and len(set(self._run)) > 1:
            return self._begin(self._run, continues=False)
        if self._held or event.key in self._careful:
            self._held.append(event)
            self._wait(self.roll_gap, self._let_go)
            return before
        return [*before, event]

    def _take_held(self) -> list[events.Key]:
        held, self._held = self._held, []
        return held

    def _begin(self, text: str, *, continues: bool) -> list[events.Key]:
        self._held, self._run = [], ""
        self._continues = continues
        return self._collect(text)

    def _collect(self, text: str) -> list[events.Key]:
        self._burst += text
        self._wait(self.burst_gap, self._finish)
        return []

    def _wait(self, seconds: float, then: Callable[[], Awaitable[None] | None]) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._set_timer(seconds, then)

    def _finish(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        text, self._burst = self._burst, ""
        self._pasted(text, self._continues)

    async def _let_go(self) -> None:
        await self._release(self._take_held())
