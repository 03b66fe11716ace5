"""The commands that add and edit custom codes."""

from store.core.models import CustomCode
from store.notebook.custom_codes import MAX_TEXT, CustomCodeFields, is_custom
from store.notebook.missing_entries import MISSING_ENTRIES
from tui.screens.dictionary.actions import Actions


class CodeActions(Actions):
    """Adding a custom code, and editing one."""

    def action_add_code(self) -> None:
        """Add a code, prefilled with the vendor and with a pasted text that no entry matches."""
        self._open_form(None, self._new_code())

    def action_edit_code(self) -> None:
        """Edit the custom code that is shown."""
        entry = self.chosen_entry()
        if entry is not None and is_custom(entry):
            self._open_form(entry)
        elif entry is not None:
            self.host.notify("Only custom codes can be edited. Press a or F9 to add one.", markup=False)

    def _new_code(self) -> CustomCodeFields:
        vendors = {vendor.id: vendor.name for vendor in self.desk.catalog.vendors if vendor is not MISSING_ENTRIES}
        likely = [vendors[name] for name in (self.host.browsing.shelf, *self.desk.home) if name in vendors]
        paste = self.host.unmatched_paste
        text = paste[:MAX_TEXT].strip()
        if text and len(paste) > MAX_TEXT:
            self.host.notify(f"Only the first {MAX_TEXT:,} characters fit in a custom code.", markup=False)
        return CustomCodeFields(message=text, vendor=likely[0] if likely else "")

    def _open_form(self, code: CustomCode | None, fields: CustomCodeFields | None = None) -> None:
        from tui.screens.editors.custom_code_form import CustomCodeForm  # TextArea: 70 ms

        self.host.app.push_screen(CustomCodeForm(self.desk, code, fields=fields), self.editor_closed)
