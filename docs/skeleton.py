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
    """Return a valid entry to fill in, with its vendor if the catalog lacks it.

    Args:
        name: Id, name or alias of a vendor of the catalog, the id of a new one, or `new`. The first vendor if empty.
    """
    catalog = opening.load(opening.shipped_path())
    vendor = catalog.find_vendor(name) if name else catalog.vendors[0]
    records: Skeleton = {}
    if vendor is None:
        vendor = _vendor("new-vendor" if name == NEW else name)
        records["vendors"] = {_free_number("vendors"): msgspec.to_builtins(vendor)}
    records["entries"] = {_free_number("entries"): msgspec.to_builtins(_entry(vendor.id))}
    return records


def _vendor(vendor_id: str) -> Vendor:
    return Vendor(
        id=vendor_id,
        name=f"NAME OF {vendor_id.upper()}",
        short=f"SHORT {vendor_id.upper()}",
        aliases=(f"what people type for {vendor_id}",),
    )


def _entry(vendor_id: str) -> Entry:
    source = Source(title="TITLE OF THE PAGE THAT SUPPORTS THE STEPS", url="https://example.org/the-page")
    cause = Cause(
        meaning="WHAT HAPPENED, IN OUR WORDS.",
        notes=(),
        syncs_anyway=None,
        who="teacher",
        fix=("FIRST STEP.", "SECOND STEP."),
        basis="documented",
        sources=(source,),
    )
    message = Message(
        text="THE MESSAGE TO THE LETTER, WITH ITS [PLACEHOLDER]",
        slots={"assignment": "[PLACEHOLDER]"},
        complete_text=None,
        also=(),
        causes=(cause,),
    )
    return Entry(
        id=f"{vendor_id}/slug-of-the-title",
        vendor=vendor_id,
        title="TITLE TO THE LETTER",
        http_status=None,
        messages=(message,),
        says=("a caller's first phrase", "a caller's second phrase", "a caller's third phrase"),
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
            f'Into "{table}" of assets/catalog.json; replace what is in capitals, and mind the commas:',
            file=sys.stderr,
            flush=True,
        )
        print(pasteable(records), flush=True)


if __name__ == "__main__":
    main()
