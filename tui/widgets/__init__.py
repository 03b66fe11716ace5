"""The widgets. They announce what happened and never decide what comes of it."""
