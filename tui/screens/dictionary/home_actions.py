"""The command that chooses the home vendors."""

from tui.screens.dictionary.actions import Actions


class HomeActions(Actions):
    """Choosing which vendors this desk supports."""

    def action_home(self) -> None:
        """Let the agent choose the home vendors, for now and for the next start."""
        if self.desk.settings.home:
            self.host.notify("Your vendors are set in the settings file (home). Change them there.", markup=False)
            return
        from tui.screens.pickers.home_picker import HomePicker  # imported on first use

        def on_chosen(home: tuple[str, ...] | None) -> None:
            if home is not None:
                self.host.take_home(home)

        self.host.app.push_screen(HomePicker(self.desk.dictionary.vendors, self.desk.home), on_chosen)
