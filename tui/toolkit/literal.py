"""The one way for text from data to reach the screen: exactly as it is, never as markup."""

from textual.content import Content
from textual.style import Style


def literal(text: str, style: Style | str = "") -> Content:
    """Wrap a text so that brackets in it are shown, not read as markup.

    Args:
        text: A text that went through `store.core.text.clean`.
        style: Its style; empty for the style of the widget.
    """
    return Content.styled(text, style) if style else Content(text)
