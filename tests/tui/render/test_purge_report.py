"""The report that the agent sees after a purge."""

import pytest

from store.notebook.purge import Purged
from tui.render.purge_report import report


@pytest.mark.parametrize(
    ("purged", "sentence"),
    [
        (Purged(live=True, copies=0, drafts=0), "Purged from the notebook."),
        (Purged(live=True, copies=1, drafts=0), "Purged from the notebook and 1 backup."),
        (Purged(live=True, copies=2, drafts=1), "Purged from the notebook, 2 backups and 1 draft."),
        (
            Purged(live=False, copies=1, drafts=2),
            "Purged from 1 backup and 2 drafts; it was no longer in",
        ),
        (Purged(live=False, copies=0, drafts=0), "Nothing to purge: it is no longer in the notebook,"),
    ],
)
def test_only_the_places_that_had_it_are_named(purged: Purged, sentence: str) -> None:
    assert report(purged).startswith(sentence)
    assert report(purged).endswith(" are out of reach.")
