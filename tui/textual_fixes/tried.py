"""The versions of Textual that this folder was tried with. Written by `tests/tui/textual_fixes/test_canary.py`."""

VERSIONS = ("8.2.8",)
