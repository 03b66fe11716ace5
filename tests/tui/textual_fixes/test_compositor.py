"""Frames look as Textual would paint them."""

import random

import pyte
import pytest
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip

from tests.tui.conftest import Driver, Open
from tui.textual_fixes.compositor import Chops, FrontToBack

SIZES = [(40, 10), (60, 20), (90, 30), (120, 36), (170, 50)]
SEED = 20261124


def shown(update: ChopsUpdate, app: Driver, size: tuple[int, int]) -> list[object]:
    """Return the cells of a terminal after an update was sent to it."""
    screen = pyte.Screen(*size)
    pyte.Stream(screen).feed(update.render_segments(app.app.console))
    return [[screen.buffer[y][x] for x in range(size[0])] for y in range(size[1])]


@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
async def test_a_frame_is_what_textual_would_paint(opened: Open, size: tuple[int, int]) -> None:
    chance = random.Random(SEED)
    async with opened(size=size) as app:
        await app.press(*"locked")
        compositor = app.app.screen._compositor
        assert isinstance(compositor, FrontToBack)
        whole = [Strip.join(line.values()) for line in compositor._render_chops(compositor.size.region, lambda y: True)]
        for _ in range(20):
            x, y = chance.randrange(size[0]), chance.randrange(size[1])
            changed = [
                Region(x, y, chance.randint(1, size[0] - x), chance.randint(1, size[1] - y)),
                Region(0, chance.randrange(size[1]), size[0], 1),
            ]
            spans = list(compositor._regions_to_spans(changed))
            lines = {line for line, _, _ in spans}
            crop = Region.from_union(changed)
            ours = compositor._render_chops(crop, lines.__contains__)
            theirs = Compositor._render_chops(compositor, crop, lines.__contains__)
            for line in lines:
                assert Strip.join(ours[line].values()) == Strip.join(theirs[line].values()) == whole[line]
            ends = [cuts[1:] for cuts in compositor.cuts]
            assert shown(Chops(ours, spans, ends), app, size) == shown(ChopsUpdate(theirs, spans, ends), app, size)


async def test_widgets_are_not_asked_for_lines_that_are_hidden_or_did_not_change(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as app:
        screen, vendors = app.app.screen, app.app.query_one("#vendors")
        asked: list[Region] = []
        paint = vendors.render_lines

        def painted(crop: Region) -> list[Strip]:
            asked.append(crop)
            return paint(crop)

        monkeypatch.setattr(vendors, "render_lines", painted)
        for hidden in (screen, app.app.query_one("#panes"), app.app.query_one("#hints")):
            monkeypatch.setattr(hidden, "render_lines", lambda crop: pytest.fail("no visible line of it changed"))
        x, y, width, height = vendors.region
        screen._compositor._render_chops(Region(x, y + 2, width, height + 3), {y + 2, y + 4}.__contains__)
        assert asked == [Region(0, 2, width, 3)]
