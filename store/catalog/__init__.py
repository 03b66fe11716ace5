"""The dictionary: opening it, its rules, its editions. Knows nothing of the agent's own records."""
