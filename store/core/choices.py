"""The fields that accept only a few values, and what to say about another value."""

import re
from collections.abc import Mapping
from typing import get_args

from msgspec import ValidationError

from store.core.models import Basis, Outcome, Who

CHOICES: Mapping[str, tuple[str, ...]] = {
    "who": get_args(Who),
    "basis": get_args(Basis),
    "outcome": get_args(Outcome),
}
"""Name of a field, in any record, to the values that it accepts."""

_NOT_A_CHOICE = re.compile(r"Invalid enum value (?P<value>.*?)(?P<place> - at `.*?(?P<field>\w+)`)?", re.DOTALL)


def explained(error: ValidationError, field: str = "") -> str:
    """Return what is wrong with a record; msgspec alone does not say which values a field accepts.

    Args:
        error: Why the record cannot be decoded.
        field: The field that was decoded, if that was not a whole record.
    """
    problem = str(error)
    found = _NOT_A_CHOICE.fullmatch(problem)
    choices = CHOICES.get(found["field"] or field) if found else None
    if found is None or choices is None:
        return problem
    return f"{found['value']} is not one of {', '.join(choices)}{found['place'] or ''}"
