"""Sets of small numbers, each as the bits of one integer: joined and cut as fast as the machine can."""

from collections.abc import Iterable
from itertools import compress, count

_FLAGS = bytes.maketrans(b"01", b"\0\1")


def flags(bits: int) -> bytes:
    """Return for each number from 0 on whether it is in a set, as itertools.compress takes it."""
    return bin(bits)[:1:-1].encode().translate(_FLAGS)


def numbers(bits: int) -> list[int]:
    """List the numbers of a set, in order."""
    return list(compress(count(), flags(bits)))


def lowest(bits: int, most: int) -> list[int]:
    """List the lowest numbers of a set, at most so many."""
    found: list[int] = []
    while bits and len(found) < most:
        bit = bits & -bits
        found.append(bit.bit_length() - 1)
        bits ^= bit
    return found


def as_bits(members: Iterable[int]) -> int:
    """Return a set as bits."""
    bits = 0
    for number in members:
        bits |= 1 << number
    return bits
