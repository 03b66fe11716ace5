"""What search compares of an entry: its fields, each with what a word in it is worth."""

from collections.abc import Sequence
from typing import NamedTuple

from store.catalog import Catalog
from store.models import Entry, Message
from store.template import Template
from store.text import fold, words

# The title names the error, a note may say anything.
VENDOR, TITLE, MESSAGE, MEANING, SAYS, ALSO, NOTE = 1.0, 1.0, 0.9, 0.85, 0.85, 0.8, 0.8


class Field(NamedTuple):
    """A text of an entry."""

    text: str
    weight: float

    @property
    def is_name(self) -> bool:
        """Whether a query may be the field itself, rather than like it: vendor, title or message."""
        return self.weight >= MESSAGE


class Document(NamedTuple):
    """An entry, ready to be compared."""

    entry: Entry
    order: int
    """Rank among equals: the desk's own vendors first, then the dictionary's order."""
    phrases: tuple[tuple[str, bool], ...]
    """Its fields, folded, and whether each is a name."""
    templates: tuple[Template, ...]
    """Its messages."""
    title: frozenset[str]
    """The words of its title."""
    vendor_names: frozenset[str]
    """The vendor's names, folded, that are long enough not to be words by chance."""


def prepare(catalog: Catalog, entry: Entry, order: int, fields: Sequence[Field]) -> Document:
    """Prepare an entry."""
    vendor = catalog.vendor(entry.vendor)
    names = (vendor.name, vendor.short, *vendor.aliases)
    return Document(
        entry,
        order,
        tuple((fold(field.text), field.is_name) for field in fields),
        tuple(Template(message) for message in entry.messages),
        frozenset(word.folded for word in words(entry.title)),
        frozenset(fold(name) for name in names if len(name) > 3),
    )


def fields_of(catalog: Catalog, entry: Entry, notes: Sequence[str]) -> list[Field]:
    """List the fields of an entry, the agent's notes on it included."""
    vendor = catalog.vendor(entry.vendor)
    title = entry.title if entry.http_status is None else f"{entry.title} {entry.http_status}"
    fields = [Field(" ".join((vendor.name, *vendor.aliases)), VENDOR), Field(title, TITLE)]
    for message in entry.messages:
        fields.append(Field(_literals(message), MESSAGE))
        if message.complete_text is not None:
            fields.append(Field(message.complete_text.text, MESSAGE))
        for cause in message.causes:
            fields.append(Field(" ".join((cause.meaning or "", *cause.notes)), MEANING))
        fields += [Field(phrase, ALSO) for phrase in message.also]
    fields += [Field(phrase, SAYS) for phrase in entry.says]
    return fields + [Field(note, NOTE) for note in notes]


def synonyms_of(catalog: Catalog) -> dict[str, set[str]]:
    """Map each word of the catalog's synonym table to the words of its groups."""
    table: dict[str, set[str]] = {}
    for group in catalog.edition.synonyms:
        folded = {fold(word) for word in group}
        for word in folded:
            table.setdefault(word, set()).update(folded - {word})
    return table


def _literals(message: Message) -> str:
    """Return a message's text without its placeholders, which no real text holds."""
    parts, at = [], 0
    for placeholder in message.slots.values():
        found = message.text.index(placeholder, at)
        parts.append(message.text[at:found])
        at = found + len(placeholder)
    return " ".join((*parts, message.text[at:]))
