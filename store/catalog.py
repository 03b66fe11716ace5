"""The dictionary: a read-only TinyDB file, read once into records."""

from pathlib import Path

from tinydb import TinyDB

from store.catalog_check import Fault, Records, examine
from store.document import ReadOnlyStorage
from store.errors import BadInput
from store.models import Edition, Entry, Vendor
from store.text import clean, fold


class Catalog:
    """A dictionary whose every rule holds."""

    def __init__(self, edition: Edition, vendors: tuple[Vendor, ...], entries: tuple[Entry, ...]) -> None:
        """Take the parts, each in the dictionary's order."""
        self.edition, self.vendors, self.entries = edition, vendors, entries
        self._entry_by_id = {entry.id: entry for entry in entries}
        self._vendor_by_id = {vendor.id: vendor for vendor in vendors}

    def entry(self, entry_id: str) -> Entry | None:
        """Return the entry with this id, or None."""
        return self._entry_by_id.get(entry_id)

    def vendor(self, vendor_id: str) -> Vendor:
        """Return the vendor with this id, which must be one of this catalog's."""
        return self._vendor_by_id[vendor_id]

    def find_vendor(self, name: str) -> Vendor | None:
        """Return the vendor whose id, name, short name or alias this is, in any case, or None."""
        wanted = fold(name.strip())
        for vendor in self.vendors:
            if wanted in {fold(known) for known in (vendor.id, vendor.name, vendor.short, *vendor.aliases)}:
                return vendor
        return None


def shipped_path() -> Path:
    """Return where the shipped dictionary lies: beside the packages in a checkout, inside `store` when installed."""
    package = Path(__file__).resolve().parent
    root = package.parent if (package.parent / "pyproject.toml").is_file() else package
    return root / "assets" / "catalog.json"


def load(path: Path) -> Catalog:
    """Read a dictionary.

    Args:
        path: A TinyDB file with the tables `meta`, `vendors` and `entries`.

    Returns:
        The dictionary, in the file's order.

    Raises:
        BadInput: The file is damaged, foreign or breaks a rule; the text is one sentence with the first place.
    """
    parts, found = examine(_read(path))
    if parts is None:
        more = f" ({len(found) - 1} more: sisdex catalog check FILE lists them)" if len(found) > 1 else ""
        raise BadInput(clean(f"{path} cannot be used as a catalog: {found[0]}{more}."))
    return Catalog(*parts)


def check(path: Path) -> list[Fault]:
    """Name every fault of a catalog file.

    Raises:
        BadInput: The file cannot be read as a TinyDB file at all.
    """
    return examine(_read(path))[1]


def _read(path: Path) -> Records:
    with TinyDB(path, storage=ReadOnlyStorage) as database:
        return {name: database.table(name).all() for name in ("meta", "vendors", "entries")}
