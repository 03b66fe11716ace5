"""Whose the mouse is while the app runs: the app's, or the terminal's own, which then selects text."""

from typing import Any

from textual.app import App


def release(app: App[Any]) -> None:
    """Leave the mouse to the terminal."""
    _tell(app, "_disable_mouse_support")


def capture(app: App[Any]) -> None:
    """Take the mouse back."""
    _tell(app, "_enable_mouse_support")


def _tell(app: App[Any], method: str) -> None:
    # Textual sets this at the start only; its drivers for Unix and Windows have these methods, the one for tests not.
    tell = getattr(app._driver, method, None)
    if tell is not None:
        tell()
        app._driver.flush()  # type: ignore[union-attr]
