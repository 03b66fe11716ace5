"""Write CONTRIBUTING's table of rooms from the docstrings of the packages.

python docs/rooms.py
"""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
BEGIN, END = "<!-- rooms: begin -->\n", "<!-- rooms: end -->\n"


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
    """Return the table of rooms in Markdown, with its end of line."""
    rows = ["| room | what is in it |", "|---|---|"]
    for folder in rooms():
        module = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
        text = " ".join((ast.get_docstring(module) or "").split())
        rows.append(f"| `{folder.relative_to(ROOT).as_posix()}/` | {text} |")
    return "\n".join(rows) + "\n"


def main() -> None:
    """Replace the text between the marks."""
    text = CONTRIBUTING.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    CONTRIBUTING.write_text(before + BEGIN + room_table() + END + after, encoding="utf-8")


if __name__ == "__main__":
    main()
