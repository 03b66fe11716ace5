"""Corrections of Textual and of terminals, and the only place that uses Textual's private names.

The head of each file says what goes wrong without it, in which version and where in Textual, and when it can go.
"""
