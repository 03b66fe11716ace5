"""Everything that corrects Textual or a terminal. Each file says what goes wrong without it, and when it can go."""
