"""The records of the dictionary and of the notebook, in the words of Canvas and OneRoster.

All are frozen, and decoded strictly: a missing, unknown or wrongly typed field is a fault with a place.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct

Who = Literal["teacher", "canvas_admin", "sis_admin", "vendor_support"]
"""Who can act on a cause."""

Basis = Literal["documented", "community", "derived"]
"""On what a fix rests: a vendor's, Instructure's or 1EdTech's page; a district's or forum's page; the cause alone."""

Moment = Annotated[datetime, Meta(tz=True)]
"""A point in time, with its zone."""

NonEmpty = Annotated[str, Meta(min_length=1)]


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """A record that is decoded strictly."""


class Source(Record, frozen=True):
    """A page that a text rests on."""

    title: NonEmpty
    url: NonEmpty


class Cause(Record, frozen=True):
    """One reason for a message, with the way out of it."""

    meaning: NonEmpty | None
    """What happened, or None where the dictionary leaves it unspecified."""
    notes: tuple[NonEmpty, ...]
    syncs_anyway: bool | None
    """Whether grades still sync despite the message; None where it is not known."""
    who: Who
    fix: tuple[NonEmpty, ...]
    """The steps, in order."""
    basis: Basis
    sources: tuple[Source, ...]
    filled: dict[str, NonEmpty] = {}
    """Number of a step, as digits, to its wording once the values are known that it names, such as `{category}`."""


class CompleteText(Record, frozen=True):
    """The full wording of a message that the dictionary cuts short."""

    text: NonEmpty
    source: Source


class Message(Record, frozen=True):
    """An error text with its placeholders."""

    text: NonEmpty
    """Exactly as the dictionary prints it."""
    slots: dict[str, NonEmpty]
    """Name of each placeholder, to the placeholder as printed; found in `text` left to right, in this order."""
    complete_text: CompleteText | None
    also: tuple[NonEmpty, ...]
    """Inferred: phrases that the cut rest of the message is likely to hold."""
    causes: Annotated[tuple[Cause, ...], Meta(min_length=1)]


class Entry(Record, frozen=True):
    """One error of one vendor."""

    id: NonEmpty
    """Stable and readable, `<vendor-id>/<slug>`; notes hang on it, so it is never recomputed."""
    vendor: NonEmpty
    title: NonEmpty
    """Exactly as the dictionary prints it."""
    http_status: Annotated[int, Meta(ge=100, le=599)] | None
    messages: Annotated[tuple[Message, ...], Meta(min_length=1)]
    says: tuple[NonEmpty, ...]
    """Phrases as callers say it."""
    prevention: NonEmpty | None
    related: tuple[NonEmpty, ...]
    """Ids of other entries."""


class Vendor(Record, frozen=True):
    """A student information system."""

    id: NonEmpty
    name: NonEmpty
    """As in the dictionary."""
    short: NonEmpty
    """For rows."""
    aliases: tuple[NonEmpty, ...]
    """What people type for it."""


class Edition(Record, frozen=True):
    """What a catalog says of itself."""

    schema: int
    title: NonEmpty
    source: Source
    edition: NonEmpty
    synonyms: tuple[tuple[NonEmpty, ...], ...]
    """Groups of words that mean the same to callers."""


Span = tuple[int, int]
"""Start and end offsets of characters in a text."""


By = Literal["message", "words", "near"]
"""How an entry answers: one of its messages stands in the query; it explains each word of a short query; neither."""


class Hit(NamedTuple):
    """An entry that answers a query."""

    entry: Entry
    score: float
    """Orders the hits of one answer; means nothing across answers."""
    by: By
    message: int | None = None
    """Number of the message that stands in the query."""
    values: Mapping[str, str] = MappingProxyType({})
    """Slot of that message to its value in the query, as a person would read it."""
    recognized: str = ""
    """The part of the query that is the message."""
    own: float = 0.0
    """What of the score tells the entry apart from others with the same message."""

    @property
    def matched(self) -> bool:
        """False when the entry is only the nearest there is."""
        return self.by != "near"


class Bookmark(Record, frozen=True):
    """An entry the agent wants at hand."""

    entry: NonEmpty
    title: str
    """The entry's title when it was bookmarked, for a catalog that no longer holds it."""
    created: Moment
    rank: int = 0
    """Its place among the others, where the agent ordered them by hand; 0 where not."""


class Note(Record, frozen=True):
    """What the agent wrote down about an entry."""

    uid: NonEmpty
    entry: NonEmpty
    title: str
    """The entry's title when the note was written, for a catalog that no longer holds it."""
    text: str
    """Markdown."""
    tags: tuple[NonEmpty, ...]
    created: Moment
    changed: Moment
    rev: NonEmpty
    """A fresh random id at each save."""
    was: tuple[str, ...]
    """Earlier revs, newest first."""
    beside: str | None = None
    """Uid of the note that another terminal had saved first, when both texts were kept."""


Outcome = Literal["resolved", "escalated", "other"]
"""How a case ended."""


class Case(Record, frozen=True):
    """A call: the entry met a course at a school."""

    uid: NonEmpty
    entry: NonEmpty
    title: str
    """The entry's title when the case was logged, for a catalog that no longer holds it."""
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
    """How it ended; None while it is open."""
    created: Moment
    changed: Moment
    rev: NonEmpty
    """A fresh random id at each save."""
    was: tuple[str, ...]
    """Earlier revs, newest first."""
    beside: str | None = None
    """Uid of the case that another terminal had saved first, when both were kept."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.closed is None


class CustomCode(Entry, frozen=True):
    """An error that the dictionary lacks, in the shape of its entries."""

    uid: NonEmpty
    created: Moment
    changed: Moment
    rev: NonEmpty
    """A fresh random id at each save."""
    was: tuple[str, ...]
    """Earlier revs, newest first."""
    beside: str | None = None
    """Uid of the one that another terminal had saved first, when both were kept."""


class CustomVendor(Vendor, frozen=True):
    """A system that the dictionary lacks, in the shape of its vendors."""

    uid: NonEmpty
    created: Moment
    changed: Moment
    rev: NonEmpty
    """A fresh random id at each save."""
    was: tuple[str, ...]
    """Earlier revs, newest first."""
    beside: str | None = None
    """Uid of the one that another terminal had saved first, when both were kept."""


class Removed(Record, frozen=True):
    """What is left of a removed record, so that an import does not bring it back."""

    uid: NonEmpty
    rev: NonEmpty
    """The record's last version."""
    when: Moment
    was: tuple[str, ...] = ()
    """Its versions before that, newest first."""
