"""The command line, one module per command group. Imports Textual only to start the app."""
