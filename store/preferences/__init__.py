"""What this computer has been set to and has learned: settings, appearance, usage. Knows nothing about the notebook."""
