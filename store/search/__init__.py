"""A query in, ranked entries out. Knows the agent's records only as plain texts and marks."""
