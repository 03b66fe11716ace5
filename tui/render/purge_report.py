"""What the agent is told after a purge."""

from typing import TYPE_CHECKING

from store.core.wording import counted, enumerated

if TYPE_CHECKING:  # few sessions purge anything
    from store.notebook.purge import Purged

_OUT_OF_REACH = "Exports, clipboards, files in other editors and backups of this computer are out of reach."


def report(purged: "Purged") -> str:
    """Return what was purged, and what may still have a copy.

    For example `Purged from the notebook, 1 backup and 2 drafts. Exports, clipboards, ...`
    """
    counts = [(purged.copies, "backup"), (purged.drafts, "draft")]
    places = [*(["the notebook"] if purged.live else []), *(counted(n, noun) for n, noun in counts if n)]
    if not places:
        done = "Nothing to purge: it is no longer in the notebook, a backup or a draft."
    elif purged.live:
        done = f"Purged from {enumerated(places)}."
    else:
        done = f"Purged from {enumerated(places)}; it was no longer in the notebook."
    return f"{done} {_OUT_OF_REACH}"
