"""What the dictionary's screen does for a ticket: texts for the clipboard, and the pages that an entry rests on."""

from store.core.models import Entry, Hit
from store.notebook.cases import CaseFields
from tui.render.clipboard_texts import copies, teacher_reply
from tui.render.outline import sources_of
from tui.screens.dictionary.notebook_actions import NotebookScreen
from tui.toolkit.messages import CopyWanted, PageWanted


class TicketScreen(NotebookScreen):
    """Base of the screen that shows entries, between the notebook's part and the screen itself."""

    def hit_of(self, entry: Entry) -> Hit | None:
        """Return how an entry answers the query, or None. For subclasses."""
        raise NotImplementedError

    def pasted_case(self, entry: Entry) -> CaseFields:
        hit = self.hit_of(entry)
        return (
            CaseFields(message=hit.recognized, values=hit.values)
            if hit is not None and hit.recognized
            else CaseFields()
        )

    def action_copy_reply(self) -> None:
        entry = self._chosen_entry()
        if entry is not None:
            self.note_use(entry)
            self.post_message(CopyWanted(*teacher_reply(self.desk, entry, self.hit_of(entry))))

    def action_copy_other(self) -> None:
        entry = self._chosen_entry()
        if entry is None:
            return
        from tui.screens.pickers.chooser import Chooser, Option  # imported when it is first wanted

        texts = copies(self.desk, entry, self.hit_of(entry))

        def chosen(number: int | None) -> None:
            if number is not None:
                self.post_message(CopyWanted(*texts[number]))

        options = [Option(each.name, each.text) for each in texts]
        self.app.push_screen(Chooser(f"Copy of {entry.title}", "Enter copies", options), chosen)

    def action_sources(self) -> None:
        """Show the addresses of an entry's sources whole; only then one may be opened."""
        entry = self._chosen_entry()
        if entry is None:
            return
        sources = sources_of(entry)
        if not sources:
            self.notify("No page stands behind this entry.", markup=False)
            return
        from tui.screens.pickers.chooser import Chooser, Option

        def chosen(number: int | None) -> None:
            if number is not None:
                self.post_message(PageWanted(sources[number].url))

        options = [Option(source.title, source.url) for source in sources]
        self.app.push_screen(Chooser("Sources", "Enter opens it", options), chosen)
