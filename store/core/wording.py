"""How counts, days and cut texts are worded, for every place that shows them."""


def counted(number: int, noun: str) -> str:
    """Write a number with the noun that it counts, for example "1 note" or "1,204 lines"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
