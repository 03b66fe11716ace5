"""The values of a message's slots: cut out of the text, split among the slots, and made readable.

They go into replies, so a wrong one is worse than none: a value whose end nobody can see is left out.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from store.matching.columns import column_end

MAX_VALUE = 2_000
"""Characters of the text that may be the value of a slot at the end of a message."""
MAX_OPEN_WORDS = 15
"""Words of a value that only its line or sentence ends; a longer one is prose, and left out."""
MAX_WORDS = 60
"""Words of a value between two literals, or two marks."""
LEAST_ITEMS, MAX_LIST_WORDS = 5, 400
"""Items that make a list, such as all grading categories of a class, and the words that it may have."""
SHORTEST_WRAPPED_LINE = 40
"""Lines below this many characters are not wrapped: they end where their writer ended them."""
LONGEST_WRAPPED_LINE = 120
"""Mail and consoles wrap lines before this many characters; a longer one ends where its writer ended it."""
QUOTES = "\"'“”‘’«»„`"
_PAIRED_QUOTES = QUOTES.replace("'", "").replace("’", "")  # many names contain a single apostrophe
PARTNERS = {
    "[": "]",
    "<": ">",
    "(": ")",
    "{": "}",
    "“": "”",
    "«": "»",
    "„": "“",
    "‘": "’",
    '"': '"',
    "'": "'",
    "`": "`",
}
PARTNERS |= {"*": "*", "_": "_"}
_QUOTATIONS = (('"', '"'), ("“", "”"), ("«", "»"), ("`", "`"), ("(", ")"), ("[", "]"))
_BRACKETS = {"[": "]", "<": ">", "{": "}", "(": ")"}
_SENTENCE_END = re.compile(r"[.!?](?=\s+[\"“'(]?[A-Z]|\s*$)")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Za-z]|\b(?:St|Mr|Mrs|Ms|Dr|Jr|Sr|Ch|No|vs|Vol|Pt|Sec|pp|etc|Prof|Fr|Gr))$", re.IGNORECASE
)
_FIELD_END = re.compile(r"\t|\s\||\|\s|\s\[\w+=|</|<br|&[A-Za-z_]\w*=|'\s*[}\]]|\\\"|\}\s*,?\s*\{")
_NEXT_FIELD = re.compile(r'"\s*,\s*"[^"]*"\s*:|"\s*\}')
_NUMBER_THEN_PROSE = re.compile(r"\s*([A-Za-z]?[\d.\-]*\d)[,;] [a-z]")
_RECORD = re.compile(
    r"\s*(?:\d{1,4}[-/:.]\d|\[\d|\[[A-Z]{3,}\]|\{|[-*•#]\s|\d+[.)][ \t]|[A-Z]{4,}\b|--|(?:From|To|Subject|Date|Sent):"
    r"|(?:Thank|Best|Regards|Cheers|Sent from))"
)


class Slot(NamedTuple):
    """A placeholder between two words of a message."""

    name: str
    before: str
    """Literal characters between the word (or slot) before the slot and the slot."""
    after: str
    """Literal characters between the slot and the word (or slot) behind it, or the message's end."""


def between_literals(raw: str, slots: Sequence[Slot]) -> dict[str, str]:
    """Read the values of slots between two words of a message.

    Args:
        raw: The characters between the two words in the text.
        slots: The slots in that place, in order.
    """
    if "\t" in raw or "\n\n" in raw or "…" in raw or "..." in raw or len(raw.split()) > MAX_WORDS:
        return {}
    return split_values(raw, slots)


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
            values[slot.name] = _tidy(_host(rest, slot), slot.before, slot.after)
    return {name: value for name, value in values.items() if value}


def _host(raw: str, slot: Slot) -> str:
    """Cut an address down to its host where the slot is one."""
    return re.split(r"[/?#]", after_literal(raw, slot.before), maxsplit=1)[0] if slot.before.endswith("://") else raw


def after_literal(text: str, literal: str) -> str:
    """Return a text without the literal that it begins with, if it does."""
    body, mark = text.lstrip(), literal.strip()
    return body[len(mark) :] if mark and body.startswith(mark) else body


