"""What to read about an entry, in the order of the detail pane: one outline for the screen and for pipes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum, auto
from types import MappingProxyType

from msgspec import Struct

from store.catalog.opening import Catalog
from store.catalog.step_wording import steps_of
from store.core.models import Case, Cause, Entry, Hit, Message, Note, Source, Who
from store.core.text import one_line
from store.core.wording import counted, day, local_time, shortened
from store.notebook.custom_codes import NO_VENDOR, is_custom
from store.notebook.missing_entries import is_missing_entry
from tui.desk.desk import Desk
from tui.render.case_lines import digest

MOST_PLACES = 5
"""Places in the text, after the first, whose values are shown."""
NOT_SPECIFIED = "not specified by the dictionary"
NOT_WRITTEN = "not written yet"
CONFLICT = "conflicting copy"
"""Marks a record that was saved as a separate copy because another terminal had changed it first."""

STATES: Mapping[str | None, str] = {None: "○", "resolved": "✓", "escalated": "↑", "other": "–"}
"""Glyph of an open case, and of each outcome."""

SHOWN = 20
"""The most notes, and the most cases, of an entry that are shown."""
SHOWN_LENGTH = 4_000
"""The most characters of a note or case that are shown: the pane is laid out at each move of the cursor."""

_GONE = "The dictionary no longer has this entry"
_REMOVED = "You removed this custom code"
_MOVE = ". Your notes are below. To move them to another entry, press m here, then m there."

_BASIS = {
    "documented": "Fix: documented by Instructure, vendor or 1EdTech",
    "community": "Fix: community, from a district's or forum's page",
    "derived": "Fix: derived from the cause, not documented",
}
_CUSTOM, _NO_STEPS = "Fix: custom code", f"Fix: custom code, {NOT_WRITTEN}"


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
    """What comes before the text; further lines are indented to the text."""
    slots: tuple[tuple[int, int], ...] = ()
    """Start and end of each placeholder in a message, in characters of `text`."""


class Outline(Struct, frozen=True):
    """The blocks of an entry."""

    glance: tuple[Block, ...]
    """What an agent needs during the call: everything up to the last step."""
    further: tuple[Block, ...]
    """Cases and notes in full, sources, prevention, phrases."""
    related: tuple[Entry, ...]


def outline(
    catalog: Catalog,
    entry: Entry,
    now: datetime,
    *,
    notes: Sequence[Note] = (),
    cases: Sequence[Case] = (),
    contacts: Mapping[Who, str] = MappingProxyType({}),
    hit: Hit | None = None,
    through: Case | None = None,
) -> Outline:
    """Arrange an entry for reading.

    Args:
        catalog: The catalog that the entry is from.
        entry: The entry.
        now: The time, in the agent's time zone.
        notes: The agent's notes on the entry, newest first.
        cases: The agent's cases of the entry, newest first.
        contacts: Whom to call, by who acts.
        hit: How the entry answers the query, or None.
        through: The case that made the query find the entry, or None.
    """
    related = tuple(other for entry_id in entry.related if (other := catalog.entry(entry_id)) is not None)
    glance = (
        Block(Role.TITLE, entry.title),
        *_facts(catalog, entry),
        *_summary(notes, cases, now),
        *_recognized(hit, through, now),
        *_messages(catalog, entry, contacts, hit),
    )
    further = (*_cases(cases, now), *_notes(notes), *_background(entry))
    return Outline(glance, further, related)


def outline_at(desk: Desk, entry: Entry, hit: Hit | None = None, through: Case | None = None) -> Outline:
    """Arrange an entry for reading, with the notes, cases and contacts of a desk (see `outline`)."""
    snapshot = desk.notebook.snapshot
    return outline(
        desk.catalog,
        entry,
        desk.notebook.now().astimezone(),
        notes=snapshot.notes.get(entry.id, ()),
        cases=snapshot.cases.get(entry.id, ()),
        contacts=desk.settings.contacts,
        hit=hit,
        through=through,
    )


def who_acts(catalog: Catalog, entry: Entry, who: Who) -> str:
    """Name who acts, in words that a caller uses, for example "Skyward admin"."""
    vendor = catalog.vendor(entry.vendor)
    system = vendor.name if len(vendor.name) <= len("Infinite Campus") else vendor.short
    system = "SIS" if vendor.name == NO_VENDOR else system
    return {
        "teacher": "Teacher",
        "canvas_admin": "Canvas admin",
        "sis_admin": f"{system} admin",
        "vendor_support": f"{system} support",
    }[who]


def case_line(case: Case, now: datetime) -> str:
    """Identify a case in one line, for example "14 Nov · INC0042 · Ridgeview · open"."""
    conflict = CONFLICT if case.beside else ""
    facts = (day(case.opened, now), case.ticket, case.school, case.course, case.outcome or "open", conflict)
    return " · ".join(filter(None, facts))


def sources_of(entry: Entry) -> list[Source]:
    """Return the pages that an entry is based on, each once."""
    sources = {}
    for message in entry.messages:
        if message.complete_text is not None:
            sources[message.complete_text.source.url] = message.complete_text.source
        for cause in message.causes:
            sources |= {source.url: source for source in cause.sources}
    return list(sources.values())


def _facts(catalog: Catalog, entry: Entry) -> Iterator[Block]:
    """Yield the vendor and other facts in a line, then whether the entry is gone and whether grades still sync."""
    sync_states = _sync_states(entry)
    facts = [entry.id if is_missing_entry(entry) else catalog.vendor(entry.vendor).name]
    if is_custom(entry):
        facts += ["custom code"] + [CONFLICT] * (entry.beside is not None)
    if entry.http_status is not None:
        facts.append(f"HTTP {entry.http_status}")
    if sync_states == {None}:
        facts.append("sync unknown")
    yield Block(Role.FACTS, " · ".join(facts))
    if is_missing_entry(entry):
        yield Block(Role.UNSPECIFIED, (_REMOVED if entry.id.startswith("own/") else _GONE) + _MOVE)
    if sync_states == {True}:
        yield Block(Role.SYNCS, "Grades still sync despite this error.")
    elif sync_states == {False}:
        yield Block(Role.SYNCS, "Grades do not sync until this error is fixed.")


def _sync_states(entry: Entry) -> set[bool | None]:
    return {cause.syncs_anyway for message in entry.messages for cause in message.causes}


def _summary(notes: Sequence[Note], cases: Sequence[Case], now: datetime) -> Iterator[Block]:
    """Yield a line about the notes and a line about the cases."""
    if notes:
        words = notes[0].text.strip().partition("\n")[0] or " ".join(f"#{tag}" for tag in notes[0].tags)
        yield Block(Role.DIGEST, one_line(words), f"{counted(len(notes), 'note')}: ")
    if cases:
        yield Block(Role.DIGEST, digest(cases, now))


def _recognized(hit: Hit | None, through: Case | None, now: datetime) -> Iterator[Block]:
    """Yield the case that made the query find the entry, and the message that was found in the query."""
    if through is not None:
        yield Block(Role.RECOGNIZED, f"Found through the case: {case_line(through, now)}")
    if hit is not None and hit.recognized:
        yield Block(Role.RECOGNIZED, one_line(hit.recognized), "In your text: ")
        for name, value in hit.values.items():
            yield Block(Role.VALUE, value, f"{name} = ")
        yield from _again(hit)


def _again(hit: Hit) -> Iterator[Block]:
    """Yield the values of the other places in which a query contains the message."""
    others = [place.values for place in hit.occurrences if place.values and place.values != hit.values]
    for values in others[:MOST_PLACES]:
        yield Block(Role.VALUE, ", ".join(f"{name} = {value}" for name, value in values.items()), "Again: ")
    if len(others) > MOST_PLACES:
        yield Block(Role.VALUE, f"and {len(others) - MOST_PLACES} more times")


def _messages(catalog: Catalog, entry: Entry, contacts: Mapping[Who, str], hit: Hit | None) -> Iterator[Block]:
    """Yield each message with its causes, who acts and the steps."""
    sync_differs = len(_sync_states(entry)) > 1
    for position, message in enumerate(entry.messages):
        values = hit.values if hit is not None and hit.message == position else {}
        yield from _message(message)
        for number, cause in enumerate(message.causes, 1):
            mark = f"Cause {number}: " if len(message.causes) > 1 else ""
            yield from _cause(cause, mark, NOT_WRITTEN if is_custom(entry) else NOT_SPECIFIED, sync_differs)
            contact = contacts.get(cause.who)
            yield Block(Role.WHO, f"{who_acts(catalog, entry, cause.who)} acts{f': {contact}' if contact else ''}")
            for count, step in enumerate(steps_of(cause, values), 1):
                yield Block(Role.STEP, step, f"{count}. ")
            yield Block(Role.BASIS, (_CUSTOM if cause.fix else _NO_STEPS) if is_custom(entry) else _BASIS[cause.basis])


def _message(message: Message) -> Iterator[Block]:
    slots, end = [], 0
    for placeholder in message.slots.values():
        start = message.text.index(placeholder, end)
        end = start + len(placeholder)
        slots.append((start, end))
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


def _cases(cases: Sequence[Case], now: datetime) -> Iterator[Block]:
    if cases:
        yield Block(Role.HEADING, "Cases")
    for case in cases[:SHOWN]:
        yield Block(Role.BASIS, case_line(case, now))
        if case.text:
            yield _typed(case.text)
    if len(cases) > SHOWN:
        yield Block(Role.BASIS, f"… and {len(cases) - SHOWN} earlier ones: F6 shows all")


def _notes(notes: Sequence[Note]) -> Iterator[Block]:
    if notes:
        yield Block(Role.HEADING, "Notes")
    for note in notes[:SHOWN]:
        tags = "".join(f" #{tag}" for tag in note.tags)
        conflict = f" · {CONFLICT}" if note.beside else ""
        yield Block(Role.BASIS, f"{local_time(note.changed)}{conflict}{tags}")
        yield _typed(note.text)
    if len(notes) > SHOWN:
        yield Block(Role.BASIS, f"… and {len(notes) - SHOWN} earlier ones: n shows all")


def _typed(text: str) -> Block:
    return Block(Role.NOTE, shortened(text, SHOWN_LENGTH, "… (open the editor to read the rest)"))


def _background(entry: Entry) -> Iterator[Block]:
    sources = sources_of(entry)
    if sources:
        yield Block(Role.HEADING, "Sources")
        for source in sources:
            yield Block(Role.SOURCE, f"{source.title}\n{source.url}", "• ")
    if entry.prevention:
        yield Block(Role.HEADING, "Prevention")
        yield Block(Role.PREVENTION, entry.prevention)
    if entry.says:
        yield Block(Role.HEADING, "What callers say")
        for phrase in entry.says:
            yield Block(Role.SAYS, phrase, "• ")
