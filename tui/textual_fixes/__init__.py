"""Corrections of Textual and of terminals, and the only place that uses Textual's private names.

The head of each file says what goes wrong without it, in which version and where in Textual, and when the file can go.
`tests/tui/textual_fixes/test_canary.py` remembers the parts of Textual that these files rely on, and says which file to
read again when Textual changes one of them. Corrections that only save time switch themselves off with a Textual that
nobody has tried yet (`speed.py`).
"""
