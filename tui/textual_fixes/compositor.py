"""Puts a frame together from what the widgets paint, each line no longer than something of it is missing."""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from rich.console import Console
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip


class Chops(ChopsUpdate):
    """Textual's, without an object for each place that the terminal's cursor goes to: a key has two hundred."""

    def render_segments(self, console: Console) -> str:
        """Return what the terminal is sent."""
        told: list[str] = []
        for y, left, right in self.spans:
            for end, (start, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=True):
                if strip is not None and start < right and end > left:
                    # Each piece is put in its place: a terminal may draw a character wider than Unicode says.
                    told += f"\x1b[{y + 1};{start + 1}H", strip.crop(0, min(end, right) - start).render(console)
        return "".join(told)


class FrontToBack(Compositor):
    """Textual's, but that nobody is asked for lines that lie behind others, or that did not change.

    Textual asks each widget for all lines between the first and the last that changed, and cuts them into pieces, of
    which the back ones are then dropped: on a screen of panes that is a quarter of a key.
    """

    def render_partial_update(self) -> ChopsUpdate | None:
        """Return what changed, or None for nothing."""
        update = super().render_partial_update()
        return update and Chops(update.chops, update.spans, update.chop_ends)

    def _render_chops(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        cuts = self.cuts
        chops: list[dict[int, Strip | None]] = [dict.fromkeys(line_cuts[:-1]) for line_cuts in cuts]
        missing = {y: len(chops[y]) for y in crop.line_range if is_rendered_line(y)}
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            lines = [y for y in shown.line_range if y in missing]
            if not lines:
                continue
            left, right = shown.column_span
            top, height = lines[0], lines[-1] - lines[0] + 1
            strips = widget.render_lines(Region(left - region.x, top - region.y, shown.width, height))
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
