"""Print an entry to fill in, as it goes into assets/catalog.json: `make entry`, or `make entry VENDOR=acme`.

python docs/skeleton.py [VENDOR]
"""

import json
import sys
from textwrap import indent
from typing import Any

import msgspec

from store.catalog import opening
from store.core.models import Cause, Entry, Message, Source, Vendor

NEW = "new"
"""The name that stands for a vendor with no id yet."""

Skeleton = dict[str, dict[str, Any]]
"""Table of the catalog, to its new records by record number."""


def skeleton(name: str = "") -> Skeleton:
    """Return an entry to fill in, with its vendor if the catalog lacks it.

    Each text to replace has TODO in it, which `sisdex catalog check` refuses.

    Args:
        name: Id, name or alias of a vendor of the catalog, the id of a new one, or `new`. The first vendor if empty.
    """
    catalog = opening.load(opening.shipped_path())
    vendor = catalog.find_vendor(name) if name else catalog.vendors[0]
    records: Skeleton = {}
    if vendor is None:
        vendor = _vendor("TODO-vendor-id" if name == NEW else name)
        records["vendors"] = {_free_number("vendors"): msgspec.to_builtins(vendor)}
    records["entries"] = {_free_number("entries"): msgspec.to_builtins(_entry(vendor.id))}
    return records


def _vendor(vendor_id: str) -> Vendor:
    return Vendor(
        id=vendor_id,
        name="TODO: the full name",
        short="TODO: a short name",
        aliases=("TODO: what people type for it",),
    )


def _entry(vendor_id: str) -> Entry:
    source = Source(title="TODO: title of the page that supports the steps", url="https://example.org/TODO-page")
    cause = Cause(
        meaning="TODO: what happened, in our words.",
        notes=(),
        syncs_anyway=None,
        who="teacher",
        fix=("TODO: first step.", "TODO: second step."),
        basis="documented",
        sources=(source,),
    )
    message = Message(
        text="TODO: the message, exactly as shown, with its [brackets]",
        slots={"assignment": "[brackets]"},
        complete_text=None,
        also=(),
        causes=(cause,),
    )
    return Entry(
        id=f"{vendor_id}/TODO-slug-of-the-title",
        vendor=vendor_id,
        title="TODO: the title, exactly as shown",
        http_status=None,
        messages=(message,),
        says=("TODO: a phrase of a caller", "TODO: another phrase", "TODO: a third phrase"),
        prevention=None,
        related=(),
    )


def _free_number(table: str) -> str:
    document = json.loads(opening.shipped_path().read_text(encoding="utf-8"))
    return str(max(map(int, document[table])) + 1)


def pasteable(records: dict[str, Any]) -> str:
    """Return records in the layout of the catalog's file, without the braces of their table."""
    inner = json.dumps(records, indent=2, ensure_ascii=False).split("\n")[1:-1]
    return indent("\n".join(inner), "  ")


def main() -> None:
    """Print the records, and on the other channel where they go."""
    for table, records in skeleton(*sys.argv[1:2]).items():
        print(
            f'Into "{table}" of assets/catalog.json; replace each text with TODO, and mind the commas:',
            file=sys.stderr,
            flush=True,
        )
        print(pasteable(records), flush=True)


if __name__ == "__main__":
    main()
