"""What there is to read about an entry, in the order of the detail panel: one outline for the screen and for pipes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum, auto

from msgspec import Struct

from store.catalog.opening import Catalog
from store.catalog.step_wording import steps_of
from store.core.models import Case, Cause, Entry, Hit, Message, Note, Source, Who
from store.core.text import one_line
from store.core.wording import day
from store.notebook.custom_codes import NO_VENDOR, is_custom
from store.notebook.missing_entries import is_missing_entry
from tui.desk.desk import Desk
from tui.render.case_lines import digest

NOT_SPECIFIED = "not specified by the dictionary"
NOT_WRITTEN = "not written down yet"

STATES: Mapping[str | None, str] = {None: "○", "resolved": "✓", "escalated": "↑", "other": "–"}
"""Glyph of an open case, and of each outcome."""

SHOWN = 20
"""Notes, and cases, of an entry that are written out."""
SHOWN_LENGTH = 4_000
"""Characters of one that are."""

GONE, REMOVED = "The dictionary no longer holds this entry", "You removed this code of yours"
KEPT = "; your notes on it are kept below. To hang them on another entry, press m here and m there."

_BASIS = {
    "documented": "Fix: documented by Instructure, vendor or 1EdTech",
    "community": "Fix: community, from a district's or forum's page",
    "derived": "Fix: derived from the cause; no page says so",
}
_YOURS, _NO_STEPS = "Fix: yours", f"Fix: yours, {NOT_WRITTEN}"


class Role(Enum):
    """What a block is to its reader."""

    TITLE = auto()
    FACTS = auto()
    SYNCS = auto()
    DIGEST = auto()
    HEADING = auto()
    RECOGNIZED = auto()
    VALUE = auto()
    MESSAGE = auto()
    MEANING = auto()
    UNSPECIFIED = auto()
    REMARK = auto()
    WHO = auto()
    STEP = auto()
    BASIS = auto()
    NOTE = auto()
    SAYS = auto()
    SOURCE = auto()
    PREVENTION = auto()
    RELATED = auto()


class Block(Struct, frozen=True):
    """A paragraph."""

    role: Role
    text: str
    mark: str = ""
    """What stands before the text; further lines hang under the text."""
    slots: tuple[tuple[int, int], ...] = ()
    """Places of the placeholders in a message."""


class Outline(Struct, frozen=True):
    """The blocks of an entry."""

    glance: tuple[Block, ...]
    """What an agent needs during the call: up to the last step."""
    further: tuple[Block, ...]
    """Full notes, sources, prevention."""
    related: tuple[Entry, ...]


def outline(
    catalog: Catalog,
    entry: Entry,
    notes: Sequence[Note],
    cases: Sequence[Case],
    contacts: Mapping[Who, str],
    now: datetime,
    hit: Hit | None = None,
    through: Case | None = None,
) -> Outline:
    """Arrange an entry for reading.

    Args:
        catalog: The dictionary it is from.
        entry: The entry.
        notes: The agent's notes on it, newest first.
        cases: The agent's cases of it, the one opened last first.
        contacts: Whom to call, by who acts.
        now: The time, in the agent's zone.
        hit: How it answers the query, or None.
        through: The case through which the query found it, or None.
    """
    related = tuple(other for each in entry.related if (other := catalog.entry(each)) is not None)
    known = digest(cases, now) if cases else ""
    found = case_line(through, now) if through is not None else ""
    glance = tuple(_glance(catalog, entry, notes, known, found, contacts, hit))
    return Outline(glance, tuple(_further(entry, notes, cases, now)), related)


def outline_at(desk: Desk, entry: Entry, hit: Hit | None = None, through: Case | None = None) -> Outline:
    """Arrange an entry for reading, with what the desk's notebook holds on it (see `outline`)."""
    snapshot, now = desk.notebook.snapshot, desk.notebook.now().astimezone()
    notes, cases = snapshot.notes.get(entry.id, ()), snapshot.cases.get(entry.id, ())
    return outline(desk.catalog, entry, notes, cases, desk.settings.contacts, now, hit, through)


def who_acts(catalog: Catalog, entry: Entry, who: Who) -> str:
    """Name who acts in the caller's words, for instance `Skyward admin`."""
    vendor = catalog.vendor(entry.vendor)
    system = vendor.name if len(vendor.name) <= len("Infinite Campus") else vendor.short
    system = "SIS" if vendor.name == NO_VENDOR else system
    return {
        "teacher": "Teacher",
        "canvas_admin": "Canvas admin",
        "sis_admin": f"{system} admin",
        "vendor_support": f"{system} support",
    }[who]


