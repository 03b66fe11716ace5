"""Commands of the note editor and of the forms for cases and custom codes."""

from tui.commands.registry.model import Command
from tui.commands.registry.places import Where

_IN_NOTE, _IN_CASE, _IN_CODE = (frozenset({place}) for place in (Where.EDITOR, Where.CASE, Where.CODE))

NOTE = (
    Command(
        id="editor.save",
        where=Where.EDITOR,
        keys="ctrl+s,f3",
        shown="Ctrl+S",
        label="Save",
        help="Save the note (F3 does the same).",
        action="save",
        footer=_IN_NOTE,
    ),
    Command(
        id="editor.cancel",
        where=Where.EDITOR,
        keys="escape",
        label="Cancel",
        help="Close the note; if it has unsaved changes, it asks first.",
        words="leave discard",
        action="cancel",
        footer=_IN_NOTE,
    ),
    Command(
        id="editor.new",
        where=Where.EDITOR,
        keys="ctrl+n",
        label="New note",
        help="Write another note on the entry.",
        words="add",
        action="new",
        footer=_IN_NOTE,
    ),
    Command(
        id="editor.external",
        where=Where.EDITOR,
        keys="ctrl+g",
        label="Your editor",
        help="Edit the text in your own editor (VISUAL or EDITOR).",
        words="external vim",
        action="external",
        footer=_IN_NOTE,
    ),
    Command(
        id="editor.remove",
        where=Where.EDITOR,
        keys="ctrl+r",
        label="Remove",
        help="Remove the note; undo brings it back.",
        words="delete",
        action="remove",
    ),
    Command(
        id="editor.purge",
        where=Where.EDITOR,
        keys="f8",
        label="Purge",
        help="Erase the note and every copy of it for good; asks twice.",
        words="delete",
        action="purge",
    ),
)

CASE = (
    Command(
        id="case.save",
        where=Where.CASE,
        keys="ctrl+s,f4",
        shown="Ctrl+S",
        label="Save",
        help="Save the case (Enter in a one-line field does the same).",
        action="save",
        footer=_IN_CASE,
    ),
    Command(
        id="case.cancel",
        where=Where.CASE,
        keys="escape",
        label="Cancel",
        help="Close the form; if it has unsaved changes, it asks first.",
        words="leave discard",
        action="cancel",
        footer=_IN_CASE,
    ),
    Command(
        id="case.remove",
        where=Where.CASE,
        keys="ctrl+r",
        label="Remove",
        help="Remove the case; undo brings it back.",
        words="delete",
        action="remove",
        footer=_IN_CASE,
    ),
    Command(
        id="case.purge",
        where=Where.CASE,
        keys="f8",
        label="Purge",
        help="Erase the case and every copy of it for good; asks twice.",
        words="delete",
        action="purge",
    ),
)

CODE = (
    Command(
        id="code.save",
        where=Where.CODE,
        keys="ctrl+s,f9",
        shown="Ctrl+S",
        label="Save",
        help="Save the custom code (Enter in a one-line field goes to the next field).",
        action="save",
        footer=_IN_CODE,
    ),
    Command(
        id="code.cancel",
        where=Where.CODE,
        keys="escape",
        label="Cancel",
        help="Close the form; if it has unsaved changes, it asks first.",
        words="leave discard",
        action="cancel",
        footer=_IN_CODE,
    ),
    Command(
        id="code.remove",
        where=Where.CODE,
        keys="ctrl+r",
        label="Remove",
        help="Remove the custom code; undo brings it back.",
        words="delete",
        action="remove",
        footer=_IN_CODE,
    ),
)
