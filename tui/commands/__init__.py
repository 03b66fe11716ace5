"""The registry of commands and their keys. Knows nothing of Textual."""
