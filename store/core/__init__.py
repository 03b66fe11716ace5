"""Records, text, errors, the clock and masking. Knows no files, no search and no screen."""
