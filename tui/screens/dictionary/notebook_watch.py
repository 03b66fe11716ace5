"""Looks at the disk for what did not come from this screen: other terminals' changes, and drafts left behind."""

from store.core.errors import BadInput
from tui.desk.desk import Desk
from tui.screens.dictionary.actions import Actions, Host, worker
from tui.toolkit.messages import DraftsFound, NotebookChanged, SaveFailed


class NotebookWatch(Actions):
    """The check that runs every second, and the offer of drafts at the start."""

    def __init__(self, desk: Desk, host: Host) -> None:
        """Take the desk, and the screen to act for."""
        super().__init__(desk, host)
        self._problem = ""
        """What the last check complained about; each problem is shown once."""

    @worker(thread=True, exclusive=True, group="watch")
    def check(self) -> None:
        """Check whether another terminal changed the notebook."""
        problem = ""
        try:
            if self.desk.notebook.refresh():
                self.host.post_message(NotebookChanged(""))
        except BadInput as error:
            problem = str(error)
            if problem != self._problem:
                self.host.post_message(SaveFailed(problem))
        self._problem = problem

    @worker(thread=True, group="drafts")
    def find_drafts(self) -> None:
        """Look for texts that a killed terminal left behind."""
        from store.notebook.drafts import left_behind

        drafts = left_behind(self.desk.notebook.path)
        if drafts:
            self.host.post_message(DraftsFound(drafts))

    def offer_drafts(self, found: DraftsFound) -> None:
        """Ask what to do with the first of the drafts; the rest follow once it is dealt with."""
        from tui.screens.editors.draft_offer import DraftOffer  # the editors: TextArea costs 70 ms
        from tui.screens.editors.left_behind import editor_of

        (file, draft), *rest = found.drafts

        def go_on() -> None:
            if rest:
                self.host.post_message(DraftsFound(rest))

        def closed(notice: str | None) -> None:
            self.editor_closed(notice)
            go_on()

        def answered(choice: str | None) -> None:
            if choice == "open":
                self.host.app.push_screen(editor_of(self.desk, file, draft), closed)
                return
            if choice == "discard":
                file.discard()
            else:
                file.let_go()
            go_on()

        self.host.app.push_screen(DraftOffer(draft), answered)
