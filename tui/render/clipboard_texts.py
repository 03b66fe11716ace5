"""The texts that can be copied from an entry."""

from collections.abc import Sequence
from typing import NamedTuple

from store.catalog.step_wording import steps_of
from store.core.models import Entry, Hit, ProtocolCode
from store.core.wording import local_time
from tui.desk.desk import Desk
from tui.render.markdown import entry_markdown
from tui.render.outline import sources_of
from tui.render.protocol_codes import codes_reply
from tui.render.reply import reply

TEACHER, ADMIN = "Reply to the teacher", "Reply to an admin"


CODES, CODES_ADMIN = "Reply about the codes", "Reply to an admin about the codes"


class Copy(NamedTuple):
    """A text for the clipboard."""

    name: str
    """What the agent calls it, for example "Steps"."""
    text: str


def teacher_reply(desk: Desk, entry: Entry, hit: Hit | None) -> Copy:
    """Return the reply for a teacher.

    Args:
        desk: The dictionary, the contacts and the reply templates.
        entry: The entry.
        hit: How the entry answers the query, or None.
    """
    return Copy(TEACHER, _reply(desk, entry, hit, "teacher"))


def codes_replies(desk: Desk, codes: Sequence[ProtocolCode], quoted: str) -> list[Copy]:
    """Return the replies about an error that the dictionary does not know: to a teacher, and to an admin.

    Args:
        desk: The contacts and the reply templates.
        codes: What the text says by itself, at least one code.
        quoted: The text, if it was pasted; else empty.
    """
    contacts, templates = desk.settings.contacts, desk.settings.replies
    return [
        Copy(name, codes_reply(codes, quoted, contacts, audience, templates))
        for name, audience in ((CODES, "teacher"), (CODES_ADMIN, "admin"))
    ]


def copies(desk: Desk, entry: Entry, hit: Hit | None) -> list[Copy]:
    """List all texts that can be copied from an entry, without empty ones.

    Args:
        desk: The dictionary, the notebook and the settings.
        entry: The entry.
        hit: How the entry answers the query, or None.
    """
    messages = [hit.recognized] if hit is not None and hit.recognized else [message.text for message in entry.messages]
    notes = desk.notebook.snapshot.notes.get(entry.id, ())
    texts = [
        teacher_reply(desk, entry, hit),
        Copy(ADMIN, _reply(desk, entry, hit, "admin")),
        Copy("Message", "\n".join(messages)),
        Copy("Steps", _steps(entry, hit)),
        Copy("Sources", "\n".join(source.url for source in sources_of(entry))),
        Copy("Entry as Markdown", entry_markdown(desk.catalog, entry)),
        *(Copy(f"Note of {local_time(note.changed)}", note.text) for note in notes),
    ]
    return [copy for copy in texts if copy.text]


def _reply(desk: Desk, entry: Entry, hit: Hit | None, audience: str) -> str:
    return reply(desk.catalog, entry, hit, desk.settings.contacts, audience, desk.settings.replies)


def _steps(entry: Entry, hit: Hit | None) -> str:
    paragraphs = []
    for position, message in enumerate(entry.messages):
        if hit is not None and hit.message not in (None, position):
            continue
        values = hit.values if hit is not None and hit.message == position else {}
        for cause in message.causes:
            paragraphs.append("\n".join(f"{count}. {step}" for count, step in enumerate(steps_of(cause, values), 1)))
    return "\n\n".join(filter(None, paragraphs))
