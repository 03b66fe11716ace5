"""Small screens that offer a list and return what was chosen."""
