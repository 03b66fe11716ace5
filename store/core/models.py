"""The records of the dictionary and of the notebook, in the words of Canvas and OneRoster.

All are frozen and decoded strictly: a missing, unknown or wrongly typed field is an error that names its place.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct

Who = Literal["teacher", "canvas_admin", "sis_admin", "vendor_support"]
"""Who can act on a cause."""

Basis = Literal["documented", "community", "derived"]
"""What a fix rests on: a page of a vendor, Instructure or 1EdTech; a page of a district or forum; the cause alone."""

Moment = Annotated[datetime, Meta(tz=True)]
"""A point in time, with its time zone."""

NonEmpty = Annotated[str, Meta(min_length=1)]


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """A record that is decoded strictly."""


class Source(Record, frozen=True):
    """A page that a text rests on."""

    title: NonEmpty
    url: NonEmpty


class Cause(Record, frozen=True, kw_only=True):
    """One reason for a message, and how to fix it."""

    meaning: NonEmpty | None
    """What happened, or None if the dictionary does not say."""
    notes: tuple[NonEmpty, ...]
    syncs_anyway: bool | None
    """Whether grades still sync despite the message; None if unknown."""
    who: Who
    fix: tuple[NonEmpty, ...]
    """The steps, in order."""
    basis: Basis
    sources: tuple[Source, ...]
    filled: dict[str, NonEmpty] = {}
    """Step number, in digits, to the step's wording once the values it names are known, such as `{category}`."""


class CompleteText(Record, frozen=True):
    """The full wording of a message that the dictionary cuts short."""

    text: NonEmpty
    source: Source


class Variant(Record, frozen=True):
    """Another wording of a message, with the same slots."""

    text: NonEmpty
    """As the message's text, with the same placeholders."""
    why: NonEmpty
    """How it differs, and where that is known from."""


class Message(Record, frozen=True, kw_only=True):
    """An error text with its placeholders."""

    text: NonEmpty
    """Exactly as the dictionary prints it."""
    slots: dict[str, NonEmpty]
    """Slot name to the placeholder as printed; found in `text` from left to right, in this order."""
    complete_text: CompleteText | None
    also: tuple[NonEmpty, ...]
    """Our guess: phrases that the part cut from the message is likely to contain."""
    causes: Annotated[tuple[Cause, ...], Meta(min_length=1)]
    variants: tuple[Variant, ...] = ()


class Entry(Record, frozen=True, kw_only=True):
    """One error of one vendor."""

    id: NonEmpty
    """Stable and readable, `<vendor-id>/<slug>`; never recomputed, because notes and cases refer to it."""
    vendor: NonEmpty
    """Id of the vendor."""
    title: NonEmpty
    """Exactly as the dictionary prints it."""
    http_status: Annotated[int, Meta(ge=100, le=599)] | None
    messages: Annotated[tuple[Message, ...], Meta(min_length=1)]
    says: tuple[NonEmpty, ...]
    """How callers describe the error."""
    prevention: NonEmpty | None
    related: tuple[NonEmpty, ...]
    """Ids of other entries."""


class Vendor(Record, frozen=True, kw_only=True):
    """A student information system."""

    id: NonEmpty
    name: NonEmpty
    """As the dictionary prints it."""
    short: NonEmpty
    """A short name, for rows."""
    aliases: tuple[NonEmpty, ...]
    """What people type for it."""


class Background(Record, frozen=True):
    """Words that identify no message."""

    why: NonEmpty
    """Whose words they are."""
    words: Annotated[tuple[NonEmpty, ...], Meta(min_length=1)]


class ProtocolCode(Record, frozen=True, kw_only=True):
    """An HTTP status or a OneRoster code word: what it says by itself, whatever the error."""

    id: NonEmpty
    """`http/404` or `oneroster/unknownobject`."""
    kind: Literal["http", "oneroster"]
    code: NonEmpty
    """The three digits of a status, or the word as OneRoster 1.2 writes it."""
    spellings: tuple[NonEmpty, ...]
    """The reason phrases of a status, the usual one first; other ways to write a word. Case, blanks, hyphens and
    underscores make no difference."""
    says: NonEmpty
    """What it says about a grade sync, in one or two short sentences."""
    who: Who
    """Who usually acts."""
    first: NonEmpty
    """What to do first, in one sentence."""
    source: Source

    @property
    def name(self) -> str:
        """What people read, for example "404 Not Found" or "OneRoster unknownobject"."""
        return f"OneRoster {self.code}" if self.kind == "oneroster" else " ".join((self.code, *self.spellings[:1]))


