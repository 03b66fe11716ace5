"""The one way for a data text to reach the screen: as it is, never as markup."""

from collections.abc import Callable

from textual.content import Content
from textual.style import Style

from store.models import Span

Highlights = Callable[[str], list[Span]]
"""Says which characters of a text the query matched."""


def no_highlights(text: str) -> list[Span]:
    """Mark nothing: there is no query, or its index is not built yet."""
    return []


def literal(text: str, style: Style | str = "") -> Content:
    """Wrap a text so that brackets in it are shown, not obeyed.

    Args:
        text: A text that passed the door.
        style: Its style.
    """
    return Content.styled(text, style) if style else Content(text)
