"""The dictionary: opening it, its rules, its editions. Knows nothing about the agent's own records."""
