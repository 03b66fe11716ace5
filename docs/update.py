"""Write what the pages say about the code: the counts of the catalog, the key table and the table of rooms.

python docs/update.py
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from store.catalog import opening
from tui.commands.registry import COMMANDS, Command, Where

ROOT = Path(__file__).resolve().parent.parent
README, CONTRIBUTING = ROOT / "README.md", ROOT / "CONTRIBUTING.md"


# --- counts -----------------------------------------------------------------------------------------------------------


def counts() -> dict[str, int]:
    """Return a pattern for each count, whose first group is the number, and the catalog's count."""
    catalog = opening.load(opening.shipped_path())
    causes = sum(len(message.causes) for entry in catalog.entries for message in entry.messages)
    return {
        r"(\d+)(?=\s(?:SIS\s)?vendors)": len(catalog.vendors),
        r"(\d+)(?=\s(?:errors|entries))": len(catalog.entries),
        r"(\d+)(?=\scauses)": causes,
    }


def write_counts(page: Path) -> None:
    """Replace the numbers before the first heading of a page; examples further down keep theirs."""
    introduction, heading, rest = page.read_text(encoding="utf-8").partition("\n## ")
    for pattern, count in counts().items():
        introduction = re.sub(pattern, str(count), introduction)
    page.write_text(introduction + heading + rest, encoding="utf-8")


# --- keys -------------------------------------------------------------------------------------------------------------


def key_table() -> str:
    """Return the table of all keys as Markdown, with a final line break."""
    order = list(Where)

    def place(command: Command) -> int:
        return order.index(command.where)

    rows = ["| where | keys | what they do |", "|---|---|---|"]
    for number, commands in groupby(sorted(COMMANDS, key=place), place):
        title = order[number].title
        for command in commands:
            keys = " ".join(f"`{key}`" for key in command.keys_shown.split())
            rows.append(f"| {title} | {keys} | {command.help} |")
            title = ""  # once a place
    return "\n".join(rows) + "\n"


# --- rooms ------------------------------------------------------------------------------------------------------------


def layers() -> dict[str, list[str]]:
    """Return each top-level package with its rooms, highest first, as the import contracts order them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    return {
        package: [room.strip() for layer in contract["layers"] for room in layer.split("|")]
        for contract in contracts
        if contract["type"] == "layers"
        for package in contract["containers"]
    }


def rooms() -> Iterator[Path]:
    """Give the folder of each room, in the order of the layers, with its inner rooms after it."""
    for package, names in layers().items():
        yield ROOT / package
        for name in names:
            folder = ROOT / package / name
            yield folder
            yield from sorted(path.parent for path in folder.rglob("*/__init__.py"))


def room_table() -> str:
    """Return the table of rooms as Markdown, with a final line break."""
    rows = ["| room | what is in it |", "|---|---|"]
    for folder in rooms():
        module = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
        text = " ".join((ast.get_docstring(module) or "").split())
        rows.append(f"| `{folder.relative_to(ROOT).as_posix()}/` | {text} |")
    return "\n".join(rows) + "\n"


# --- writing ----------------------------------------------------------------------------------------------------------


def write_table(page: Path, name: str, table: str) -> None:
    """Replace the table between the two marks of this name."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
    before, rest = page.read_text(encoding="utf-8").split(begin)
    page.write_text(before + begin + table + end + rest.split(end)[1], encoding="utf-8")


def main() -> None:
    """Write all of it."""
    for page in (README, ROOT / "docs" / "dictionary.md"):
        write_counts(page)
    write_table(README, "keys", key_table())
    write_table(CONTRIBUTING, "rooms", room_table())


if __name__ == "__main__":
    main()
