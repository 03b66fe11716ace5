"""Notices that go away, however late they are shown. Tried with Textual 8.2.8.

Symptom: On a busy machine a notice may stay on the screen for good, and the app no longer reacts.
In Textual: `Toast.__init__` (widgets/_toast.py) takes over `Notification.time_left` (notifications.py). If the time ran
    out between the check for expired notices and the making of the toast, that is negative; the toast's timer then
    loops without end (`Timer._run` in timer.py). No issue known.
Without it: The app hangs, rarely, after a notice.
Remove when: `tests/tui/textual_fixes/test_notices.py` passes without.
"""

from textual.notifications import Notification

LEAST = 0.1
"""Seconds that a toast is shown at least."""


class Notice(Notification):
    """A notification whose toast always has some time left."""

    @property
    def time_left(self) -> float:
        """Seconds until the toast goes away."""
        return max(LEAST, super().time_left)

    @property
    def has_expired(self) -> bool:
        """Whether its time is over."""
        return super().time_left <= 0
