"""A value that a field does not accept is answered with the ones that it does."""

from typing import Any

import msgspec
import pytest

from store.core.choices import CHOICES, explained
from store.core.models import Basis, Case, Cause, Outcome, Who


def problem(value: Any, kind: Any, field: str = "") -> str:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(value, kind)
    return explained(caught.value, field)


@pytest.mark.parametrize(("field", "kind"), [("who", Who), ("basis", Basis), ("outcome", Outcome)])
def test_the_accepted_values_of_a_field_are_listed(field: str, kind: Any) -> None:
    assert problem("none`s", kind, field) == f"'none`s' is not one of {', '.join(CHOICES[field])}"


def test_the_field_is_found_in_a_whole_record() -> None:
    cause: dict[str, Any] = {
        "meaning": None,
        "notes": [],
        "syncs_anyway": None,
        "who": "parent",
        "fix": [],
        "basis": "derived",
    }
    expected = "'parent' is not one of teacher, canvas_admin, sis_admin, vendor_support - at `$[0].who`"
    assert problem([cause], tuple[Cause, ...]) == expected


def test_other_problems_are_as_they_were() -> None:
    assert problem({"uid": 5}, Case) == "Expected `str`, got `int` - at `$.uid`"
    assert problem("x", Who) == "Invalid enum value 'x'"
