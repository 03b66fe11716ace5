"""A message of the dictionary as what a text is compared with: pieces of literal words, with slots between them.

The message

    Grading category [xxxxx] not found in Skyward for section [xxxxxxxx (xxxxxx)].
    0       1                2   3     4  5       6   7

has the words 0 to 7 in two pieces, 0 to 1 and 2 to 7, since a slot is before word 2. The end of a sentence ends a
piece, too. The words of a piece follow each other in a text without a word between them (`store.matching.alignment`).
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from store.core.models import Message
from store.core.text import Word, words
from store.matching.slot_values import Slot


class Piece(NamedTuple):
    """Words of a message that follow each other."""

    first: int
    """Index of its first word in the message."""
    words: tuple[str, ...]
    is_after_slot: bool
    sentence: int
    """Number of the sentence of the message that it is in."""

    @property
    def end(self) -> int:
        """Index in the message after its last word."""
        return self.first + len(self.words)


class Template:
    """A message, ready to be found in texts."""

    def __init__(self, text: str, placeholders: dict[str, str]) -> None:
        """Split a message into its words and its slots.

        Args:
            text: The message as it is printed.
            placeholders: Slot to its placeholder as printed, in the order of the text.
        """
        self.words: list[str] = []
        self.written: list[str] = []
        """The words as they are printed."""
        self.gaps: list[str] = []
        """For each word, the characters of the message between it and the word or slot before it."""
        self.slots: dict[int, list[Slot]] = {}
        """Index of the word behind them (the number of words, at the end), to the slots in that place."""
        at, literal = 0, ""
        for name, placeholder in placeholders.items():
            start = text.index(placeholder, at)
            literal = self._add_literal(text[at:start])
            slots = self.slots.setdefault(len(self.words), [])
            if slots and not words(text[at:start]):
                slots[-1] = slots[-1]._replace(after=text[at:start])
            at = start + len(placeholder)
            rest = text[at:]
            next_words = words(rest)
            slots.append(Slot(name, literal, rest[: next_words[0].start] if next_words else rest))
        self.tail = self._add_literal(text[at:])
        """The characters behind the last word or slot."""
        self.pieces = self._pieces()
        self.word_set = frozenset(self.words)

    def _add_literal(self, text: str) -> str:
        """Add the words of a literal; return what follows the last of them."""
        literal_words = words(text)
        self.words += [word.folded for word in literal_words]
        self.written += [text[word.start : word.end] for word in literal_words]
        first: Sequence[Word | None] = [None, *literal_words]
        self.gaps += [text[before.end if before else 0 : word.start] for before, word in pairwise(first) if word]
        return text[literal_words[-1].end :] if literal_words else text

    def _pieces(self) -> tuple[Piece, ...]:
        starts, sentences = [], [0]
        for index, gap in enumerate(self.gaps):
            begins_sentence = index > 0 and any(mark in gap for mark in (". ", "! ", "? "))
            if index == 0 or index in self.slots or begins_sentence:
                starts.append(index)
                if index:
                    sentences.append(sentences[-1] + begins_sentence)
        ends = [*starts[1:], len(self.words)]
        return tuple(
            Piece(start, tuple(self.words[start:end]), start in self.slots, sentence)
            for start, end, sentence in zip(starts, ends, sentences, strict=False)
        )

    @property
    def is_open(self) -> bool:
        """Whether the message ends with a slot, whose value may continue for lines."""
        return len(self.words) in self.slots

    @property
    def opening(self) -> str:
        """The characters that must follow the last word of an open message: its slot's mark, such as a colon."""
        return self.slots[len(self.words)][0].before.strip() if self.is_open else ""


def templates_of(message: Message) -> tuple[Template, ...]:
    """Return the templates of a message: as printed, in other wordings, and in full where the dictionary cuts it."""
    texts = [message.text, *(variant.text for variant in message.variants)]
    templates = [Template(text, dict(message.slots)) for text in texts]
    if message.complete_text is not None:
        templates.append(Template(message.complete_text.text, {}))
    return tuple(templates)
