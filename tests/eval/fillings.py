"""Shipped messages with their slots filled: awkward names, ids, dates and numbers, by the slot's kind."""

import random
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from store.core.models import Entry, Message
from tests.eval.shipped import CATALOG, HERE

MOST_WORDS_OF_A_CATEGORY = 4
_WORD = re.compile(r"[^\W_]+")


class Part(NamedTuple):
    """A stretch of a filled message: a literal, or the value of a slot."""

    text: str
    slot: int
    """Number of the slot, from 1 in the message's order; 0 for a literal."""


class Original(NamedTuple):
    """A message that is pasted: one of the catalog, or its complete text."""

    entry: Entry
    number: int
    """Index of the message in the entry."""
    text: str
    slots: Mapping[str, str]
    is_cut: bool
    """Whether the dictionary prints only a part of it."""

    @property
    def is_open(self) -> bool:
        """Whether it ends with a slot, so that only a mark can say where the value ends."""
        placeholders = list(self.slots.values())
        return bool(placeholders) and self.text.endswith(placeholders[-1])


class Filled(NamedTuple):
    """A message as somebody would paste it."""

    original: Original
    parts: tuple[Part, ...]
    phrase: str = ""
    """The phrase of the cut part that follows it, if any."""

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(part.text for part in self.parts)

    @property
    def values(self) -> dict[str, str]:
        """Number of the slot to its value."""
        return {str(part.slot): part.text for part in self.parts if part.slot}

    @property
    def is_open(self) -> bool:
        """Whether nothing but a mark says where it ends."""
        return bool(self.parts[-1].slot)

    def with_parts(self, change: Callable[[str], str]) -> "Filled":
        """Return it with each part changed."""
        return self._replace(parts=tuple(Part(change(part.text), part.slot) for part in self.parts))


def words_of(text: str) -> list[str]:
    """Split a text into words to compare, without case."""
    return [word.casefold() for word in _WORD.findall(text)]


def literal_words(original: Original) -> list[str]:
    """Return the words of a message without its placeholders."""
    return [word for part in split(original) if not part.slot for word in words_of(part.text)]


def split(original: Original) -> list[Part]:
    """Split a message into literals and placeholders."""
    parts, at = [], 0
    for number, placeholder in enumerate(original.slots.values(), 1):
        start = original.text.index(placeholder, at)
        parts += [Part(original.text[at:start], 0), Part(placeholder, number)]
        at = start + len(placeholder)
    parts.append(Part(original.text[at:], 0))
    return [part for part in parts if part.text]


@cache
def originals(fewest_words: int = 1) -> tuple[Original, ...]:
    """Return the messages of the catalog with at least this many words, complete texts after the cut ones."""
    found = []
    for entry in CATALOG.entries:
        for number, message in enumerate(entry.messages):
            found.append(Original(entry, number, message.text, message.slots, is_cut(message)))
            if message.complete_text is not None:
                found.append(Original(entry, number, message.complete_text.text.replace("...", ""), {}, False))
    return tuple(original for original in found if len(literal_words(original)) >= fewest_words)


def is_cut(message: Message) -> bool:
    """Tell whether the dictionary prints only the beginning of a message, or a part of it."""
    return bool(message.also) or message.complete_text is not None


def fill(original: Original, chance: random.Random, fits: Callable[[str], bool] = lambda _: True) -> Filled:
    """Fill the slots of a message.

    Args:
        original: The message.
        chance: Where the choice comes from.
        fits: Whether a value may be used; no value is used that makes the message read in two ways.
    """
    for _ in range(200):
        parts = []
        for part in split(original):
            value = _value(original, part.slot, chance) if part.slot else part.text
            parts.append(Part(value, part.slot))
        filled = Filled(original, tuple(parts))
        if all(fits(value) for value in filled.values.values()) and not _is_ambiguous(original, filled):
            return filled
    raise AssertionError(f"no values fit {original.text}")


def continued(filled: Filled, chance: random.Random) -> Filled:
    """Return a message that the dictionary cuts short with a likely phrase of its rest behind it."""
    original = filled.original
    status = original.entry.http_status
    said = original.text.casefold()
    phrases = [
        phrase
        for phrase in original.entry.messages[original.number].also
        if telling(phrase) and phrase.casefold() not in said
    ]
    if not original.is_cut or not phrases:
        return filled
    phrase, lead = chance.choice(phrases), " "
    if original.text.endswith(("HTTP/1.1", "409")) and status is not None:
        number = "" if original.text.endswith("409") else f" {status}"
        lead = f'{number} {REASONS[status]} response: {{"message":"'
    tail = '"}' if lead.endswith('"') else "."
    literal = Part(lead + _behind(original.text, phrase) + tail, 0)
    return filled._replace(parts=(*filled.parts, literal), phrase=phrase)


