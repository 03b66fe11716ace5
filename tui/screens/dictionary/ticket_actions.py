"""The commands that help with a ticket: texts for the clipboard, and the pages that an entry is based on."""

from tui.render.clipboard_texts import Copy, codes_replies, copies, teacher_reply
from tui.render.outline import sources_of
from tui.screens.dictionary.actions import Actions
from tui.toolkit.messages import CopyRequested, PageRequested


class TicketActions(Actions):
    """Copying a reply or another text, and opening sources."""

    def action_copy_reply(self) -> None:
        """Copy a reply to the teacher: about the entry, or about the codes in a text that no entry matches."""
        if replies := self._codes_replies():
            self.host.post_message(CopyRequested(*replies[0]))
            return
        entry = self.chosen_entry()
        if entry is not None:
            self.host.note_use(entry)
            self.host.post_message(CopyRequested(*teacher_reply(self.desk, entry, self.host.hit_of(entry))))

    def action_copy_other(self) -> None:
        """Choose which text to copy."""
        replies = self._codes_replies()
        entry = self.host.entry if replies else self.chosen_entry()
        if entry is None and not replies:
            return
        from tui.screens.pickers.chooser import Chooser, Option  # imported on first use

        texts = [*replies, *(copies(self.desk, entry, self.host.hit_of(entry)) if entry is not None else ())]

        def on_chosen(number: int | None) -> None:
            if number is not None:
                self.host.post_message(CopyRequested(*texts[number]))

        options = [Option(text.name, text.text) for text in texts]
        source = entry.title if entry is not None else "the text"
        self.host.app.push_screen(Chooser(f"Copy from {source}", "Enter copies", options), on_chosen)

    def _codes_replies(self) -> list[Copy]:
        """Return the replies about the codes in a text that no entry matches; none if an entry does."""
        codes = self.host.codes_to_explain
        browsing = self.host.browsing
        return codes_replies(self.desk, codes, browsing.query if browsing.is_pasted else "") if codes else []

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
