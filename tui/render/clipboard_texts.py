"""What of an entry can be copied, each as a text that stands by itself."""

from typing import NamedTuple

from store.catalog.step_wording import steps_of
from store.core.models import Entry, Hit
from tui.desk.desk import Desk
from tui.render.outline import local_time, sources_of
from tui.render.plain_text import entry_markdown
from tui.render.reply import reply

TEACHER, ADMIN = "Reply to the teacher", "Reply to an admin"


class Copy(NamedTuple):
    """A text for the clipboard."""

    name: str
    """What it is, as the agent calls it."""
    text: str


def teacher_reply(desk: Desk, entry: Entry, hit: Hit | None) -> Copy:
    """Return the reply that a teacher gets."""
    return Copy(TEACHER, _reply(desk, entry, hit, "teacher"))


def copies(desk: Desk, entry: Entry, hit: Hit | None) -> list[Copy]:
    """List all that can be copied of an entry; what there is nothing of is left out.

    Args:
        desk: The dictionary, the notebook and the settings.
        entry: The entry.
        hit: How it answers the query, or None.
    """
    pasted = hit is not None and bool(hit.recognized)
    messages = [hit.recognized] if hit is not None and pasted else [message.text for message in entry.messages]
    found = [
        teacher_reply(desk, entry, hit),
        Copy(ADMIN, _reply(desk, entry, hit, "admin")),
        Copy("Message", "\n".join(messages)),
        Copy("Steps", _steps(entry, hit)),
        Copy("Sources", "\n".join(source.url for source in sources_of(entry))),
    ]
    found.append(Copy("Entry as Markdown", entry_markdown(desk.catalog, entry)))
    notes = desk.notebook.snapshot.notes.get(entry.id, ())
    found += [Copy(f"Note of {local_time(note.changed)}", note.text) for note in notes]
    return [each for each in found if each.text]


def _reply(desk: Desk, entry: Entry, hit: Hit | None, audience: str) -> str:
    return reply(desk.catalog, entry, hit, desk.settings.contacts, audience, desk.settings.replies)


def _steps(entry: Entry, hit: Hit | None) -> str:
    paragraphs = []
    for number, message in enumerate(entry.messages):
        if hit is not None and hit.message not in (None, number):
            continue
        values = hit.values if hit is not None and hit.message == number else {}
        for cause in message.causes:
            paragraphs.append("\n".join(f"{count}. {step}" for count, step in enumerate(steps_of(cause, values), 1)))
    return "\n\n".join(filter(None, paragraphs))
