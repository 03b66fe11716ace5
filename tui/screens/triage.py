"""The triage of a whole log: its errors, most frequent first, and a plan to export."""

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.message import Message
from textual.widgets import Input, Label, Static
from textual.worker import get_current_worker

from store.core.errors import BadInput, CannotSave
from store.core.text import clean
from store.logs.log_file import Progress
from store.logs.triage import Finding
from store.logs.unknown_errors import Unknown
from store.search.highlights import no_highlights
from tui.commands.registry import Where
from tui.desk.desk import Desk
from tui.desk.log_reading import Reading, read_log
from tui.render.finding import finding_hit, unknown_text
from tui.render.log_plan import names, plan_csv, plan_markdown, progress_line, summary
from tui.screens.confirm import ConfirmScreen
from tui.screens.over import OverScreen
from tui.toolkit.bindings import bindings, run_command
from tui.toolkit.literal import literal
from tui.toolkit.messages import CommandRequested, SaveFailed
from tui.widgets.detail_panel import DetailPanel, RelatedList
from tui.widgets.finding_list import FindingList
from tui.widgets.key_hints import KeyHints
from tui.widgets.path_suggester import PathSuggester
from tui.widgets.row_list import RowList

PASTED = "the pasted text"
SECONDS_BETWEEN = 0.1
"""How often the progress is updated."""
ASK = "Which log? Type or paste its path and press Enter. Right completes it, Esc goes back."


class _Stopped(Exception):
    """The agent stopped the reading."""


