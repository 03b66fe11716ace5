"""The values of a message's slots: cut out of the text, split among the slots, and made readable."""

import re
from collections.abc import Sequence
from typing import NamedTuple

SHORTEST_WRAPPED_LINE = 40
"""Mail does not wrap lines below this many characters: they end where their writer ended them."""
QUOTES = "\"'“”‘’«»„`"
_PAIRED_QUOTES = QUOTES.replace("'", "").replace("’", "")  # many names contain a single apostrophe
_PARTNERS = {"[": "]", "<": ">", "“": "”", "«": "»", '"': '"'}
_BRACKETS = {"[": "]", "<": ">", "{": "}"}
_SENTENCE_END = re.compile(r"[.!?](?=\s+[A-Z]|\s*$)")
_NUMBER_THEN_PROSE = re.compile(r"\s*([A-Za-z]?[\d.\-]*\d)[,;] [a-z]")


class Slot(NamedTuple):
    """A placeholder between two words of a message."""

    name: str
    before: str
    """Literal characters between the word (or slot) before the slot and the slot."""
    after: str
    """Literal characters between the slot and the word (or slot) behind it, or the message's end."""


def split_values(raw: str, slots: Sequence[Slot]) -> dict[str, str]:
    """Split the text in one place among the slots there, by the literals between them.

    Args:
        raw: The characters between two aligned words.
        slots: The slots in that place, in order.

    Returns:
        Slot to value. A slot that has no separator behind it in the text is absent, and so are those that follow.
    """
    values: dict[str, str] = {}
    rest = raw
    for number, slot in enumerate(slots):
        if number + 1 < len(slots):
            value, separator, rest = after_literal(rest, slot.before).partition(slot.after.rstrip() or " ")
            if not separator:
                return values
            values[slot.name] = _tidy(value, "", "")
        else:
            values[slot.name] = _tidy(rest, slot.before, slot.after)
    return values


def after_literal(text: str, literal: str) -> str:
    """Return a text without the literal that it begins with, if it does."""
    body, mark = text.lstrip(), literal.strip()
    return body[len(mark) :] if mark and body.startswith(mark) else body


def value_at_end(text: str, after: str) -> str:
    """Return the value of a slot at a message's end.

    Args:
        text: The text from the value on.
        after: The literal behind the slot in the message.

    Returns:
        The text up to that literal, or to the end of the bracket, quote, field, sentence or line.
    """
    text = text.lstrip()
    partner = _PARTNERS.get(text[:1])
    if partner is not None and (end := text.find(partner, 1)) > 0:  # a bracket or quote ends with its partner
        return text[: end + 1]
    newline = text.find("\n")
    while newline >= 0:
        following = text[newline + 1 :].lstrip(" \t")
        if not (newline >= SHORTEST_WRAPPED_LINE and following[:1].islower()):  # or else mail wrapped the line
            text = text[:newline]
            break
        newline = text.find("\n", newline + 1)
    closing = after.rstrip()
    marks = [closing] if closing else ['."', '",', '"}', '"]', "</", "<br", " | "]
    ends = [end for mark in marks if (end := _end_at(text, mark)) > 0]
    text = text[: min(ends)] if ends else text
    sentence = _SENTENCE_END.search(text)
    text = text[: sentence.start()] if sentence else text
    number = _NUMBER_THEN_PROSE.match(text)
    return number[1] if number and not closing else text


def _end_at(text: str, mark: str) -> int:
    """Find a mark that ends a value; -1 if there is none. In 1234.0.01 a full stop does not."""
    end = text.find(mark)
    while end >= 0 and mark in (".", ",") and text[end + 1 : end + 2].strip() not in ("", '"', "'", ")", "]", "<"):
        end = text.find(mark, end + 1)
    return end


def _unquoted(value: str) -> str:
    """Remove one pair of quotes or brackets from around a value, or a quote that lost its partner."""
    if not value:
        return value
    first, last = value[0], value[-1]
    if len(value) > 1 and ((first in QUOTES and last in QUOTES) or _BRACKETS.get(first) == last):
        return value[1:-1].strip()
    if first in _PAIRED_QUOTES and value.count(first) == 1:
        return value[1:].strip()
    if last in _PAIRED_QUOTES and value.count(last) == 1:
        return value[:-1].strip()
    return value


def _tidy(raw: str, before: str, after: str) -> str:
    """Return a value as a person reads it: on one line, without literals, quotes and brackets around it."""
    value = " ".join(raw.split())
    lead, tail = before.strip(), after.strip()
    for mark in lead:
        if value.startswith(mark):
            value = value[1:].lstrip()
    for mark in reversed(tail):
        if value.endswith(mark):
            value = value[:-1].rstrip()
    while (bare := _unquoted(value)) != value:
        value = bare
    return value.strip(" ,;:")
