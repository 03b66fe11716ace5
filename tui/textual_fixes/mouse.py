"""Gives the mouse to the terminal, so that it selects text there, and takes it back. Tried with Textual 8.2.8.

Symptom: Text cannot be selected with the terminal's own means, and some terminals have no key that allows it.
In Textual: the mouse can be left to the terminal only at the start (`App.run`, mouse=False). The drivers for Unix and
    Windows have private methods for it (`_enable_mouse_support`), the driver for tests does not. No issue known.
Without it: The command "Mouse" has to go.
Remove when: Textual can turn the mouse on and off while the app runs.
"""

from typing import Any

from textual.app import App


def release(app: App[Any]) -> None:
    """Leave the mouse to the terminal."""
    _call_driver(app, "_disable_mouse_support")


def capture(app: App[Any]) -> None:
    """Take the mouse back."""
    _call_driver(app, "_enable_mouse_support")


def _call_driver(app: App[Any], method_name: str) -> None:
    driver = app._driver
    method = getattr(driver, method_name, None)
    if driver is not None and method is not None:
        method()
        driver.flush()
