"""The dictionary's screen: its state, free of Textual (`browsing`), its widgets (`view`) and its commands."""
