"""Every entry can be reached with at most eight keys, for agents who are on the phone."""

from pathlib import Path

import pytest

from store.catalog import opening
from tests.tui.conftest import Open

SHIPPED = opening.load(opening.shipped_path())
WAYS = [
    line.split("\t")
    for line in (Path(__file__).parent / "eight_keys.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def test_every_entry_can_be_reached() -> None:
    ways, entries = [entry_id for entry_id, _, _ in WAYS], [entry.id for entry in SHIPPED.entries]
    assert ways == entries, "eight_keys.txt has a line per entry: id, tab, what to type, tab, how often Down"
    assert max(len(typed) + int(downs) for _, typed, downs in WAYS) <= 8


@pytest.mark.parametrize(("entry_id", "typed", "downs"), WAYS, ids=[way[0] for way in WAYS])
async def test_the_keys_lead_to_the_entry(opened: Open, entry_id: str, typed: str, downs: str) -> None:
    async with opened() as app:
        await app.type(typed)
        await app.press(*["down"] * int(downs))
        entry = SHIPPED.entry(entry_id)
        assert entry is not None
        assert app.app.get_default_screen().query_one("#results").cursor_id == entry_id  # type: ignore[attr-defined]
        assert " ".join(app.detail.split()).startswith(" ".join(entry.title.split()))
        assert " ".join(app.panel.outline.glance[0].text.split()) == entry.title  # type: ignore[union-attr]
