"""The registry of commands: bindings, footer, help, palette and `sisdex keys` are all made from it. Data only.

Ids are public: the settings remap keys by them.
"""

from collections.abc import Iterable
from enum import Enum

from msgspec import Struct


class Where(Enum):
    """Where a command's keys act."""

    ANYWHERE = "Anywhere, also while typing (letters: outside text fields)"
    SEARCH = "In the search box"
    BROWSE = "Anywhere but in a text field"
    LIST = "In a list"
    DETAIL = "In the detail"
    PANES = "In a pane"
    EDITOR = "In the note editor"
    CASE = "In the form of a case"
    CASES = "In the lists of cases"
    CODE = "In the form of an own code"
    TRIAGE = "In the triage of a log"


TYPING = frozenset({Where.SEARCH, Where.EDITOR, Where.CASE, Where.CODE})
"""Places where letters are text."""

EVERYWHERE = frozenset({"app.help", "app.palette", "app.theme", "app.mouse"})
"""Commands that need no entry: every screen with commands has them."""


class Command(Struct, frozen=True):
    """Something the agent can do."""

    id: str
    where: Where
    keys: str
    """Textual key names, parted by commas."""
    shown: str
    """The keys as people write them."""
    label: str
    """A word or two for the footer and the palette."""
    help: str
    """One sentence."""
    action: str
    """Name of the action of the screen or widget that has the keys."""
    footer: frozenset[Where] = frozenset()
    """In which places the footer shows it."""
    letter: str = ""
    """Keys for it outside text fields, as `keys`."""
    letter_shown: str = ""
    """Those keys as people write them."""
    careful: bool = False
    """It changes or leaves something, so its letter waits a moment to see whether it is part of a paste."""

    def key_shown(self, where: Where) -> str:
        """Return the key to show in a place: the letter where letters act."""
        return self.letter_shown if self.letter and where not in TYPING else self.shown

    def is_like(self, words: str) -> bool:
        """Tell whether each word begins a word of the command's name, sentence, keys or id."""
        told = f" {self.keys_shown} {self.label} {self.help} {self.id.replace('.', ' ')}".casefold()
        return all(f" {word}" in told for word in words.casefold().split())

    @property
    def all_keys(self) -> list[str]:
        """All its keys, as Textual names them."""
        return [key for key in (*self.keys.split(","), *self.letter.split(",")) if key]

    @property
    def keys_shown(self) -> str:
        """All its keys, as people write them."""
        return " ".join(filter(None, (self.shown, self.letter_shown)))


_TYPING = frozenset({Where.SEARCH})
_READING = frozenset({Where.BROWSE, Where.LIST, Where.DETAIL})
_ALWAYS = _TYPING | _READING

A, S, B, L, D, P = Where.ANYWHERE, Where.SEARCH, Where.BROWSE, Where.LIST, Where.DETAIL, Where.PANES
E, C, K, Y, T = Where.EDITOR, Where.CASE, Where.CASES, Where.CODE, Where.TRIAGE

