"""What the app and the command line share: a desk, its search results and its checkup. May not import Textual."""
