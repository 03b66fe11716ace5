"""The command that reads a whole log."""

from typing import TYPE_CHECKING

from tui.desk.desk import Desk
from tui.desk.listing import is_log
from tui.screens.dictionary.actions import Actions, Host

if TYPE_CHECKING:
    from tui.desk.log_reading import Reading


class LogActions(Actions):
    """Opening the triage, and remembering what it read."""

    def __init__(self, desk: Desk, host: Host) -> None:
        """Take the desk, and the screen to act for."""
        super().__init__(desk, host)
        self._last: Reading | None = None
        """The log that was read last."""
        self._row = 0
        """The row of the cursor in it."""

    def action_triage(self) -> None:
        """Read the query if it is a log; otherwise show the log that was read last, or ask for one."""
        from tui.screens.triage import TriageScreen  # imported on first use

        last, query = self._last, self.host.browsing.query
        text = query if is_log(query) and (last is None or last.text != query) else None
        screen = TriageScreen(self.desk, text, last, self._row)

        def on_chosen(entry_id: str | None) -> None:
            self._last, self._row = screen.reading, screen.row
            if entry_id is not None:
                self.host.go_to(entry_id)

        self.host.app.push_screen(screen, on_chosen)