class TriageScreen(OverScreen[str | None]):
    """Returns the id of the entry to go to, or None for going back."""

    @dataclass
    class Progressed(Message):
        """A worker is reading a log."""

        progress: str
        """How far it is, in words."""

    @dataclass
    class LogRead(Message):
        """A worker has read a log, or could not."""

        reading: Reading | None
        problem: str = ""

    @dataclass
    class PlanWritten(Message):
        """A plan is on the disk."""

        path: str

    BINDINGS = bindings(Where.TRIAGE)
    HORIZONTAL_BREAKPOINTS = [(0, "-above"), (100, "-beside")]
    AUTO_FOCUS = None
    DEFAULT_CSS = """
    TriageScreen {
        background: $background;
        #triage-row { height: 1; padding: 0 1; display: none; }
        #triage-label { width: auto; padding: 0 1 0 0; color: $foreground-muted; }
        #triage-path { width: 1fr; }
        #triage-said { height: auto; padding: 0 1; }
        #triage-said.-problem { color: $text-error; }
        #triage-panes { height: 1fr; layout: vertical; }
        #findings, #finding { border: round $frame; }
        #findings, #finding, #unknown {
            border-title-color: $foreground-muted;
            border-subtitle-color: $foreground-muted;
        }
        #findings:focus, #finding:focus, #finding:focus-within {
            border: heavy $primary; border-title-color: $text; border-title-style: bold;
        }
        #findings { height: 40%; min-height: 3; }
        #finding { height: 1fr; padding: 0 0 0 1; scrollbar-size-vertical: 1; }
        #unknown { height: 1fr; width: 1fr; padding: 0 1; border: round $frame; }
        &.-beside {
            #triage-panes { layout: horizontal; }
            #findings { width: 50%; height: 1fr; }
        }
    }
    """

    def __init__(self, desk: Desk, text: str | None = None, before: Reading | None = None, row: int = 0) -> None:
        """Set the screen up.

        Args:
            desk: The dictionary, the notebook and the settings.
            text: A pasted text to read at once, or None.
            before: The log that was read before, to show again if there is no text.
            row: The row of the cursor in it.
        """
        super().__init__()
        self._desk, self._text = desk, text
        self.row = row
        """The row of the cursor."""
        self.reading = before
        self._exporting = False
        """Whether the path field asks where to write the plan."""

    def compose(self) -> ComposeResult:
        yield Static(id="triage-said", markup=False)
        with Horizontal(id="triage-row"):
            yield Label(id="triage-label", markup=False)
            yield Input(id="triage-path", compact=True, suggester=PathSuggester())
        with Container(id="triage-panes"):
            yield FindingList(id="findings")
            yield DetailPanel(self._desk, id="finding")
            yield Static(id="unknown", markup=False)
        yield KeyHints(id="triage-hints")

    def on_mount(self) -> None:
        self.query_one(KeyHints).where = Where.TRIAGE
        self.query_one("#findings").border_title = "In the log"
        self.query_one("#finding").border_title = "Entry"
        self.query_one("#unknown").border_title = "Unknown"
        self.query_one("#triage-panes").display = False
        if self._text is not None:
            self._read(PASTED, self._text)
        elif self.reading is not None:
            self.query_one(FindingList).cursor = self.row
            self._show(self.reading)
        else:
            self._ask_for_log()

    # --- reading ------------------------------------------------------------------------------------------------------

    def _read(self, name: str, source: str | Path) -> None:
        self._asking(False)
        self.query_one("#triage-panes").display = False
        self._say(f"Reading {name} ... Esc stops.")
        self._read_log(name, source)

    @work(thread=True, exclusive=True, group="triage")
    def _read_log(self, name: str, source: str | Path) -> None:
        """Read a pasted text, or the file at a path."""
        worker = get_current_worker()
        shown_at = time.monotonic()

        def show(progress: Progress) -> None:
            nonlocal shown_at
            if worker.is_cancelled:
                raise _Stopped
            if time.monotonic() - shown_at >= SECONDS_BETWEEN:
                shown_at = time.monotonic()
                self.post_message(self.Progressed(f"Reading {name}: {progress_line(progress)}. Esc stops."))

        try:
            read = self.LogRead(read_log(self._desk, name, source, show))
        except BadInput as error:
            read = self.LogRead(None, str(error))
        except _Stopped:
            return
        if not worker.is_cancelled:  # it may have been stopped at the last line
            self.post_message(read)

    @property
    def _is_reading(self) -> bool:
        return any(worker.group == "triage" and not worker.is_finished for worker in self.workers)

    @on(Progressed)
    def _tell_progress(self, message: Progressed) -> None:
        if self._is_reading:
            self._say(message.progress)

    @on(LogRead)
    def _log_read(self, message: LogRead) -> None:
        if message.reading is None:
            self._ask_for_log(message.problem)
        else:
            self.reading = message.reading
            self.row = self.query_one(FindingList).cursor = 0
            self._show(message.reading)

    def _show(self, reading: Reading) -> None:
        self._asking(False)
        name = reading.name if reading.text is None else "Pasted text"
        self._say(f"{name}: {summary(reading.triage, reading.encoding)}")
        rows = self.query_one(FindingList)
        rows.show_triage(reading.triage, partial(names, self._desk.catalog))
        self.query_one("#triage-panes").display = bool(rows.row_ids)
        self._show_finding()
        self.set_focus(rows if rows.row_ids else None)

    def _show_finding(self) -> None:
        chosen = self.query_one(FindingList).chosen() if self.query_one(FindingList).row_ids else None
        panel, unknown = self.query_one(DetailPanel), self.query_one("#unknown", Static)
        panel.display, unknown.display = isinstance(chosen, Finding), not isinstance(chosen, Finding)
        if isinstance(chosen, Finding):
            panel.show(chosen.entries[0], "", no_highlights, finding_hit(self._desk.catalog, chosen))
        elif isinstance(chosen, Unknown):
            unknown.update(literal(unknown_text(chosen, self._desk.catalog)))
        else:
            unknown.update(literal("Lines that look like errors but match no message in the dictionary."))

    # --- asking for a path --------------------------------------------------------------------------------------------

    def _ask_for_log(self, problem: str = "") -> None:
        self._exporting = False
        self._asking(True, "Log file:")
        self._say(problem or ASK, problem=bool(problem))

    def _asking(self, asking: bool, label: str = "", value: str | None = None) -> None:
        path = self.query_one("#triage-path", Input)
        self.query_one("#triage-row").display = asking
        self.query_one(KeyHints).display = not asking  # letters are text there
        self.query_one("#triage-label", Label).update(literal(label))
        if value is not None:
            path.value = value
        if asking:
            self.set_focus(path)

    @on(Input.Submitted)
    def _path_given(self, message: Input.Submitted) -> None:
        given = message.value.strip().strip("'\"")  # terminals quote the path of a file that is dropped on them
        if not given:
            return
        try:
            path = Path(given).expanduser()
        except RuntimeError:  # ~somebody
            self._say("That home folder does not exist. Type the full path.", problem=True)
            return
        try:
            if self._exporting:
                self._export_to(path)
            elif path.exists() and not (path.is_file() or path.is_dir()):  # reading it may never end
                self._say(
                    clean(f"{path} is a pipe or a device. Run sisdex triage in a shell to read it."), problem=True
                )
            else:
                self._read(clean(path.name), path)
        except OSError as error:
            self._say(clean(f"Cannot open {path} ({error.strerror})."), problem=True)

    # --- the plan -----------------------------------------------------------------------------------------------------

    def _export_to(self, path: Path) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self._write(path)

        if path.is_dir():
            self._say(clean(f"{path} is a folder. Type the name of a file in it."), problem=True)
        elif path.exists():
            question = clean(f"{path} already exists. Replace it with the plan?")
            self.app.push_screen(ConfirmScreen(question), answered)
        else:
            self._write(path)

    @work(thread=True, exclusive=True, group="plan")
    def _write(self, path: Path) -> None:
        from store.files.atomic import replace

        reading = self.reading
        if reading is None:
            return
        if path.suffix.lower() == ".csv":
            lines = plan_csv(self._desk.catalog, reading.triage)
        else:
            lines = plan_markdown(self._desk, reading.triage, reading.name, reading.encoding)
        try:
            replace(path, "".join(f"{line}\n" for line in lines).encode())
        except CannotSave as error:
            self.post_message(SaveFailed(clean(str(error))))
        else:
            self.post_message(self.PlanWritten(clean(str(path))))

    @on(PlanWritten)
    def _plan_written(self, message: PlanWritten) -> None:
        if self.reading is not None:
            self._exporting = False
            self._show(self.reading)
        self.notify(f"Plan written: {message.path}", markup=False)

    @on(SaveFailed)
    def _save_failed(self, message: SaveFailed) -> None:
        self._say(message.problem, problem=True)

    def take_notebook(self) -> None:
        if self.query_one("#triage-panes").display:
            self._show_finding()

    # --- commands -----------------------------------------------------------------------------------------------------

    def action_go_back(self) -> None:
        if self._is_reading:
            self.workers.cancel_group(self, "triage")
            if self._text is not None:
                self.dismiss(None)
            else:
                self._ask_for_log("Stopped before the end of the log.")
        elif self.query_one("#triage-row").display and self.reading is not None:
            self._exporting = False
            self._show(self.reading)
        else:
            self.dismiss(None)

    def action_other_log(self) -> None:
        if not self._is_reading:
            self._ask_for_log()

    def action_export(self) -> None:
        if self._is_reading:
            return
        if self.reading is None or not self.query_one(FindingList).row_ids:
            self.notify("There are no errors to plan for.", markup=False)
            return
        self._exporting = True
        self._say("Where should the plan go? A path that ends in .csv gets a table, any other Markdown. Esc goes back.")
        self._asking(True, "Save plan to:", "plan.md")

    @on(CommandRequested)
    async def _run_command(self, message: CommandRequested) -> None:
        await run_command(self, message.command_id)

    @on(FindingList.Highlighted, "#findings")
    def _finding_highlighted(self) -> None:
        self.row = self.query_one(FindingList).cursor
        self._show_finding()

    @on(FindingList.Chosen, "#findings")
    def _finding_chosen(self) -> None:
        if isinstance(chosen := self.query_one(FindingList).chosen(), Finding):
            self.dismiss(chosen.entries[0].id)

    @on(RelatedList.Chosen, "#related")
    def _related_chosen(self, message: RowList.Chosen[str]) -> None:
        self.dismiss(message.row_id)

    def _say(self, text: str, *, problem: bool = False) -> None:
        line = self.query_one("#triage-said", Static)
        line.set_class(problem, "-problem")
        line.update(literal(clean(text)))
