"""The entry to read, with the list of related entries below it.

The list announces `RowList.Chosen`; the panel itself announces nothing.
"""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from store.core.models import Case, Entry, Hit, ProtocolCode
from store.search.highlights import Highlights, no_highlights
from tui.commands.registry import Where
from tui.desk.desk import Desk
from tui.render.outline import Block, Outline, Role, outline_at
from tui.render.protocol_codes import NEAREST, code_blocks
from tui.textual_fixes.strips import set_scrolled_height
from tui.toolkit.bindings import bindings
from tui.widgets.paragraphs import FlowText, Paragraph
from tui.widgets.row_list import MATCH, Row, RowList

_NEXT = {Role.MESSAGE, Role.MEANING, Role.UNSPECIFIED}
"""What starts the next message or cause: an empty line comes before it when the last one ended with its basis."""

_SEARCHED = {Role.TITLE, Role.MESSAGE, Role.MEANING}
"""Where the characters that the query matched are underlined."""

_LEAD = {Role.MESSAGE: "▏ ", Role.WHO: "→ "}
"""Marks that tell the parts apart without color."""

_STYLE = {
    Role.TITLE: "bold $text-primary",
    Role.FACTS: "$quiet",
    Role.SYNCS: "bold $text-success",
    Role.DIGEST: "$text-accent",
    Role.RECOGNIZED: "$text-success",
    Role.VALUE: "bold",
    Role.SAYS: "$quiet",
    Role.HEADING: "bold",
    Role.UNSPECIFIED: "italic $quiet",
    Role.REMARK: "$quiet",
    Role.WHO: "bold $text-secondary",
    Role.BASIS: "$quiet",
    Role.SOURCE: "$quiet",
}

SLOT = "italic underline"

NOTHING = "Nothing to show. Try different words, or press Escape to go back."


class RelatedList(RowList[str]):
    """Entries that are related to the one shown."""

    BINDINGS = bindings(Where.LIST)
    resting_cursor = ""
    bullet = "•"

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.entries: tuple[Entry, ...] = ()
        self.shorts: dict[str, str] = {}

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """List the related entries of another entry."""
        self.entries = entries
        self.display = bool(entries)
        self.styles.height = len(entries)
        self.show_rows([entry.id for entry in entries], keep=False)

    def row(self, index: int, width: int) -> Row:
        entry = self.entries[index]
        return [(f" {entry.title} · {self.shorts[entry.vendor]}", "")]

    def action_cursor(self, step: int) -> None:
        """Move; from the first row, up goes back into the text."""
        if step < 0 and self.cursor == 0:
            self.screen.set_focus(self.query_ancestor(DetailPanel))
        else:
            super().action_cursor(step)


