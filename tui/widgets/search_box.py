"""Where the query is typed. Announces `SearchBox.Typed`, and Enter as `Input.Submitted`."""

from dataclasses import dataclass

from textual import events, on
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input

from store.core.text import one_line

PREVIEW = 200
"""How many characters of a paste the box shows: with a megabyte in it, an Input takes 250 ms a key."""


def is_long(query: str) -> bool:
    """Return whether the box shows a preview of the query rather than the query itself."""
    return len(query) > PREVIEW or "\n" in query or "\t" in query


def preview(query: str) -> str:
    """Return the start of a long query, on one line."""
    return one_line(query[:PREVIEW]) + ("…" if len(query) > PREVIEW else "")


def more_lines(query: str) -> str:
    """Say how many more lines a query has than the one shown; empty for none."""
    lines = query.count("\n")
    return f"+{lines} line{'s' if lines > 1 else ''}" if lines else ""


class QueryPasteInput(Input):
    """A box that takes no paste itself: the app makes the paste the query."""

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()


class SearchBox(QueryPasteInput):
    """A box of one line that shows only the start of a long paste."""

    @dataclass
    class Typed(Message):
        """The agent changed the text in the box. Enter sends `Input.Submitted`."""

        search_box: "SearchBox"
        text: str
        over_paste: bool = False
        """Whether the text replaces a pasted query, which Escape brings back."""

        @property
        def control(self) -> "SearchBox":
            """The box, for `on` with a selector."""
            return self.search_box

    virtual_size = Reactive(Size(0, 0), repaint=False)  # Textual's own lays out the whole screen again for each letter

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id, placeholder="Type or paste an error; plain words will do", compact=True)
        self._long: str | None = None
        self._over_paste = False

    @property
    def query_text(self) -> str:
        """The whole query, also when the box shows only its start."""
        return self.value if self._long is None else self._long

    def show(self, query: str) -> None:
        """Show a query that did not come from this box's keys."""
        self._long = query if is_long(query) else None
        self.select_on_focus = self._long is None  # selecting all of a preview would show its end
        with self.prevent(Input.Changed):
            self.value = preview(query) if self._long is not None else query
        self.cursor_position = 0 if self._long is not None else len(self.value)

    @on(Input.Changed)
    def _announce(self, event: Input.Changed) -> None:
        event.stop()
        if self._long is not None:  # an editing key, such as Ctrl+K: part of a preview is not a query
            self._forget_long()
            self.screen.post_message(self.Typed(self, ""))
        else:
            self.screen.post_message(self.Typed(self, event.value, over_paste=self._over_paste))
            self._over_paste = False

    async def on_key(self, event: events.Key) -> None:
        if self._long is not None and event.is_printable:
            self._forget_long()
            self._over_paste = True
        elif self._long is not None and event.key in ("backspace", "delete"):  # the cursor is at the start
            event.prevent_default()
            event.stop()
            self._forget_long()
            self.post_message(self.Typed(self, ""))

    def _forget_long(self) -> None:
        self._long = None
        self.select_on_focus = True
        with self.prevent(Input.Changed):
            self.value = ""
