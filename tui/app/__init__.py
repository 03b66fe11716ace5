"""The Textual app, its palette and its style sheet. Only this room knows all screens."""
