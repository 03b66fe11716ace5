"""The dictionary: a read-only TinyDB file, read once into records."""

from datetime import date
from pathlib import Path

from tinydb import TinyDB

from store.catalog.rules import Fault, Parts, Records, examine
from store.core.errors import BadInput
from store.core.models import Edition, Entry, Vendor
from store.core.text import clean, fold, one_line
from store.files.tinydb_file import ReadOnlyStorage

SHIPPED_EDITION = "2026-11-23"
"""Of the shipped dictionary, so that an installed one can be called older without reading both."""


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
        """Return the vendor with this id; one named by it where it is gone, as that of an own code may be."""
        return self._vendor_by_id.get(vendor_id) or Vendor(vendor_id, vendor_id, vendor_id, ())

    def find_vendor(self, name: str) -> Vendor | None:
        """Return the vendor whose id, name, short name or alias this is, in any case, or None."""
        wanted = fold(name.strip())
        for vendor in self.vendors:
            if wanted in {fold(known) for known in (vendor.id, vendor.name, vendor.short, *vendor.aliases)}:
                return vendor
        return None


def shipped_path() -> Path:
    """Return where the shipped dictionary lies: beside the packages in a checkout, inside `store` when installed."""
    package = Path(__file__).resolve().parents[1]
    root = package.parent if (package.parent / "pyproject.toml").is_file() else package
    return root / "assets" / "catalog.json"


def installed_path(notebook: Path) -> Path:
    """Return where a dictionary that the agent installed lies: beside the notebook, and never in its place."""
    return notebook.with_name("catalog.json" if notebook.name.casefold() != "catalog.json" else "dictionary.json")


def usual_path(notebook: Path) -> Path:
    """Return the installed dictionary where there is one, else the shipped one."""
    installed = installed_path(notebook)
    try:
        installed.lstat()
    except OSError:
        return shipped_path()
    return installed


def load_usual(notebook: Path) -> tuple[Catalog, list[str]]:
    """Read the installed dictionary where there is a good one, else the shipped one.

    Args:
        notebook: The file that the installed one lies beside.

    Returns:
        The dictionary, and a sentence for the agent where the installed one is refused or outdated.
    """
    path = usual_path(notebook)
    if path != installed_path(notebook):
        return load(path), []
    try:
        catalog = load(path)
    except BadInput as error:
        told = "The shipped catalog is used instead, and the file was left as it is."
        todo = "sisdex catalog import FILE installs another; sisdex catalog reset goes back to the shipped one."
        return load(shipped_path()), [f"{error} {told} {todo}"]
    if is_older(catalog.edition.edition, SHIPPED_EDITION):
        return catalog, [
            f"The installed catalog is of {catalog.edition.edition}, the one that came with sisdex of"
            f" {SHIPPED_EDITION}. sisdex catalog diff compares them; sisdex catalog reset goes to the newer one."
        ]
    return catalog, []


def is_older(edition: str, than: str) -> bool:
    """Tell whether an edition is of an earlier day; one that is not named by a day is never called older."""
    try:
        return date.fromisoformat(edition) < date.fromisoformat(than)
    except ValueError:
        return False


def load(path: Path) -> Catalog:
    """Read a dictionary.

    Args:
        path: A TinyDB file with the tables `meta`, `vendors` and `entries`.

    Returns:
        The dictionary, in the file's order.

    Raises:
        BadInput: The file is damaged, foreign or breaks a rule; the text is one sentence with the first place.
    """
    parts, found = _examined(path)
    if parts is None:
        more = f" ({len(found) - 1} more: sisdex catalog check FILE lists them)" if len(found) > 1 else ""
        raise BadInput(one_line(clean(f"{path} cannot be used as a catalog: {found[0]}{more}.")))
    return Catalog(*parts)


def check(path: Path) -> list[Fault]:
    """Name every fault of a catalog file.

    Raises:
        BadInput: The file cannot be read as a TinyDB file at all.
    """
    return _examined(path)[1]


def _examined(path: Path) -> tuple[Parts | None, list[Fault]]:
    try:
        return examine(_read(path))
    except RecursionError as error:  # newer Pythons decode deeper than the rules can look
        raise BadInput(f"{path} is nested too deeply to be read.") from error


def _read(path: Path) -> Records:
    with TinyDB(path, storage=ReadOnlyStorage) as database:
        return {name: database.table(name).all() for name in ("meta", "vendors", "entries")}
