"""The one way for a data text to reach the screen: as it is, never as markup."""

from collections.abc import Iterable

from textual.content import Content
from textual.style import Style

from store.search import Span


def literal(text: str, style: Style | str = "", marked: Iterable[Span] = (), mark: Style | str = "") -> Content:
    """Wrap a text so that brackets in it are shown, not obeyed.

    Args:
        text: A text that passed the door.
        style: Its style.
        marked: Places to set off.
        mark: The style of those places, on top of the other.
    """
    content = Content.styled(text, style) if style else Content(text)
    for start, end in marked:
        content = content.stylize(mark, start, end)
    return content
