"""The 28 ways in which a message reaches an agent: what mail, logs, files, programs and people do to it.

A way takes a filled message and a source of chance, and returns what is pasted. Nothing that a reader could not undo is
asked for: a value is expected as it stands in the paste, and no value of a part that was cut off.
"""

import json
import quopri
import random
import re
import textwrap
from collections.abc import Callable
from html import escape
from typing import NamedTuple
from urllib.parse import quote, quote_plus

from tests.eval.fillings import Filled

UNDEFINED = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))
"""Bytes that have no character in Windows-1252."""
OCR_SHARE = 0.03
"""Share of the characters that light OCR noise changes, of those that are easily confused."""
GAP = "\0"
"""Stands for what was cut out, until the paste is finished."""


class Pasted(NamedTuple):
    """A text as it is pasted, and what of the message is in it."""

    text: str
    filled: Filled
    """The message with literals and values as they stand in the paste."""
    kept: tuple[tuple[int, int], ...] = ()
    """Characters of the message that are in the paste, in order; empty for all of them."""


Way = Callable[[Filled, random.Random], Pasted]

_GREETINGS = ("Hi team,", "Hello,", "Good morning,", "Hi,")
_BEFORE = (
    "Mrs. Lee in room 12 gets this since Monday:",
    "a teacher forwarded me what the grade sync says:",
    "here is what the sync history shows for her course:",
    "the screen says",
)
_AFTER = ("What should we do first?", "Please advise.", "It worked last week.", "She has tried it twice.")
_SIGNED = ("Thanks, Dana", "-- \nSent from my phone", "Best regards\nR. Alvarez")
_PROSE = ("and it happens each time she tries", "but only for one of her classes", "whenever he presses the button")


def mail_line(filled: Filled, chance: random.Random) -> Pasted:
    """A sentence of a mail, with prose before and behind it."""
    return Pasted(f"{chance.choice(_GREETINGS)} {_in_prose(filled, chance)}\n{chance.choice(_SIGNED)}", filled)


def _in_prose(filled: Filled, chance: random.Random, end_of_open: str = "\n") -> str:
    end = end_of_open if filled.is_open else " " if filled.text.endswith((".", "?", "!")) else "\n"
    return f"{chance.choice(_BEFORE)} {filled.text}{end}{chance.choice(_AFTER)}"


def quoted_mail(filled: Filled, chance: random.Random) -> Pasted:
    """Quoted once, twice or three times in mails, and wrapped there."""
    lines = _wrapped(_in_prose(filled, chance, "\n\n"), chance.choice((60, 72)))
    mark = "> " * chance.randint(1, 3)
    quoted = "\n".join(mark + line for line in lines)
    return Pasted(f"Any idea?\n\n{quoted}\n{mark}\n{mark}Thanks\n", filled)


def wrapped(filled: Filled, chance: random.Random) -> Pasted:
    """Wrapped at 40, 60 or 72 characters."""
    lines = _wrapped(_in_prose(filled, chance, "\n\n"), chance.choice((40, 60, 72)))
    return Pasted("\n".join(lines) + "\n\nThanks\n", filled)


def _wrapped(text: str, width: int) -> list[str]:
    lines = []
    for paragraph in text.split("\n"):
        lines += textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False) or [""]
    return lines


def html(filled: Filled, chance: random.Random) -> Pasted:
    """A page's source: tags around the values, entities, no-break spaces."""
    tag = chance.choice(("strong", "em", "b", "span", 'a href="https://canvas.example/courses/4411"', "code"))
    pieces = []
    for part in filled.parts:
        piece = escape(part.text, quote=chance.random() < 0.5)
        if chance.random() < 0.5:
            piece = re.sub(" $|^ ", "&nbsp;", piece)
        pieces.append(f"<{tag}>{piece}</{tag.split()[0]}>" if part.slot else piece)
    return Pasted(f'<p class="error">{"".join(pieces)}</p><p>Grade Sync<br>2 of 14</p>', filled)


def json_value(filled: Filled, chance: random.Random) -> Pasted:
    """A value in JSON."""
    record = {"level": "error", "message": filled.text, "course": 4411}
    return Pasted(json.dumps(record, ensure_ascii=chance.random() < 0.5), filled)


