"""Notices that end, however late they are shown."""

from textual.notifications import Notification

LEAST = 0.1
"""Seconds that a toast is shown for."""


class Notice(Notification):
    """Textual's, but that its toast always has some time.

    Textual looks whether there is any, and then makes a toast for what is left: on a busy machine that may be less than
    nothing, and the toast's timer never ends, nor lets anything else go on.
    """

    @property
    def time_left(self) -> float:
        """Seconds until its toast goes."""
        return max(LEAST, super().time_left)

    @property
    def has_expired(self) -> bool:
        """Whether it is over."""
        return super().time_left <= 0
