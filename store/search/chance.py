"""Whether an entry has the words of a short query by chance: each somewhere, but not together.

An entry's texts have some 300 words between them, so two or three common words are found in some entry whatever they
are about: "teacher" in the title and "year" in what callers say do not make it an answer to "teacher of the year".
"""

from store.search.english import stem
from store.search.entry_document import EVERYWHERE, EntryDocument
from store.search.query import Query
from store.search.word_index import Reading, WordIndex

LEAST_CONTENT, LEAST_WORDS = 2, 4
"""Content words, or words, from which one must be in the title or a message."""
SENTENCE = 5
"""Words from which a query is a sentence: of two content words in it, such as student and quiz, both must be in the
title or a message to say what is wrong."""
LOOKED_AT = 3
"""Best entries of which one must have the words together for the query to be answered at all."""


def is_by_chance(document: EntryDocument, query: Query, index: WordIndex, readings: dict[str, Reading]) -> bool:
    """Tell whether an entry that explains each word of a query has them by chance.

    It has not where one of its texts has them all, in whatever form, or where the query names its vendor. Where there
    are some words and none is a vendor's name, one of them must be in the title or a message, too, which say what the
    error is, or all must stand in a row, as "extra credit".

    Args:
        document: The entry.
        query: The query.
        index: Knows which words the query's may be.
        readings: The query's words, and how each is read.
    """
    if len(query.words) == 1:
        return False
    in_a_row = f" {query.line}"
    is_phrase = any(in_a_row in f" {phrase}" for phrase in document.phrases)
    is_thin = len(query.words) >= SENTENCE and len(query.content_words) <= LEAST_CONTENT and not query.vendors
    words = dict.fromkeys([*query.content_words, *list(query.words)[-1:]])
    is_few = len(query.content_words) < LEAST_CONTENT and len(query.words) < LEAST_WORDS
    together = EVERYWHERE
    named = is_few or bool(query.vendors) or is_phrase
    for word in words:
        known = index.known_stems(word, readings[word])
        places = 0
        for found in known & document.places.keys():
            places |= document.places[found]
        together &= places
        named = named or bool(places & 1)
        if is_thin and not is_phrase and not document.places.get(stem(word), 0) & 1:
            return True
    return not ((together or document.entry.vendor in query.vendors) and named)
