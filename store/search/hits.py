"""The answer to a query."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import compress
from typing import overload

from store.core.models import Hit
from store.search.bitset import flags, lowest

AHEAD = 100
"""Hits beyond the compared ones that are looked up without listing them all: more than a screen has rows."""


class Hits(Sequence[Hit]):
    """Hits, best first: all match, or all are only near.

    A large dictionary answers a short query with thousands of entries. Those that nobody looks at are counted as bits
    and never touched: fetching each from memory would take longer than the search.
    """

    def __init__(
        self, first: Sequence[Hit], rest: int = 0, listed: Sequence[Hit] = (), vendors: Mapping[str, int] | None = None
    ) -> None:
        """Make an answer.

        Args:
            first: The hits that were compared, best first.
            rest: The numbers of those that follow, in their order, as bits.
            listed: The hit of each number.
            vendors: The numbers of each vendor's entries, as bits.
        """
        self._first, self._rest, self._listed, self._vendors = first, rest, listed, vendors or {}
        self._length = len(first) + rest.bit_count()
        self._ahead: Sequence[Hit] = ()
        self._whole: list[Hit] = []

    @property
    def matched(self) -> bool:
        """Whether they match, rather than being the nearest there are."""
        return bool(self._first) and self._first[0].matched

    def by_vendor(self) -> Counter[str]:
        """Count the hits of each vendor."""
        counts = Counter(hit.entry.vendor for hit in self._first)
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
            wanted = range(*at.indices(self._length))
            return [self[each] for each in wanted] if len(wanted) <= AHEAD else self._all()[at]
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
