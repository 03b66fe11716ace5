"""Words for counts, times and shortened text, shared by the app and the command line."""

from datetime import datetime


def counted(number: int, noun: str) -> str:
    """Write a number with the noun that it counts, for example "1 note" or "1,204 lines"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def shortened(text: str, limit: int, ending: str = "…") -> str:
    """Cut a text that is too long.

    Args:
        text: Any text.
        limit: The most characters to return, `ending` included.
        ending: What replaces the rest of the text.
    """
    return text if len(text) <= limit else f"{text[: limit - len(ending)].rstrip()}{ending}"


def local_time(moment: datetime) -> str:
    """Write a moment in this machine's time zone, for example "14 Nov 2026, 09:30"."""
    return moment.astimezone().strftime("%d %b %Y, %H:%M").lstrip("0")
