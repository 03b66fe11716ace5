"""An entry, a log or a reply as text, for the app and for pipes. Knows nothing of Textual."""
