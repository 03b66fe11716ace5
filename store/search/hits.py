"""The answer to a query."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from typing import overload

from store.core.models import Hit
from store.search.bitset import flags, lowest

LEAST_HITS = 3
"""A description is answered with so many entries at least: the nearest ones follow those that match."""
AHEAD = 100
"""Unscored hits that are looked up without listing all of them: more than a screen has rows."""


def errors_in(hits: Iterable[Hit]) -> int:
    """Count the messages that a query contains: those of several entries in one place are one."""
    return len({place.span[0] for hit in hits for place in hit.occurrences})


class Hits(Sequence[Hit]):
    """Hits, best first: those that match, with the nearest behind them where they are few; or all are only near.

    A large custom catalog answers a short query with thousands of entries. Only the best are scored; the rest are bits
    (`store.search.bitset`) until somebody looks at them: fetching each from memory would take longer than the search.
    """

    def __init__(
        self,
        first: Sequence[Hit],
        rest: int = 0,
        listed: Sequence[Hit] = (),
        vendors: Mapping[str, int] | None = None,
        is_close: bool = False,
    ) -> None:
        """Make an answer.

        Args:
            first: The hits that were scored, best first.
            rest: The numbers of the entries that follow, as bits.
            listed: The unscored hit of each entry, by its number.
            vendors: Vendor to the numbers of its entries, as bits.
            is_close: Whether the first is clearly what plain words describe, although none matches.
        """
        self.is_close = is_close
        self._first, self._rest, self._listed, self._vendors = first, rest, listed, vendors or {}
        self._length = len(first) + rest.bit_count()
        self._ahead: Sequence[Hit] = ()
        self._whole: list[Hit] = []

    @property
    def matched(self) -> bool:
        """Whether they match; otherwise they are the nearest entries."""
        return bool(self._first) and self._first[0].matched

    def by_vendor(self) -> Counter[str]:
        """Count the hits of each vendor."""
        counts = Counter(hit.entry.vendor for hit in self._first if hit.matched or not self.matched)
        if self._rest:
            counts.update({vendor: (self._rest & bits).bit_count() for vendor, bits in self._vendors.items()})
        return counts

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> list[Hit]: ...
    def __getitem__(self, at: int | slice) -> Hit | list[Hit]:
        if isinstance(at, slice):
            indexes = range(*at.indices(self._length))
            return [self[index] for index in indexes] if len(indexes) <= AHEAD else self._all()[at]
        if at < 0:
            return self._all()[at]
        if at < len(self._first):
            return self._first[at]
        beyond = at - len(self._first)
        if beyond >= AHEAD:
            return self._all()[at]
        if not self._ahead:
            self._ahead = [self._listed[number] for number in lowest(self._rest, AHEAD)]
        return self._ahead[beyond]

    def _all(self) -> list[Hit]:
        if len(self._whole) != self._length:
            self._whole = [*self._first, *compress(self._listed, flags(self._rest))]
        return self._whole
