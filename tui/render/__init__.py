"""Entries, logs and replies as text, Markdown or CSV, for the app and the command line. May not import Textual."""
