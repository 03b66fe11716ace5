"""The one way for a data text to reach the screen: as it is, never as markup."""

from textual.content import Content
from textual.style import Style


def literal(text: str, style: Style | str = "") -> Content:
    """Wrap a text so that brackets in it are shown, not obeyed.

    Args:
        text: A text that passed the door.
        style: Its style.
    """
    return Content.styled(text, style) if style else Content(text)
