"""The commands that log cases and go to them."""

from store.core.models import Case, Entry
from store.notebook.cases import CaseFields
from tui.screens.dictionary.actions import Actions


class CaseActions(Actions):
    """Logging a case, and the list of all cases."""

    def action_case(self) -> None:
        """Log a case of the entry, with the message that was pasted."""
        entry = self.chosen_entry()
        if entry is None:
            return
        self.host.note_use(entry)
        hit = self.host.hit_of(entry)
        fields = CaseFields()
        if hit is not None and hit.recognized:
            fields = CaseFields(message=hit.recognized, values=hit.values)
        self._open_form(entry, None, fields)

    def action_cases(self) -> None:
        """List all cases, and go to the one that is chosen."""
        from tui.screens.cases import CasesScreen  # imported on first use

        def on_chosen(case: Case | None) -> None:
            if case is not None:
                self.go_to_case(case)

        self.host.app.push_screen(CasesScreen(self.desk), on_chosen)

    def go_to_case(self, case: Case) -> None:
        """Show the entry of a case, and the case in its form."""
        saved = self.desk.notebook.snapshot.case(case.uid)
        if saved is None:
            self.say_gone("case")
            return
        self.host.go_to(saved.entry)
        self._open_form(self.entry_of(saved.entry), saved, None)

    def _open_form(self, entry: Entry, case: Case | None, fields: CaseFields | None) -> None:
        """Open the form of a case; `fields` is what a new case starts with."""
        from tui.screens.editors.case_form import CaseForm  # TextArea: 70 ms

        self.host.app.push_screen(CaseForm(self.desk.notebook, entry, case, fields=fields), self.editor_closed)
