"""Commands of lists."""

from tui.commands.registry.model import Command
from tui.commands.registry.places import Where

CHOOSE = Command(
    id="list.choose",
    where=Where.LIST,
    keys="enter",
    label="Read",
    help="Read the entry, or choose the row.",
    words="open select",
    action="choose",
    footer=frozenset({Where.LIST, Where.TRIAGE}),
)
"""First in the footer, ahead of what can be done with an entry."""

COMMANDS = (
    Command(id="list.down", where=Where.LIST, keys="down,j", label="Down", help="Move down.", action="cursor(1)"),
    Command(id="list.up", where=Where.LIST, keys="up,k", label="Up", help="Move up.", action="cursor(-1)"),
    Command(
        id="list.page_down",
        where=Where.LIST,
        keys="pagedown",
        label="Page down",
        help="Move down one page.",
        action="cursor_page(1)",
    ),
    Command(
        id="list.page_up",
        where=Where.LIST,
        keys="pageup",
        label="Page up",
        help="Move up one page.",
        action="cursor_page(-1)",
    ),
    Command(
        id="bookmark.up",
        where=Where.LIST,
        keys="shift+up",
        letter="K",
        label="Bookmark up",
        help="Move the bookmark up in your list of bookmarks.",
        words="reorder sort",
        action="screen.move_bookmark(-1)",
    ),
    Command(
        id="bookmark.down",
        where=Where.LIST,
        keys="shift+down",
        letter="J",
        label="Bookmark down",
        help="Move the bookmark down in your list of bookmarks.",
        words="reorder sort",
        action="screen.move_bookmark(1)",
    ),
    Command(
        id="list.first",
        where=Where.LIST,
        keys="home,g",
        label="First",
        help="Go to the first row.",
        action="cursor_to(0)",
    ),
    Command(
        id="list.last",
        where=Where.LIST,
        keys="end,G",
        label="Last",
        help="Go to the last row.",
        action="cursor_to(-1)",
    ),
)
