"""What the app and the command line share: the dictionary, notebook and settings at work. Knows nothing of Textual."""