def json_in_json(filled: Filled, chance: random.Random) -> Pasted:
    """A value in JSON that is a value in JSON."""
    inner = json_value(filled, chance).text
    return Pasted(json.dumps({"time": "2026-09-14T08:15:22Z", "body": inner, "try": 2}), filled)


def csv_row(filled: Filled, chance: random.Random) -> Pasted:
    """A cell of a CSV row: quoted, with doubled quotes, where it has to be."""
    text = filled.text
    needs_quotes = any(mark in text for mark in ',"\n') or chance.random() < 0.3
    cell = '"' + text.replace('"', '""') + '"' if needs_quotes else text
    return Pasted(f"2026-09-14,Biology P3,{cell},failed,2", filled)


def columns(filled: Filled, chance: random.Random) -> Pasted:
    """A cell of a table, between tabs or pipes."""
    line = chance.choice(("\t", " | ")).join(("09/14/2026", "Biology P3", filled.text, "Room 12", "3"))
    return Pasted(line, filled)


def log_prefix(filled: Filled, chance: random.Random) -> Pasted:
    """Behind the prefix of a log, with and without fields behind it."""
    prefix, suffix = chance.choice(
        (
            ("2026-09-14 08:15:22,104 ERROR [sync-worker-3] GradeSync - ", ""),
            ("Sep 14 08:15:22 app07 gradesync[4411]: ", ""),
            ("E, [2026-09-14T08:15:22.104 #4411] ERROR -- : ", ""),
            ("08:15:22.104 [WARN] ", " [course=8812 retry=2]"),
            ("2026-09-14T08:15:22Z ERROR ", "\n2026-09-14T08:15:23Z INFO job finished"),
            ("[09/14/2026 8:15:22 AM] Error: ", ""),
        )
    )
    return Pasted(prefix + filled.text + suffix, filled)


def _between(marks: tuple[tuple[str, str], ...]) -> Way:
    def way(filled: Filled, chance: random.Random) -> Pasted:
        opening, closing = chance.choice(marks)
        return Pasted(f"the screen says {opening}{filled.text}{closing} every time since Monday", filled)

    return way


straight_quotes = _between((('"', '"'),))
single_quotes = _between((("'", "'"), ("‘", "’")))
curly_quotes = _between((("“", "”"), ("«", "»")))
backticks_and_bold = _between((("`", "`"), ("**", "**"), ("```", "```")))
parentheses = _between((("(", ")"),))


def quoted_printable(filled: Filled, chance: random.Random) -> Pasted:
    """The source of a mail."""
    source = quopri.encodestring(f"{_in_prose(filled, chance)}\n".encode()).decode("ascii")
    return Pasted(source.replace("\n", "\r\n"), filled)


def url_encoded(filled: Filled, chance: random.Random) -> Pasted:
    """A field of an address."""
    encode = chance.choice((quote, quote_plus))
    return Pasted(f"https://sync.example/status?course=4411&error={encode(filled.text, safe='')}&retry=2", filled)


def mojibake(filled: Filled, chance: random.Random) -> Pasted:
    """UTF-8 read as Windows-1252, with the typographic quotes that mail programs put in."""
    curly = filled.with_parts(_with_curly_quotes)
    return Pasted(_misread(_in_prose(curly, chance)), curly)


def _with_curly_quotes(text: str) -> str:
    text = re.sub(r'(^|[\s(\[{:])"(?=\S|$)', "\\1“", text).replace('"', "”")
    return text.replace("'", "’")


def _misread(text: str) -> str:
    return "".join(chr(byte) if byte in UNDEFINED else bytes((byte,)).decode("cp1252") for byte in text.encode())


def no_break_spaces(filled: Filled, chance: random.Random) -> Pasted:
    """No-break spaces for some blanks, or for all."""
    share = chance.choice((0.3, 1.0))
    return Pasted(re.sub(" ", lambda _: "\xa0" if chance.random() < share else " ", filled.text), filled)


def upper_case(filled: Filled, chance: random.Random) -> Pasted:
    """All in capitals."""
    filled = filled.with_parts(str.upper)
    return Pasted(filled.text, filled)


