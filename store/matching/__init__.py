"""Whether a text contains a message, and with which values. Knows nothing of the notebook or of ranking."""
