"""Commands of the Cases screen."""

from tui.commands.registry.model import Command
from tui.commands.registry.places import Where

_ON_CASES = frozenset({Where.CASES})

COMMANDS = (
    Command(
        id="cases.back",
        where=Where.CASES,
        keys="escape,q,backspace",
        shown="Esc",
        label="Back",
        help="Go back to the dictionary.",
        words="close leave",
        action="go_back",
        footer=_ON_CASES,
    ),
    Command(
        id="cases.recurring",
        where=Where.CASES,
        keys="r",
        label="Recurring",
        help="Count recurring cases by entry, or show the list of cases again.",
        words="report",
        action="recurring",
        footer=_ON_CASES,
    ),
    Command(
        id="cases.open",
        where=Where.CASES,
        keys="o",
        label="Open",
        help="Show only open cases, or all again.",
        words="filter",
        action="open_only",
        footer=_ON_CASES,
    ),
    Command(
        id="cases.days",
        where=Where.CASES,
        keys="d",
        label="Days",
        help="Show the last 7, 30 or 90 days, or all again.",
        words="filter date",
        action="days",
        footer=_ON_CASES,
    ),
    Command(
        id="cases.vendor",
        where=Where.CASES,
        keys="v",
        label="Vendor",
        help="Show only this case's vendor, or all again.",
        words="filter",
        action="vendor",
        footer=_ON_CASES,
    ),
    Command(
        id="cases.school",
        where=Where.CASES,
        keys="s",
        label="School",
        help="Show only this case's school, or all again; among recurring cases, count by school.",
        words="filter",
        action="school",
        footer=_ON_CASES,
    ),
    Command(
        id="cases.words",
        where=Where.CASES,
        keys="slash",
        label="Words",
        help="Show only cases that contain the words you type.",
        words="filter find search",
        action="words",
        footer=_ON_CASES,
    ),
)
