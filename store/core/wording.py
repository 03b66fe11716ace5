"""Small pieces of sentences that every place words alike: counts, days and shortened texts."""

from datetime import datetime


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun, for example "1 note", "1,204 lines" or "2 copies".

    Args:
        number: How many.
        noun: The noun in the singular.
        plural: Its plural, if that is not the singular with an s.
    """
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def enumerated(items: list[str]) -> str:
    """Return a list in words, for example "a note, a case and a draft"."""
    return " and ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


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


def day(moment: datetime, now: datetime) -> str:
    """Return the day of a moment, for example "14 Nov", or "14 Nov 2025" if that was another year.

    Args:
        moment: Any moment.
        now: The current time, in the agent's time zone, which the day is given in.
    """
    local = moment.astimezone(now.tzinfo)
    return f"{local.day} {local:%b}" + (f" {local.year}" if local.year != now.year else "")
