"""What can go wrong for the user: the input is bad, or a change cannot be saved. Each text says what to do about it."""


class BadInput(Exception):
    """The input is damaged, of another kind or unknown. Nothing was changed; the text says what is wrong and where."""


class CannotSave(Exception):
    """A change could not be saved. The file is as it was; the text says why."""


class NewerSchema(BadInput):
    """A newer release wrote the file, so an older copy must not replace it."""


class CannotUndo(BadInput):
    """The record has changed since, in another terminal. Nothing was changed."""

    def __init__(self, problem: str, entry: str, text: str) -> None:
        """Describe an undo that was refused.

        Args:
            problem: What the user is told.
            entry: Id of the entry that the record belongs to; empty if unknown.
            text: The text that the undo would have brought back.
        """
        super().__init__(problem)
        self.entry, self.text = entry, text