def _glance(
    catalog: Catalog,
    entry: Entry,
    notes: Sequence[Note],
    cases: str,
    through: str,
    contacts: Mapping[Who, str],
    hit: Hit | None,
) -> Iterator[Block]:
    yield Block(Role.TITLE, entry.title)
    causes = [cause for message in entry.messages for cause in message.causes]
    known = {cause.syncs_anyway for cause in causes}
    facts = [catalog.vendor(entry.vendor).name]
    if is_missing_entry(entry):
        facts = [entry.id]
    if is_custom(entry):
        facts += ["yours"] + ["kept beside another terminal's"] * (entry.beside is not None)
    if entry.http_status is not None:
        facts.append(f"HTTP {entry.http_status}")
    if causes and known == {None}:
        facts.append("sync unknown")
    yield Block(Role.FACTS, " · ".join(facts))
    if is_missing_entry(entry):
        yield Block(Role.UNSPECIFIED, (REMOVED if entry.id.startswith("own/") else GONE) + KEPT)
    if known == {True}:
        yield Block(Role.SYNCS, "Grades still sync despite this error.")
    elif known == {False}:
        yield Block(Role.SYNCS, "Grades do not sync while this error stands.")
    if notes:
        count = "1 note" if len(notes) == 1 else f"{len(notes)} notes"
        words = notes[0].text.strip().partition("\n")[0] or " ".join(f"#{tag}" for tag in notes[0].tags)
        yield Block(Role.DIGEST, one_line(words), f"{count}: ")
    if cases:
        yield Block(Role.DIGEST, cases)
    if through:
        yield Block(Role.RECOGNIZED, f"Found through the case: {through}")
    if hit is not None and hit.recognized:
        yield Block(Role.RECOGNIZED, one_line(hit.recognized), "In your text: ")
        for name, value in hit.values.items():
            yield Block(Role.VALUE, value, f"{name} = ")
    for which, message in enumerate(entry.messages):
        values = hit.values if hit is not None and hit.message == which else {}
        yield from _message(message)
        for number, cause in enumerate(message.causes, 1):
            mark = f"Cause {number}: " if len(message.causes) > 1 else ""
            unspecified = NOT_WRITTEN if is_custom(entry) else NOT_SPECIFIED
            yield from _cause(cause, mark, unspecified, len(known) > 1)
            yield Block(Role.WHO, _person(who_acts(catalog, entry, cause.who), contacts.get(cause.who)))
            for position, step in enumerate(steps_of(cause, values), 1):
                yield Block(Role.STEP, step, f"{position}. ")
            yield Block(Role.BASIS, (_YOURS if cause.fix else _NO_STEPS) if is_custom(entry) else _BASIS[cause.basis])


def _person(role: str, contact: str | None) -> str:
    return f"{role} acts: {contact}" if contact else f"{role} acts"


def _message(message: Message) -> Iterator[Block]:
    slots, at = [], 0
    for placeholder in message.slots.values():
        start = message.text.index(placeholder, at)
        at = start + len(placeholder)
        slots.append((start, at))
    yield Block(Role.MESSAGE, message.text, slots=tuple(slots))
    if message.complete_text is not None:
        yield Block(Role.REMARK, message.complete_text.text, "In full: ")


def _cause(cause: Cause, mark: str, unspecified: str, sync_differs: bool) -> Iterator[Block]:
    if cause.meaning is None:
        yield Block(Role.UNSPECIFIED, f"{mark}Meaning: {unspecified}")
    else:
        yield Block(Role.MEANING, f"{mark}{cause.meaning}")
    for note in cause.notes:
        yield Block(Role.REMARK, note)
    if sync_differs and cause.syncs_anyway is None:
        yield Block(Role.REMARK, "Whether grades still sync with this cause is unknown.")


def _further(entry: Entry, notes: Sequence[Note], cases: Sequence[Case], now: datetime) -> Iterator[Block]:
    if cases:
        yield Block(Role.HEADING, "Cases")
        for case in cases[:SHOWN]:
            yield Block(Role.BASIS, case_line(case, now))
            if case.text:
                yield Block(Role.NOTE, _cut(case.text))
        if len(cases) > SHOWN:
            yield Block(Role.BASIS, f"… and {len(cases) - SHOWN} earlier ones: F6 lists all")
    if notes:
        yield Block(Role.HEADING, "Notes")
        for note in notes[:SHOWN]:
            tags = "".join(f" #{tag}" for tag in note.tags)
            beside = " · kept beside another terminal's text" if note.beside else ""
            yield Block(Role.BASIS, f"{local_time(note.changed)}{beside}{tags}")
            yield Block(Role.NOTE, _cut(note.text))
        if len(notes) > SHOWN:
            yield Block(Role.BASIS, f"… and {len(notes) - SHOWN} earlier ones: n lists all")
    if entry.prevention:
        prevention = [Block(Role.HEADING, "To prevent it"), Block(Role.PREVENTION, entry.prevention)]
    else:
        prevention = []
    sources = sources_of(entry)
    if sources:
        yield Block(Role.HEADING, "Sources")
        for source in sources:
            yield Block(Role.SOURCE, f"{source.title}\n{source.url}", "• ")
    yield from prevention
    if entry.says:
        yield Block(Role.HEADING, "People say")
        for phrase in entry.says:
            yield Block(Role.SAYS, phrase, "• ")


def case_line(case: Case, now: datetime) -> str:
    """Write what tells a case from others, for instance `14 Nov · INC0042 · Ridgeview · open`."""
    beside = "kept beside another" if case.beside else ""
    told = (day(case.opened, now), case.ticket, case.school, case.course, case.outcome or "open", beside)
    return " · ".join(filter(None, told))


def _cut(text: str) -> str:
    """Return as much of a text as can be laid out at each move of the cursor."""
    return text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}… (the editor has all of it)"


def sources_of(entry: Entry) -> list[Source]:
    """Return each page that an entry rests on once: its causes often rest on the same ones."""
    found = {}
    for message in entry.messages:
        if message.complete_text is not None:
            found[message.complete_text.source.url] = message.complete_text.source
        for cause in message.causes:
            found |= {source.url: source for source in cause.sources}
    return list(found.values())


def local_time(moment: datetime) -> str:
    """Write a moment as the agent's clock has it."""
    return moment.astimezone().strftime("%d %b %Y, %H:%M").lstrip("0")
