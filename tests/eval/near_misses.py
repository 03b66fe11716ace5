"""Texts that are like a message and are not one: nothing in them may be presented as found.

Each kind says in its docstring why its texts are no error of the dictionary. `near_miss_words` says which words are
exchanged, `near_miss_texts.json` has the texts that are written out. An exchanged word makes another error, not the
same one in other words, and never the message of another entry; the tests check the latter.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import msgspec

from store.core.models import Hit
from tests.eval import near_miss_words as words
from tests.eval.fillings import REASONS, Original, fill, guid, literal_words, name, number, originals, words_of
from tests.eval.shipped import HERE

SHORT = 8
"""Words of the longest query that may have been typed: what is matched by its words there is a list of suggestions."""

COUNTS = {
    "another word": 500,
    "another place": 250,
    "another status": 250,
    "another system's label": 150,
    "OneRoster": 150,
    "other protocols": 200,
    "traces and servers": 150,
    "mails about grades": 200,
    "quiet logs": 150,
}
"""How many texts of each kind there are: 2,000."""


class NearMiss(NamedTuple):
    """A text that no entry answers."""

    kind: str
    text: str


def near_misses() -> Iterator[NearMiss]:
    """Make all texts; the seeds are fixed."""
    makers: dict[str, Callable[[random.Random], str]] = {
        "another word": another_word,
        "another place": another_place,
        "another status": another_status,
        "another system's label": another_label,
        "OneRoster": oneroster,
        "other protocols": other_protocol,
        "traces and servers": trace_or_server,
        "mails about grades": mail_about_grades,
        "quiet logs": quiet_log,
    }
    for kind, count in COUNTS.items():
        for turn in range(count):
            yield NearMiss(kind, makers[kind](random.Random(f"{kind} {turn}")))


def is_confidently_wrong(near_miss: NearMiss, hits: Sequence[Hit]) -> bool:
    """Tell whether the answer presents something as found that is not there."""
    found = any(hit.by == "message" for hit in hits)
    return found or (len(near_miss.text.split()) > SHORT and any(hit.by == "words" for hit in hits))


@cache
def texts() -> dict[str, list[str]]:
    """Return the texts that are written out, by kind; `<number>` and the like are filled."""
    return msgspec.json.decode((HERE / "near_miss_texts.json").read_bytes(), type=dict[str, list[str]])


def _message(entry: str, text: str = "") -> Original:
    """Return the message of an entry that has a text in it."""
    return next(each for each in originals() if each.entry.id == entry and text in each.text)


def _in_a_place(text: str, chance: random.Random) -> str:
    """Put a text where errors stand: alone, behind a log's prefix, in JSON, in a mail."""
    return chance.choice(("{}", "2026-09-14 08:15:22 ERROR {}", "Hi, the screen says: {}", "> {}")).format(text)


def another_word(chance: random.Random) -> str:
    """A message whose deciding word is another one: the error is then about another thing."""
    entry, old, news = chance.choice(words.DECIDING)
    original = _message(entry, old)
    new = chance.choice(news)
    text = original.text.replace(old, new)
    if old == "category":  # wherever the message says it
        text = text.replace("categories", f"{new}s")
    return _in_a_place(fill(original._replace(text=text), chance).text, chance)


def another_place(chance: random.Random) -> str:
    """A message with another system in the place where it names its own: its steps are for a system not named here."""
    entry, old, news = chance.choice(words.PLACES)
    original = _message(entry, old)
    exchanged = original._replace(text=original.text.replace(old, chance.choice(news)))
    return _in_a_place(fill(exchanged, chance).text, chance)


def another_status(chance: random.Random) -> str:
    """A message of one HTTP status with another one, which has another cause; 429 stands for a rate limit's 403."""
    entry, old = chance.choice(words.STATUSES)
    original = _message(entry, old)
    here = original.entry.http_status
    status, reason = chance.choice([pair for pair in words.OTHER_STATUSES if pair[0] != here])
    filled = fill(original, chance).text
    if old == "HTTP/1.1":
        filled = filled[: filled.index(old)] + f'HTTP/1.1 {status} {reason} response: {{"message":"{reason}"}}'
        return _in_a_place(filled, chance)
    for said in (f"{here} {REASONS[here or 400]}", str(here)):
        filled = filled.replace(said, f"{status} {reason}" if " " in said else str(status))
    return _in_a_place(filled, chance)


def another_label(chance: random.Random) -> str:
    """A message that only one vendor has, labeled as another vendor's: a label or a log's column for the system."""
    entry, labels = chance.choice(words.LABELED)
    filled = fill(_message(entry), chance).text
    label = chance.choice(labels)
    course = chance.choice(texts()["courses"])
    return chance.choice(
        (
            f"{label}: [{filled}]",
            f"{label}: {filled}",
            f"09/14/2026 08:15:22 | Lakeland | {label} | {course} | 4411 | ERROR | {filled}",
        )
    )


def oneroster(chance: random.Random) -> str:
    """An error answer of the OneRoster standard with a status, code and description that no entry has."""
    code, description = chance.choice(texts()["oneroster_codes"]), chance.choice(texts()["oneroster_descriptions"])
    form = chance.choice(texts()["oneroster_forms"])
    text = form.replace("<code>", code).replace("<description>", description).replace("<number>", number(chance))
    return text.replace("<status>", str(chance.choice((401, 403, 404, 422, 429, 503))))


def other_protocol(chance: random.Random) -> str:
    """An error of LTI, OAuth, GraphQL, SOAP, AWS, SQL, SAML, LDAP or a file transfer."""
    return _filled(chance.choice(texts()["protocols"]), chance)


def trace_or_server(chance: random.Random) -> str:
    """A stack trace of Java, .NET or Python, or a web server's page or log, with an exception no entry names."""
    return _filled(chance.choice(texts()["traces"]), chance)


def mail_about_grades(chance: random.Random) -> str:
    """A mail to the helpdesk on grades, sync and courses that quotes no error."""
    sentences = chance.sample(texts()["sentences"], chance.randint(2, 5))
    return _filled(f"{chance.choice(('Hi,', 'Hello team,', 'Good morning,'))} {' '.join(sentences)}", chance)


def quiet_log(chance: random.Random) -> str:
    """A line of a sync's log on something that went well, or failed in a way that no entry has."""
    prefix = chance.choice(("2026-09-14 08:15:22 INFO ", "[WARN] ", "Sep 14 08:15:22 app07 sync[4411]: ", "ERROR - "))
    return prefix + _filled(chance.choice(texts()["log_lines"]), chance)


def _filled(text: str, chance: random.Random) -> str:
    """Fill `<number>`, `<guid>`, `<name>` and `<course>` in a text."""
    for mark, draw in (("<number>", number), ("<guid>", guid), ("<name>", name)):
        while mark in text:
            text = text.replace(mark, draw(chance), 1)
    while "<course>" in text:
        text = text.replace("<course>", chance.choice(texts()["courses"]), 1)
    return text


def holds_a_message(text: str) -> str | None:
    """Return the id of an entry whose whole message a text holds, word for word and in a row, or None."""
    said = f" {' '.join(words_of(text))} "
    for original in originals(4):
        if not original.slots and not original.is_cut and f" {' '.join(literal_words(original))} " in said:
            return original.entry.id
    return None
