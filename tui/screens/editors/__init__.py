"""The note editor and the two forms, the drafts they keep, and the questions they ask."""
