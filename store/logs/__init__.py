"""A whole log: reading it line by line, and triage of the errors in it."""
