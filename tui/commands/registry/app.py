"""Commands of the whole app: help, the way back, quitting, appearance and home vendors."""

from tui.commands.registry.model import Command
from tui.commands.registry.places import DICTIONARY, Where

COMMANDS = (
    Command(
        id="app.help",
        where=Where.ANYWHERE,
        keys="f1",
        letter="question_mark",
        label="Help",
        help="List every command and its keys, starting with those that work where you are.",
        words="shortcuts keyboard",
        action="app.help",
        footer=DICTIONARY | {Where.EDITOR, Where.CASE, Where.CASES, Where.CODE, Where.TRIAGE},
    ),
    Command(
        id="search.back",
        where=Where.ANYWHERE,
        keys="escape",
        label="Back",
        help="Go back one step: to the list, then to the search box; there, bring back the query that a paste replaced,"
        " then clear the text, then the vendor.",
        words="close leave cancel",
        action="back",
        footer=DICTIONARY,
    ),
    Command(
        id="app.quit",
        where=Where.ANYWHERE,
        keys="ctrl+q",
        letter="q",
        label="Quit",
        help="Close sisdex. If a note isn't saved, it asks first.",
        words="exit leave",
        action="app.quit",
        footer=DICTIONARY,
    ),
    Command(
        id="app.palette",
        where=Where.ANYWHERE,
        keys="ctrl+o",
        label="Palette",
        help="Find any command, entry, vendor, tag or case by name.",
        words="menu",
        action="app.command_palette",
    ),
    Command(
        id="app.theme",
        where=Where.BROWSE,
        letter="T",
        label="Theme",
        help="Choose the colors, dark or light, with a preview of each theme.",
        words="settings appearance preferences",
        action="app.change_theme",
    ),
    Command(
        id="app.mouse",
        where=Where.BROWSE,
        letter="M",
        label="Mouse",
        help="Let the terminal use the mouse to select text, or turn clicking in sisdex back on.",
        words="settings preferences",
        action="app.mouse",
    ),
    Command(
        id="desk.home",
        where=Where.ANYWHERE,
        keys="f8",
        letter="h",
        label="Home vendors",
        help="Choose the vendors you support: they are listed first and win ties. Nothing is hidden.",
        words="settings preferences contacts sis",
        action="home",
    ),
)
