"""The registry of commands, a module for each place, and their keys. Knows nothing of Textual."""
