"""The places where commands act, and the titles that help, the README and `sisdex keys` give them."""

from collections.abc import Mapping
from enum import Enum


class Where(Enum):
    """Where a command's keys act, in the order of help and of the README's key table."""

    ANYWHERE = "anywhere"
    SEARCH = "search"
    BROWSE = "browse"
    LIST = "list"
    DETAIL = "detail"
    PANES = "panes"
    EDITOR = "note"
    CASE = "case"
    CASES = "cases"
    CODE = "code"
    TRIAGE = "triage"

    @property
    def title(self) -> str:
        """The place as people read it."""
        return TITLES[self]


TITLES: Mapping[Where, str] = {
    Where.ANYWHERE: "Anywhere (letters: not while typing)",
    Where.SEARCH: "In the search box",
    Where.BROWSE: "Anywhere except in a text field",
    Where.LIST: "In a list",
    Where.DETAIL: "In the detail pane",
    Where.PANES: "In any pane",
    Where.EDITOR: "In the note editor",
    Where.CASE: "In the case form",
    Where.CASES: "On the Cases screen",
    Where.CODE: "In the custom code form",
    Where.TRIAGE: "On the Triage screen",
}

TYPING = frozenset({Where.SEARCH, Where.EDITOR, Where.CASE, Where.CODE})
"""Places where letters are text."""

READING = frozenset({Where.BROWSE, Where.LIST, Where.DETAIL})
"""Places of the dictionary's screen where letters are commands."""

DICTIONARY = READING | {Where.SEARCH}
"""Places of the dictionary's screen."""

ON_AN_ENTRY = DICTIONARY - {Where.BROWSE}
"""Places of the dictionary's screen where an entry is chosen."""
