"""Masks what may identify a person before a text leaves the desk. Masks too much rather than too little.

What is masked:

- E-mail addresses: `name@host.domain`. An address without a dot after the @ is not one.
- Phone numbers, with blanks, dots, hyphens or slashes between the groups:
  - North American (NANP): ten digits as 3-3-4, with or without parentheses and a leading 1: `(555) 123-4567`;
    local numbers with a hyphen or dot: `555-1234`, but not `555 1234`.
  - International (E.164): `+` or `00`, then 7 to 15 digits: `+44 20 7946 0958`.
  - National with a leading 0, in groups: `020 7946 0958`.
- Social Security numbers, `123-45-6789`, and any run of five or more digits: student ids, unbroken phone numbers.

What is not masked: names, addresses, dates, IP addresses, numbers of up to four digits; ticket numbers, and the values
that an error is traced by, because a report is useless without them.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Literal

TRACED = frozenset({"section", "assignment", "request id"})
"""Slots whose values identify the grade and not a person."""

Mask = Callable[[str, Collection[str]], str]
"""Takes a text and values to leave in it, and returns the masked text."""

Kind = Literal["e-mail", "phone number", "number"]

SHORTEST_RUN = 5
"""Length from which a run of digits may be a student id."""

_EMAIL = re.compile(r"(?<![\w.+'%-])[\w.+'%-]++@[\w-]++(?:\.[\w-]++)+")

_GAP = r"[ .\-/\u00a0\u2010-\u2013]"
"""One separator between two groups of a phone number."""
_NUMBER = re.compile(
    rf"""
    (?P<phone>  # international; North American; the same with no gap after the area code; national with a 0; local
        (?: (?<![\d+])\+ | (?<![\w+\-])00 ) [ ]? [1-9] (?: [ .\-/()\u00a0\u2010-\u2013]{{0,3}} \d ){{5,13}} \d (?!\d)
      | (?<!\d) (?:1{_GAP}?)? (?: \(\d{{3}}\){_GAP}? | \d{{3}}{_GAP} ) \d{{3}} {_GAP} \d{{4}} (?!\d)
      | (?<!\d) \(\d{{3}}\) \ ? \d{{7}} (?!\d)
      | (?<![\d.\-/]) (?: \(0\d{{1,4}}\) | 0\d{{1,4}} ) (?: {_GAP} \d{{2,4}} ){{2,4}} (?![\d.\-/])
      | (?<![\d.\-/]) \d{{3}} [-.\u2010-\u2013] \d{{4}} (?![\d.\-/])
    )
    | (?P<number> (?<!\d) \d{{{SHORTEST_RUN},}} | (?<![\d\-]) \d{{3}}-\d{{2}}-\d{{4}} (?![\d\-]) )
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[^\s,;:=()\[\]{}<>\"'“”‘’|]+")


class Masker:
    """Masks texts, and counts what it masked by kind."""

    def __init__(self, tickets: Collection[str] = ()) -> None:
        """Start with nothing masked.

        Args:
            tickets: Ticket numbers as the agent typed them, which are left in every text.
        """
        self.masked: Counter[Kind] = Counter()
        self._tickets = frozenset(_words(tickets))

    def mask(self, text: str, kept: Collection[str] = ()) -> str:
        """Mask a text.

        Args:
            text: Any text.
            kept: More values to leave in this text.

        Returns:
            The text with the kind of what was masked in its place, "phone number" in angle quotation marks.
        """
        text = _EMAIL.sub(lambda match: self._mask("e-mail"), text)
        places = [place for value in kept if value for place in _places(value, text)]

        def mask(match: re.Match[str]) -> str:
            start, end = match.span()
            if any(begin <= start and end <= stop for begin, stop in places) or self._is_ticket(text, start, end):
                return match[0]
            return self._mask("phone number" if match["phone"] else "number")

        return _NUMBER.sub(mask, text)

    def _mask(self, kind: Kind) -> str:
        self.masked[kind] += 1
        return f"‹{kind}›"

    def _is_ticket(self, text: str, start: int, end: int) -> bool:
        """Return whether a number is a ticket number, or stands in a word that is one, such as `INC-0012345`."""
        if text[start:end] in self._tickets:
            return True
        word = next((word for word in _WORD.finditer(text, max(0, start - 40)) if word.end() >= end), None)
        return word is not None and word.start() <= start and word[0].strip(".#") in self._tickets


def unmasked(text: str, kept: Collection[str]) -> str:
    """Return a text as it is: the `Mask` that masks nothing."""
    return text


def traced(values: Mapping[str, str]) -> list[str]:
    """Return the values of the slots in `TRACED`, which are not masked."""
    return [value for name, value in values.items() if name in TRACED]


def _words(tickets: Collection[str]) -> list[str]:
    """Return the tickets and the words in them."""
    words = [word.strip(".#") for ticket in tickets for word in _WORD.findall(ticket)]
    return [*tickets, *words]


def _places(value: str, text: str) -> list[tuple[int, int]]:
    """Return the start and end of each occurrence of a value in a text."""
    places, start = [], text.find(value)
    while start >= 0:
        places.append((start, start + len(value)))
        start = text.find(value, start + len(value))
    return places
