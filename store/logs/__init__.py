"""A whole log: reading it line by line, and the triage of what it holds."""
