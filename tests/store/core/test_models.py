"""Records of the notebook have the same version fields, in the order in which files have always had them."""

import msgspec
import pytest

from store.core.models import Case, CustomCode, CustomVendor, Entry, Note, Record, Vendor, Versioned


def fields(model: type[Record]) -> dict[str, tuple[object, object]]:
    return {field.name: (field.type, field.default) for field in msgspec.structs.fields(model)}


@pytest.mark.parametrize(("model", "base"), [(CustomCode, Entry), (CustomVendor, Vendor)])
def test_custom_records_add_the_fields_of_a_versioned_record(model: type[Record], base: type[Record]) -> None:
    added = {name: field for name, field in fields(model).items() if name not in fields(base)}
    assert list(added.items()) == list(fields(Versioned).items())


@pytest.mark.parametrize("model", [Note, Case])
def test_a_file_has_the_uid_first_and_the_versions_last(model: type[Record]) -> None:
    names = list(fields(model))
    assert (names[0], names[-5:]) == ("uid", ["created", "changed", "rev", "was", "beside"])