def value_at_end(text: str, start: int, end: int, slots: Sequence[Slot], opening: int) -> dict[str, str]:
    """Read the value of the slots at a message's end.

    Args:
        text: The text.
        start: Offset after the message's last word.
        end: Offset where the next message begins, or the end of the text.
        slots: The slots there.
        opening: Offset of the message's first word: a mark right before it closes at its partner.

    Returns:
        Slot to value; empty where nobody can tell where the value ends.
    """
    rest = text[start : min(end, start + MAX_VALUE)]
    body = after_literal(rest, slots[0].before).lstrip(" \t")
    if body.startswith("\n") and body[1:2].strip():
        body = body[1:].lstrip(" \t")
    offset = start + len(rest) - len(body)
    marked = _enclosed(text, offset, end, opening)
    if marked is None:
        marked = _marked(body)
    if marked is not None:
        return _checked(marked, slots, MAX_WORDS)
    line = _line_of(text, offset, offset + len(body), opening)
    return _checked(_in_line(line, slots[-1].after.rstrip()), slots, MAX_OPEN_WORDS) if line is not None else {}


def _enclosed(text: str, start: int, end: int, opening: int) -> str | None:
    """Return a value up to the partner of the mark right before its message; None if there is no such mark."""
    mark = text[opening - 1] if opening else ""
    closing = _partner(text, opening, mark, min(end, start + MAX_VALUE)) if mark in PARTNERS else -1
    if closing < start:
        return None
    value = text[start:closing]
    if next_field := _NEXT_FIELD.search(value):
        value = value[: next_field.start()]
    return value if "\n\n" not in value else ""


def _line_of(text: str, start: int, end: int, opening: int) -> str | None:
    """Return what is in the line, or the column, of a value; None if nobody can tell where that ends."""
    line_end = _line_end(text, start, end, is_wrapped="\n" in text[opening:start].strip())
    line = text[start:line_end].split("\t", 1)[0]
    column = column_end(text[text.rfind("\n", 0, opening) + 1 : opening], line)
    return None if column is None else line[:column]


def _in_line(line: str, after: str) -> str:
    """Return the value that a line begins with; `after` is the literal behind it in the message."""
    if field := _FIELD_END.search(line):
        line = line[: field.start()]
    line = line[: _unpaired(line)]
    if after and (at := _end_at(line, after)) >= 0:
        return line[:at]
    line = line[: _sentence_end(line)]
    number = _NUMBER_THEN_PROSE.match(line)
    return (number[1] if number and not after else line).rstrip(" ;")


def _unpaired(text: str) -> int:
    """Return where a quotation that began before a text closes in it, or its length."""
    return min((_first_unpaired(text, *marks) for marks in _QUOTATIONS if marks[1] in text), default=len(text))


def _first_unpaired(text: str, opening: str, closing: str) -> int:
    inside = 0
    for at, character in enumerate(text):
        if character == opening and _opens(text, at):
            inside += 1
        elif character == closing:
            if not inside and at > 0:
                return at
            inside = max(0, inside - 1)
    return len(text)


def _checked(raw: str, slots: Sequence[Slot], most_words: int) -> dict[str, str]:
    items = raw.split(",")
    most = MAX_WORDS if len(items) < LEAST_ITEMS else MAX_LIST_WORDS
    if "…" in raw or "..." in raw or len(raw.split()) > most:
        return {}
    if any(len(item.split()) > most_words for item in items):
        return {}
    if len(slots) == 1:
        slots = [slots[0]._replace(before="")]
    return split_values(raw, slots)


def _marked(text: str) -> str | None:
    """Return a value that is in quotes or brackets of its own, with them; None if it is not."""
    if not text or text[0] == "(":
        return None
    closing = _BRACKETS.get(text[:1]) or (PARTNERS.get(text[:1]) if text[:1] in _PAIRED_QUOTES else None)
    if closing is None:
        return None
    end = _partner(text, 1, text[0], len(text))
    if end <= 0 or "\n\n" in text[:end]:
        return None
    goes_on = text[0] in _BRACKETS and text[end + 1 : end + 2] == " " and text[end + 2 : end + 3].isalnum()
    return None if goes_on else text[: end + 1]


def _partner(text: str, start: int, opening: str, end: int) -> int:
    """Return where a quotation or bracket that begins before `start` closes, inner ones first; -1 if it does not."""
    closing = PARTNERS[opening]
    if opening == "*":
        return text.find("*", start, end) if text[start - 2 : start - 1] != "*" else text.find("**", start, end)
    inner = 0
    last = -1
    for at in range(start, end):
        character = text[at]
        if character == "\n" and opening in "'`*_" and text[at + 1 : at + 2] == "\n":
            break
        if character == opening and _opens(text, at):
            inner += 1
        elif character == closing:
            if opening in "'‘" and text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum():
                continue  # an apostrophe
            if opening in "'‘" and text[at + 1 : at + 2] == " " and not inner:
                last = at  # the end, or a plural's apostrophe
                continue
            if not inner:
                return at
            inner -= 1
        elif character == "\n" and last > 0:
            break
    return last


