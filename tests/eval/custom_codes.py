"""Custom codes, made by the hundred."""

import random
from collections.abc import Mapping
from types import MappingProxyType

from store.core.models import Cause, Entry, Message
from tests.eval.fillings import literal_words, originals
from tests.eval.shipped import CATALOG

COUNT = 1_000
OWN = "own/"
_SLOT = {"value": "[value]"}


def code(number: int, text: str, slots: Mapping[str, str] = MappingProxyType({}), vendor: str = "own") -> Entry:
    """Make a custom code with a message."""
    cause = Cause(meaning=None, notes=(), syncs_anyway=None, who="teacher", fix=("Ask.",), basis="derived", sources=())
    message = Message(text=text, slots=dict(slots), complete_text=None, also=(), causes=(cause,))
    return Entry(
        id=f"{OWN}{number}",
        vendor=vendor,
        title=text[:60],
        http_status=None,
        messages=(message,),
        says=(),
        prevention=None,
        related=(),
    )


def custom_codes(count: int = COUNT) -> list[Entry]:
    """Make custom codes of the words of shipped messages: three to twelve words each, some with a slot."""
    chance = random.Random(16)
    known = [word for original in originals() for word in literal_words(original)]
    codes = []
    for number in range(count):
        text = " ".join(chance.choices(known, k=chance.randint(3, 12)))
        vendor = chance.choice(CATALOG.vendors).id
        has_slot = chance.random() < 0.3
        codes.append(code(number, f"{text} [value]" if has_slot else text, _SLOT if has_slot else {}, vendor))
    return codes
