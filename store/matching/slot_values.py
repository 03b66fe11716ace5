"""What stands in the place of a message's slots, parted among them and made tidy for people."""

import re
from collections.abc import Sequence
from typing import NamedTuple

WRAPPED_FROM = 40
"""A line shorter than this was not wrapped by mail: it ends where its writer ended it."""
WRAPPING = "\"'“”‘’«»„`"
_QUOTES = WRAPPING.replace("'", "").replace("’", "")  # an apostrophe stands alone in many names
_PARTNERS = {"[": "]", "<": ">", "“": "”", "«": "»", '"': '"'}
_BRACKETS = {"[": "]", "<": ">", "{": "}"}
_SENTENCE_END = re.compile(r"[.!?](?=\s+[A-Z]|\s*$)")
_NUMBER_THEN_PROSE = re.compile(r"\s*([A-Za-z]?[\d.\-]*\d)[,;] [a-z]")


class Slot(NamedTuple):
    """A placeholder between two words of a message."""

    name: str
    before: str
    """Literal characters between the word (or slot) before it and it."""
    after: str
    """Literal characters between it and the word (or slot) after it, or the message's end."""


def split_values(raw: str, slots: Sequence[Slot]) -> dict[str, str]:
    """Part what stands in one place among the slots of that place, by the literals between them."""
    values: dict[str, str] = {}
    rest = raw
    for number, slot in enumerate(slots):
        if number + 1 < len(slots):
            separator = slot.after.rstrip() or " "
            value, found, rest = behind(rest, slot.before).partition(separator)
            if not found:
                return values
            values[slot.name] = _tidy(value, "", "")
        else:
            values[slot.name] = _tidy(rest, slot.before, slot.after)
    return values


def behind(text: str, literal: str) -> str:
    """Return what follows a literal at the beginning of a text; all of it where the literal is absent."""
    body, mark = text.lstrip(), literal.strip()
    return body[len(mark) :] if mark and body.startswith(mark) else body


def until_end(text: str, after: str) -> str:
    """Return what a slot at a message's end holds: up to the literal behind it, or the end of the sentence or line."""
    text = text.lstrip()
    partner = _PARTNERS.get(text[:1])
    if partner is not None and (end := text.find(partner, 1)) > 0:  # what is bracketed or quoted ends with its partner
        return text[: end + 1]
    newline = text.find("\n")
    while newline >= 0:
        following = text[newline + 1 :].lstrip(" \t")
        if not (newline >= WRAPPED_FROM and following[:1].islower()):  # a line that mail wrapped goes on
            text = text[:newline]
            break
        newline = text.find("\n", newline + 1)
    closing = after.rstrip()
    marks = [closing] if closing else ['."', '",', '"}', '"]', "</", "<br", " | "]
    ends = [place for mark in marks if (place := _end_at(text, mark)) > 0]
    text = text[: min(ends)] if ends else text
    sentence = _SENTENCE_END.search(text)
    text = text[: sentence.start()] if sentence else text
    number = _NUMBER_THEN_PROSE.match(text)
    return number[1] if number and not closing else text


def _end_at(text: str, mark: str) -> int:
    """Find a mark that ends a value: a full stop does only before a blank or the end, as 1234.0.01 shows."""
    place = text.find(mark)
    while (
        place >= 0 and mark in (".", ",") and text[place + 1 : place + 2].strip() not in ("", '"', "'", ")", "]", "<")
    ):
        place = text.find(mark, place + 1)
    return place


def _bared(value: str) -> str:
    """Take one pair of quotes or brackets from around a value, or a quote that has lost its partner."""
    if not value:
        return value
    first, last = value[0], value[-1]
    if len(value) > 1 and ((first in WRAPPING and last in WRAPPING) or _BRACKETS.get(first) == last):
        return value[1:-1].strip()
    if first in _QUOTES and value.count(first) == 1:
        return value[1:].strip()
    if last in _QUOTES and value.count(last) == 1:
        return value[:-1].strip()
    return value


def _tidy(raw: str, before: str, after: str) -> str:
    """Return a value as a person reads it: without literals, quotes and brackets around it, and on one line."""
    value = " ".join(raw.split())
    lead, tail = before.strip(), after.strip()
    for mark in lead:
        if value.startswith(mark):
            value = value[1:].lstrip()
    for mark in reversed(tail):
        if value.endswith(mark):
            value = value[:-1].rstrip()
    while (bare := _bared(value)) != value:
        value = bare
    return value.strip(" ,;:")
