"""The dictionary, the notebook and everything else that is not a screen."""