class Edition(Record, frozen=True, kw_only=True):
    """What a catalog says about itself."""

    schema: int
    title: NonEmpty
    source: Source
    edition: NonEmpty
    """Its date, such as `2026-11-23`."""
    synonyms: tuple[tuple[NonEmpty, ...], ...]
    """Groups of words that callers use for the same thing."""
    background: tuple[Background, ...] = ()
    """Words that any message may have; empty in catalogs of sisdex 0.1."""


Span = tuple[int, int]
"""Start and end offset in a text, in characters."""


By = Literal["message", "words", "near"]
"""How an entry answers a query: the query contains one of its messages; the query is short and the entry explains
every word; neither."""


class Occurrence(NamedTuple):
    """A place in which a text contains a message."""

    span: Span
    """Characters of the text as it looked on screen."""
    values: Mapping[str, str]
    """Slot to its value there."""


class Hit(NamedTuple):
    """An entry that answers a query."""

    entry: Entry
    score: float
    """Orders the hits of one answer; not comparable between answers."""
    by: By
    message: int | None = None
    """Index of the message that the query contains."""
    values: Mapping[str, str] = MappingProxyType({})
    """Slot of that message to its value in the query, as a person would read it."""
    recognized: str = ""
    """The part of the query that is the message."""
    own: float = 0.0
    """The part of the score that sets the entry apart from others with the same message."""
    occurrences: tuple[Occurrence, ...] = ()
    """Each place in which the query contains the message, in order."""
    rule: str = ""
    """Name of the rule by which the message counts, or does not."""

    @property
    def matched(self) -> bool:
        """Whether the entry matches, rather than only being the nearest one."""
        return self.by != "near"


class Bookmark(Record, frozen=True, kw_only=True):
    """An entry that the agent wants to find again quickly."""

    entry: NonEmpty
    """Id of the entry."""
    title: str
    """The entry's title when it was bookmarked, in case the catalog drops the entry."""
    created: Moment
    rank: int = 0
    """Position among the bookmarks if the agent ordered them by hand, counted from 1; else 0."""


class Identified(Record, frozen=True):
    """A record that is known by a random id."""

    uid: NonEmpty


class Versioned(Identified, frozen=True, kw_only=True):
    """A record that is saved again and again, maybe at two desks, and whose copies can be merged.

    These fields come last in a file, after those of the subclass: msgspec puts keyword-only fields at the end.
    """

    created: Moment
    changed: Moment
    rev: NonEmpty
    """A new random id for each save."""
    was: tuple[str, ...]
    """Earlier revs, newest first."""
    beside: str | None = None
    """If this record and another one are two edits of the same record, both kept: the uid of the one saved first."""


class Note(Versioned, frozen=True):
    """What the agent wrote about an entry."""

    entry: NonEmpty
    """Id of the entry."""
    title: str
    """The entry's title when the note was written, in case the catalog drops the entry."""
    text: str
    """Markdown."""
    tags: tuple[NonEmpty, ...]


Outcome = Literal["resolved", "escalated", "other"]
"""How a case ended."""


class Case(Versioned, frozen=True):
    """A call or ticket: an entry that came up in a course at a school."""

    entry: NonEmpty
    """Id of the entry."""
    title: str
    """The entry's title when the case was logged, in case the catalog drops the entry."""
    ticket: str
    school: str
    course: str
    message: str
    """The error text as it was pasted."""
    values: dict[str, str]
    """Slot of the entry's message to its value in that text."""
    text: str
    """What was found and done."""
    opened: Moment
    closed: Moment | None
    outcome: Outcome | None
    """How the case ended, or None while it is open."""

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.closed is None


# A msgspec Struct inherits fields from one class only, so the next two repeat those of `Versioned`.


class CustomCode(Entry, frozen=True, kw_only=True):
    """An error that the agent added to the dictionary."""

    uid: NonEmpty
    created: Moment
    changed: Moment
    rev: NonEmpty
    was: tuple[str, ...]
    beside: str | None = None


class CustomVendor(Vendor, frozen=True, kw_only=True):
    """A student information system that the agent added, for a custom code."""

    uid: NonEmpty
    created: Moment
    changed: Moment
    rev: NonEmpty
    was: tuple[str, ...]
    beside: str | None = None


class Removed(Identified, frozen=True, kw_only=True):
    """What remains of a removed record, so that an import does not bring it back."""

    rev: NonEmpty
    """The record's last version."""
    when: Moment
    was: tuple[str, ...] = ()
    """Its earlier versions, newest first."""
