"""Opening the dictionary: which catalog file to use, and reading it once into records."""

from datetime import date
from pathlib import Path

from tinydb import TinyDB

from store.catalog.rules import TABLES, Fault, Parts, Records, examine
from store.core.errors import BadInput
from store.core.models import Edition, Entry, ProtocolCode, Vendor
from store.core.text import clean, fold, one_line
from store.files.tinydb_file import ReadOnlyStorage

SHIPPED_EDITION = "2026-11-23"
"""Edition of the shipped catalog, so that an installed one can be called older without reading both."""


class Catalog:
    """A dictionary that satisfies all rules."""

    def __init__(
        self,
        edition: Edition,
        vendors: tuple[Vendor, ...],
        entries: tuple[Entry, ...],
        codes: tuple[ProtocolCode, ...] = (),
    ) -> None:
        """Take the parts, each in the dictionary's order. Catalogs of sisdex 0.1 have no codes."""
        self.edition, self.vendors, self.entries, self.codes = edition, vendors, entries, codes
        self._entry_by_id = {entry.id: entry for entry in entries}
        self._vendor_by_id = {vendor.id: vendor for vendor in vendors}

    def entry(self, entry_id: str) -> Entry | None:
        """Return the entry with this id, or None."""
        return self._entry_by_id.get(entry_id)

    def vendor(self, vendor_id: str) -> Vendor:
        """Return the vendor with this id. For an unknown id, such as that of a custom code, make one named after it."""
        return self._vendor_by_id.get(vendor_id) or Vendor(id=vendor_id, name=vendor_id, short=vendor_id, aliases=())

    def find_vendor(self, name: str) -> Vendor | None:
        """Return the vendor with this id, name, short name or alias, ignoring case, or None."""
        folded = fold(name.strip())
        for vendor in self.vendors:
            if folded in map(fold, (vendor.id, vendor.name, vendor.short, *vendor.aliases)):
                return vendor
        return None


def shipped_path() -> Path:
    """Return the shipped catalog: `assets/catalog.json` in a checkout, inside the package `store` when installed."""
    package = Path(__file__).resolve().parents[1]
    root = package.parent if (package.parent / "pyproject.toml").is_file() else package
    return root / "assets" / "catalog.json"


def installed_path(notebook: Path) -> Path:
    """Return the path for a catalog that the agent installs: next to the notebook, under another name."""
    return notebook.with_name("catalog.json" if notebook.name.casefold() != "catalog.json" else "dictionary.json")


def usual_path(notebook: Path) -> Path:
    """Return the installed catalog if there is one, else the shipped one."""
    installed = installed_path(notebook)
    try:
        installed.lstat()
    except OSError:
        return shipped_path()
    return installed


def load_usual(notebook: Path) -> tuple[Catalog, list[str]]:
    """Read the installed catalog if it is good, else the shipped one.

    Args:
        notebook: The notebook's file; an installed catalog is next to it.

    Returns:
        The dictionary, and a warning for the agent if the installed catalog is bad or outdated.
    """
    path = usual_path(notebook)
    if path != installed_path(notebook):
        return load(path), []
    try:
        catalog = load(path)
    except BadInput as error:
        return load(shipped_path()), [
            f"{error} The shipped catalog is used instead, and the file was left as it is. To install another one, run"
            " sisdex catalog import FILE; to go back to the shipped one for good, run sisdex catalog reset."
        ]
    if is_older(catalog.edition.edition, SHIPPED_EDITION):
        return catalog, [
            f"The installed catalog ({catalog.edition.edition}) is older than the one that came with sisdex"
            f" ({SHIPPED_EDITION}). sisdex catalog diff compares them; sisdex catalog reset goes back to the newer one."
        ]
    return catalog, []


def is_older(edition: str, than: str) -> bool:
    """Return whether one edition is dated before another; False if either is not a date."""
    try:
        return date.fromisoformat(edition) < date.fromisoformat(than)
    except ValueError:
        return False


def load(path: Path) -> Catalog:
    """Read a dictionary.

    Args:
        path: A TinyDB file with the tables `meta`, `vendors`, `entries` and maybe `codes`.

    Returns:
        The dictionary, in the file's order.

    Raises:
        BadInput: The file is damaged, of another kind or breaks a rule; the text is one sentence with the first place.
    """
    parts, faults = _examined(path)
    if parts is None:
        more = f" ({len(faults) - 1} more: sisdex catalog check FILE lists them)" if len(faults) > 1 else ""
        raise BadInput(one_line(clean(f"{path} cannot be used as a catalog: {faults[0]}{more}.")))
    return Catalog(*parts)


def check(path: Path) -> list[Fault]:
    """Return every fault of a catalog file.

    Raises:
        BadInput: The file cannot be read as a TinyDB file at all.
    """
    return _examined(path)[1]


def _examined(path: Path) -> tuple[Parts | None, list[Fault]]:
    try:
        return examine(_read(path))
    except RecursionError as error:  # newer Pythons decode deeper than the rules can follow
        raise BadInput(f"{path} is nested too deeply to be read.") from error


def _read(path: Path) -> Records:
    with TinyDB(path, storage=ReadOnlyStorage) as database:
        return {name: database.table(name).all() for name in TABLES}
