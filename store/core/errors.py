"""What can go wrong for the user, as two kinds: what was read is bad, or what was written could not be kept."""


class BadInput(Exception):
    """What was read is damaged, foreign or unknown. Nothing was changed; the text says what and where."""


class CannotSave(Exception):
    """A change could not be made durable. The store is as it was; the text says why and what to do."""


class NewerSchema(BadInput):
    """What was read was written by a newer release, so no older copy may take its place."""


class CannotUndo(BadInput):
    """The record was changed since by another terminal. Nothing was changed."""

    def __init__(self, problem: str, entry: str, text: str) -> None:
        """Say why; `text` is what undoing would have brought back, on which entry."""
        super().__init__(problem)
        self.entry, self.text = entry, text
