"""Write the README's key table anew from the registry of commands.

python docs/keys.py
"""

from itertools import groupby
from pathlib import Path

from tui.commands.registry import COMMANDS, Where

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- keys: begin -->\n", "<!-- keys: end -->\n"


def key_table() -> str:
    """Return the table of all keys in Markdown, with its end of line."""
    rows = ["| where | keys | what they do |", "|---|---|---|"]
    order = list(Where)
    for where, commands in groupby(sorted(COMMANDS, key=lambda c: order.index(c.where)), lambda command: command.where):
        for number, command in enumerate(commands):
            keys = " ".join(f"`{key}`" for key in command.keys_shown.split())
            rows.append(f"| {where.value if number == 0 else ''} | {keys} | {command.help} |")
    return "\n".join(rows) + "\n"


def main() -> None:
    """Replace what stands between the marks."""
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    README.write_text(before + BEGIN + key_table() + END + after, encoding="utf-8")


if __name__ == "__main__":
    main()