def _opens(text: str, at: int) -> bool:
    """Tell whether a mark opens a quotation: nothing or a blank is before it, and a word behind it."""
    character, behind = text[at], text[at + 1 : at + 2]
    if PARTNERS.get(character) != character:
        return True
    return (
        text[at - 1 : at] in ("", " ", "\n", "\t", "(", "[", "{", ":", "=")
        and behind != ""
        and not behind.isspace()
        and behind not in ",;:.)]}"
    )


def _line_end(text: str, start: int, end: int, is_wrapped: bool) -> int:
    """Return where the line that begins at an offset ends, taking lines that were wrapped for one.

    Args:
        text: The text.
        start: Where the value begins.
        end: Where it ends at the latest.
        is_wrapped: Whether a line end is inside the message already.
    """
    width = 0
    newline = text.find("\n", start, end)
    while newline >= 0:
        if not width:
            width = _block_width(text, start)
        line_start = text.rfind("\n", 0, newline) + 1
        following = text[newline + 1 :].split("\n", 1)[0].strip(" \t")
        first_word = following.split(" ", 1)[0]
        length = newline - line_start
        fits_not = length + 1 + len(first_word) > width and SHORTEST_WRAPPED_LINE <= width <= LONGEST_WRAPPED_LINE
        line = text[start:newline].rstrip()
        is_id = len(line.split()) == 1 and 2 * sum(map(str.isdigit, line)) >= len(line)
        if fits_not and following[:1].isupper() and line[-1:] not in ",&-(/":
            fits_not = is_wrapped and not is_id and following[-1:] not in ".!?"
        goes_on = LONGEST_WRAPPED_LINE >= length >= SHORTEST_WRAPPED_LINE and following[:1].islower()
        ends = text[newline - 1] in "!?" or (
            text[newline - 1] == "." and not _ABBREVIATION.search(text[start : newline - 1])
        )
        if not following or ends or _RECORD.match(following) or not (fits_not or goes_on):
            return newline
        newline = text.find("\n", newline + 1, end)
    return end


def _block_width(text: str, at: int) -> int:
    """Return the length of the longest line of the paragraph around an offset."""
    start = text.rfind("\n\n", 0, at) + 2 if "\n\n" in text[:at] else 0
    end = text.find("\n\n", at)
    block = text[max(start, at - 4000) : min(end if end >= 0 else len(text), at + 4000)]
    return max(map(len, block.split("\n")))


def _end_at(text: str, mark: str) -> int:
    """Find a mark that ends a value; -1 if there is none. In 1234.0.01 a full stop does not."""
    end = text.find(mark)
    while (
        end >= 0
        and mark in (".", ",")
        and (text[end + 1 : end + 2].strip() not in ("", '"', "'", ")", "]", "<") or _ABBREVIATION.search(text[:end]))
    ):
        end = text.find(mark, end + 1)
    return end


def _sentence_end(text: str) -> int:
    """Return where the first sentence ends: before a full stop, behind another mark."""
    for match in _SENTENCE_END.finditer(text):
        if match[0] != ".":
            return match.end()
        if not _ABBREVIATION.search(text[: match.start()]):
            return match.start()
    return len(text)


def _unquoted(value: str) -> str:
    """Remove one pair of quotes or brackets from around a value, or a quote that lost its partner."""
    if not value:
        return value
    first, last = value[0], value[-1]
    inner = value[1:-1]
    is_pair = PARTNERS.get(first) == last and (first in QUOTES or first in _BRACKETS)
    is_odd_pair = first in QUOTES and last in QUOTES and not any(mark in inner for mark in _PAIRED_QUOTES)
    if len(value) > 1 and (is_pair or is_odd_pair):
        if first == last and inner.count(first) % 2 and first in _PAIRED_QUOTES:
            return value
        if first in inner and last in inner and inner.find(last) < inner.find(first):  # "Night" and "Day"
            return value
        return inner.strip()
    if first in _PAIRED_QUOTES and not any(mark in value[1:] for mark in _PAIRED_QUOTES):
        return value[1:].strip()
    if last in _PAIRED_QUOTES and not any(mark in value[:-1] for mark in _PAIRED_QUOTES):
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
    value = value.strip(" ,;:=|")
    while (bare := _unquoted(value)) != value:
        value = bare
    return value.strip(" ,;:")
