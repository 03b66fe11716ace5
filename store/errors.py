"""What can go wrong for the user, as two kinds: what was read is bad, or what was written could not be kept."""


class BadInput(Exception):
    """What was read is damaged, foreign or unknown. Nothing was changed; the text says what and where."""


class CannotSave(Exception):
    """A change could not be made durable. The store is as it was; the text says why and what to do."""
