"""The machine around sisdex: clipboard, browser, crash report. May not import Textual."""
