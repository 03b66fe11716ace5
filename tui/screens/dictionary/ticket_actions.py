"""The commands that help with a ticket: texts for the clipboard, and the pages that an entry is based on."""

from tui.render.clipboard_texts import copies, teacher_reply
from tui.render.outline import sources_of
from tui.screens.dictionary.actions import Actions
from tui.toolkit.messages import CopyRequested, PageRequested


class TicketActions(Actions):
    """Copying a reply or another text, and opening sources."""

    def action_copy_reply(self) -> None:
        """Copy a reply to the teacher."""
        entry = self.chosen_entry()
        if entry is not None:
            self.host.note_use(entry)
            self.host.post_message(CopyRequested(*teacher_reply(self.desk, entry, self.host.hit_of(entry))))

    def action_copy_other(self) -> None:
        """Choose which text to copy."""
        entry = self.chosen_entry()
        if entry is None:
            return
        from tui.screens.pickers.chooser import Chooser, Option  # imported on first use

        texts = copies(self.desk, entry, self.host.hit_of(entry))

        def on_chosen(number: int | None) -> None:
            if number is not None:
                self.host.post_message(CopyRequested(*texts[number]))

        options = [Option(text.name, text.text) for text in texts]
        self.host.app.push_screen(Chooser(f"Copy from {entry.title}", "Enter copies", options), on_chosen)

    def action_sources(self) -> None:
        """Show the full addresses of an entry's sources; only then can one be opened."""
        entry = self.chosen_entry()
        if entry is None:
            return
        sources = sources_of(entry)
        if not sources:
            self.host.notify("This entry has no sources.", markup=False)
            return
        from tui.screens.pickers.chooser import Chooser, Option  # imported on first use

        def on_chosen(number: int | None) -> None:
            if number is not None:
                self.host.post_message(PageRequested(sources[number].url))

        options = [Option(source.title, source.url) for source in sources]
        self.host.app.push_screen(Chooser("Sources", "Enter opens it", options), on_chosen)
