"""The agent's own records: bookmarks, notes, cases and custom codes, kept safe. Knows nothing about search."""
