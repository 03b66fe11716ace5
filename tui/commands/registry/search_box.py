"""Commands of the search box."""

from tui.commands.registry.model import Command
from tui.commands.registry.places import Where

COMMANDS = (
    Command(
        id="search.results",
        where=Where.SEARCH,
        keys="enter",
        label="Results",
        help="Go to the results, where single letters are commands.",
        action="results",
        footer=frozenset({Where.SEARCH}),
    ),
    Command(
        id="search.next",
        where=Where.SEARCH,
        keys="down",
        label="Next result",
        help="Select the next result without leaving the search box.",
        action="move(1)",
    ),
    Command(
        id="search.previous",
        where=Where.SEARCH,
        keys="up",
        label="Previous result",
        help="Select the previous result.",
        action="move(-1)",
    ),
    Command(
        id="search.page_down",
        where=Where.SEARCH,
        keys="pagedown",
        label="Detail down",
        help="Scroll the detail pane down.",
        action="page(1)",
    ),
    Command(
        id="search.page_up",
        where=Where.SEARCH,
        keys="pageup",
        label="Detail up",
        help="Scroll the detail pane up.",
        action="page(-1)",
    ),
)
