"""Puts a frame together without painting what nobody sees. Only speed. Tried with Textual 8.2.8.

Symptom: A key takes longer to show than it has to; on a screen of panes, by a quarter.
In Textual: `Compositor._render_chops` (_compositor.py) asks every widget for all lines between the first and the last
    that changed, cuts them into pieces, and drops the pieces that are covered. `ChopsUpdate` there makes an object for
    each place that the terminal's cursor goes to, two hundred for a key. No issue known; an attempt at something alike
    is https://github.com/Textualize/textual/pull/4353 (open).
Without it: The same frames, later. `_render_chops` here is a changed copy, so read Textual's when it changes.
Remove when: `make bench-keys` is no slower without.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from rich.console import Console
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip


class Chops(ChopsUpdate):
    """Changed parts of lines, written without an object for each move of the cursor."""

    def render_segments(self, console: Console) -> str:
        """Return the text and the control sequences for the terminal."""
        written: list[str] = []
        for y, left, right in self.spans:
            for end, (start, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=True):
                if strip is not None and start < right and end > left:
                    # Every piece gets a position: a terminal may draw a character wider than Unicode says.
                    written += f"\x1b[{y + 1};{start + 1}H", strip.crop(0, min(end, right) - start).render(console)
        return "".join(written)


class FrontToBack(Compositor):
    """Asks the front widgets first, and a widget behind them only for lines that are not complete yet.

    A line is complete when each of its pieces has been painted; lines that did not change are never asked for.
    """

    def render_partial_update(self) -> ChopsUpdate | None:
        """Return the changed parts of the screen, or None if nothing changed."""
        update = super().render_partial_update()
        return update and Chops(update.chops, update.spans, update.chop_ends)

    def _render_chops(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        cuts = self.cuts
        chops: list[dict[int, Strip | None]] = [dict.fromkeys(line_cuts[:-1]) for line_cuts in cuts]
        missing = {y: len(chops[y]) for y in crop.line_range if is_rendered_line(y)}
        for widget, (region, clip) in self.visible_widgets.items():
            visible = region.intersection(clip)
            lines = [y for y in visible.line_range if y in missing]
            if not lines:
                continue
            left, right = visible.column_span
            top, height = lines[0], lines[-1] - lines[0] + 1
            strips = widget.render_lines(Region(left - region.x, top - region.y, visible.width, height))
            for y in lines:
                line = chops[y]
                edges = [cut for cut in cuts[y] if left <= cut <= right]
                for start, piece in zip(edges, strips[y - top].divide([cut - left for cut in edges[1:]]), strict=False):
                    if line[start] is None:
                        line[start] = piece
                        missing[y] -= 1
                if not missing[y]:
                    del missing[y]
        return cast("Sequence[Mapping[int, Strip]]", chops)
