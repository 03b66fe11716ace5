"""The command line, a module for each group of commands. Imports Textual only to start the app."""
