"""Texts from a scan or a screenshot, in which letters are taken for others that look alike.

Such a word is the same word, not a slip: `Secti0n`, `asslgnment` and `gradebo0k` are Section, assignment and gradebook.
`Scans.corrected` reads each of them as the message's word; the text itself, and with it all values, stays as it is. A
word that is English, or a message's, as it is written is never taken for another: "dear" is not "clear".
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from store.core.text import fold, word_parts
from store.matching.likeness import IsWord, looks_like, ocr_key
from store.matching.message_template import Template
from store.matching.pasted_text import Text

MAX_TEXT = 20_000
"""Characters of the longest text that may come from a scan."""

_RUN = re.compile(r"[^\W_]+(?:\|[^\W_]+)*|\|[^\W_]+")


class Scans:
    """Recognizes words of messages in texts from scans."""

    def __init__(self, templates: Iterable[Template], is_word: IsWord) -> None:
        """Learn the words of some messages; `RESTEASY003210` is one word here, of two parts.

        Args:
            templates: The messages.
            is_word: Tells whether a folded word is one that people write on purpose.
        """
        self._is_word = is_word
        self._meant = lru_cache(maxsize=8192)(self._find_meant)
        self._known: set[str] = set()
        self._by_key: dict[str, tuple[str, ...]] = {}
        for template in templates:
            parts: list[str] = []
            for index, word in enumerate(template.words):
                parts = [*parts, word] if parts and not template.gaps[index] and index not in template.slots else [word]
                self._learn(tuple(parts))

    def _learn(self, parts: tuple[str, ...]) -> None:
        word = "".join(parts)
        self._known.add(word)
        if len(word) > 1:
            self._by_key.setdefault(ocr_key(word), parts)

    def corrected(self, text: Text) -> Text:
        """Return a text with the messages' words where others look like them; the same text if none does."""
        if len(text.text) > MAX_TEXT or not any(map(self._meant, set(_RUN.findall(text.text)))):
            return text
        parts, words, end = [""], list[str](), 0
        for match in _RUN.finditer(text.text):
            meant = self._meant(match[0])
            pieces = _cut(match[0], meant) if meant else word_parts(match[0])
            parts[-1] += text.text[end : match.start()] + pieces[0][0]
            parts += pieces[0][1:]
            words += pieces[1]
            end = match.end()
        parts[-1] += text.text[end:]
        return Text(text.text, (parts, words))

    def _find_meant(self, written: str) -> tuple[str, ...] | None:
        """Return the parts of the message's word that a written one looks like; None if it is another word."""
        word = fold(written)
        if word in self._known or len(word) < 2 or word.isdecimal():
            return None
        meant = self._by_key.get(ocr_key(word))
        if meant is None or not looks_like("".join(meant), word, self._is_word_of_letters):
            return None
        return meant if len(meant) == 1 or sum(map(len, meant)) == len(written) else None

    def _is_word_of_letters(self, word: str) -> bool:
        """Tell whether a word is one; two letters are a word by chance (ln, ls)."""
        return len(word) > 2 and self._is_word(word)


def _cut(written: str, meant: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Cut a written word as `word_parts` does, into parts as long as those of the word that is meant."""
    if len(meant) == 1:
        return ["", written, ""], list(meant)
    parts, at = [""], 0
    for part in meant:
        parts += [written[at : at + len(part)], ""]
        at += len(part)
    return parts, list(meant)
