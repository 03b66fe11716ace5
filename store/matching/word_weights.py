"""What each word of a message tells, by how many messages of the dictionary have it."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from store.core.models import Edition, Entry, Message, Vendor
from store.core.text import fold, folded_words
from store.matching.message_template import Template

_GLUE = """
a an the is are was were be been to of in on at for from by with and or but not no it its this that these
those does do did has have had because there than as if so i you he she they we my your his her their our
"""
GLUE = frozenset(_GLUE.split())
"""Words of any sentence, whatever it is about. They must stand at their place, but tell nothing."""
COMMON_IN = 8
"""Entries of the dictionary from which on a word counts only half: assignment, grading, category, section ..."""
GLUE_WEIGHT, COMMON_WEIGHT, OWN_WEIGHT = 0.25, 0.6, 1.0
"""What a word tells: one of any message, one of many messages, one of few."""
CODE_WORD = re.compile(r"\b(?=[A-Z0-9_]{8,}\b)(?=[A-Z0-9_]*[A-Z])(?:[A-Z0-9]*_[A-Z0-9_]+|[A-Z]+\d[A-Z0-9]*)\b")
"""A constant of a program, such as EXCHANGE_ERROR_EXCEEDED_RETRIES."""


class Known(NamedTuple):
    """A message as `Evidence` knows it."""

    entry: Entry
    message: Message
    template: Template
    weights: tuple[float, ...]
    """What each of its words tells; 0 for background."""
    codes: frozenset[str]
    """Its code words that no other entry has, folded."""
    is_printed: bool
    """Whether the template is the message as printed, which the dictionary may cut short, and not its full text."""


class WordWeights:
    """Knows which words identify a message, and whose they are."""

    def __init__(self, edition: Edition, vendors: Iterable[Vendor], entries: Iterable[Entry]) -> None:
        """Count the words of the dictionary's messages.

        Args:
            edition: Names the background words.
            vendors: Their names are background, too.
            entries: Those of the dictionary; custom codes do not change what tells its messages apart.
        """
        self._protocol = frozenset(fold(word) for group in edition.background for word in group.words)
        self._vendors = frozenset(
            word for vendor in vendors for name in (vendor.name, vendor.short) for word in folded_words(name)
        )
        self._sequences: list[tuple[str, list[str]]] = []
        """Entry id and the words of each message of the dictionary."""
        self._cut_sequences: list[tuple[str, list[str]]] = []
        """Those of the messages that the dictionary cuts short."""
        self._holders: dict[str, set[str]] = {}
        """Word to the ids of the entries that have it in a message."""
        self._code_holders: dict[str, set[str]] = {}
        for entry in entries:
            for message in entry.messages:
                texts = [message.text] + ([message.complete_text.text] if message.complete_text else [])
                for text in texts:
                    sequence = folded_words(text)
                    self._sequences.append((entry.id, sequence))
                    if message.also and text == message.text:
                        self._cut_sequences.append((entry.id, sequence))
                    for word in sequence:
                        self._holders.setdefault(word, set()).add(entry.id)
                    for code in CODE_WORD.findall(text):
                        self._code_holders.setdefault(fold(code), set()).add(entry.id)
        self._others = lru_cache(maxsize=4096)(self._find_others)

    def known(self, entry: Entry, message: Message, template: Template) -> Known:
        """Prepare a message for judging."""
        weights = tuple(self.weight(word) for word in template.words)
        if any(weight > GLUE_WEIGHT for weight in weights):  # a vendor's name tells something beside other words
            weights = tuple(
                COMMON_WEIGHT if word in self._vendors and not weight else weight
                for word, weight in zip(template.words, weights, strict=True)
            )
        codes = frozenset(
            code
            for code in map(fold, CODE_WORD.findall(message.text))
            if self._code_holders.get(code, {entry.id}) <= {entry.id} and code not in map(fold, message.slots.values())
        )
        is_printed = message.complete_text is None or template.words != folded_words(message.complete_text.text)
        return Known(entry, message, template, weights, codes, is_printed)

    @property
    def background(self) -> frozenset[str]:
        """The folded words that identify no message."""
        return self._vendors | self._protocol

    def is_background(self, word: str) -> bool:
        """Tell whether a folded word identifies no message."""
        return word in self._vendors or self.is_protocol(word)

    def is_protocol(self, word: str) -> bool:
        return word in self._protocol or (word.isdecimal() and len(word) <= 3)

    def weight(self, word: str) -> float:
        """Return what a folded word tells of a message, 0 to 1."""
        if self.is_background(word):
            return 0.0
        if word in GLUE:
            return GLUE_WEIGHT
        return COMMON_WEIGHT if len(self._holders.get(word, ())) >= COMMON_IN else OWN_WEIGHT

    def others(self, entry_id: str, sequence: Sequence[str]) -> frozenset[str]:
        """Return the ids of the other entries of the dictionary that have these words in this order in a message."""
        return self._others(tuple(sequence)) - {entry_id}

    def _find_others(self, words: tuple[str, ...]) -> frozenset[str]:
        return frozenset(entry_id for entry_id, sequence in self._sequences if _is_in_order(words, sequence))

    def continues_another(self, known: Known) -> bool:
        """Tell whether a message has all of another one that the dictionary cuts short: it may be that one's rest."""
        return any(
            entry_id != known.entry.id and _is_in_order(sequence, known.template.words)
            for entry_id, sequence in self._cut_sequences
        )


def or_little(weight: float) -> float:
    """Return a weight, or a little for a word that tells nothing by itself: it still stands at its place."""
    return weight or GLUE_WEIGHT


def _is_in_order(words: Sequence[str], sequence: Sequence[str]) -> bool:
    rest = iter(sequence)
    return all(word in rest for word in words)
