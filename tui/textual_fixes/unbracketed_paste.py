"""Recognizes pastes that a terminal sends as keys. Corrects terminals; tried with Textual 8.2.8.

Symptom: In a terminal without bracketed paste, a pasted text runs commands: its letters and Enters act as keys.
In Textual: nothing is wrong; `Key` events (events.py) do not say where they come from.
Without it: Pasting an error message on the list of results can set bookmarks, open forms and save them.
Remove when: every terminal in use brackets pastes.

How it works: Nobody types as fast as a paste comes in. Keys that follow each other that fast are collected, and go into
the query as text. Letters that change something are held for a moment, to see whether more keys follow.
"""

from collections.abc import Awaitable, Callable

from textual import events
from textual.timer import Timer

BURST_GAP = 0.05
"""Seconds within which a key after an Enter, or within a burst, belongs to a paste."""

ROLL_GAP = 0.02
"""Seconds between keys that no fingers reach, although a slow connection may bring two keys at once."""

FEWEST = 3
"""Keys, not all the same, that it takes outside a text field and without an Enter to be sure of a paste."""

_LINE_ENDS = frozenset({"enter", "ctrl+j"})
_TEXT = {"enter": "\n", "ctrl+j": "\n", "tab": "\t"}
"""Keys without a printable character that are text in a paste."""


class KeyGuard:
    """Separates keys pressed by hand from keys of a paste."""

    def __init__(
        self,
        careful: frozenset[str],
        set_timer: Callable[[float, Callable[[], Awaitable[None] | None]], Timer],
        release: Callable[[list[events.Key]], Awaitable[None]],
        pasted: Callable[[str, bool], None],
    ) -> None:
        """Start with no key held.

        Args:
            careful: Keys to hold until it is clear that they are no paste.
            set_timer: Calls a function after some seconds.
            release: Called with held keys that turned out to be pressed by hand, in order.
            pasted: Called with the text of a paste, and whether it continues the text of the focused field.
        """
        self.burst_gap, self.roll_gap = BURST_GAP, ROLL_GAP
        self._careful, self._set_timer = careful, set_timer
        self._release, self._pasted = release, pasted
        self._last_time = float("-inf")
        self._last_key = ""
        self._last_was_text = False
        self._run = ""
        """Text of keys that came close to each other outside a text field, whether they acted or are held."""
        self._line_end_in_field = False
        """Whether the last line end was pressed in a text field."""
        self._held: list[events.Key] = []
        self._burst = ""
        self._continues = False
        self._timer: Timer | None = None

    @property
    def busy(self) -> bool:
        """Whether a key is held or a paste is being collected."""
        return bool(self._held or self._burst)

    def admit(self, event: events.Key, in_text_field: bool, tab_moves: bool = False) -> list[events.Key]:
        """Look at a key before it acts.

        Args:
            event: The key.
            in_text_field: Whether a text field has the focus.
            tab_moves: Whether Tab moves to the next field of a form, however fast it comes.

        Returns:
            The keys that may act now, in order: this one, after those that were held, or none.
        """
        gap, last_key, last_was_text = event.time - self._last_time, self._last_key, self._last_was_text
        text = None if tab_moves and event.key == "tab" else _text_of(event)
        self._last_time, self._last_key, self._last_was_text = event.time, event.key, text is not None
        if self._burst and text is not None and gap < self.burst_gap:
            return self._collect(text)
        if self._burst:  # its timer is late; what came before this key acts before it
            self._finish()
        if text is None:
            return [*self._take_held(), event]
        if last_key in _LINE_ENDS and gap < self.burst_gap and event.key not in _LINE_ENDS:
            return self._begin((self._run or "\n") + text, continues=self._line_end_in_field)
        self._line_end_in_field = in_text_field
        close = gap < self.roll_gap
        if not in_text_field:
            return self._admit_letter(event, text, close)
        if event.key in _TEXT and close and last_was_text:
            return self._begin(text, continues=True)
        self._run = ""
        return [event]

    def _admit_letter(self, event: events.Key, text: str, close: bool) -> list[events.Key]:
        """Look at a key outside text fields, which came `close` after the one before or not."""
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


def _text_of(event: events.Key) -> str | None:
    """Return the text that a key stands for in a paste, or None."""
    return _TEXT.get(event.key) or (event.character if event.is_printable else None)