class DetailPanel(VerticalScroll, can_focus=True):
    """Title, facts, message, causes with steps; then notes, sources, prevention and related entries."""

    BINDINGS = bindings(Where.DETAIL)
    ALLOW_SELECT = False  # of the border; the text in it can be selected
    DEFAULT_CSS = """
    DetailPanel {
        #entry-text { max-width: 111; }
        #related { padding: 0 1 0 0; overflow-y: hidden; }
    }
    """

    def __init__(self, desk: Desk, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._desk = desk
        self._shown: tuple[object, ...] = ()
        """What the outline was made from."""
        self._marked: tuple[object, ...] = ()
        """What the marks in it were made from."""
        self._codes: Sequence[Block] = ()
        """What the query says by itself."""
        self.outline: Outline | None = None

    def compose(self) -> ComposeResult:
        yield FlowText(id="entry-text")
        yield RelatedList(id="related")

    def on_mount(self) -> None:
        self.query_one("#related", RelatedList).shorts = {
            vendor.id: vendor.short for vendor in self._desk.catalog.vendors
        }

    def show(
        self,
        entry: Entry | None,
        query: str,
        highlights: Highlights,
        hit: Hit | None,
        through: Case | None = None,
        codes: Sequence[ProtocolCode] = (),
    ) -> None:
        """Show an entry.

        Args:
            entry: The entry, or None for a line that says what to do.
            query: The query that the marks are for.
            highlights: Returns which characters of a text matched the query.
            hit: How the entry answers the query, or None.
            through: The case that made the query find it, or None.
            codes: What the query says by itself; shown before an entry that is only near.
        """
        facts = (*self._facts(entry, hit, through), tuple(code.id for code in codes))
        marks = (query, highlights is no_highlights)
        if (facts, marks) == (self._shown, self._marked):
            return
        other_entry = self._shown[:1] != facts[:1]
        if facts != self._shown:
            self.outline = outline_at(self._desk, entry, hit, through) if entry is not None else None
            self._codes = code_blocks(codes, self._desk.settings.contacts)
            self.query_one("#related", RelatedList).show_entries(self.outline.related if self.outline else ())
        self._shown, self._marked = facts, marks
        self.query_one("#entry-text", FlowText).show(self._paragraphs(highlights))
        self._take_height()
        if other_entry:
            self.scroll_to(0, 0, animate=False, immediate=True)

    def _facts(self, entry: Entry | None, hit: Hit | None, through: Case | None) -> tuple[object, ...]:
        """Return what makes the outline what it is; the id of the entry comes first."""
        snapshot, entry_id = self._desk.notebook.snapshot, entry.id if entry else ""
        notes, cases = snapshot.notes.get(entry_id, ()), snapshot.cases.get(entry_id, ())
        return (
            entry and entry.id,
            getattr(entry, "rev", None),
            (*(note.rev for note in notes), *(case.rev for case in cases)),
            hit and (hit.message, hit.recognized, tuple(hit.values.items()), len(hit.occurrences)),
            through and through.rev,
        )

    def _take_height(self) -> None:
        if self.size:
            height = len(self.query_one("#entry-text", FlowText).lines) + len(
                self.query_one("#related", RelatedList).row_ids
            )
            set_scrolled_height(self, self.virtual_size.with_height(height))
            self._show_more_below()

    def _paragraphs(self, highlights: Highlights) -> list[Paragraph]:
        if self.outline is None:
            return paragraphs_of(self._codes, highlights) if self._codes else [Paragraph(NOTHING, "$quiet")]
        nearest = [Block(Role.HEADING, NEAREST)] if self._codes else []
        blocks = [*self._codes, *nearest, *self.outline.glance, *self.outline.further]
        if self.outline.related:
            blocks.append(Block(Role.HEADING, "Related"))
        return paragraphs_of(blocks, highlights)

    def action_scroll_lines(self, step: int) -> None:
        """Scroll; from the end of the text, down goes on to the related entries."""
        related = self.query_one("#related", RelatedList)
        if step > 0 and self.scroll_offset.y >= self.max_scroll_y and related.display:
            self.screen.set_focus(related, scroll_visible=False)
        else:
            self.scroll_relative(y=step, animate=False)

    def action_scroll_home(self) -> None:
        self.scroll_home(animate=False)

    def action_scroll_end(self) -> None:
        self.scroll_end(animate=False)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._show_more_below()

    def watch_virtual_size(self) -> None:
        self._show_more_below()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_more_below)

    def _show_more_below(self) -> None:
        more = "more below ▼" if self.scroll_offset.y < self.max_scroll_y else None
        if more and not self.styles.border_left[0]:  # Textual leaves room for corners only where there are some
            more = f" {more} "
        if self.border_subtitle != more:
            self.border_subtitle = more


def paragraphs_of(blocks: Sequence[Block], highlights: Highlights = no_highlights) -> list[Paragraph]:
    """Return the blocks of an outline as paragraphs, with slots and matched characters marked."""
    paragraphs = []
    before: Role | None = None
    for block in blocks:
        marks = [(span, SLOT) for span in block.slots]
        if block.role in _SEARCHED:
            marks += [(span, MATCH) for span in highlights(block.text)]
        paragraphs.append(
            Paragraph(
                block.text,
                _STYLE.get(block.role, ""),
                _LEAD.get(block.role, "") + block.mark,
                marks=tuple(marks),
                gap=(block.role is Role.HEADING and before is not None)
                or (before is Role.BASIS and block.role in _NEXT),
                rail=block.role is Role.MESSAGE,
            )
        )
        before = block.role
    return paragraphs
