"""The Textual app: its theme, its palette, and what holds on every screen."""
