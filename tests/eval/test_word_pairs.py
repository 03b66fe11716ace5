"""A real word is never taken for a slip of another one, however like they are.

The pairs are drawn from the list of English words by the tests, so none is known to the search.
"""

import importlib.util
import random
from collections.abc import Sequence
from functools import cache

import pytest
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from store.catalog.opening import Catalog
from store.search.index import SearchIndex
from tests.eval.custom_codes import code
from tests.eval.fillings import fill, literal_words, originals
from tests.eval.near_miss_words import DECIDING
from tests.eval.porter import stem
from tests.eval.shipped import CATALOG, by_message, search

PAIRS = 500
DRAWN_FROM = 10_000
"""Words of the list, drawn by chance, that pairs are looked for in."""
SHORTEST = 4
MOST_WORDS = 10
"""Words of the longest shipped message in which a single other word makes another error."""
CARRIERS = (
    "Student is {} from assignment",
    "Gradebook {} does not match.",
    "Score is outside of the allowable {}.",
    "Section does not have a {} yet.",
    "Unable to {} the assignment.",
)
FORMS = ("{}", "Hi team, the grade sync shows this error for her class: {}")

pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("store.matching.english_list") is None, reason="the list of English words is not there"
    ),
]


@cache
def english() -> tuple[str, ...]:
    """Return English words of at least four letters, in order."""
    words: frozenset[str] = importlib.import_module("store.matching.english_list").words()
    return tuple(sorted(word for word in words if len(word) >= SHORTEST and word.isalpha() and word.isascii()))


def like(word: str, others: Sequence[str]) -> list[str]:
    """Return the words one or two edits from a word that are not a form of it."""
    near = extract(word, others, scorer=Levenshtein.distance, score_cutoff=2, limit=None)
    return [other for other, edits, _ in near if edits and not are_forms(word, other)]


def are_forms(word: str, other: str) -> bool:
    """Tell whether one of two words may be a form of the other."""
    stems = sorted((stem(word), stem(other)), key=len)
    return stems[1].startswith(stems[0])


@cache
def pairs() -> tuple[tuple[str, str], ...]:
    """Draw 500 pairs of different words that are one or two edits apart; no word is in two pairs."""
    chance = random.Random(16)
    words = chance.sample(english(), DRAWN_FROM)
    drawn: list[tuple[str, str]] = []
    used: set[str] = set()
    for word in words:
        others = [other for other in like(word, words) if other not in used] if word not in used else []
        if others:
            other = chance.choice(others)
            used |= {word, other}
            drawn.append((word, other))
        if len(drawn) == PAIRS:
            break
    return tuple(drawn)


def test_there_are_500_pairs() -> None:
    assert len(pairs()) == PAIRS
    assert all(0 < Levenshtein.distance(*pair) <= 2 for pair in pairs())


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_message_with_the_other_word_of_a_pair_is_not_found(carrier: str) -> None:
    mine = pairs()[CARRIERS.index(carrier) :: len(CARRIERS)]
    codes = [code(number, carrier.format(word)) for number, (word, _) in enumerate(mine)]
    index = SearchIndex(Catalog(CATALOG.edition, CATALOG.vendors, (*CATALOG.entries, *codes)))
    queries = [form.format(carrier.format(other)) for _, other in mine for form in FORMS]
    wrong = [(query, hits[0].entry.title) for query in queries if (hits := by_message(index.search(query)))]
    assert wrong == []


def test_a_shipped_message_with_a_word_like_its_own_is_not_found() -> None:
    wrong = []
    for entry, old, _ in DECIDING:
        original = next(each for each in originals() if each.entry.id == entry and old in each.text)
        if not old.isalpha() or len(literal_words(original)) > MOST_WORDS:
            continue
        chance = random.Random(entry)
        others = like(old.casefold(), english())
        for other in chance.sample(others, min(12, len(others))):
            text = fill(original._replace(text=original.text.replace(old, other)), chance).text
            wrong += [(text, hit.entry.id) for form in FORMS for hit in by_message(search(form.format(text)))[:1]]
    assert wrong == []
