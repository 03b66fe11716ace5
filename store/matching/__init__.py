"""Whether a message is in a text, and with which values. Knows nothing of the notebook or of ranking."""
