"""How any file is read and written: durable swaps, and TinyDB documents. Knows nothing of what a file holds."""