# In the order of the footer and of help: what matters most comes first, for a narrow footer drops the last ones.
COMMANDS: tuple[Command, ...] = (
    Command(
        "search.results", S, "enter", "Enter", "Results", "Go into the results, where letters act.", "results", _TYPING
    ),
    Command(
        "search.next", S, "down", "Down", "Next result", "Move down in the results while typing goes on.", "move(1)"
    ),
    Command("search.previous", S, "up", "Up", "Previous result", "Move up in the results.", "move(-1)"),
    Command("search.page_down", S, "pagedown", "PgDn", "Detail down", "Scroll the detail down.", "page(1)"),
    Command("search.page_up", S, "pageup", "PgUp", "Detail up", "Scroll the detail up.", "page(-1)"),
    Command(
        "list.choose",
        L,
        "enter",
        "Enter",
        "Read",
        "Read the entry; choose the row.",
        "choose",
        frozenset({L, Where.TRIAGE}),
    ),
    Command(
        "entry.bookmark",
        A,
        "f2",
        "F2",
        "Mark",
        "Bookmark the entry (★ in the list), or take its bookmark away.",
        "bookmark",
        _ALWAYS - {B},
        letter="b",
        letter_shown="b",
        careful=True,
    ),
    Command(
        "entry.note",
        A,
        "f3",
        "F3",
        "Note",
        "Write a note on the entry (✎ in the list), or change the last one.",
        "note",
        _ALWAYS - {B},
        letter="n",
        letter_shown="n",
        careful=True,
    ),
    Command(
        "entry.case",
        A,
        "f4",
        "F4",
        "Case",
        "Log a case of the entry: ticket, school, what was done.",
        "case",
        _ALWAYS - {B},
        letter="c",
        letter_shown="c",
        careful=True,
    ),
    Command(
        "entry.copy_reply",
        A,
        "f5",
        "F5",
        "Reply",
        "Copy a reply for the ticket: what it means, who acts, the steps, with the values of the pasted message.",
        "copy_reply",
        _ALWAYS - {B},
        letter="y",
        letter_shown="y",
        careful=True,
    ),
    Command(
        "entry.copy_other",
        B,
        "",
        "",
        "Copy",
        "Copy something else: the reply to an admin, the message, the steps, the sources, a note.",
        "copy_other",
        letter="Y",
        letter_shown="Y",
        careful=True,
    ),
    Command(
        "entry.sources",
        B,
        "",
        "",
        "Sources",
        "Show the addresses of the sources; Enter opens one.",
        "sources",
        letter="o",
        letter_shown="o",
        careful=True,
    ),
    Command(
        "results.pick",
        B,
        "1,2,3,4,5,6,7,8,9",
        "1 … 9",
        "Pick a vendor",
        "Where several vendors share the pasted message: read the one with this number.",
        "pick({key})",
    ),
    Command(
        "notebook.cases",
        A,
        "f6",
        "F6",
        "Cases",
        "List all cases, and what comes back.",
        "cases",
        letter="C",
        letter_shown="C",
        careful=True,
    ),
    Command(
        "entry.add",
        A,
        "f9",
        "F9",
        "New code",
        "Write down a code that the dictionary lacks; of a pasted text that no entry matches, that one.",
        "add_code",
        letter="a",
        letter_shown="a",
        careful=True,
    ),
    Command(
        "entry.edit",
        B,
        "",
        "",
        "Edit code",
        "Change a code of yours, or remove it.",
        "edit_code",
        letter="e",
        letter_shown="e",
        careful=True,
    ),
    Command(
        "triage.open",
        A,
        "f7",
        "F7",
        "Triage",
        "Read a whole log: what is wrong in it, how often, and a plan; the pasted text, or a file.",
        "triage",
        letter="t",
        letter_shown="t",
        careful=True,
    ),
    Command(
        "notebook.undo",
        B,
        "",
        "",
        "Undo",
        "Undo your last change; again for the one before.",
        "undo",
        letter="u",
        letter_shown="u",
        careful=True,
    ),
    Command(
        "notes.move",
        B,
        "",
        "",
        "Move notes",
        "Move the notes of an entry that the dictionary no longer holds: press m there, then on another entry.",
        "move_notes",
        letter="m",
        letter_shown="m",
        careful=True,
    ),
    Command("search.focus", B, "slash", "/", "Search", "Go to the search box.", "search", _READING),
    Command(
        "app.help",
        A,
        "f1",
        "F1",
        "Help",
        "List the commands with their keys; those of the place where you are come first.",
        "app.help",
        _ALWAYS | {E, C, K, Y, T},
        letter="question_mark",
        letter_shown="?",
        careful=True,
    ),
    Command(
        "search.back",
        A,
        "escape",
        "Esc",
        "Back",
        "Go back one step: to the list, to the search box; there, bring back what a paste replaced,"
        " clear the text, then the vendor.",
        "back",
        _ALWAYS,
    ),
    Command(
        "app.quit",
        A,
        "ctrl+q",
        "Ctrl+Q",
        "Quit",
        "Leave; an unsaved note asks first.",
        "app.quit",
        _ALWAYS,
        letter="q",
        letter_shown="q",
        careful=True,
    ),
    Command(
        "app.palette",
        A,
        "ctrl+o",
        "Ctrl+O",
        "Palette",
        "Find any command, entry, vendor, tag or case by its words.",
        "app.command_palette",
    ),
    Command(
        "app.theme",
        B,
        "",
        "",
        "Theme",
        "Choose the colours; each theme is shown while the cursor is on it.",
        "app.change_theme",
        letter="T",
        letter_shown="T",
        careful=True,
    ),
    Command(
        "app.mouse",
        B,
        "",
        "",
        "Mouse",
        "Leave the mouse to the terminal, which selects text with it, or take it back.",
        "app.mouse",
        letter="M",
        letter_shown="M",
        careful=True,
    ),
    Command(
        "desk.home",
        A,
        "f8",
        "F8",
        "Home vendors",
        "Choose which SIS you support: listed first, wins ties, hides nothing.",
        "home",
        letter="h",
        letter_shown="h",
        careful=True,
    ),
    Command("pane.next", A, "tab", "Tab", "Next pane", "Go round the panes.", "app.focus_next"),
    Command("pane.previous", A, "shift+tab", "Shift+Tab", "Previous pane", "Go round backwards.", "app.focus_previous"),
    Command("pane.left", B, "left", "Left", "Pane to the left", "Go to the pane on the left.", "pane(-1)"),
    Command("pane.right", B, "right", "Right", "Pane to the right", "Go to the pane on the right.", "pane(1)"),
    Command(
        "vendor.previous",
        B,
        "",
        "",
        "Previous vendor",
        "Show the vendor before.",
        "vendor(-1)",
        letter="left_square_bracket",
        letter_shown="[",
        careful=True,
    ),
    Command(
        "vendor.next",
        B,
        "",
        "",
        "Next vendor",
        "Show the next vendor.",
        "vendor(1)",
        letter="right_square_bracket",
        letter_shown="]",
        careful=True,
    ),
    Command(
        "detail.zoom",
        P,
        "",
        "",
        "Zoom",
        "Read the entry in the room of all panes, or give it back.",
        "zoom",
        letter="z",
        letter_shown="z",
        careful=True,
    ),
    Command(
        "pane.narrower",
        P,
        "",
        "",
        "Less room",
        "Move the border of the pane: less room for it.",
        "widen(-1)",
        letter="less_than_sign",
        letter_shown="<",
        careful=True,
    ),
    Command(
        "pane.wider",
        P,
        "",
        "",
        "More room",
        "Move the border of the pane: more room for it.",
        "widen(1)",
        letter="greater_than_sign",
        letter_shown=">",
        careful=True,
    ),
    Command("detail.page_down", B, "space", "Space", "Page down", "Scroll the detail down.", "page(1)"),
    Command("detail.page_up", B, "shift+space", "Shift+Space", "Page up", "Scroll the detail up.", "page(-1)"),
    Command(
        "entry.back", B, "backspace", "Backspace", "Entry before", "Return to the entry read before.", "entry_back"
    ),
    Command("list.down", L, "down,j", "Down j", "Down", "Move down.", "cursor(1)"),
    Command("list.up", L, "up,k", "Up k", "Up", "Move up.", "cursor(-1)"),
    Command("list.page_down", L, "pagedown", "PgDn", "Page down", "Move down a page.", "cursor_page(1)"),
    Command("list.page_up", L, "pageup", "PgUp", "Page up", "Move up a page.", "cursor_page(-1)"),
    Command(
        "bookmark.up",
        L,
        "shift+up",
        "Shift+Up",
        "Bookmark up",
        "Move the bookmark up among the others.",
        "screen.move_bookmark(-1)",
        letter="K",
        letter_shown="K",
        careful=True,
    ),
    Command(
        "bookmark.down",
        L,
        "shift+down",
        "Shift+Down",
        "Bookmark down",
        "Move the bookmark down among the others.",
        "screen.move_bookmark(1)",
        letter="J",
        letter_shown="J",
        careful=True,
    ),
    Command("list.first", L, "home,g", "Home g", "First", "Go to the first row.", "cursor_to(0)"),
    Command("list.last", L, "end,G", "End G", "Last", "Go to the last row.", "cursor_to(-1)"),
    Command(
        "detail.down", D, "down,j", "Down j", "Scroll", "Scroll down; then on to related entries.", "scroll_lines(1)"
    ),
    Command("detail.up", D, "up,k", "Up k", "Scroll up", "Scroll up.", "scroll_lines(-1)"),
    Command("detail.first", D, "home,g", "Home g", "Top", "Go to the top.", "scroll_home"),
    Command("detail.last", D, "end,G", "End G", "Bottom", "Go to the bottom.", "scroll_end"),
    Command("editor.save", E, "ctrl+s,f3", "Ctrl+S", "Save", "Keep the note; F3 does so too.", "save", frozenset({E})),
    Command(
        "editor.cancel", E, "escape", "Esc", "Cancel", "Leave; asks when text would be lost.", "cancel", frozenset({E})
    ),
    Command("editor.new", E, "ctrl+n", "Ctrl+N", "New note", "Write another note on the entry.", "new", frozenset({E})),
    Command(
        "editor.external",
        E,
        "ctrl+g",
        "Ctrl+G",
        "Your editor",
        "Edit the text in the program that VISUAL or EDITOR names.",
        "external",
        frozenset({E}),
    ),
    Command(
        "case.save",
        C,
        "ctrl+s,f4",
        "Ctrl+S",
        "Save",
        "Keep the case; Enter in a line does so too.",
        "save",
        frozenset({C}),
    ),
    Command(
        "case.cancel", C, "escape", "Esc", "Cancel", "Leave; asks when text would be lost.", "cancel", frozenset({C})
    ),
    Command(
        "case.remove",
        C,
        "ctrl+r",
        "Ctrl+R",
        "Remove",
        "Remove the case; undo brings it back.",
        "remove",
        frozenset({C}),
    ),
    Command(
        "code.save",
        Y,
        "ctrl+s,f9",
        "Ctrl+S",
        "Save",
        "Keep the code; Enter in a line goes to the next one.",
        "save",
        frozenset({Y}),
    ),
    Command(
        "code.cancel", Y, "escape", "Esc", "Cancel", "Leave; asks when text would be lost.", "cancel", frozenset({Y})
    ),
    Command(
        "code.remove",
        Y,
        "ctrl+r",
        "Ctrl+R",
        "Remove",
        "Remove the code; undo brings it back.",
        "remove",
        frozenset({Y}),
    ),
    Command(
        "cases.back", K, "escape,q,backspace", "Esc", "Back", "Go back to the dictionary.", "go_back", frozenset({K})
    ),
    Command(
        "cases.recurring",
        K,
        "r",
        "r",
        "Recurring",
        "Show what comes back, or the cases again.",
        "recurring",
        frozenset({K}),
    ),
    Command("cases.open", K, "o", "o", "Open", "Only open cases, or all again.", "open_only", frozenset({K})),
    Command("cases.days", K, "d", "d", "Days", "Of the last 7, 30, 90 days, or all.", "days", frozenset({K})),
    Command(
        "cases.vendor", K, "v", "v", "Vendor", "Only the vendor of this case, or all again.", "vendor", frozenset({K})
    ),
    Command(
        "cases.school", K, "s", "s", "School", "Only this school; what comes back by school.", "school", frozenset({K})
    ),
    Command("cases.words", K, "slash", "/", "Words", "Only cases with these words.", "words", frozenset({K})),
    Command(
        "triage.export",
        T,
        "e",
        "e",
        "Export plan",
        "Write the plan to a file: Markdown, or a table where its name ends with .csv.",
        "export",
        frozenset({T}),
    ),
    Command("triage.other", T, "o", "o", "Other log", "Read another log.", "other_log", frozenset({T})),
    Command(
        "triage.back",
        T,
        "escape,q,backspace",
        "Esc",
        "Back",
        "Stop reading; go back to the dictionary.",
        "go_back",
        frozenset({T}),
    ),
    Command("case.purge", C, "f8", "F8", "Purge", "Remove the case and every copy of it; asks twice.", "purge"),
    Command("editor.remove", E, "ctrl+r", "Ctrl+R", "Remove", "Remove the note; undo brings it back.", "remove"),
    Command("editor.purge", E, "f8", "F8", "Purge", "Remove the note and every copy of it; asks twice.", "purge"),
)


def careful_keys(commands: Iterable[Command] = COMMANDS) -> frozenset[str]:
    """Return the letters that wait to see whether a paste follows: of careful commands, and a question's yes."""
    letters = ",".join(command.letter for command in commands if command.careful)
    return frozenset(filter(None, letters.split(","))) | {"y"}