def lower_case(filled: Filled, chance: random.Random) -> Pasted:
    """All in small letters."""
    filled = filled.with_parts(str.lower)
    return Pasted(filled.text, filled)


_CONFUSED = {"l": "1I", "I": "l1", "1": "l", "0": "O", "O": "0", "o": "0", "5": "S", "S": "5", "i": "l", "rn": "m"}


def light_ocr(filled: Filled, chance: random.Random) -> Pasted:
    """Read from a picture: a few letters are others that look like them."""

    def noise(match: re.Match[str]) -> str:
        return chance.choice(_CONFUSED[match[0]]) if chance.random() < OCR_SHARE * 2 else match[0]

    pattern = re.compile("|".join(sorted(_CONFUSED, key=len, reverse=True)))
    filled = filled.with_parts(lambda text: pattern.sub(noise, text))
    return Pasted(filled.text, filled)


def head_cut(filled: Filled, chance: random.Random) -> Pasted:
    """Without its first 30%, as at the edge of a picture."""
    start = round(len(filled.text) * 0.3)
    return Pasted(filled.text[start:], filled, ((start, len(filled.text)),))


def cut_at_70(filled: Filled, chance: random.Random) -> Pasted:
    """Without its last 30%, as in a narrow column."""
    end = round(len(filled.text) * 0.7)
    return Pasted(filled.text[:end] + chance.choice(("", "...", "…")), filled, ((0, end),))


def cut_at_half(filled: Filled, chance: random.Random) -> Pasted:
    """Without its second half."""
    end = round(len(filled.text) * 0.5)
    return Pasted(filled.text[:end] + chance.choice(("", "...", "…")), filled, ((0, end),))


def middle_cut(filled: Filled, chance: random.Random) -> Pasted:
    """With three points for its middle, from one blank to another."""
    text = filled.text
    blanks = [at for at, character in enumerate(text) if character == " "]
    first = min(blanks, key=lambda at: abs(at - 0.4 * len(text)), default=0)
    last = min(blanks, key=lambda at: abs(at - 0.6 * len(text)), default=0)
    if first >= last:
        return Pasted(text, filled)
    gap = chance.choice((" ... ", " … ", "..."))
    return Pasted(text[:first] + gap + text[last + 1 :], filled, ((0, first), (last + 1, len(text))))


def prose_behind(filled: Filled, chance: random.Random) -> Pasted:
    """Prose goes on right behind it, without a mark."""
    return Pasted(f"{filled.text} {chance.choice(_PROSE)}", filled)


NAMES: dict[str, Way] = {
    "mail line": mail_line,
    "quoted mail": quoted_mail,
    "wrapped": wrapped,
    "HTML": html,
    "JSON": json_value,
    "JSON in JSON": json_in_json,
    "CSV": csv_row,
    "columns": columns,
    "log prefix": log_prefix,
    "straight quotes": straight_quotes,
    "single quotes": single_quotes,
    "curly quotes": curly_quotes,
    "backticks and bold": backticks_and_bold,
    "parentheses": parentheses,
    "quoted-printable": quoted_printable,
    "URL": url_encoded,
    "mojibake": mojibake,
    "no-break spaces": no_break_spaces,
    "upper case": upper_case,
    "lower case": lower_case,
    "light OCR": light_ocr,
    "head cut": head_cut,
    "cut at 70%": cut_at_70,
    "cut at half": cut_at_half,
    "middle cut": middle_cut,
    "prose behind": prose_behind,
}
"""The ways that change one message; `pastes` adds "twice" and "two messages"."""


def fits(way: str) -> Callable[[str], bool]:
    """Return which values a reader can tell from what a way puts around them."""
    if way in ("straight quotes", "curly quotes", "mojibake", "CSV"):
        return lambda value: value.count('"') % 2 == 0 and value.count("“") == value.count("”")
    if way == "single quotes":
        return lambda value: not re.search(r"['‘’](?!\w)|(?<!\w)['‘’]", value)
    if way == "parentheses":
        return lambda value: value.count("(") == value.count(")")
    if way == "no-break spaces":
        return lambda value: "&" not in value
    return lambda value: True