def _behind(text: str, phrase: str) -> str:
    """Return a phrase without the words with which the text ends already."""
    said, words = text.split(), phrase.split()
    overlap = next((size for size in range(len(words), 0, -1) if said[-size:] == words[:size]), 0)
    return " ".join(words[overlap:])


REASONS = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"} | {
    412: "Precondition Failed",
    422: "Unprocessable Entity",
}


def telling(phrase: str) -> bool:
    """Tell whether a likely phrase says more than a status and its reason."""
    reasons = {word for reason in REASONS.values() for word in words_of(reason)}
    return any(word not in reasons and not word.isdecimal() for word in words_of(phrase))


def _is_ambiguous(original: Original, filled: Filled) -> bool:
    """Tell whether the message's literals stand in the filled text in more than one way."""
    literals = split(original)
    patterns = (
        "".join(f"(.+{lazy})" if part.slot else re.escape(part.text) for part in literals) for lazy in ("?", "")
    )
    first, second = (re.fullmatch(pattern, filled.text, re.DOTALL | re.IGNORECASE) for pattern in patterns)
    return first is None or second is None or first.groups() != second.groups()


# --- values -----------------------------------------------------------------------------------------------------------


@cache
def awkward_names() -> tuple[str, ...]:
    """Return the names that are awkward to read."""
    return tuple((HERE / "awkward_names.txt").read_text(encoding="utf-8").splitlines())


@cache
def _categories() -> tuple[str, ...]:
    return tuple(name for name in awkward_names() if len(name.split()) <= MOST_WORDS_OF_A_CATEGORY)


def name(chance: random.Random) -> str:
    """Draw the name of an assignment."""
    return chance.choice(awkward_names())


def category(chance: random.Random) -> str:
    """Draw the name of a category."""
    return chance.choice(_categories())


def _listed(chance: random.Random) -> str:
    plain = [name for name in _categories() if not re.search(r"[.!?]", name)]
    return ", ".join(chance.sample(plain, chance.randint(2, 4)))


def number(chance: random.Random) -> str:
    """Draw an id of digits."""
    return str(chance.randint(1_000, 99_999_999))


def guid(chance: random.Random) -> str:
    """Draw a random id of hexadecimal digits."""
    digits = f"{chance.getrandbits(128):032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def date(chance: random.Random) -> str:
    """Draw a date."""
    return f"{chance.randint(1, 12):02}/{chance.randint(1, 28):02}/{chance.choice((2024, 2025, 2026))}"


def _dotted(chance: random.Random) -> str:
    return f"{chance.randint(1_000, 99_999)}.{chance.randint(10_000, 999_999)}"


def _section(chance: random.Random) -> str:
    forms = (f"{chance.randint(1, 9_999)}.{chance.randint(0, 9)}.{chance.randint(1, 999):03}", number(chance))
    return chance.choice((*forms, f"{chance.randint(1, 99)}-{chance.choice('ABCDE')}"))


def _section_with_number(chance: random.Random) -> str:
    return f"{chance.randint(1, 999)}.{chance.randint(1, 9)} ({chance.randint(1_000, 99_999)})"


def _person(chance: random.Random) -> str:
    return chance.choice(("Ödön Núñez", "Sean O'Neil", "Li, Wei", "D'Angelo Reyes", "Ana-María Ruiz", number(chance)))


def _points(chance: random.Random) -> str:
    return chance.choice((str(chance.randint(1, 500)), f"{chance.randint(1, 99)}.{chance.randint(1, 9)}"))


def _host(chance: random.Random) -> str:
    return f"{chance.choice(('aspen', 'sis', 'x2'))}.{chance.choice(('lakeland', 'northdistrict'))}.example"


def _text(chance: random.Random) -> str:
    return chance.choice(
        ("due date is required", "Missing due date", "The due date is null", "lineItem has no dueDate")
    )


def _mark(chance: random.Random) -> str:
    return chance.choice(("A+", "N/A", "EX", "B-", "Incomplete", "12,5", "90%"))


_KINDS: dict[str, Callable[[random.Random], str]] = {
    "assignment": name,
    "available categories": _listed,
    "category": category,
    "class": _section,
    "due date": date,
    "error text": _text,
    "first id": number,
    "maximum score": _points,
    "minimum score": _points,
    "product": _points,
    "request id": guid,
    "result": number,
    "school": _host,
    "score": _points,
    "score record": _person,
    "second id": number,
    "section": _section,
    "student": number,
    "value": _mark,
}


def _value(original: Original, slot: int, chance: random.Random) -> str:
    """Draw a value of the kind that belongs into a slot."""
    slot_name, placeholder = list(original.slots.items())[slot - 1]
    if slot_name == "assignment" and "app id" in original.text:
        return number(chance)
    if slot_name == "assignment" and "." in placeholder:
        return _dotted(chance)
    if slot_name == "section" and "(" in placeholder:
        return _section_with_number(chance)
    if slot_name == "request id" and "equest_id" in original.text:
        return number(chance)
    return _KINDS[slot_name](chance)
