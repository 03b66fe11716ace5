"""Commands of the Triage screen."""

from tui.commands.registry.model import Command
from tui.commands.registry.places import Where

_ON_TRIAGE = frozenset({Where.TRIAGE})

COMMANDS = (
    Command(
        id="triage.export",
        where=Where.TRIAGE,
        keys="e",
        label="Export plan",
        help="Save the plan to a file: Markdown, or a table if the name ends in .csv.",
        words="write",
        action="export",
        footer=_ON_TRIAGE,
    ),
    Command(
        id="triage.other",
        where=Where.TRIAGE,
        keys="o",
        label="Other log",
        help="Read another log.",
        words="open file",
        action="other_log",
        footer=_ON_TRIAGE,
    ),
    Command(
        id="triage.back",
        where=Where.TRIAGE,
        keys="escape,q,backspace",
        shown="Esc",
        label="Back",
        help="Stop reading and go back to the dictionary.",
        words="close leave",
        action="go_back",
        footer=_ON_TRIAGE,
    ),
)
