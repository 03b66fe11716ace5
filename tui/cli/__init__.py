"""The command line: a module for each group of commands, listed in `main`. Imports Textual only to start the app.

What commands share is in `options` and `completers`, `opening` (the desk's files), `records`, `output` and `groups`.
"""
