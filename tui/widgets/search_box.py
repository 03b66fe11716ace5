"""Where the query is typed or pasted."""

from textual import events, on
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from store.core.text import one_line
from tui.toolkit.messages import QueryTyped, ResultsWanted

PREVIEW = 200
"""Characters of a pasted text that the box shows: an Input that holds a megabyte takes a quarter second a key."""


def is_long(query: str) -> bool:
    """Tell whether the box shows a preview of the query rather than the query itself."""
    return len(query) > PREVIEW or "\n" in query or "\t" in query


def preview(query: str) -> str:
    """Return the beginning of a long query."""
    return one_line(query[:PREVIEW]) + ("…" if len(query) > PREVIEW else "")


def more_lines(query: str) -> str:
    """Say how many lines a query has beyond its first one; empty when it has one."""
    lines = query.count("\n")
    return f"+{lines} line{'s' if lines > 1 else ''}" if lines else ""


class QueryPasteInput(Input):
    """A box that takes no paste itself: the app makes it the query."""

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()


class SearchBox(QueryPasteInput):
    """A one-line box that takes pasted texts of any length by showing their beginning."""

    virtual_size = Reactive(
        Size(0, 0), repaint=False
    )  # Textual's own has the whole screen laid out anew for each letter

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id, placeholder="Type or paste an error; plain words will do", compact=True)
        self._long: str | None = None
        self._anew = False

    @property
    def query_text(self) -> str:
        """The query that stands in the box, whole."""
        return self.value if self._long is None else self._long

    def show(self, query: str) -> None:
        """Show a query that did not come from this box's keys."""
        self._long = query if is_long(query) else None
        self.select_on_focus = self._long is None  # choosing all of a preview would show its end
        with self.prevent(Input.Changed):
            self.value = preview(query) if self._long is not None else query
        self.cursor_position = 0 if self._long is not None else len(self.value)

    @on(Input.Changed)
    def _announce(self, event: Input.Changed) -> None:
        event.stop()
        if self._long is not None:  # a key that edits, such as Ctrl+K: part of a preview is no query
            self._forget_long()
            self.screen.post_message(QueryTyped(""))
        else:
            self.screen.post_message(QueryTyped(event.value, anew=self._anew))
            self._anew = False

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(ResultsWanted())

    async def on_key(self, event: events.Key) -> None:
        if self._long is not None and event.is_printable:
            self._forget_long()
            self._anew = True
        elif self._long is not None and event.key in ("backspace", "delete"):  # the cursor stands before the preview
            event.prevent_default()
            event.stop()
            self._forget_long()
            self.post_message(QueryTyped(""))

    def _forget_long(self) -> None:
        self._long = None
        self.select_on_focus = True
        with self.prevent(Input.Changed):
            self.value = ""
