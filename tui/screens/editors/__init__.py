"""The note editor and the two forms, their drafts, and the questions they ask; they do not know the main screen."""
