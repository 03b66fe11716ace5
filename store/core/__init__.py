"""Records, text, errors, the clock and masking. Knows nothing about files, search or screens."""
