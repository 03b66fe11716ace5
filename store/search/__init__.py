"""A query in, ranked entries out. Knows nothing of files."""
