"""What the tests of the whole program share."""

from tests.tui.conftest import opened

__all__ = ["opened"]
