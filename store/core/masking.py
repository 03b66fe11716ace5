"""What may name a person is masked before a text leaves: e-mail addresses, phone numbers, long runs of digits.

Kept as they are: ticket numbers, and the values by which an error is traced, since a report is no use without them.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Literal

TRACED = frozenset({"section", "assignment", "request id"})
"""Slots whose values say which grade it was about, and name nobody."""

Mask = Callable[[str, Collection[str]], str]
"""Masks a text, but for the numbers of some values."""

Kind = Literal["e-mail", "phone number", "number"]

SHORTEST_RUN = 5
"""Digits from which on a number may be a student's."""

_EMAIL = re.compile(r"(?<![\w.+'%-])[\w.+'%-]++@[\w-]++(?:\.[\w-]++)+")

_GAP = r"[ .\-/\u00a0\u2010-\u2013]"
"""What parts the groups of a phone number, once."""
_NUMBER = re.compile(
    rf"""
    (?P<phone>
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
    """Masks texts, and counts what it masked."""

    def __init__(self, tickets: Collection[str] = ()) -> None:
        """Know what is kept in every text.

        Args:
            tickets: Ticket numbers, as they were filled in.
        """
        self.masked: Counter[Kind] = Counter()
        self._tickets = frozenset(_words(tickets))

    def mask(self, text: str, kept: Collection[str] = ()) -> str:
        """Mask a text.

        Args:
            text: Any text.
            kept: Values whose digits stay where they stand in it, beside the tickets.

        Returns:
            The text with a word for each thing that was masked, in single angle quotation marks.
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
        """Tell whether a number is a ticket's, or the part of one that its word is."""
        if text[start:end] in self._tickets:
            return True
        word = next((each for each in _WORD.finditer(text, max(0, start - 40)) if each.end() >= end), None)
        return word is not None and word.start() <= start and word[0].strip(".#") in self._tickets


def unmasked(text: str, kept: Collection[str]) -> str:
    """Return a text as it is."""
    return text


def traced(values: Mapping[str, str]) -> list[str]:
    """Return the values by which an error is traced."""
    return [value for name, value in values.items() if name in TRACED]


def _words(tickets: Collection[str]) -> list[str]:
    return [each for ticket in tickets for each in (ticket, *(word.strip(".#") for word in _WORD.findall(ticket)))]


def _places(value: str, text: str) -> list[tuple[int, int]]:
    """Return where a value stands in a text."""
    found, start = [], text.find(value)
    while start >= 0:
        found.append((start, start + len(value)))
        start = text.find(value, start + len(value))
    return found
