"""A finding in a log, as the pane beside the list of findings shows it."""

from collections.abc import Sequence
from itertools import islice

from store.catalog.opening import Catalog
from store.core.models import Hit
from store.core.wording import counted
from store.logs.triage import Finding
from store.logs.unknown_errors import Unknown
from store.search.codes import codes_in
from tui.render.plain_text import lines_of
from tui.render.protocol_codes import HEADING, advice_line, code_line

SHOWN_VALUES = 8
"""How many values of a slot are shown."""


def finding_hit(catalog: Catalog, found: Finding) -> Hit:
    """Return a known error as the hit of a query: the entry, its values, and where in the log it is.

    Args:
        catalog: Knows the vendors.
        found: The known error.
    """
    place = f"{counted(found.count, 'time')}, {lines_of(found)}"
    others = [catalog.vendor(entry.vendor).short for entry in found.entries[1:]]
    if others:
        verb = "has" if len(others) == 1 else "have"
        place += f"; {' and '.join(others)} {verb} the same message, and the log does not say which vendor it is"
    values = {slot: _first_values(list(slot_values)) for slot, slot_values in found.values.items()}
    return Hit(found.entries[0], 0.0, "message", None, values, place)


def unknown_text(unknown: Unknown, catalog: Catalog) -> str:
    """Return what to show about an error that the dictionary does not have.

    Args:
        unknown: The error.
        catalog: Explains the codes in its text.
    """
    place = f"{counted(unknown.count, 'time')} like this (numbers may differ), first on line {unknown.line:,}:"
    codes = "\n\n".join(f"{code_line(code)}\n{advice_line(code)}" for code in codes_in(unknown.text, catalog))
    return f"{place}\n\n{unknown.text}" + (f"\n\n{HEADING}:\n{codes}" if codes else "")


def _first_values(values: Sequence[str]) -> str:
    shown = ", ".join(islice(values, SHOWN_VALUES))
    return f"{shown} and {len(values) - SHOWN_VALUES:,} more" if len(values) > SHOWN_VALUES else shown
