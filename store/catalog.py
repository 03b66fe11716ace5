"""The dictionary: a read-only TinyDB file, read once into records."""

from dataclasses import dataclass, field
from pathlib import Path

from tinydb import TinyDB

from store.catalog_check import Fault, Records, decode, faults
from store.document import ReadOnlyStorage
from store.errors import BadInput
from store.models import Edition, Entry, Vendor
from store.text import clean, fold


@dataclass(frozen=True)
class Catalog:
    """A dictionary whose every rule holds."""

    edition: Edition
    vendors: tuple[Vendor, ...]
    """In the dictionary's order."""
    entries: tuple[Entry, ...]
    """In the dictionary's order."""
    _entry_by_id: dict[str, Entry] = field(init=False, repr=False)
    _vendor_by_id: dict[str, Vendor] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_entry_by_id", {entry.id: entry for entry in self.entries})
        object.__setattr__(self, "_vendor_by_id", {vendor.id: vendor for vendor in self.vendors})

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
    records = _read(path)
    found = faults(records)
    if found:
        more = f" ({len(found) - 1} more: sisdex catalog check FILE lists them)" if len(found) > 1 else ""
        raise BadInput(clean(f"{path} cannot be used as a catalog: {found[0]}{more}."))
    edition, vendors, entries = decode(records)
    return Catalog(edition, vendors, entries)


def check(path: Path) -> list[Fault]:
    """Name every fault of a catalog file.

    Raises:
        BadInput: The file cannot be read as a TinyDB file at all.
    """
    return faults(_read(path))


def _read(path: Path) -> Records:
    with TinyDB(path, storage=ReadOnlyStorage) as database:
        return {name: database.table(name).all() for name in ("meta", "vendors", "entries")}
