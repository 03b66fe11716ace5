"""The machine around us: clipboard, browser, crash report. Knows nothing of Textual."""
