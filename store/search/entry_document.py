"""What search compares a query with: the fields of an entry, each with what a word in it is worth."""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from store.catalog.opening import Catalog
from store.core.models import Entry, Message
from store.core.text import fold, folded_words
from store.matching.message_template import Template, templates_of
from store.search.english import content, stem
from store.search.search_words import indexed_words, line_of

# What a word is worth, by its field: the title names the error, a note may say anything.
VENDOR, TITLE, MESSAGE, MEANING, SAYS, ALSO, NOTE = 1.0, 1.0, 0.9, 0.85, 0.85, 0.8, 0.75
_NAMING = (VENDOR, TITLE, MESSAGE, ALSO)

EVERYWHERE = -1
"""All bits."""
SHORTEST_INITIALS = 3
"""Initials of the shortest title that can be found by them, such as ISE."""


class SearchField(NamedTuple):
    """A text of an entry."""

    text: str
    weight: float


class EntryDocument(Struct, frozen=True, dict=True):
    """An entry, ready to be compared with queries."""

    entry: Entry
    order: int
    """Its number, and its rank among equals: home vendors first, then the dictionary's order."""
    fields: tuple[SearchField, ...]
    """Its texts."""
    phrases: tuple[str, ...]
    """Its fields, each as a line of the words that search compares."""
    names: tuple[str, ...]
    """Those that a query may be word for word: vendor, title and messages."""
    vendor_names: frozenset[str]
    """The vendor's names, folded, but for those that are so short that any text may have them by chance."""

    @cached_property
    def stemmed_phrases(self) -> tuple[str, ...]:
        """Its fields as the stems of their words, without function words."""
        return tuple(content(phrase) for phrase in self.phrases)

    @cached_property
    def places(self) -> dict[str, int]:
        """The stem of each of its words, to the texts that have it, as bits.

        Title and messages are one text, which says what the error is. A note belongs to all texts.
        """
        places: dict[str, int] = {}
        for number, field in enumerate(self.fields):
            bits = EVERYWHERE if field.weight == NOTE else 1 if field.weight in _NAMING else 1 << number + 1
            for word in map(stem, indexed_words(field.text)):
                places[word] = places.get(word, 0) | bits
        return places

    @cached_property
    def templates(self) -> tuple[Template, ...]:
        """Its messages as they are printed."""
        return tuple(templates_of(message)[0] for message in self.entry.messages)

    def is_named_in(self, text: str) -> bool:
        """Tell whether a folded text names the vendor."""
        for name in self.vendor_names:  # noqa: SIM110 - a generator takes three times as long
            if name in text:
                return True
        return False


def prepare(catalog: Catalog, entry: Entry, order: int, fields: Sequence[SearchField]) -> EntryDocument:
    """Prepare an entry, with its number and its fields as `fields_of` returns them."""
    vendor = catalog.vendor(entry.vendor)
    phrases = tuple(line_of(field.text) for field in fields)
    names = tuple(phrase for phrase, field in zip(phrases, fields, strict=True) if field.weight >= MESSAGE)
    vendor_names = frozenset(fold(name) for name in (vendor.name, vendor.short, *vendor.aliases) if len(name) > 3)
    return EntryDocument(entry, order, tuple(fields), phrases, names, vendor_names)


def fields_of(catalog: Catalog, entry: Entry, notes: Sequence[str]) -> list[SearchField]:
    """List the fields of an entry, including the agent's notes on it."""
    vendor = catalog.vendor(entry.vendor)
    title = entry.title if entry.http_status is None else f"{entry.title} {entry.http_status}"
    fields = [SearchField(" ".join((vendor.name, *vendor.aliases)), VENDOR), SearchField(title, TITLE)]
    initials = "".join(word[0] for word in folded_words(entry.title) if word.isalpha())
    if len(initials) >= SHORTEST_INITIALS:
        fields.append(SearchField(initials, ALSO))
    for message in entry.messages:
        if text := literals(message).strip():  # a custom code may be a single slot
            fields.append(SearchField(text, MESSAGE))
        if message.complete_text is not None:
            fields.append(SearchField(message.complete_text.text, MESSAGE))
        for cause in message.causes:
            fields.append(SearchField(" ".join((cause.meaning or "", *cause.notes)), MEANING))
        fields += [SearchField(phrase, ALSO) for phrase in message.also]
    fields += [SearchField(phrase, SAYS) for phrase in entry.says]
    return fields + [SearchField(note, NOTE) for note in notes]


def synonyms_of(catalog: Catalog) -> dict[str, set[str]]:
    """Map each word of the catalog's synonym table to the words of its groups."""
    table: dict[str, set[str]] = {}
    for group in catalog.edition.synonyms:
        folded = {fold(word) for word in group}
        for word in folded:
            table.setdefault(word, set()).update(folded - {word})
    return table


def literals(message: Message) -> str:
    """Return a message's text without its placeholders, which no real text contains."""
    parts, at = [], 0
    for placeholder in message.slots.values():
        start = message.text.index(placeholder, at)
        parts.append(message.text[at:start])
        at = start + len(placeholder)
    return " ".join((*parts, message.text[at:]))
